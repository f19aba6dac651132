"""What one check masks no other repeats, wherever it stands and whichever checks are selected."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from qa_checks.judging.secrets import Secrets
from qa_checks.model.report import Report
from qa_checks.plan import Choice
from tests.own_rules import parser
from tests.small_catalogue import TABLE, outcome, rule, run_on, visits, write_catalogue, write_yaml

KEEPER = rule(
    1,
    require="person NOT LIKE '%@%'",
    columns=["person"],
    masked=["person"],
    message="Visit {number}.",
)


LOOKUP = "SELECT v.number, max(v.person) AS who FROM base.visits AS v GROUP BY v.number"


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


UNION = "SELECT v.number, v.kind AS who FROM visits AS v UNION {all}SELECT v.number, {second}"
COLUMNS = "number, day, kind, score, share, open, who"
SHOWING = {
    "another name": "SELECT t.*, t.person AS who FROM in_scope AS t",
    "a part": "SELECT t.*, left(t.person, 2) AS who FROM in_scope AS t",
    "a subquery": "SELECT t.*, (SELECT max(v.person) FROM visits AS v) AS who FROM in_scope AS t",
    "a name of FROM": (
        "SELECT t.*, o.who FROM in_scope AS t "
        "JOIN (SELECT v.number, v.person FROM visits AS v) AS o(number, who) USING (number)"
    ),
    "a name of a table": f"SELECT o.* FROM visits AS o({COLUMNS})",
    "a name of WITH": (
        "WITH o(number, who) AS (SELECT v.number, v.person FROM visits AS v) SELECT o.* FROM o"
    ),
    "a union": UNION.format(all="ALL ", second="v.person FROM visits AS v"),
    "a union of other names": UNION.format(all="", second="v.person AS p FROM visits AS v"),
    "a union by name": UNION.format(all="ALL BY NAME ", second="v.person AS who FROM visits AS v"),
    "a union of stars": (
        "SELECT v.number, v.kind AS who FROM visits AS v "
        "UNION ALL SELECT o.* FROM (SELECT v.number, v.person FROM visits AS v) AS o"
    ),
    "a row of values": (
        "SELECT t.*, o.who FROM in_scope AS t, LATERAL (VALUES (t.person)) AS o(who)"
    ),
    "a star with another name": "SELECT t.* RENAME (person AS who) FROM in_scope AS t",
    "a star with another value": (
        "SELECT o.* REPLACE (o.person AS who) FROM (SELECT t.*, 1 AS who FROM in_scope AS t) AS o"
    ),
    "columns by a pattern": (
        "SELECT * LIKE 'w%' FROM (SELECT t.*, t.person AS who FROM in_scope AS t) AS o"
    ),
    "a whole row": "SELECT o.number, o AS who FROM (SELECT t.* FROM in_scope AS t) AS o",
    "a part of a row": (
        "SELECT w.number, w.o.person AS who "
        "FROM (SELECT o.number, o FROM (SELECT t.* FROM in_scope AS t) AS o) AS w"
    ),
    "the name of its neighbour": (
        "SELECT o.* FROM (SELECT t.number, t.person AS who, 1 AS who FROM in_scope AS t) AS o"
    ),
    "a value of its own": (
        "SELECT t.*, CASE WHEN t.person = 'Ann' THEN 1 ELSE 2 END AS who FROM in_scope AS t"
    ),
}


def refused(folder: Path, *rules: dict[str, Any], **parts: Any) -> str:
    """Why a catalogue with these rules is refused; the column of persons is sensitive."""
    write_catalogue(folder, rules, **{"table": table(sensitive=True), **parts})
    with pytest.raises(CatalogueError) as caught:
        load(folder, parser())
    assert caught.value.where
    return caught.value.what


@pytest.mark.parametrize("way", SHOWING)
@pytest.mark.parametrize("key", ["message", "columns"])
def test_a_query_must_mask_what_it_makes_of_a_sensitive_column(
    tmp_path: Path, way: str, key: str
) -> None:
    part = {"message": "Seen by {who}."} if key == "message" else {"columns": ["who"]}
    assert refused(tmp_path, rule(1, query=SHOWING[way], **part)) == (
        f"{key}: 'who' would show 'person', which reports mask: mask it too."
    )


def test_a_query_must_not_put_it_in_the_place_of_a_key(tmp_path: Path) -> None:
    query = "SELECT t._source, t._row, t.person AS number FROM in_scope AS t"
    assert refused(tmp_path, rule(1, query=query, message="It is there.")) == (
        "query: 'number' would show 'person', which reports mask: mask it too."
    )


def test_a_query_must_not_show_what_is_sensitive_in_another_table(tmp_path: Path) -> None:
    """The name is the same, but in this table nothing masks it."""
    query = "SELECT t.*, v.person FROM in_scope AS t JOIN visits AS v ON v.score = t.position"
    held = {"valid": [{"place": "A"}], "invalid": [{"place": "B"}]}
    cells = rule(1, table="extract_cells", query=query, message="{place}: {person}.", examples=held)
    assert refused(tmp_path, cells) == (
        "message: 'person' would show 'person', which reports mask: mask it too."
    )


def test_a_query_must_not_show_what_is_written_in_any_cell(tmp_path: Path) -> None:
    query = (
        "SELECT t.*, c.written AS who FROM in_scope AS t "
        "JOIN extract_cells AS c ON c._source = t._source AND c._row = t._row"
    )
    assert refused(tmp_path, rule(1, query=query, message="{who}.")) == (
        "message: 'who' would show 'written', which reports mask: mask it too."
    )


def test_of_a_cell_whose_column_a_query_hides_nothing_is_shown(tmp_path: Path) -> None:
    query = "SELECT t.place, t.written, t._source, t._row FROM in_scope AS t"
    held = {"valid": [{"place": "A"}], "invalid": [{"place": "B"}]}
    cells = rule(1, table="extract_cells", query=query, message="It says {written}.", examples=held)
    row = ["1", "soon", "Full", "5", "0.5", "Yes", "Ann"]
    report = judged(tmp_path, row, rules=[cells], sensitive=True)
    assert said(report, "ABC001") == [(None, "It says [masked].")]


def test_a_figure_is_not_compared_with_what_is_sensitive(tmp_path: Path) -> None:
    figure = {"name": "visits", "at_least": "(SELECT max(length(v.person)) FROM visits AS v)"}
    bounded = rule(1, figure=figure, message="{figure}, not {expected}.")
    assert refused(tmp_path, bounded) == (
        "figure.at_least: it would show 'person', which reports mask."
    )


def test_the_value_of_a_counterpart_is_masked_as_in_its_own_table(tmp_path: Path) -> None:
    people = copy.deepcopy(TABLE) | {"table": "people", "time": None}
    people["columns"] = {name: people["columns"][name] for name in ("number", "person")}
    agrees = {"column": "person", "by": ["number"], "across": "people"}
    write_catalogue(
        tmp_path, [rule(1, agrees=agrees, message="It was {other_value}.")], table=table(False)
    )
    write_yaml(tmp_path / "schemas/tables/people.yml", people)
    assert load(tmp_path, parser()).rules["ABC001"].masked == ("other_value",)


@pytest.mark.parametrize(
    ("derived", "lookups"),
    [
        ("left(person, 1)", {}),
        ("t.person", {}),
        ("first.who", {"first": {"select": LOOKUP, "by": ["number"]}}),
        ("who", {"first": {"select": LOOKUP, "by": ["number"]}}),
    ],
)
def test_a_derived_column_must_be_masked_as_what_it_shows(
    tmp_path: Path, derived: str, lookups: dict[str, Any]
) -> None:
    changed = table(sensitive=True) | {"lookups": lookups}
    changed["columns"]["initial"] = {"title": "Initial", "derived": derived}
    assert refused(tmp_path, table=changed) == (
        "'initial' would show 'person', which reports mask: it is sensitive too."
    )
    changed["columns"]["initial"]["sensitive"] = True
    write_catalogue(tmp_path, table=changed)
    assert load(tmp_path, parser()).tables["visits"].columns["initial"].sensitive


def test_a_derived_column_may_say_whether_there_is_a_value(tmp_path: Path) -> None:
    changed = table(sensitive=True)
    changed["columns"]["named"] = {
        "title": "Named",
        "type": "boolean",
        "derived": "person IS NOT NULL",
    }
    write_catalogue(tmp_path, table=changed)
    assert not load(tmp_path, parser()).tables["visits"].columns["named"].sensitive


def test_a_column_that_repeats_another_must_be_masked_as_it_is(tmp_path: Path) -> None:
    changed = table(sensitive=True)
    changed["columns"]["again"] = {"title": "Again", "repeats": ["visits.person"]}
    assert refused(tmp_path, table=changed) == (
        "It repeats 'visits.person', which reports mask: it is sensitive too."
    )


HARMLESS = {
    "a count": (
        "SELECT t.*, o.n FROM in_scope AS t JOIN (SELECT v.kind, count(v.person) AS n "
        "FROM visits AS v GROUP BY v.kind) AS o USING (kind)"
    ),
    "that there is a value": (
        "SELECT t.*, CASE WHEN t.person IS NULL THEN 0 ELSE 1 END AS n FROM in_scope AS t"
    ),
    "another row that is like it": (
        "SELECT t.*, CASE WHEN EXISTS (SELECT 1 FROM visits AS v WHERE v.person = t.person) "
        "THEN 1 ELSE 0 END AS n FROM in_scope AS t"
    ),
    "a column beside it in a subquery": (
        "SELECT t.*, (SELECT count(*) FROM visits AS v WHERE v.person = t.person) AS n "
        "FROM in_scope AS t"
    ),
    "rows of a union": (
        "SELECT t.*, 1 AS n FROM in_scope AS t WHERE t.score > 0 "
        "UNION ALL SELECT t.*, 2 AS n FROM in_scope AS t WHERE t.score < 0"
    ),
    "columns of a union": (
        "SELECT t.person, t.number, t._source, t._row, 1 AS n FROM in_scope AS t "
        "UNION SELECT v.person, v.number, v._source, v._row, 1 FROM visits AS v"
    ),
}


@pytest.mark.parametrize("way", HARMLESS)
def test_what_shows_no_value_need_not_be_masked(tmp_path: Path, way: str) -> None:
    rules = [rule(1, query=HARMLESS[way], message="Visit {number}: {n}.")]
    report = judged(tmp_path, visit("1", "Full", "Ann"), rules=rules, sensitive=True)
    assert said(report, "ABC001") == [(None, "Visit 1: 1.")]
