"""The page says how far the second analyst has come, in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qa_checks.model.accountability import Assurance, DecisionState, ItemState
from qa_checks.model.report import Report
from qa_checks.render.as_html import render
from qa_checks.render.review_record import STATES, record
from tests.render import reports, runs
from tests.render.test_as_html import Page, words_of


def section(report: Report, name: str) -> str:
    html = render(report)
    start = html.index(f'<section id="{name}"')
    return words_of(html[start : html.index("</section>", start) + len("</section>")])


def test_every_state_has_its_word() -> None:
    assert set(STATES) == set(ItemState)
    assert len({word for _, word in STATES.values()}) == len(ItemState)


def test_items_stand_by_area_with_what_shows_them() -> None:
    words = section(runs.every_ending(), "checklist")
    assert "1 of 2 items done" in words
    assert (
        "Processing Attested The code was read code-read Version 3. "
        "second.analyst@example.org 02/06/2018 "
        "Failed Dates agree dates DAT004 failed. 1 check DAT004"
    ) in words
    assert "Statement of assurance It may be published." in words
    assert "Assumptions The register is complete. Limitations none stated" in words
    assert "4 points are open The verdict is fail" in words


def test_an_open_item_says_what_is_asked() -> None:
    of = runs.every_ending()
    item = replace(
        of.checklist[0], state=ItemState.OPEN, reason="nobody has attested it", note=None, who=None
    )
    words = section(replace(of, checklist=(item,), assurance=Assurance()), "checklist")
    assert "Open The code was read code-read Nobody has attested it. Read it. –" in words
    assert "0 of 1 item done" in words
    assert "Statement of assurance none yet" in words


def test_what_was_attested_because_it_could_not_be_checked_says_both() -> None:
    of = runs.every_ending()
    item = replace(of.checklist[0], reason="DAT004 skipped (no period given)")
    words = section(replace(of, checklist=(item,)), "checklist")
    assert "Version 3. DAT004 skipped (no period given). second.analyst@example.org" in words


def test_nothing_open_is_said() -> None:
    settled = reports.report(
        [reports.outcome(reports.check())],
        checklist=runs.CHECKLIST[:1],
        assurance=Assurance("It may be published."),
    )
    by_name = replace(settled.release, producer="producing.analyst@example.org")
    settled = replace(settled, release=by_name)
    assert "Nothing is open: the release can be signed off." in section(settled, "checklist")


def test_warnings_with_a_decision_are_counted_at_the_top() -> None:
    of = runs.every_ending()
    counted = replace(of, summary=replace(of.summary, warnings=2, decided_warnings=3))
    words = words_of(render(counted))
    assert (
        "106 checks in all, 8 findings. Warnings with a decision: 3 of 5. "
        "Checklist : 1 of 2 items done."
    ) in words


def test_a_decision_stands_beside_the_findings_it_is_about_also_when_it_holds_no_longer() -> None:
    of = runs.every_ending()
    expired = replace(
        of.decisions[0], number=3, rule="LAT002", covers=0, state=DecisionState.EXPIRED
    )
    html = render(replace(of, decisions=(*of.decisions, expired)))

    def beside(check: str) -> str:
        start = html.index(f'<article id="check-{check}"')
        return words_of(html[start : html.index("</article>", start) + len("</article>")])

    waived = beside("providers.sector.spelling")
    assert (
        "Decision 1 : false alarm . So in the law. second.analyst@example.org, 01/06/2018" in waived
    )
    assert waived.index("Decision 1") < waived.index("1 waived finding in")
    assert (
        "Decision 3 : false alarm . So in the law. second.analyst@example.org, 01/06/2018; expired"
    ) in beside("LAT002")
    assert "Decision" not in beside("DAT004")


def test_each_decision_says_what_it_covers_and_whether_it_holds() -> None:
    words = section(runs.every_ending(), "decisions")
    assert (
        "1 providers.sector.spelling SC10 / latest False alarm. So in the law. "
        "second.analyst@example.org 01/06/2018 In force 1"
    ) in words
    assert (
        "2 REG003 SC3 / latest, SC4 / latest Accepted. The boundary moved. "
        "second.analyst@example.org 01/06/2018 until 31/12/2018 Matches nothing 1"
    ) in words


@pytest.mark.parametrize("make", [reports.passing, reports.failing, runs.nothing_read])
def test_files_that_are_no_release_have_no_such_section(make: object) -> None:
    report = make()  # type: ignore[operator]
    assert record(report) is None
    page = Page(render(report))
    ids = {attrs.get("id") for _, attrs in page.tags}
    assert not ids & {"checklist", "decisions", "assurance"}
    assert "Warnings with a decision" not in words_of(render(report))


def test_what_people_wrote_is_shown_and_not_run() -> None:
    attack = "<script>alert(1)</script>"
    item = replace(runs.CHECKLIST[0], note=attack, who=attack, title=attack, area=attack)
    html = render(
        replace(
            runs.every_ending(),
            checklist=(item,),
            assurance=Assurance(attack, (attack,), (attack,)),
        )
    )
    assert attack not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7
