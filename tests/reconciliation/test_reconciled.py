"""The extract held against its system of record: each difference is found, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import Any

import openpyxl
import pytest

from qa_checks.assessment import run
from qa_checks.errors import UsageError
from qa_checks.model.accountability import DecisionState
from qa_checks.model.checks import State
from qa_checks.model.inputs import Role
from qa_checks.model.report import Verdict
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.release_file import read_release
from qa_checks.render import as_json, as_xlsx
from tests.cli.running import Ended, qa_checks
from tests.reconciliation.office import (
    EXTRACT,
    HEADER,
    NAMES,
    QUERY,
    RECORD,
    Office,
    found,
    own,
    with_cell,
)
from tests.small_catalogue import TABLE, rule, write_catalogue

LATER = (dt.datetime.now(dt.UTC).date() + dt.timedelta(90)).isoformat()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(autouse=True)
def _as_it_was(office: Office) -> None:
    office.extract(EXTRACT)
    office.record(RECORD)
    office.declare()
    (office.folder / "decisions.yml").unlink(missing_ok=True)


def test_an_extract_that_is_what_the_record_says_passes_every_check(office: Office) -> None:
    report = office.run()

    assert report.verdict is Verdict.PASS
    assert {name: outcome.state for name, outcome in own(report).items()} == dict.fromkeys(
        [
            "key", "missing", "surplus", "types", "query", "differs.day", "differs.kind",
            "differs.score", "differs.share", "differs.open", "differs.person",
        ],
        State.PASSED,
    )  # fmt: skip
    [compared] = report.sources
    counts = (compared.both, compared.missing, compared.surplus, compared.differing)
    assert counts == (3, 0, 0, 0)
    assert compared.differences == ()
    assert [column.reason for column in compared.columns] == [""] * 6


PLANTED: dict[str, tuple[int, str, Any, str]] = {
    "a day later": (
        0, "day", "2022-05-11", "is '10/05/2022' in the extract, '11/05/2022' in the source.",
    ),
    "another code": (1, "kind", "Full", "is 'Short' in the extract, 'Full' in the source."),
    "another number": (1, "score", 5, "is '4' in the extract, '5' in the source."),
    "a trailing blank": (
        0, "kind", "Full ", "is 'Full' in the extract, 'Full␠' in the source (only blanks differ).",
    ),
    "upper case": (
        1, "kind", "SHORT",
        "is 'Short' in the extract, 'SHORT' in the source (only upper and lower case differ).",
    ),
    "no value": (1, "kind", None, "is 'Short' in the extract, blank in the source."),
    "a value more": (2, "score", None, "is '3' in the extract, blank in the source."),
    "another zone": (
        0, "day", "2022-05-10 00:00:00+05:00",
        "is '10/05/2022' in the extract, '2022-05-10 00:00:00+05:00' in the source (what the "
        "source says is read as 09/05/2022).",
    ),
    "a time of day": (
        0, "day", "2022-05-10 09:30:00",
        "is '10/05/2022' in the extract, '2022-05-10 09:30:00' in the source (the same day, and "
        "one has a time of day or another zone).",
    ),
    "no number": (
        1, "score", "many",
        "is '4' in the extract, 'many' in the source (what the source says cannot be read).",
    ),
    "an unknown code": (
        1, "kind", "Brief",
        "is 'Short' in the extract, 'Brief' in the source (what the source says cannot be read).",
    ),
    "no and yes": (0, "open", "No", "is 'yes' in the extract, 'no' in the source."),
    "another person": (
        0, "person", "Anne", "is '[masked]' in the extract, '[masked]' in the source.",
    ),
    "a blank before a person": (
        0, "person", " Ann",
        "is '[masked]' in the extract, '[masked]' in the source (only blanks differ).",
    ),
}  # fmt: skip


def test_each_field_that_differs_is_found_and_nothing_else(office: Office) -> None:
    extract, record = [], []
    for number, (place, column, value, _) in enumerate(PLANTED.values(), start=1):
        extract += with_cell([EXTRACT[place]], 0, "number", number)
        planted = with_cell([RECORD[place]], 0, "number", str(number))
        record += with_cell(planted, 0, column, value)
    office.extract(extract)
    office.record(record)
    office.declare(QUERY.replace("ORDER BY number", "ORDER BY CAST(number AS INTEGER)"))

    report = office.run()

    messages = found(report)
    messages.pop("types")  # the score that is no number is a text among numbers
    titles = dict(zip(NAMES, HEADER, strict=True))
    assert sorted(message for listed in messages.values() for message in listed) == sorted(
        f"{number}: {titles[column]} {message}"
        for number, (_, column, _, message) in enumerate(PLANTED.values(), start=1)
    )
    assert set(messages) == {f"differs.{column}" for _, column, _, _ in PLANTED.values()}
    places = {
        difference.key: (difference.row, difference.source_row)
        for difference in report.sources[0].differences
    }
    assert places == {
        str(number): (number + 1, number + 1) for number in range(1, len(PLANTED) + 1)
    }
    assert report.verdict is Verdict.FAIL


def test_a_blank_or_a_case_of_the_extract_is_found_as_well(office: Office) -> None:
    changed = with_cell(with_cell(EXTRACT, 0, "kind", "Full  "), 1, "kind", "short")
    office.extract(changed)

    assert found(office.run())["differs.kind"] == [
        "1: Kind is 'Full␠␠' in the extract, 'Full' in the source (only blanks differ).",
        "2: Kind is 'short' in the extract, 'Short' in the source (only upper and lower case "
        "differ).",
    ]


def test_what_is_written_alike_on_both_sides_does_not_differ_however_odd_it_is(
    office: Office,
) -> None:
    odd = {"kind": "Brief ", "day": "on a Sunday", "person": " Ann"}
    extract, record = list(EXTRACT), list(RECORD)
    for column, value in odd.items():
        extract = with_cell(extract, 0, column, value)
        record = with_cell(record, 0, column, value)
    office.extract(extract)
    office.record(record)
    office.declare(QUERY.replace("WHERE day <= '2022-12-31' ", ""))

    assert found(office.run()) == {}


def test_a_declared_spelling_and_a_word_for_no_value_are_no_differences(office: Office) -> None:
    office.record(with_cell(with_cell(RECORD, 0, "kind", "Whole"), 2, "share", "NULL"))

    assert set(found(office.run())) <= {"types"}


def test_rows_that_one_side_lacks_stand_in_the_file_that_has_them(office: Office) -> None:
    office.record([RECORD[0], RECORD[2], ("4", "2022-05-13", "Full", 1, None, None, None)])

    report = office.run()

    assert found(report) == {
        "missing": ["4 is in the source, not in the extract."],
        "surplus": ["2 is in the extract, not in the source."],
    }
    places = {finding.key: (finding.file, finding.row, finding.role) for finding in report.findings}
    assert places["2"] == ("extract.csv", 3, Role.RELEASE)
    assert places["4"] == (report.sources[0].source.shown, 4, Role.SOURCE)


def test_a_row_that_comes_twice_is_compared_with_nothing_and_said_where(office: Office) -> None:
    office.record([*RECORD, RECORD[1]])

    report = office.run()

    assert found(report) == {
        "key": ["2 stands in rows 3 and 4 of the source: none of them was compared."]
    }
    assert (report.sources[0].both, report.sources[0].left_out) == (2, 3)
    [finding] = [finding for finding in report.findings if finding.check == "source.visits.key"]
    assert (finding.key, finding.row) == ("2", 3)


def test_a_key_that_two_files_share_is_said_with_both(office: Office) -> None:
    with (office.folder / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, EXTRACT[2], EXTRACT[1]])
    office.write(
        files=[{"path": "extract.csv"}, {"path": "more.csv"}],
        sources=[{"table": "visits", "database": "sqlite:///care.db", "query": QUERY}],
    )

    report = office.run()

    assert found(report)["key"] == [
        "2 stands in extract.csv, row 3; more.csv, row 3: none of them was compared.",
        "3 stands in extract.csv, row 4; more.csv, row 2: none of them was compared.",
    ]
    files = [finding.file for finding in report.findings if finding.check == "source.visits.key"]
    assert files == ["extract.csv", "extract.csv"]


def test_a_row_without_a_key_is_named(office: Office) -> None:
    office.record([*RECORD, (None, "2022-05-13", "Full", 1, None, None, None)])

    [message] = found(office.run())["key"]

    assert message == "Row 2 of the source has no whole key: it was not compared."


def test_rows_without_a_key_are_named_each_in_its_file(office: Office) -> None:
    keyless = with_cell([EXTRACT[1]], 0, "number", "")
    office.extract([*EXTRACT, *keyless])
    with (office.folder / "more.csv").open("w", encoding="utf-8", newline="") as stream:
        kept = [with_cell([row], 0, "number", 7 + place)[0] for place, row in enumerate(EXTRACT)]
        csv.writer(stream).writerows([HEADER, *kept, *keyless])
    office.write(
        files=[{"path": "extract.csv"}, {"path": "more.csv"}],
        sources=[{"table": "visits", "database": "sqlite:///care.db", "query": QUERY}],
    )

    keys = [item for item in office.run().findings if item.check == "source.visits.key"]

    assert [(item.file, item.row) for item in keys] == [("extract.csv", 5), ("more.csv", 5)]


def test_a_number_held_as_text_is_a_column_of_two_kinds(office: Office) -> None:
    office.record(with_cell(RECORD, 1, "score", "4"))

    assert found(office.run()) == {
        "types": [
            "Score ('score' in the source) holds values of several kinds: whole number 2 times "
            "(first in row 2) and text 1 time (first in row 3)."
        ]
    }


def test_a_column_that_one_side_lacks_is_named_as_not_compared(office: Office) -> None:
    office.declare("SELECT number, day, kind FROM visits ORDER BY number")

    report = office.run()

    reasons = {column.name: column.reason for column in report.sources[0].columns}
    assert reasons == {
        "day": "",
        "kind": "",
        **dict.fromkeys(["score", "share", "open", "person"], "the source has no such column"),
    }
    assert "differs.score" not in own(report)


def test_a_column_that_is_asked_for_and_is_not_there_leaves_the_run_incomplete(
    office: Office,
) -> None:
    office.declare("SELECT number, day, kind FROM visits ORDER BY number", columns=["day", "score"])

    report = office.run()

    assert report.verdict is Verdict.INCOMPLETE
    ended = own(report)["differs.score"]
    assert (ended.state, ended.reason) == (State.ERRORED, "the source has no such column")
    assert "differs.kind" not in own(report)


def test_sides_that_share_no_key_leave_the_run_undecided(office: Office) -> None:
    office.record([("9", *RECORD[0][1:])])

    ended = own(office.run())

    assert ended["differs.day"].state is State.SKIPPED
    assert ended["differs.day"].required
    assert (ended["missing"].failed, ended["surplus"].failed) == (1, 3)


def test_a_source_that_cannot_be_read_is_never_counted_as_equal(office: Office) -> None:
    office.declare("SELECT number FROM nowhere ORDER BY number")

    report = office.run()

    assert report.verdict is Verdict.INCOMPLETE
    assert own(report)["key"].state is State.ERRORED
    [compared] = report.sources
    assert compared.reason
    assert (compared.both, compared.differences) == (0, ())


def test_a_file_can_be_the_source(office: Office) -> None:
    path = office.folder / "record.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([NAMES, *with_cell(RECORD, 1, "score", 7)])
    office.declare(database=None, query=None, path="record.csv")

    report = office.run()

    assert found(report) == {
        "differs.score": ["2: Score is '4' in the extract, '7' in the source."]
    }
    assert report.queries == ()


def test_another_key_can_be_declared(office: Office) -> None:
    office.record(with_cell(RECORD, 0, "number", "9"))
    office.declare(key=["day"])

    assert found(office.run()) == {
        "differs.number": ["10/05/2022: Number is '1' in the extract, '9' in the source."]
    }


DOUBTFUL = "SELECT v.*\nFROM visits v JOIN visits w ON w.day = v.day\nWHERE v.day > '2021-12-31'"


def test_the_query_is_printed_and_what_is_doubtful_in_it_is_a_finding(office: Office) -> None:
    office.declare(DOUBTFUL)

    report = office.run()

    [asked] = report.queries
    assert asked.reading.text == DOUBTFUL
    assert [(table.name, table.columns) for table in asked.reading.tables] == [
        ("visits", ("day", "*"))
    ]
    check = own(report)["query"]
    assert [finding.key for finding in check.findings] == [
        "no-order",
        "star",
        "join",
        "date-filter",
    ]
    assert [finding.value for finding in check.findings] == [
        None, "v.*", "JOIN visits AS w ON w.day = v.day", "v.day > '2021-12-31'",
    ]  # fmt: skip


def test_a_query_of_the_extract_itself_is_read_as_well(office: Office) -> None:
    (office.folder / "export.sql").write_text("SELECT * FROM visits ORDER BY number")
    office.write(
        files=[{"database": "sqlite:///care.db", "query": "export.sql", "layout": "visits"}]
    )

    report = office.run()

    assert [asked.check for asked in report.queries] == ["query.export"]
    assert found(report)["query.export"] == [
        "It takes all columns of visits, whichever they are on the day: a column that is added "
        "there comes with it."
    ]


def test_a_query_that_cannot_be_followed_is_not_passed(office: Office) -> None:
    office.declare("SELECT * FROM visits WHERE number GLOB GLOB ORDER BY")

    ended = own(office.run())["query"]

    assert ended.state is State.ERRORED
    assert ended.reason.startswith("the query cannot be followed: it does not parse")


def test_sources_that_ask_the_same_are_read_once(office: Office) -> None:
    source = {"table": "visits", "database": "sqlite:///care.db", "query": QUERY}
    office.write(sources=[source, {**source, "columns": ["day"]}])

    report = office.run()

    assert [asked.check for asked in report.queries] == ["source.visits.query"]
    assert [compared.name for compared in report.sources] == ["source.visits", "source.visits_2"]


def decide(office: Office, check: str, *more: str) -> Ended:
    return qa_checks(
        "decide", check, "--decision", "accepted", "--reason", "corrected since", "--who",
        "second@example.org", "--until", LATER, "--catalogue", str(office.catalogue), *more,
        cwd=office.folder,
    )  # fmt: skip


def test_a_decision_covers_the_difference_it_was_made_on(office: Office) -> None:
    record = with_cell(with_cell(RECORD, 0, "score", 6), 1, "score", 7)
    office.record(record)
    assert decide(office, "source.visits.differs.score", "--keys", "1").err == ""

    ended = own(office.run())["differs.score"]
    assert [finding.waived_by for finding in ended.findings] == [1, None]

    office.record(with_cell(record, 0, "score", 8))
    report = office.run()
    assert [finding.waived_by for finding in own(report)["differs.score"].findings] == [None, None]
    assert report.decisions[0].state is DecisionState.OTHER_VALUES


def test_decisions_that_are_filled_in_in_the_workbook_are_taken_over(office: Office) -> None:
    office.record(with_cell(RECORD, 0, "score", 6))
    office.declare("SELECT * FROM visits ORDER BY number")
    path = office.folder / "filled.xlsx"
    as_xlsx.render(office.run(), path)
    book = openpyxl.load_workbook(path)
    for sheet in (book["queries"], book["visits"]):
        header = [cell.value for cell in sheet[1]]
        for column, text in (("Decision", "accepted"), ("Reason", "so"), ("Until", LATER)):
            sheet.cell(2, header.index(column) + 1).value = text
    book.save(path)

    done = qa_checks(
        "decide", "--from", "filled.xlsx", "--who", "second@example.org", "--catalogue",
        str(office.catalogue), cwd=office.folder,
    )  # fmt: skip

    assert done.err == ""
    report = office.run()
    states = {name: own(report)[name].state for name in ("differs.score", "query")}
    assert states == dict.fromkeys(("differs.score", "query"), State.WAIVED)
    assert report.verdict is Verdict.PASS


def test_a_decision_on_a_value_that_is_not_shown_ends_when_the_record_changes(
    office: Office,
) -> None:
    office.record(with_cell(RECORD, 0, "person", "Anne"))
    assert decide(office, "source.visits.differs.person", "--keys", "1").err == ""
    assert own(office.run())["differs.person"].state is State.WAIVED

    office.record(with_cell(RECORD, 0, "person", "Anna"))
    assert own(office.run())["differs.person"].state is State.FAILED


def test_a_doubt_about_a_query_can_be_decided_on(office: Office) -> None:
    office.declare("SELECT * FROM visits ORDER BY number")
    assert decide(office, "source.visits.query", "--keys", "star").err == ""

    assert own(office.run())["query"].state is State.WAIVED


def test_only_the_selected_checks_are_listed(office: Office) -> None:
    office.record(with_cell(with_cell(RECORD, 0, "score", 6), 1, "kind", "Full"))

    report = office.run(selection=Choice(rules=("source.visits.differs.score",)))

    assert list(own(report)) == ["differs.score"]
    with pytest.raises(UsageError):
        office.run(selection=Choice(rules=("source.visits.differs.nothing",)))


def test_what_is_masked_stands_nowhere_in_the_report(office: Office) -> None:
    office.record(with_cell(RECORD, 0, "person", "Annabel Secret"))
    office.extract(with_cell(EXTRACT, 1, "person", "Robert Hidden"))

    text = as_json.render(office.run())

    assert "Annabel" not in text
    assert "Hidden" not in text
    kept = json.loads(text)["sources"][0]["differences"]
    assert [(entry["extract"], entry["source"]) for entry in kept] == [("[masked]", "[masked]")] * 2


def test_what_is_masked_is_not_shown_in_another_column_either(office: Office) -> None:
    record = with_cell(
        with_cell(RECORD, 0, "person", "Annabel Secret"), 1, "kind", "Annabel Secret"
    )
    office.record(record)

    report = office.run(selection=Choice(themes=("source",)))

    assert found(report)["differs.kind"] == [
        "2: Kind is '[masked]' in the extract, '[masked]' in the source (what the source says "
        "cannot be read)."
    ]
    assert "Annabel" not in as_json.render(report)


def test_only_rows_of_the_views_that_the_source_has_are_compared(office: Office) -> None:
    views = {"column": "kind", "words": {"Full": "full-visits", "Short": "short-visits"}}
    viewed = write_catalogue(office.folder / "viewed", [rule()], table={**TABLE, "views": views})
    office.record([RECORD[0], with_cell(RECORD, 2, "score", 4)[2]])

    report = run(read_release(office.release), Options(viewed))

    assert found(report) == {
        "differs.score": ["3: Score is '3' in the extract, '4' in the source."]
    }
    [compared] = report.sources
    assert (compared.both, compared.surplus) == (2, 0)
    assert compared.notes[0] == (
        "Rows of the extract of view 'Short' were not compared: the source has none of them."
    )
