"""sign-off.html: the signed report with the record, safe to read, accessible, printable."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa_checks.sign_off.record_page import render
from tests.render.test_html_in_browser import MEDIA, SCREEN, listen, violations
from tests.sign_off.making import ANALYST, APPROVER, PRODUCER, STATEMENT, Place, public_key

CHROMIUM = shutil.which("chromium")
HOSTILE = '<img src=x onerror="alert(1)">{{ 7 * 7 }}\u202e</section><script>alert(2)</script>'


def test_the_page_is_the_report_and_nothing_of_it_is_changed(signed: Place) -> None:
    report = (signed.report / "report.html").read_text("utf-8")
    page = (signed.report / "sign-off.html").read_text("utf-8")
    record = render([signed.statement(role) for role in ("second-analyst", "approver")])
    contents = '<li><a href="#sign-off">Sign-off</a></li>\n'
    assert (page.count(record), page.count(contents)) == (1, 1)
    assert page.replace(f"{record}\n", "").replace(contents, "") == report


def test_everything_in_the_record_is_escaped(signed: Place) -> None:
    statement = copy.deepcopy(signed.statement())
    predicate = statement["predicate"]
    predicate["signer"] = {"email": HOSTILE, "key": HOSTILE}
    predicate["people"] = {"producer": HOSTILE, "second-analyst": HOSTILE}
    predicate["assurance"] = {
        "statement": HOSTILE,
        "assumptions": [HOSTILE],
        "limitations": [HOSTILE],
    }
    predicate["checklist"] = [{"state": HOSTILE}]
    statement["subject"][0]["name"] = HOSTILE
    statement["subject"][0]["digest"]["sha256"] = HOSTILE
    text = render([statement])
    assert text.count("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;{{ 7 * 7 }}⟨U+202E⟩") == 9
    assert "<img" not in text
    assert "<script" not in text
    assert text.count("</section>") == 1


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def tab(browser: Any) -> tuple[Any, list[str]]:
    """A page for all tests, and its noise: opening one takes longest."""
    page = browser.new_page()
    return page, listen(page)


@pytest.fixture
def page(tab: tuple[Any, list[str]], signed: Place) -> Iterator[Any]:
    """The signed page, opened from disk; whatever it says or asks for fails the test."""
    page, noise = tab
    noise.clear()
    page.set_viewport_size(SCREEN)
    page.emulate_media(**MEDIA)
    path = (signed.report / "sign-off.html").as_uri()
    page.goto(path)
    yield page
    assert [message for message in noise if message.split("#")[0] not in {path, "data:,"}] == []


def test_the_record_says_who_when_and_what(page: Any, signed: Place) -> None:
    record = page.locator("#sign-off")
    assert record.get_by_role("heading", level=2).inner_text() == "Sign-off"
    rows = record.locator("table").first.locator("tbody tr")
    texts = [rows.nth(number).inner_text() for number in range(rows.count())]
    assert len(texts) == 2
    for text, name, email in zip(
        texts, ("Second analyst", "Approver"), (ANALYST, APPROVER), strict=True
    ):
        assert text.startswith(f"{name}\t{email}")
    assert public_key("analyst").fingerprint in texts[0]
    text = record.inner_text()
    assert PRODUCER in text
    assert STATEMENT in text
    assert "One office <only>." in text
    assert "1 decision" in text
    assert "1 proven, 1 attested" in text
    assert "qa-checks gate" in text
    whole = page.locator("main").inner_text()
    assert "Counted twice on <purpose>." in whole
    assert signed.statement()["subject"][0]["digest"]["sha256"] in page.content()


def test_every_link_of_the_record_leads_somewhere(page: Any) -> None:
    links = page.locator("#sign-off a")
    names = [links.nth(number).get_attribute("href") for number in range(links.count())]
    assert names == ["#decisions", "#checklist"]
    assert [page.locator(name).count() for name in names] == [1, 1]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (360, "light")])
def test_the_page_is_accessible(page: Any, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_the_pdf_has_the_record_with_every_digest(page: Any, signed: Place, tmp_path: Path) -> None:
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printed = page.locator("#sign-off")
    for subject in signed.statement()["subject"]:
        assert printed.get_by_text(subject["digest"]["sha256"]).first.is_visible(), subject["name"]
    pdf = page.pdf(path=tmp_path / "sign-off.pdf", prefer_css_page_size=True, outline=True)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") >= 2
    assert pdf.rstrip().endswith(b"%%EOF")
