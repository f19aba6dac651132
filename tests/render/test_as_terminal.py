from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from qa_checks.model.checks import State
from qa_checks.model.inputs import Input, Role
from qa_checks.model.report import Report, Verdict
from qa_checks.render import as_html, as_terminal
from qa_checks.render.screen import PlainConsole, Screen
from qa_checks.render.styled_lines import Piece, blanks, cut, words_of, wrap
from tests.render import marked_texts, reports, runs
from tests.render.rich_report import rich
from tests.render.test_as_html import words_of as words_of_page

PAGE = Path("reports/homes-spring-2018/report.html")
ALL = (runs.every_ending, runs.all_well, runs.nothing_read, runs.attacks, rich, reports.hostile)


def shown(
    report: Report, width: int = 100, *, path: Path | None = PAGE, quiet: bool = False
) -> str:
    out = io.StringIO()
    as_terminal.render(report, PlainConsole(out, width), path=path, quiet=quiet)
    return out.getvalue()


def test_a_note_is_broken_between_words_and_its_path_stays_whole() -> None:
    path = f"/data/{'providers_' * 9}as_at.csv"
    report = reports.report((), notes=(f"As at 31/03/2024, as the title of {path} says.",))
    assert shown(report, 60).splitlines()[1:4] == [
        " note     As at 31/03/2024, as the title of",
        f"          {path}",
        "          says.",
    ]


def test_what_a_figure_counts_is_a_note() -> None:
    named = replace(
        runs.every_ending(),
        figure_titles={"rare": "Rare things"},
        counted={"rare": tuple(f"thing {number}" for number in range(1, 13))},
    )
    listed = "; ".join(f"thing {number}" for number in range(1, 11))
    text = " ".join(shown(named).split())
    assert f"note Rare things (12): {listed} and 2 more." in text
    assert "Rare things" not in shown(named, quiet=True)


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ("::error::Not so", ": :error::Not so"),
        ("a ##[add-mask]b ##vso[task.x]", "a ## [add-mask]b ##vso [task.x]"),
        ("a ##teamcity[x]", "a ##teamcity [x]"),
        ("##[a]" * 12, "## [a]" * 12),
        ("plain :: text", "plain :: text"),
    ],
)
def test_no_line_is_a_command_to_a_ci_job(message: str, seen: str) -> None:
    out = io.StringIO()
    screen = Screen(PlainConsole(out, 100))
    screen.hang(blanks(3), screen.text(message))
    screen.hang(screen.text("lead "), screen.text(f"{'x' * 99} {message}"))
    assert out.getvalue().splitlines()[0] == f"   {seen}"
    assert not [line for line in out.getvalue().splitlines() if line.lstrip().startswith("::")]


def test_it_has_the_shape_a_reader_knows() -> None:
    assert shown(runs.every_ending(), 160) == (
        "Children's homes inspections and outcomes, spring 2018   as at 31/03/2018   final\n"
        "data/providers_as_at.csv   provider level, as at   2,797 rows   header on row 2, UTF-8\n"
        "106 checks   97 passed   4 failed   1 waived   3 skipped   1 errored\n"
        " skipped  2  no previous release\n"
        "          1  no period given\n"
        "\n"
        " error    DAT004  published-before-inspected               1 of 2,797 inspection rows"
        " (3 undecided)\n"
        "          row 1,312  SC394478 / 10000029 / latest  Inspection 10000029 of SC394478: report"
        " published 27/07/2017, before the inspection on 28/07/2017.\n"
        " error    JDG007  overall-better-than-limiting-judgement   1 of 2,794 judgement rows\n"
        "          row 77  1027078 / 10025841 / overall / latest  Inspection 10025841 of 1027078:"
        " overall Good although safeguarding is Inadequate.\n"
        " errored  FIG001  graded-do-not-add-up\n"
        "          Conversion Error: Could not convert 'x' to INT32\n"
        " warning  LAT002  latest-full-inspection-is-monitoring     5 of 2,797 inspection rows\n"
        "          row 3  SC400003 / 10030003 / latest  Inspection 10030003 of SC400003 is a"
        " Monitoring visit.\n"
        "          row 4  SC400004 / 10030004 / latest  Inspection 10030004 of SC400004 is a"
        " Monitoring visit.\n"
        "          row 5  SC400005 / 10030005 / latest  Inspection 10030005 of SC400005 is a"
        " Monitoring visit.\n"
        "          and 2 more\n"
        " warning  providers.sector.spelling  sector-spelling       2 of 2,797 provider rows"
        " (1 waived)\n"
        "          row 9  SC9 / latest  Provider SC9: sector 'private ' is read as Private.\n"
        " unread   data/old.xls\n"
        "          The file is encrypted. Save it without a password.\n"
        "\n"
        "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not read.   "
        "reports/homes-spring-2018/report.html\n"
    )


def test_sixty_columns_are_enough() -> None:
    lines = shown(runs.every_ending(), 60).splitlines()
    assert lines[:16] == [
        "Children's homes inspections and outcomes, spring 2018",
        "as at 31/03/2018   final",
        "data/providers_as_at.csv",
        "    provider level, as at   2,797 rows",
        "    header on row 2, UTF-8",
        "106 checks   97 passed   4 failed   1 waived   3 skipped",
        "1 errored",
        " skipped  2  no previous release",
        "          1  no period given",
        "",
        " error    DAT004  published-before-inspected",
        "          1 of 2,797 inspection rows (3 undecided)",
        "          row 1,312  SC394478 / 10000029 / latest",
        "                     Inspection 10000029 of SC394478: report",
        "                     published 27/07/2017, before the",
        "                     inspection on 28/07/2017.",
    ]
    assert lines[-3:] == [
        "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not",
        "read.",
        "reports/homes-spring-2018/report.html",
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("build", ALL)
def test_no_line_is_wider_than_the_screen_or_ends_in_blanks(build: object, width: int) -> None:
    assert callable(build)
    for line in shown(build(), width).splitlines():
        assert cell_len(line) <= width, line
        assert line == line.rstrip()


@pytest.mark.parametrize("width", [60, 80, 160])
def test_nothing_is_lost_by_wrapping(width: int) -> None:
    words = re.sub(r"\s+", " ", shown(runs.every_ending(), width))
    for outcome in runs.every_ending().outcomes:
        if outcome.state is State.FAILED:
            assert re.sub(r"\s+", " ", outcome.findings[0].message) in words


def test_a_clean_release_is_four_lines() -> None:
    assert shown(runs.all_well()) == (
        "Children's homes inspections and outcomes, spring 2018   as at 31/03/2018   final\n"
        "data/providers_as_at.csv   provider level, as at   2,797 rows   header on row 2, UTF-8\n"
        "3 checks   3 passed\n"
        "\n"
        "PASS.   reports/homes-spring-2018/report.html\n"
    )


def test_what_could_not_be_checked_does_not_look_as_if_it_passed() -> None:
    assert shown(runs.nothing_read(), path=None) == (
        "0 checks   0 passed\n"
        "\n"
        " unread   data/old.xls\n"
        "          The file is encrypted. Save it without a password.\n"
        "\n"
        "INCOMPLETE: no file could be read.\n"
    )


@pytest.mark.parametrize(
    ("build", "line"),
    [
        (runs.every_ending, "FAIL: 2 errors, 2 warnings, 1 check errored, 1 file not read."),
        (runs.all_well, "PASS."),
        (runs.nothing_read, "INCOMPLETE: no file could be read."),
    ],
)
def test_quiet_is_the_verdict_alone(build: object, line: str) -> None:
    assert callable(build)
    assert shown(build(), path=None, quiet=True) == f"{line}\n"
    assert shown(build(), 200, quiet=True) == f"{line}   {PAGE}\n"


def test_a_path_is_never_cut() -> None:
    deep = Path("/".join(["a-folder-with-a-name"] * 9)) / "report.html"
    assert shown(runs.all_well(), 60, path=deep).splitlines()[-1] == str(deep)


def test_the_sheets_of_a_workbook_stand_below_its_name() -> None:
    book = replace(runs.PROVIDERS, path="data/release.ods", encoding=None, header_row=5)
    unknown = replace(book, layout=None, note="no header of a known table")
    inputs = (
        replace(book, sheet="Cover", layout=None),
        replace(book, sheet="Providers", rows=4120),
        replace(book, sheet="LAs", rows=153, layout_title="local authority level"),
        replace(unknown, sheet="Table 1"),
        replace(unknown, path="notes.csv", sheet=None),
        replace(runs.PROVIDERS, path="old.csv", role=Role.PREVIOUS),
        replace(runs.PROVIDERS, path="older.csv", role=Role.HISTORY),
    )
    lines = shown(reports.report((), inputs=inputs)).splitlines()
    read = "provider level, as at   2,797 rows   header on row 2, UTF-8"
    assert lines[1:8] == [
        "data/release.ods",
        "  Providers   provider level, as at   4,120 rows   header on row 5",
        "  LAs         local authority level     153 rows   header on row 5",
        "  2 sheets not checked: Cover, Table 1",
        "notes.csv     not checked: no header of a known table",
        f"old.csv       {read}, previous release",
        f"older.csv     {read}, earlier release",
    ]


def test_a_hidden_sheet_that_was_read_is_said_to_be_hidden() -> None:
    hidden = replace(
        runs.PROVIDERS,
        path="b.ods",
        sheet="S",
        encoding=None,
        note="a hidden sheet, read like the others",
    )
    lines = shown(reports.report((), inputs=(hidden,)), 160).splitlines()
    assert lines[2] == (
        "  S   provider level, as at   2,797 rows   header on row 2, a hidden sheet, read like the "
        "others"
    )


def test_findings_of_several_sheets_name_their_sheet() -> None:
    check = reports.check()
    findings = [
        reports.finding(check, file="a.csv", row=1, key=None, message="One."),
        reports.finding(check, file="a.csv", row=20, key="K", message="Two."),
        reports.finding(check, file="b.ods", sheet="S", row=None, key=None, message="Three."),
    ]
    book = Input("b.ods", "S", runs.DIGEST, 1, 1, "x")
    ended = [reports.outcome(check, "failed", findings)]
    report = reports.report(ended, inputs=(runs.PROVIDERS, book))
    assert shown(report, path=None).splitlines()[-7:-1] == [
        "          a.csv",
        "          row 1   One.",
        "          row 20  K  Two.",
        "          b.ods, S",
        "                  Three.",
        "",
    ]


def test_what_passed_without_deciding_every_row_is_said() -> None:
    ended = [
        reports.outcome(reports.check("IDN003", table="providers"), unknown=2528),
        reports.outcome(reports.check("DAT004"), unknown=3),
        reports.outcome(reports.check("DAT005")),
        reports.outcome(reports.check("DAT006"), "skipped", unknown=9, reason="no value"),
        reports.outcome(reports.check("providers.urn.str_matches", theme="schema"), unknown=2796),
    ]
    lines = shown(reports.report(ended), 120, path=None).splitlines()
    assert lines[3:5] == [
        " undecided 2  passed rules could not decide every row, for want of a value;"
        " most: IDN003, 2,528 of 2,797 provider rows",
        " skipped  1  no value",
    ]
    of_the_page = words_of_page(as_html.render(reports.report(ended)))
    assert lines[3].removeprefix(" undecided").replace("  ", " ") in of_the_page
    alone = shown(reports.report(ended[1:2]), 120, path=None).splitlines()
    assert alone[3] == (
        " undecided 1  passed rule could not decide every row, for want of a value;"
        " most: DAT004, 3 of 2,797 inspection rows"
    )


def test_what_a_key_repeats_is_said_once() -> None:
    check = reports.check("STR018", table="extract_cells")
    cells = [
        reports.finding(check, row=1190, key="row 1190", message="Blank."),
        reports.finding(
            check, row=12, key="row 12, Sector", column="Sector", message="Sector odd."
        ),
        reports.finding(check, row=13, key="row 13, Sector", column=None, message="Odd."),
    ]
    ended = [reports.outcome(check, "failed", cells)]
    lines = shown(reports.report(ended, inputs=(runs.PROVIDERS,)), path=None).splitlines()
    assert [line.strip() for line in lines[-6:-1]] == [
        "data/providers_as_at_31_march_2018.csv",
        "row 1,190  Blank.",
        "row 12     Sector odd.",
        "row 13     Sector  Odd.",
        "",
    ]


def test_paths_are_those_of_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    check = reports.check()
    findings = [reports.finding(check, file="data/a.csv", row=3)]
    inputs = (
        replace(runs.PROVIDERS, path="data/a.csv"),
        replace(runs.PROVIDERS, path="../before/data/b.csv", role=Role.PREVIOUS),
        replace(runs.PROVIDERS, path=str(tmp_path / "here/c.csv")),
    )
    report = reports.report([reports.outcome(check, "failed", findings)], inputs=inputs)
    for base, paths in (
        (Path("spring"), ["spring/data/a.csv", "before/data/b.csv", "c.csv"]),
        (Path(), ["data/a.csv", "../before/data/b.csv", "c.csv"]),
        (Path("../spring"), ["../spring/data/a.csv", "../before/data/b.csv", "c.csv"]),
    ):
        out = io.StringIO()
        as_terminal.render(report, Console(file=out, width=120), base=base)
        lines = out.getvalue().splitlines()
        assert [line.split()[0] for line in lines[1:4]] == paths
        assert lines[7] == f"          {paths[0]}"


def test_a_check_of_one_number_has_no_count_of_rows() -> None:
    check = reports.check("FIG001", name="authorities-missing", table="local_authorities")
    finding = reports.finding(
        check, file=None, row=None, key="local_authorities", message="151, not 152."
    )
    lines = shown(
        reports.report([reports.outcome(check, "failed", [finding], checked=1)]), path=None
    ).splitlines()
    assert lines[-4:-1] == [
        " error    FIG001  authorities-missing",
        "          local_authorities  151, not 152.",
        "",
    ]


def test_many_reasons_for_skipping_are_grouped_and_counted() -> None:
    def skip(number: int, reason: str) -> object:
        return reports.outcome(reports.check(f"SKP{number:03}"), "skipped", reason=reason)

    reasons = ["no previous release."] * 12 + [f"no column x{n}" for n in range(9)]
    report = reports.report(skip(n, reason) for n, reason in enumerate(reasons))  # type: ignore[misc]
    lines = shown(report, path=None).splitlines()
    assert lines[-9:-2] == [
        " skipped  12  no previous release",
        "           1  no column x0",
        "           1  no column x1",
        "           1  no column x2",
        "           1  no column x3",
        "           1  no column x4",
        "           4  for 4 other reasons, each in the report",
    ]


@pytest.mark.parametrize("build", [runs.attacks, reports.hostile])
@pytest.mark.parametrize("colour", [True, False])
def test_text_from_the_data_does_nothing(build: object, *, colour: bool) -> None:
    assert callable(build)
    report = build()
    out = io.StringIO()
    as_terminal.render(report, Console(file=out, width=80, force_terminal=colour))
    text = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", out.getvalue())
    assert not {character for character in text if ord(character) < 32 and character != "\n"}
    assert not {character for character in text if 0x7F <= ord(character) < 0xA0}
    assert not set("\u202e\u202c\u2028\ud800\ufeff") & set(text)
    if build is runs.attacks:
        assert "[bold red]x[/] ␛[31mred␛[0m ⟨U+202E⟩gnp.exe⟨U+202C⟩" in text


def test_a_very_long_message_is_cut_where_it_is_shown() -> None:
    check = reports.check()
    finding = reports.finding(check, key="k" * 5000, message="m" * 50_000)
    assert len(shown(reports.report([reports.outcome(check, "failed", [finding])]))) < 2000


def test_a_terminal_without_unicode_is_no_trouble() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    as_terminal.render(runs.attacks(), PlainConsole(out, 80))
    out.flush()
    assert b"?[31mred?[0m ?U+202E?gnp.exe" in raw.getvalue()


@pytest.mark.parametrize("width", [30, 100])
@pytest.mark.parametrize("build", ALL)
def test_colours_only_on_a_terminal(build: Callable[[], Report], width: int) -> None:
    report = build()
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=True, color_system="truecolor", no_color=False
    )
    as_terminal.render(report, console, path=PAGE)
    assert "\x1b[1;37;41mFAIL\x1b[0m" in out.getvalue() or report.verdict is not Verdict.FAIL
    assert "\x1b]8;" in out.getvalue()
    plain = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", out.getvalue())
    assert plain == shown(report, width)
    assert "\x1b" not in plain


@pytest.mark.parametrize("room", [2, 7, 20, 40])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Provider SC394478: report published 27/07/2017, before the inspection on 28/07/2017.",
        "  two blanks  and   three,  and a_word_that_is_much_longer_than_any_room_there_is_here ",
        "Größe … “so” – 施設長の名前は入力されていません and on 施設 設施",
        "e\u0301 👩‍👩‍👧 home",
    ],
)
def test_lines_break_where_rich_breaks_them(text: str, room: int) -> None:
    lines = Text(text).wrap(Console(width=100), room)
    assert [words_of(line).rstrip() for line in wrap((Piece(text),) if text else (), room)] == (
        [line.plain.rstrip() for line in lines] or [""]
    )


def test_a_line_is_cut_where_its_styles_meet_and_within() -> None:
    line = (Piece("fail", "bold"), Piece("ed: "), Piece("three", "dim"))
    assert cut(line, 2, 10) == (Piece("il", "bold"), Piece("ed: "), Piece("th", "dim"))
    assert cut(line, 4, 8) == (Piece("ed: "),)


def test_a_warning_alone_may_pass() -> None:
    check = reports.check("LAT002", "warning")
    failed = reports.outcome(check, "failed", [reports.finding(check)])
    assert (
        shown(reports.report([failed]), quiet=True, path=None)
        == "PASS with 1 warning, none decided.\n"
    )
    strict = reports.report([failed], verdict=Verdict.FAIL)
    assert shown(strict, quiet=True, path=None) == "FAIL: 1 warning.\n"


def test_a_text_has_a_line_and_the_first_numbers_that_nobody_has_looked_at() -> None:
    lines = shown(marked_texts.with_text(), 85).splitlines()
    at = lines.index("1 check   1 passed")
    assert lines[at + 1 : at + 6] == [
        " text     main-findings.html: nobody has looked at 2 of 10 numbers; 2 wrong, 2",
        "          verified, 3 consistent, 1 outside, 2 exempt",
        "            line 9: 140 in: London | 140",
        "            line 10: 12 in: 1. Figures exclude 12 homes that are closed.",
        "",
    ]
    assert "main-findings" not in shown(marked_texts.with_text(), quiet=True)


def test_of_many_sentences_that_nobody_has_looked_at_three_are_shown() -> None:
    checked = marked_texts.main_findings()
    [last] = checked.numbers[-1:]
    many = tuple(replace(last, line=line) for line in range(1, 1201))
    lines = shown(replace(marked_texts.with_text(), texts=(replace(checked, numbers=many),)))
    assert [
        line.partition(":")[0].strip() for line in lines.splitlines() if "12 in: 1." in line
    ] == [
        "line 1",
        "line 2",
        "line 3",
    ]
    assert "            and 1,197 more, each in the report" in lines.splitlines()


def test_numbers_of_one_sentence_have_one_line() -> None:
    checked = marked_texts.main_findings()
    same = replace(checked, numbers=checked.numbers[-1:] * 8)
    lines = shown(replace(marked_texts.with_text(), texts=(same,)), 90).splitlines()
    at = lines.index(
        "            line 10: 12, 12, 12, 12, 12, 12 and 2 more in: 1. Figures exclude 12 homes"
    )
    assert lines[at + 1] == "          that are closed."
    assert lines[at + 2] == ""


def test_a_hostile_text_does_nothing_on_a_terminal() -> None:
    printed = shown(marked_texts.hostile(), 60)
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert not [line for line in printed.splitlines() if re.match(r"\s*::|.*##\[", line)]
