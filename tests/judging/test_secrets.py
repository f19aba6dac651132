"""What one check masks no other repeats, wherever it stands and whichever checks are selected."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.errors import CatalogueError
from qa_checks.judging.secrets import Secrets
from qa_checks.model.report import Report
from qa_checks.plan import Choice
from tests.small_catalogue import TABLE, outcome, rule, run_on, visits, write_catalogue

KEEPER = rule(
    1,
    require="person NOT LIKE '%@%'",
    columns=["person"],
    masked=["person"],
    message="Visit {number}.",
)


def table(sensitive: bool) -> dict[str, Any]:
    """A table in which kind and person are free texts."""
    changed = copy.deepcopy(TABLE)
    del changed["columns"]["kind"]["in"]
    changed["columns"]["person"]["sensitive"] = sensitive
    return changed


def judged(
    folder: Path,
    *rows: list[str],
    rules: list[dict[str, Any]],
    sensitive: bool = False,
    **more: Any,
) -> Report:
    write_catalogue(folder, rules, table=table(sensitive))
    return run_on(folder, visits(*rows), **more)


def visit(number: str, kind: str, person: str) -> list[str]:
    return [number, "10/05/2022", kind, "5", "0.5", "Yes", person]


def said(report: Report, check: str) -> list[tuple[str | None, str]]:
    return [(finding.value, finding.message) for finding in outcome(report, check).findings]


@pytest.mark.parametrize(
    ("secret", "text", "hidden"),
    [
        ("ann@example.org", "ann@example.org", True),
        ("ann@example.org", "ANN@EXAMPLE.ORG", True),
        ("ann@example.org", "Care of ann @ example.org, London", True),
        ("020 7946 0000", "call 02079460000", True),
        ("Ann", "ann", True),
        ("Ann", "Annual", False),
        ("4", "4", False),
        ("NW4 4BT", "NW4 4BX", False),
        ("Example Close", "Example", False),
        ("--", "--", False),
        ("Straße 12", "STRASSE-12", True),
        ("Ægir\u00a0House", "the ægir house", True),
    ],
)
@pytest.mark.parametrize("others", [0, 50])
def test_a_secret_is_known_again(secret: str, text: str, hidden: bool, others: int) -> None:
    known = ["Zebra Road", secret, "Abbey Road", f"{secret} and more"]
    known += [f"{number} Mill Lane" for number in range(others)]
    secrets = Secrets(known)
    assert secrets.hide(text) is hidden
    assert secrets.may_hide(["plain", text, "other"]) or not hidden


def test_texts_without_a_secret_are_told_together() -> None:
    assert not Secrets(["Ann", "Abbey Road"]).may_hide(["row 3, Name", "Benn", ""])
    assert not Secrets().may_hide(["Ann"])


def test_another_check_of_the_row_does_not_repeat_what_one_masks(tmp_path: Path) -> None:
    other = rule(2, require="kind <> 'Full'", columns=["person"], message="{number}: {person}.")
    rows = [visit("1", "Full", "ann@example.org"), visit("2", "Full", "Ben")]
    assert said(judged(tmp_path, *rows, rules=[KEEPER, other]), "ABC002") == [
        ("[masked]", "1: [masked]."),
        ("Ben", "2: Ben."),
    ]


def test_nor_does_one_of_another_row_under_another_name(tmp_path: Path) -> None:
    query = (
        "SELECT t.*, o.person AS theirs, 'seen' AS word FROM visits AS t "
        "JOIN visits AS o ON o.number <> t.number WHERE t.person NOT LIKE '%@%'"
    )
    other = rule(2, query=query, columns=["theirs"], message="{number} is {word} by {theirs}.")
    rows = [visit("1", "Full", "ann@example.org"), visit("2", "Full", "Ben")]
    assert said(judged(tmp_path, *rows, rules=[KEEPER, other]), "ABC002") == [
        ("[masked]", "2 is seen by [masked].")
    ]


def test_nor_what_the_check_that_masks_it_does_not_show_itself(tmp_path: Path) -> None:
    """A check that names only which parts are shown keeps their values from all others."""
    keeper = {**KEEPER, "columns": ["number"]}
    other = rule(2, require="kind <> 'Full'", columns=["person"], message="{number}: {person}.")
    rows = [visit("1", "Full", "ann@example.org"), visit("2", "Full", "Ben")]
    report = judged(tmp_path, *rows, rules=[keeper, other])
    assert said(report, "ABC001") == [("1", "Visit 1.")]
    assert said(report, "ABC002") == [("[masked]", "1: [masked]."), ("Ben", "2: Ben.")]


def test_nor_does_one_that_was_selected_alone(tmp_path: Path) -> None:
    other = rule(2, require="kind <> 'Full'", columns=["person"], message="{number}: {person}.")
    report = judged(
        tmp_path,
        visit("1", "Full", "ann@example.org"),
        rules=[KEEPER, other],
        selection=Choice(rules=("ABC002",)),
    )
    assert said(report, "ABC002") == [("[masked]", "1: [masked].")]
    assert [outcome.check.id for outcome in report.outcomes] == ["ABC002"]


def test_nor_what_is_beyond_the_findings_that_are_kept(tmp_path: Path) -> None:
    other = rule(2, require="number <> '3'", columns=["person"], message="{number}: {person}.")
    rows = [visit(str(number), "Full", f"person{number}@example.org") for number in (1, 2, 3)]
    report = judged(tmp_path, *rows, rules=[KEEPER, other], keep=1)
    assert said(report, "ABC002") == [("[masked]", "3: [masked].")]


def test_a_row_with_something_found_within_it_shows_no_free_text(tmp_path: Path) -> None:
    query = (
        "SELECT s.* FROM (SELECT t.*, regexp_extract(concat_ws(' | ', t.kind, t.person), "
        "'[a-z]+@[a-z.]+') AS found FROM visits AS t) AS s WHERE s.found <> ''"
    )
    keeper = rule(1, query=query, columns=["found"], masked=["found"], message="Visit {number}.")
    other = rule(2, require="score < 5", columns=["person"], message="{number}, {score}: {person}.")
    rows = [visit("1", "ann@example.org", "ben@example.org"), visit("2", "Full", "Cat")]
    assert said(judged(tmp_path, *rows, rules=[keeper, other]), "ABC002") == [
        ("[masked]", "1, 5: [masked]."),
        ("Cat", "2, 5: Cat."),
    ]


def test_codes_are_no_secrets(tmp_path: Path) -> None:
    keeper = rule(1, require="person <> 'Short'", columns=["person"], masked=["person"])
    other = rule(2, require="score < 5", columns=["kind"], message="{number}: {kind}.")
    write_catalogue(tmp_path, [keeper, other])
    report = run_on(tmp_path, visits(visit("1", "Short", "Short")))
    assert said(report, "ABC002") == [("Short", "1: Short.")]


def test_a_sensitive_value_stands_in_no_other_column_and_no_cell_at_fault(tmp_path: Path) -> None:
    other = rule(1, require="score > 5", columns=["kind"], message="{number}: {kind}.")
    cells = rule(
        2,
        table="extract_cells",
        require="fault <> 'mojibake'",
        columns=["written"],
        message="{header}: '{written}', read as '{read_as}'.",
        examples={"valid": [{"fault": "x"}], "invalid": [{"fault": "mojibake"}]},
    )
    row = visit("1", "Visited RenÃ©e", "RenÃ©e")
    report = judged(tmp_path, row, rules=[other, cells], sensitive=True)
    assert said(report, "ABC001") == [("[masked]", "1: [masked].")]
    assert said(report, "ABC002") == [
        ("[masked]", "Kind: '[masked]', read as '[masked]'."),
        ("[masked]", "Person: '[masked]', read as '[masked]'."),
    ]


def test_a_sensitive_value_that_cannot_be_read_is_not_shown(tmp_path: Path) -> None:
    secret = table(sensitive=True)
    secret["columns"]["score"]["sensitive"] = True
    write_catalogue(tmp_path, table=secret)
    report = run_on(tmp_path, visits(["1", "10/05/2022", "Full", "five"]))
    assert said(report, "visits.score.type") == [
        ("[masked]", "Score: '[masked]' cannot be read as a whole number.")
    ]


def test_a_sensitive_key_is_not_shown(tmp_path: Path) -> None:
    secret = table(sensitive=False)
    secret["columns"]["number"]["sensitive"] = True
    write_catalogue(tmp_path, [rule(1, require="score < 5")], table=secret)
    [finding] = outcome(run_on(tmp_path, visits(visit("77", "Full", "Ann"))), "ABC001").findings
    assert (finding.row, finding.key, finding.message) == (2, "[masked]", "Visit [masked].")


def test_a_secret_under_another_name_is_neither_header_nor_place(tmp_path: Path) -> None:
    names = "NULL AS number, t.person AS header, t.person AS place"
    query = f"SELECT t._source, t._row, {names} FROM in_scope AS t"
    masked = ["header", "place"]
    rules = [rule(1, query=query, masked=masked, message="Under {header} at {place}.")]
    report = judged(tmp_path, visit("1", "Full", "Ann"), rules=rules, sensitive=True)
    [finding] = outcome(report, "ABC001").findings
    assert (finding.column, finding.key, finding.message) == (
        "[masked]",
        "[masked]",
        "Under [masked] at [masked].",
    )


@pytest.mark.parametrize(
    ("select", "name"),
    [
        ("t.person AS who", "who"),
        ("left(t.person, 2) AS who", "who"),
        ("(SELECT max(v.person) FROM visits AS v) AS who", "who"),
        ("o.first AS who", "who"),
    ],
)
@pytest.mark.parametrize("key", ["message", "columns"])
def test_a_query_must_mask_what_it_makes_of_a_sensitive_column(
    tmp_path: Path, select: str, name: str, key: str
) -> None:
    query = (
        f"SELECT t.*, {select} FROM in_scope AS t "
        "JOIN (SELECT v.number, v.person AS first FROM visits AS v) AS o USING (number)"
    )
    part = {"message": f"Seen by {{{name}}}."} if key == "message" else {"columns": [name]}
    rules = [rule(1, query=query, **part)]
    with pytest.raises(CatalogueError) as refused:
        judged(tmp_path, visit("1", "Full", "Ann"), rules=rules, sensitive=True)
    assert refused.value.what == (
        f"{key}: '{name}' would show 'person', which reports mask: mask it too."
    )


def test_a_query_may_count_what_is_in_a_sensitive_column(tmp_path: Path) -> None:
    query = (
        "SELECT t.*, o.people FROM in_scope AS t JOIN (SELECT v.kind, count(v.person) AS people "
        "FROM visits AS v GROUP BY v.kind) AS o USING (kind)"
    )
    rules = [rule(1, query=query, message="{people} people.")]
    report = judged(tmp_path, visit("1", "Full", "Ann"), rules=rules, sensitive=True)
    assert said(report, "ABC001") == [(None, "1 people.")]
