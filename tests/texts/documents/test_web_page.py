from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model.texts import BlockKind
from qa_checks.texts.documents import read_text
from tests.texts.documents.making import blocks_of, refuse, words_of


def write(path: Path, page: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(page.encode(encoding))
    return path


GOV_UK = """<!DOCTYPE html><html lang="en"><head><title>Findings 1</title></head>
<body class="govuk-template__body"><script>var a = 2;</script>
<div class="gem-c-cookie-banner" role="region"><p>We use 3 cookies</p></div>
<header role="banner">GOV.UK 4</header>
<div class="govuk-breadcrumbs">5</div>
<main role="main" id="content" class="govuk-main-wrapper">
<nav class="gem-c-contents-list"><a href="#a">6. Findings</a></nav>
<header><h1 class="gem-c-title__text">Findings in 2025</h1></header>
<div class="govspeak"><h2 id="a">Homes</h2>
<p>There were 4,000 homes<sup id="fnref:1" role="doc-noteref"><a href="#fn:1">[footnote 1]</a></sup>
<span class="govuk-visually-hidden">seven</span>.</p>
<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1" role="doc-endnote"><p>Of all kinds.
</p></li></ol></div></div>
<aside role="complementary">8</aside></main><footer role="contentinfo">9</footer></body></html>"""

ONS = """<html><body><nav>1</nav><div id="main" role="main">
<div class="ons-grid"><section id="main-points"><h2>Main points</h2><ul>
<li>Growth was <strong>0.6%</strong> in Quarter 1.</li></ul></section>
<noscript><img alt="2"></noscript><svg><text>3</text></svg>
<p hidden>4</p><p style="color: red; display : none">5</p></div></div><p>6</p></body></html>"""

EXPLORE = """<html><body><main id="main-content" class="govuk-main-wrapper app-main-class">
<div data-testid="keyStat"><h3>Schools</h3><p class="govuk-heading-xl">8.4 million</p>
<details><summary>What is this?</summary><div>The <em>total</em> number.</div></details></div>
<div class="govuk-accordion__section"><h2 class="govuk-accordion__section-heading">
<button type="button">About 2025</button></h2>
<div class="govuk-accordion__section-content" hidden="until-found"><p>Up by 5.</p></div></div>
<section role="tabpanel" hidden><table><caption>Table 1</caption>
<tr><th>England<td>7<td><button>Sort 1</button></table></section>
<p>Last<br>line<br/> <br>Own line <del>8</del><ins>9</ins><template>10</template>
<select><option>11</select><dialog>12</dialog></p></main></body></html>"""


def test_page_of_gov_uk(tmp_path: Path) -> None:
    assert blocks_of(write(tmp_path / "a.html", GOV_UK)) == [
        (BlockKind.HEADING, "Findings in 2025"),
        (BlockKind.HEADING, "Homes"),
        (BlockKind.PARAGRAPH, "There were 4,000 homes [footnote 1] ."),
        (BlockKind.NOTE, "Of all kinds."),
    ]


def test_page_of_the_ons(tmp_path: Path) -> None:
    assert blocks_of(write(tmp_path / "a.html", ONS)) == [
        (BlockKind.HEADING, "Main points"),
        (BlockKind.ITEM, "Growth was 0.6% in Quarter 1."),
    ]


def test_page_of_explore_education_statistics(tmp_path: Path) -> None:
    assert blocks_of(write(tmp_path / "a.html", EXPLORE)) == [
        (BlockKind.HEADING, "Schools"),
        (BlockKind.PARAGRAPH, "8.4 million"),
        (BlockKind.PARAGRAPH, "What is this?"),
        (BlockKind.PARAGRAPH, "The total number."),
        (BlockKind.HEADING, "About 2025"),
        (BlockKind.PARAGRAPH, "Up by 5."),
        (BlockKind.PARAGRAPH, "Table 1"),
        (BlockKind.CELL, "England"),
        (BlockKind.CELL, "7"),
        (BlockKind.PARAGRAPH, "Last line"),
        (BlockKind.PARAGRAPH, "Own line 9"),
    ]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<span>2</span>,<b>345</b>", "2,345"),
        ("2<wbr>,345&shy;&#8203; homes", "2,345 homes"),
        ("12<sup>1</sup> and 12<sup><b>1</b>, 2</sup>", "12¹ and 12¹, ²"),
        ("12<sup>a</sup>, 1<sup>st</sup>, 12<sup>Note 1</sup>", "12ᵃ, 1st, 12 Note 1"),
        ("CO<sub>2</sub>", "CO₂"),
        ("12&nbsp;345 &ndash;&nbsp; 3", "12\u00a0345 – 3"),
        ("&#150;3 &#x80;5", "–3 €5"),
        ("ﬁve oﬃces", "five offices"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1 2"),
        ("<![CDATA[7]]>a<!-- 5 --><?x 6?>", "a"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("<b>2<p>345</b>", "2\n345"),
        ("&lol; &amp;nbsp;", "&lol; &nbsp;"),
    ],
)
def test_words_of_a_paragraph(inside: str, words: str, tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", f"<main><p>{inside}</p></main>")
    assert words_of(page) == words.split("\n")


def test_positions_and_lines(tmp_path: Path) -> None:
    page = "<html><body>\n<h1>One</h1>\n<p>\n<b>Two\n</b></p><ul>\n<li>\nThree</ul></body></html>"
    text = read_text(write(tmp_path / "a.html", page), "main findings")
    assert text.file == "main findings"
    assert [(b.line, text.content[b.start : b.end]) for b in text.blocks] == [
        (2, "One"),
        (4, "Two"),
        (6, "Three"),
    ]
    assert text.block(text.content.index("Three") + 2).line == 6


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<meta http-equiv=content-type content='text/html; charset=windows-1252'>", "cp1252"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta charset="utf-7">', "utf-8"),
        ('<meta charset="rot13">', "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
        ("", "cp1252"),
        ('<meta charset="iso-8859-15">', "iso-8859-15"),
    ],
)
def test_encoding(head: str, encoding: str, tmp_path: Path) -> None:
    page = f"<!doctype html><html><head>{head}</head><main>It is £5 or 5 \u20ac</main></html>"
    assert words_of(write(tmp_path / "a.htm", page, encoding)) == ["It is £5 or 5 \u20ac"]


def test_page_without_a_name_for_it(tmp_path: Path) -> None:
    page = write(tmp_path / "findings", "\n <!DOCTYPE html><p>Homes <b>5</b>")
    assert words_of(page) == ["Homes 5"]


def test_page_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    page = write(tmp_path / "a.html", "<main>" + "<div>" * 3000 + "12</main>")
    assert refuse(page).what.startswith("The page is not read to its end (Excessive depth")


def test_page_of_much_markup_is_refused_and_pictures_in_it_do_not_count(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"A" * (13 << 20)}">'
    assert words_of(write(tmp_path / "a.html", f"<main>Homes {picture}</main>")) == ["Homes"]
    error = refuse(write(tmp_path / "b.html", "<main>" + "<b></b>" * 2_000_000))
    assert error.what == "Its markup has more than 12,582,912 characters beside pictures."


@pytest.mark.parametrize("page", ["<main> &shy; <nav>5</nav></main>", "<main hidden>5</main>"])
def test_page_without_text_is_refused(page: str, tmp_path: Path) -> None:
    assert refuse(write(tmp_path / "a.html", page)).what == "There is no text in it."


@pytest.mark.parametrize("inside", ["5\u202e21", '<bdo dir="rtl">521</bdo>'])
def test_backward_writing_is_refused(inside: str, tmp_path: Path) -> None:
    error = refuse(write(tmp_path / "a.html", f"<main>\n<p>There are {inside} homes</p></main>"))
    assert error.what.startswith("A sign in it orders writing from right to left")
    assert error.where == "a.html:2"
