from __future__ import annotations

import base64
import hashlib
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from types import ModuleType

import pytest
from jinja2 import FunctionLoader
from markupsafe import Markup
from msgspec.structs import replace

from qa_checks.model.checks import Outcome
from qa_checks.model.inputs import Role
from qa_checks.model.report import Chart, Report, Verdict
from qa_checks.render import as_html, charts, page_templates
from qa_checks.render.as_html import render
from tests.loaded_modules import Loaded
from tests.render import reports
from tests.render.compared_report import compared
from tests.render.rich_report import rich

VOID = {"meta", "link", "br", "input", "img", "wbr"}
ALL = [
    reports.passing,
    reports.failing,
    reports.waived,
    reports.incomplete,
    reports.hostile,
    rich,
]


class Page(HTMLParser):
    """The page as a list of (tag, attributes) and the text each open element holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(html)
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def text(self, tag: str) -> list[str]:
        return [data for path, data in self.texts if path and path[-1] == tag]


def words_of(html: str) -> str:
    """The visible words, white space folded."""
    page = Page(html.replace("<wbr>", ""))
    shown = (data for path, data in page.texts if not {"style", "script"} & set(path))
    return re.sub(r"\s+", " ", " ".join(shown))


def test_the_verdict_leads_with_its_reason_and_counts() -> None:
    words = words_of(render(reports.failing()))
    assert "Verdict: Fail 1 error stands in the published data." in words
    assert (
        "failed (error) 1 could not run 0 failed (warning) 1 waived 0 skipped 0 passed 1 "
        "3 checks in all, 3,205 findings."
    ) in words
    assert words.index("Verdict: Fail") < words.index("The release Checked")
    assert words.index("The release Checked") < words.index("What needs attention")


@pytest.mark.parametrize("make", ALL)
def test_the_place_of_a_sign_off_stands_once_right_after_the_verdict(
    make: Callable[[], Report],
) -> None:
    report = make()
    html = render(report, Markup('<section id="sign-off"></section>'))
    before, after = html.split('<section id="sign-off"></section>\n')
    contents = '<li><a href="#sign-off">Sign-off</a></li>\n'
    assert before.count(contents) == 1
    assert f"{before.replace(contents, '')}{after}" == render(report)
    assert before.rstrip().endswith("</section>")
    assert 'id="verdict"' in before.rpartition("<section")[2]
    assert after.lstrip().startswith('<svg class="states"')


@pytest.mark.parametrize("make", ALL)
def test_checks_stand_worst_first_and_none_is_missing(make: Callable[[], Report]) -> None:
    report = make()
    page = Page(render(report))
    checks = [attrs for _, attrs in page.tags if "data-check" in attrs]
    assert len(checks) == len(report.outcomes)
    ranks = ["failed error", "errored", "failed warning", "waived", "skipped", "passed"]
    states = [
        f"failed {check['data-severity']}"
        if check["data-state"] == "failed"
        else check["data-state"]
        for check in checks
    ]
    order = [ranks.index(state or "") for state in states]
    assert order == sorted(order)


def test_a_long_list_shows_ten_folds_the_rest_and_says_the_true_count() -> None:
    html = render(reports.failing(many=3204))
    words = words_of(html)
    assert (
        "3,204 of 2,797 inspection rows failed; 12 undecided because a value is missing." in words
    )
    assert "First 10 of 3,204 findings in data/providers_as_at_31_march_2018.csv" in words
    assert "Show 490 more findings (11 to 500)" in words
    assert "500 more findings are in the files beside this page." in words
    assert "2,204 further findings are counted here but not kept by this run." in words
    before, after = html.split('<details class="more">')
    assert before.count("<tr data-row>") == 10
    assert after.split("</details>")[0].count("<tr data-row>") == 490


def test_a_finding_has_its_place_key_value_and_message() -> None:
    row = re.search(r"<tr data-row>.*?</tr>", render(reports.failing(many=1)))
    assert row is not None
    assert [text for text in re.split(r"<[^>]+>", row[0]) if text] == [
        "1,001",
        "Publication date",
        "SC394479 / 10000001 / latest",
        "27/07/2017",
        (
            "Inspection 10000001 of SC394479: report published 27/07/2017, "
            "before the inspection on 28/07/2017."
        ),
    ]


def test_findings_of_several_files_have_a_column_for_the_file() -> None:
    words = words_of(render(rich()))
    assert "2 findings Row Column Key Value What is wrong File and sheet" in words


def test_waived_findings_stand_with_their_decision() -> None:
    html = render(reports.waived())
    words = words_of(html)
    assert "2 waived findings in data/providers_as_at_31_march_2018.csv" in words
    assert (
        "Decision 1 : accepted . The system record is being corrected; the published report is "
        "right. second.analyst@example.org, 18/06/2018; until 30/09/2018"
    ) in words
    assert "2 of 2,797 inspection rows failed, 1 of them waived." in words
    assert "Matches nothing" in words
    links = {attrs.get("href") for attrs in Page(html).all("a")}
    ids = {attrs.get("id") for _, attrs in Page(html).tags}
    assert {"#decision-1", "#decision-2"} <= links
    assert {"decision-1", "decision-2", "decision-3"} <= ids


def test_what_was_not_checked_is_never_silent() -> None:
    words = words_of(render(reports.incomplete()))
    assert "Verdict: Incomplete" in words
    assert "1 file could not be read ; nothing in it was checked." in words
    assert words.count("The file is encrypted.") == 2
    assert "Could not run. Out of memory." in words
    assert "Sheets that were not checked" in words
    assert "No header of a known table" in words
    no_period = words.index("PER001 required")
    assert words.index("No period given 1 ") < no_period < words.index("No previous release 2 ")
    assert "Skipped 3 " in words


def test_what_passed_without_deciding_every_row_is_counted() -> None:
    ended = [
        reports.outcome(reports.check("IDN003", theme="identifiers"), unknown=2528),
        reports.outcome(reports.check("DAT004", theme="dates"), unknown=3),
        reports.outcome(reports.check("DAT005", theme="dates")),
        reports.outcome(reports.check("providers.urn.str_matches", theme="schema"), unknown=2796),
    ]
    words = words_of(render(reports.report(ended)))
    assert (
        "4 checks in all, 0 findings. 2 passed rules could not decide every row, for want of a "
        "value; most: IDN003, 2,528 of 2,797 inspection rows."
    ) in words
    assert "Dates 2 1 with undecided rows" in words
    assert "Identifiers 1 1 with undecided rows" in words
    assert "Schema 1 Checks that passed, Schema" in words
    assert "Rows Undecided IDN003" in words
    none = words_of(render(reports.report(ended[2:])))
    assert "undecided rows" not in none
    assert "2 checks in all, 0 findings. " in none


def test_long_words_break_where_their_parts_meet() -> None:
    check = reports.check("inspections.publication_date.type", name="unreadable-value")
    findings = [
        reports.finding(check, row=1, file="b.csv"),
        reports.finding(check, key="SC933524 / 50084148 / in_year", value="x" * 40),
        reports.finding(check, row=12, key="row 12", file="a/" + "providers_" * 3 + ".csv"),
    ]
    html = render(reports.report([reports.outcome(check, "failed", findings)]))
    assert '">inspections.<wbr>publication_<wbr>date.<wbr>type</a></th>' in html
    assert '<td class="key">SC933524 / 50084148 / in_year</td>' in html
    assert f'<code><span class="any">{"x" * 40}</span></code>' in html
    assert "a/<wbr>providers_<wbr>providers_<wbr>providers_.csv" in html
    assert '<td class="key nil">–</td>' in html, "row 12 stands in the column before"


def test_a_release_without_failures_says_so() -> None:
    words = words_of(render(reports.passing()))
    assert "No check failed." in words
    assert "2 checks in all, 0 findings." in words


@pytest.mark.parametrize("ended", [[], [reports.outcome(reports.check(), "skipped")]])
def test_a_run_without_checks_does_not_look_passed(ended: list[Outcome]) -> None:
    nothing = replace(reports.report(ended), verdict=Verdict.INCOMPLETE, reason="", inputs=())
    words = words_of(render(nothing))
    assert "Verdict: Incomplete" in words
    assert "No check was run." in words
    assert "No check failed." not in words
    assert "No sheet was recognised." in words


def test_inputs_show_digest_layout_header_row_encoding_and_tables() -> None:
    words = words_of(render(reports.passing()))
    assert f"SHA-256 {'3b1f' * 16}" in words
    assert "Provider level, as at header on row 2, UTF-8 with BOM, 1.2 MB" in words
    assert "2,797 providers 2,797 inspections 13,402 judgements" in words


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (
            "no publication cut-off (published_by in release.yml)",
            "No publication cut-off (published_by in release.yml)",
        ),
        ("providers.urn.str_matches failed", "providers.urn.str_matches failed"),
    ],
)
def test_a_reason_keeps_the_names_in_it(reason: str, message: str) -> None:
    ended = [reports.outcome(reports.check(), "skipped", reason=reason)]
    assert f"{message} 1 Skipped: {message} " in words_of(render(reports.report(ended)))


def test_a_hidden_sheet_that_was_read_is_said_to_be_hidden() -> None:
    report = reports.passing()
    hidden = replace(report.inputs[0], sheet="S", note="a hidden sheet, read like the others")
    words = words_of(render(replace(report, inputs=(hidden,))))
    assert "UTF-8 with BOM, 1.2 MB a hidden sheet, read like the others" in words


def test_the_files_of_the_previous_release_are_named_by_their_path() -> None:
    report = reports.passing()
    before = replace(report.inputs[0], path="../before/data/a.csv", role=Role.PREVIOUS)
    words = words_of(render(replace(report, inputs=(*report.inputs, before))))
    assert (
        "Files of the previous release File and sheet Read as Tables Rows ../before/data/a.csv"
        in words
    )


@pytest.mark.parametrize(
    ("role", "called"),
    [
        (Role.RELEASE, ""),
        (Role.PREVIOUS, "previous release "),
        (Role.HISTORY, "earlier release "),
        (Role.SOURCE, "system of record "),
    ],
)
def test_sheets_and_findings_of_other_releases_say_so(role: Role, called: str) -> None:
    sheet = replace(reports.sheet(), path="a.csv", layout=None, role=role)
    check = reports.check()
    findings = [reports.finding(check, file=file, role=role) for file in ("a.csv", "b.csv")]
    apart, alike = (
        words_of(render(reports.report([reports.outcome(check, "failed", kept)], inputs=[sheet])))
        for kept in (findings, findings[:1])
    )
    assert f"a.csv {called}No known layout." in alike
    assert f"1 finding in a.csv {f'of the {called}' if called else ''}Row Column" in alike
    for file in ("a.csv", "b.csv"):
        assert f" {file} {called}" in apart


def test_figures_are_rounded_and_a_missing_one_says_so() -> None:
    words = words_of(render(rich()))
    assert (
        "Their share of all providers with a grade, per cent share_good_or_outstanding 82.37"
        in words
    )
    assert "graded_local_authorities not available" in words


def test_nothing_is_loaded_and_the_policy_forbids_it() -> None:
    html = render(rich())
    page = Page(html)
    policy = next(
        attrs["content"] or ""
        for attrs in page.all("meta")
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    digests = {
        tag: base64.b64encode(hashlib.sha256(page.text(tag)[0].encode()).digest()).decode()
        for tag in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; "
        f"script-src 'sha256-{digests['script']}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert html.index("Content-Security-Policy") < html.index("<style>")
    assert not re.search(r"(?i)https?:|\burl\(|@import|//[a-z]+\.", html)
    loads = {"src", "srcset", "data", "poster", "action", "formaction", "background", "style"}
    for tag, attrs in page.tags:
        assert not loads & set(attrs), tag
        assert not [name for name in attrs if name.startswith("on")], tag
    assert [attrs["href"] for attrs in page.all("link")] == ["data:,"]
    assert {(attrs["href"] or "")[:1] for attrs in page.all("a")} == {"#"}


def test_hostile_values_are_inert() -> None:
    html = render(reports.hostile())
    page = Page(html)
    assert page.all("img") == []
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert reports.HOSTILE not in html
    assert "{{ 7*7 }}" in html
    assert "49" not in page.text("h1")[0]
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html
    )
    assert "abc⟨U+202E⟩gpj.exe" in html
    html.encode()


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    for make in ALL:
        if make is reports.hostile:  # its ids are unlike any real one
            continue
        page = Page(render(make()))
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        linked = {(attrs["href"] or "")[1:] for attrs in page.all("a")}
        missing = {anchor for anchor in linked - set(ids) if anchor != "check-PLC001"}
        assert missing == set()


def test_regions_of_several_tables_have_names_of_their_own() -> None:
    report = compared()
    tables, sources = (
        (part, replace(part, name="other", title="Others"))
        for part in (report.compared[0], report.sources[0])
    )
    page = Page(render(replace(report, compared=tables, sources=sources)))
    names = [attrs["aria-label"] for _, attrs in page.tags if attrs.get("role") == "region"]
    assert len(names) == len(set(names)) == 8


def test_headings_are_in_order_and_tables_have_captions_and_scopes() -> None:
    for make in ALL:
        page = Page(render(make()))
        assert page.all("html") == [{"lang": "en-GB"}]
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        in_main = levels[levels.index(1) :]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(in_main))
        assert len(page.all("table")) == len(page.all("caption"))
        assert all("scope" in attrs for attrs in page.all("th"))


def test_a_very_long_value_folds_and_one_of_absurd_length_is_cut() -> None:
    check = reports.check()
    long, absurd = "x" * 1000, "y" * 100_000
    findings = [reports.finding(check, 1, value=long), reports.finding(check, 2, value=absurd)]
    html = render(reports.report([reports.outcome(check, "failed", findings)]))
    assert f'<details class="long"><summary>{"x" * 159}…</summary>{long}</details>' in html
    assert f"{'y' * 2000}… (100,000 characters in all)</details>" in html
    assert "y" * 2001 not in html


def test_a_chart_is_one_valid_picture_with_a_name_and_no_more_than_its_rows() -> None:
    chart = Chart(
        "grades",
        "Grades & <types>",
        ("Good", "Inadequate"),
        {f"Type {number}": (3, 1) for number in range(60)},
        {"Type 0": (1, 1)},
    )
    drawing = charts.draw(chart, "chart-1")
    picture = ET.fromstring(drawing.svg)  # noqa: S314 - our own text
    assert picture.attrib["aria-labelledby"] == "chart-1-title chart-1-desc"
    assert picture.findtext("title") == "Grades & <types>"
    assert drawing.left_out == 20
    assert drawing.legend == ("Good", "Inadequate")
    bars = [rect.attrib["width"] for rect in picture.iter("rect")]
    assert bars[:4] == ["75.000%", "25.000%", "50.000%", "50.000%"]
    assert len(bars) == 2 * 40 + 2


def test_bars_of_one_series_are_measured_by_the_longest_now_or_before() -> None:
    chart = Chart(
        "n", "Inspections", ("Inspections",), {"May": (50,), "June": (0,)}, {"May": (200,)}
    )
    picture = ET.fromstring(charts.draw(chart, "c").svg)  # noqa: S314 - our own text
    assert [rect.attrib["width"] for rect in picture.iter("rect")] == ["25.000%", "100.000%"]


def test_an_empty_chart_draws() -> None:
    assert charts.draw(Chart("n", "Nothing", ("A", "B"), {}), "c").left_out == 0
    assert charts.draw(Chart("n", "Zero", ("A", "B"), {"x": (0, 0)}), "c").left_out == 0


def test_the_same_report_gives_the_same_page() -> None:
    assert render(rich()) == render(rich())


def test_a_large_report_is_written_quickly() -> None:
    report = reports.large(checks=200, findings=2000)
    render(report)
    times = []
    for _ in range(5):
        start = time.process_time()
        render(report)
        times.append(time.process_time() - start)
    assert min(times) < 0.15


def test_the_template_engine_is_imported_by_this_renderer_alone(loaded: Loaded) -> None:
    assert "qa_checks.render.pages" in loaded["pages of text"]
    assert "jinja2" not in loaded["pages of text"]


def test_facts_the_release_does_not_state_are_named() -> None:
    words = words_of(render(reports.passing()))
    assert "Not stated: as at, period, published by, status, producing analyst." in words


def test_what_the_wheel_carries_compiled_is_taken_while_it_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = render(reports.passing())
    compiled: dict[str, ModuleType] = {}
    for file, source in page_templates.compile_all(as_html.environment()).items():
        name = f"{page_templates.COMPILED}.{file.removesuffix('.py')}"
        module = compiled[name] = ModuleType(name)
        vars(module)["__file__"] = file
        exec(source, vars(module))  # noqa: S102  as importing it does
    monkeypatch.setattr(page_templates, "import_module", compiled.__getitem__)
    as_html.environment.cache_clear()
    with monkeypatch.context() as carried:
        carried.delattr(FunctionLoader, "get_source")  # what is to be compiled
        assert render(reports.passing()) == expected
    monkeypatch.setattr(page_templates, "_made_of", lambda _: "another jinja")
    as_html.environment.cache_clear()
    assert render(reports.passing()) == expected


def test_a_template_that_has_changed_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = page_templates.read
    changed = {as_html.PAGE: "{% include 'record.html.j2' %} below", "record.html.j2": "changed"}
    monkeypatch.setattr(page_templates, "read", lambda name: changed.get(name) or before(name))
    as_html.environment.cache_clear()
    try:
        assert render(reports.passing()) == "changed below"
    finally:
        as_html.environment.cache_clear()
