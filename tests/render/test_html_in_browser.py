"""The page in a real browser: quiet, searchable, accessible, printable."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.model.report import Report
from qa_checks.render.as_html import render
from qa_checks.render.as_revisions import render_page
from tests.markdown import ROOT
from tests.render import marked_texts, reports
from tests.render.compared_report import compared
from tests.render.rich_report import rich

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Rows beyond the third of a table, or of what is listed by provider, repeat the others.
UNFOLDED_AND_SHORT = """() => {
    for (const part of document.querySelectorAll("details")) part.open = true;
    const others = "tbody tr:nth-child(n + 4), [data-unit]:nth-child(n + 4)";
    for (const row of document.querySelectorAll(others)) row.remove();
    for (const theme of document.querySelectorAll(".theme:nth-of-type(n + 3)")) theme.remove();
}"""
# Words that stand in two lines; a long one may break where <wbr> parts its text nodes.
BROKEN = """() => {
    const broken = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
        const node = texts.currentNode;
        const parent = node.parentElement;
        if (!parent.checkVisibility() || parent.closest(".any, .digest, .unseen")) continue;
        for (const word of node.data.matchAll(/[\\p{L}\\d]+/gu)) {
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            if (lines.size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""
# The spacing that WCAG 1.4.12 lets a reader set: wider than any typeface a machine may have.
SPACED_OUT = """document.styleSheets[0].insertRule(`* {
    letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important;
}`)"""
VIOLATIONS = """options => axe.run(options).then((told) => told.violations.map(
    (violation) => `${violation.id}: ${violation.nodes[0].html}`
))"""
SCREEN = {"width": 1280, "height": 720}
MEDIA = {"media": "null", "color_scheme": "light", "reduced_motion": "no-preference"}
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def listen(page: Any) -> list[str]:
    """Everything that a page says and asks for, from now on."""
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("dialog", lambda dialog: noise.append(dialog.message))
    page.on("request", lambda request: noise.append(request.url))
    return noise


@pytest.fixture(scope="module")
def tab(browser: Any) -> tuple[Any, list[str]]:
    """A page that is shown one report after another, and its noise: opening one takes longest."""
    page = browser.new_page()
    return page, listen(page)


@pytest.fixture
def open_page(browser: Any, tab: tuple[Any, list[str]], tmp_path: Path) -> Iterator[Open]:
    """Open a report from disk; every console message or request fails the test."""
    path = tmp_path / "report.html"
    scripted, noise = tab
    plain = []

    def show(
        report: Report,
        viewport: dict[str, int] = SCREEN,
        scripts: bool = True,
        **media: str,
    ) -> Any:
        path.write_text(render(report), encoding="utf-8")
        page = scripted
        if not scripts:
            page = browser.new_page(java_script_enabled=False)
            plain.append((page, listen(page)))
        page.set_viewport_size(viewport)
        page.emulate_media(**MEDIA | media)
        page.goto(path.as_uri())
        return page

    noise.clear()
    yield show
    for page, message in [tab, *plain]:
        assert [
            address for address in message if address.split("#")[0] not in {path.as_uri(), "data:,"}
        ] == []
        if page is not scripted:
            page.close()


def violations(page: Any) -> list[str]:
    """What makes a page less accessible, each with the first element that does."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    page.evaluate(axe.Axe().axe_script)
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    told: list[str] = page.evaluate(VIOLATIONS, options)
    return told


def visible(page: Any, selector: str) -> int:
    return int(page.locator(f"{selector}:visible").count())


@pytest.mark.parametrize("make", [reports.passing, reports.incomplete, reports.waived, rich])
def test_the_page_is_quiet(open_page: Open, make: Callable[[], Report]) -> None:
    page = open_page(make())
    page.wait_for_load_state("networkidle")
    assert page.title().endswith("quality assurance report")


def test_hostile_values_do_not_run(open_page: Open) -> None:
    page = open_page(reports.hostile())
    assert page.locator("img").count() == 0
    assert page.title().startswith("Fail: </script></style><img src=x")
    page.get_by_label("Find", exact=True).fill("<img src=x")
    assert page.locator("#shown").inner_text().startswith("Showing 5 of 5 checks")


def test_the_filter_narrows_checks_and_findings(open_page: Open) -> None:
    page = open_page(rich())
    shown = page.locator("#shown")
    assert shown.inner_text() == ""
    page.get_by_label("Severity").select_option("error")
    page.get_by_label("Outcome").select_option("failed")
    assert shown.inner_text() == "Showing 2 of 103 checks and 2 of 72 listed findings."
    assert visible(page, "article") == visible(page, ".overview tbody tr") == 2
    assert not page.locator("#passed").is_visible()
    page.get_by_role("button", name="Clear").click()
    assert shown.inner_text() == ""
    assert page.get_by_label("Find", exact=True).evaluate("node => node === document.activeElement")
    assert visible(page, "article") == 6
    page.get_by_label("Theme").select_option("dates")
    page.get_by_label("Outcome").select_option("passed")
    assert shown.inner_text() == "Showing 11 of 103 checks and 0 of 72 listed findings."
    assert visible(page, "details.theme") == 1
    assert visible(page, "details.theme tr[data-check]") == 11


def test_the_search_finds_rows_and_unfolds_them(open_page: Open) -> None:
    page = open_page(rich())
    find = page.get_by_label("Find", exact=True)
    find.fill("sc401054")  # stands in the folded part of the list
    assert page.locator("#shown").inner_text() == (
        "Showing 1 of 103 checks and 1 of 72 listed findings."
    )
    assert visible(page, "tr[data-row]") == 1
    assert "SC401054" in page.locator("tr[data-row]:visible").inner_text()
    find.fill("sector not in the code list private")
    assert visible(page, "tr[data-row]") == 32
    find.fill("")
    assert visible(page, "tr[data-row]") == 10 + 8
    find.fill("no such words")
    assert page.locator("#shown").inner_text() == (
        "Showing 0 of 103 checks and 0 of 72 listed findings."
    )


def test_the_search_leaves_alone_what_it_does_not_search(open_page: Open) -> None:
    page = open_page(compared())
    folds = [fold.inner_text() for fold in page.locator(".compared .more > summary").all()]
    assert folds == ["1 column not compared", "1 change", "12 differences"]
    assert visible(page, ".compared .more > summary") == 3
    page.get_by_label("Find", exact=True).fill("places")
    assert visible(page, ".compared .more > summary") == 3
    assert visible(page, ".compared .more[open]") == 0


def test_the_keyboard_reaches_everything(open_page: Open) -> None:
    page = open_page(rich())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the checks"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "f-text"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.type("DAT004")
    page.keyboard.press("Tab")
    page.keyboard.type("Error")
    assert page.get_by_label("Severity").input_value() == "error"
    assert page.locator("#shown").inner_text() == (
        "Showing 1 of 103 checks and 1 of 72 listed findings."
    )


def test_failed_only_is_a_key_press_and_says_its_state(open_page: Open) -> None:
    page = open_page(rich())
    failed = page.get_by_role("button", name="Failed only")
    page.locator("#f-table").focus()
    page.keyboard.press("Tab")
    assert failed.evaluate("node => node === document.activeElement")
    assert failed.get_attribute("aria-pressed") == "false"
    page.keyboard.press("Space")
    assert failed.get_attribute("aria-pressed") == "true"
    assert page.get_by_label("Outcome").input_value() == "failed"
    assert visible(page, "article") == visible(page, ".overview tbody tr") == 4
    assert not page.locator("#passed").is_visible()
    page.get_by_label("Outcome").select_option("passed")
    assert failed.get_attribute("aria-pressed") == "false"
    failed.press("Enter")
    failed.press("Enter")
    assert page.locator("#shown").inner_text() == ""
    assert visible(page, "article") == 6


@pytest.mark.parametrize("fold", [".found", ".more", ".notes", ".theme", ".unit", ".headers"])
def test_the_keyboard_opens_and_closes_every_kind_of_fold(open_page: Open, fold: str) -> None:
    page = open_page(rich())
    part = page.locator(f"details{fold}").first
    was = part.evaluate("node => node.open")
    page.evaluate("document.activeElement.blur()")
    part.locator("summary").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    assert part.evaluate("node => node.open") != was
    page.keyboard.press("Space")
    assert part.evaluate("node => node.open") == was
    assert outline == "solid"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_keyboard_opens_a_number_and_what_it_opens_stays_on_the_screen(
    open_page: Open, width: int
) -> None:
    screen = {"width": width, "height": 800}
    page = open_page(marked_texts.with_text(), viewport=screen, reduced_motion="reduce")
    number = page.locator("#text-1-number-8")
    opened = page.locator("#text-1-number-8-opened")
    number.focus()
    assert not opened.is_visible()
    page.keyboard.press("Enter")
    assert opened.locator("dt").all_inner_texts() == [
        "Why",
        "The query gives",
        "Printed for any value",
        "Bound to",
        "It reads",
        "Query",
    ]
    box = opened.bounding_box()
    assert min(box["x"], box["y"]) >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800
    page.keyboard.press("Escape")
    assert not opened.is_visible()
    assert number.evaluate("node => node === document.activeElement")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "All of its claim"
    page.keyboard.press("Enter")
    assert not opened.is_visible()
    assert page.locator("#text-1-claim-3").is_visible()


def test_a_number_opens_without_javascript(open_page: Open) -> None:
    page = open_page(marked_texts.with_text(), scripts=False)
    page.locator("#text-1-number-2").click()
    opened = page.locator("#text-1-number-2-opened")
    assert opened.is_visible()
    page.locator("#text-1-number-10").click()
    assert not opened.is_visible()
    assert page.locator("#text-1-number-10-opened").is_visible()


def test_what_nobody_has_looked_at_is_on_the_first_screen(open_page: Open) -> None:
    for width, height in ((1280, 720), (390, 844)):
        page = open_page(marked_texts.with_text(), viewport={"width": width, "height": height})
        told = page.get_by_text("nobody has looked at 2 of 10 numbers;", exact=False).first
        box = told.bounding_box()
        assert box["y"] + box["height"] <= height


def test_a_hostile_text_does_not_run(open_page: Open) -> None:
    page = open_page(marked_texts.hostile())
    assert page.locator("img").count() == 0
    assert page.title().startswith("Pass: Children's social care in England")
    written = page.locator(".written").inner_text()
    assert "<img src=x onerror=" in written
    assert "{{ 7*7 }}abc⟨U+202E⟩gpj.exe␀␛[31m\ufffd" in written


def test_the_search_narrows_what_is_listed_by_provider(open_page: Open) -> None:
    page = open_page(rich())
    whole = page.locator("[data-unit]").count()
    assert whole > visible(page, "[data-unit]") == 10
    assert page.locator("#units > .more > summary").is_visible()
    name = page.locator("[data-unit] strong").first.inner_text()
    page.get_by_label("Find", exact=True).fill(name)
    assert page.locator("[data-unit]:not([hidden]) strong").all_inner_texts() == [name]
    page.get_by_role("button", name="Clear").click()
    assert page.locator("[data-unit]:not([hidden])").count() == whole


def test_the_page_is_whole_without_javascript(open_page: Open) -> None:
    page = open_page(rich(), scripts=False)
    assert page.locator("article").count() == 6
    assert page.locator("tr[data-row]").count() == 72
    assert page.locator("tr[data-check]").count() == 97
    assert not page.locator("#filter").is_visible()
    page.locator("article details.more > summary").click()
    assert visible(page, "tr[data-row]") == 72


@pytest.mark.parametrize(
    "make", [rich, reports.hostile, marked_texts.with_text, marked_texts.hostile, compared]
)
def test_nothing_is_wider_than_the_screen(open_page: Open, make: Callable[[], Report]) -> None:
    page = open_page(make())
    widths = (320, 768, 900, 1160, 1440)
    assert [_width_of_all(page, width) for width in widths] == list(widths)
    page.evaluate(SPACED_OUT)
    assert [_width_of_all(page, width) for width in widths] == list(widths)


def _width_of_all(page: Any, screen: int) -> int:
    page.set_viewport_size({"width": screen, "height": 900})
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_a_telephone_breaks_no_word_and_folds_what_explains(open_page: Open) -> None:
    page = open_page(rich(), viewport={"width": 390, "height": 844})
    assert page.evaluate(BROKEN) == []
    assert visible(page, ".notes dl") == visible(page, "tr[data-row]") == 0
    page.locator(".found > summary").first.click()
    assert visible(page, "tr[data-row]") == 1
    page.get_by_label("Find", exact=True).fill("sc401054")
    assert visible(page, "tr[data-row]") == 1
    page.get_by_role("button", name="Clear").click()
    assert visible(page, "tr[data-row]") == 1
    assert visible(page, ".overview .nil") == 0


@pytest.mark.parametrize(
    ("make", "width", "scheme"),
    [
        (reports.passing, 1440, "light"),
        (reports.incomplete, 1440, "dark"),
        (reports.incomplete, 360, "light"),
        (rich, 1440, "light"),
        (rich, 1440, "dark"),
        (rich, 360, "dark"),
        (marked_texts.with_text, 1440, "light"),
        (compared, 360, "light"),
        (marked_texts.with_text, 360, "dark"),
    ],
)
def test_the_page_is_accessible(
    open_page: Open, make: Callable[[], Report], width: int, scheme: str
) -> None:
    page = open_page(make(), color_scheme=scheme, viewport={"width": width, "height": 900})
    page.evaluate(UNFOLDED_AND_SHORT)
    assert violations(page) == []


def test_paper_has_every_finding_and_no_folds(open_page: Open) -> None:
    page = open_page(rich())
    page.emulate_media(media="print")
    assert visible(page, "tr[data-row]") == 72
    assert visible(page, "tr[data-check]") == 97
    assert not page.locator("#filter").is_visible()
    page.evaluate("for (const part of document.querySelectorAll('.headers')) part.open = true")
    assert page.locator(".headers li:visible").all_inner_texts() == [
        "Inspection publicaton date\nmisspelt, read as inspections: published",
        "Parliamentary constituency\nknown and not needed",
        "no header\nno header, data not read",
    ]
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") > 4


def test_of_the_note_on_revisions_only_the_tables_are_wide(browser: Any, tmp_path: Path) -> None:
    report = compared()
    [table] = report.compared
    revised = replace(table, revisions=table.changes, revised=1)
    path = tmp_path / "revisions.html"
    path.write_text(render_page(replace(report, compared=(revised,))), encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    table = page.get_by_role("region", name="Revisions: ").first
    assert table.evaluate("(table) => table.scrollWidth > table.clientWidth")
    assert violations(page) == []
    page.close()


def test_paper_cuts_off_no_column(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 688, "height": 1000})  # A4 within its margins
    page.emulate_media(media="print")
    page.goto((ROOT / "reports" / "sample" / "report.html").as_uri())
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    right = "(cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().right))"
    cells = page.locator(".wide-table th, .wide-table td").evaluate_all(right)
    assert len(cells) > 100
    assert max(cells) <= 688
    page.close()


def test_filtered_paper_says_that_it_is_filtered(open_page: Open) -> None:
    page = open_page(rich())
    page.get_by_label("Severity").select_option("error")
    page.emulate_media(media="print")
    assert page.locator("#shown").is_visible()
    assert page.locator("#shown").inner_text().startswith("Showing ")
