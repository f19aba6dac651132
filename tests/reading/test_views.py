"""Files of two kinds with the same columns: what they say of themselves weighs more than rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.catalogue import load
from qa_checks.errors import InputError
from qa_checks.model.checks import Severity
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.reading.contents import File
from qa_checks.reading.formats import delimited_text
from qa_checks.release import InputFile, Release
from tests.own_rules import parser
from tests.published import HEADER, provider, write_csv
from tests.reading.loading import loaded, rows_of
from tests.small_catalogue import TABLE, sheet_of, write_catalogue, write_yaml

AS_AT = {"as_at": dt.date(2022, 3, 31)}
PERIOD = {"period_start": dt.date(2021, 4, 1), "period_end": dt.date(2022, 3, 31)}
FEW = Choice(rules=("STR*", "LAT001", "providers.key"))
GUESSED = Choice(rules=("STR028",))
TWICE = [provider(1), provider(1), provider(2)]
ONCE = [provider(1), provider(2)]


def read(
    rows: list[list[str]],
    name: str = "a.csv",
    title: str = "",
    checks: Choice = FEW,
    **facts: Any,
) -> Report:
    head = [[title]] if title else []
    file = File(Path(name), "0" * 64, 1, (sheet_of([*head, HEADER, *rows]),))
    item = InputFile(Path(name), name, opened=file)
    release = Release(ReleaseFacts("r", "r", **facts), (item,))
    return run(release, Options(selection=checks))


def layout_of(report: Report) -> str | None:
    return report.inputs[0].layout


def guessed(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.check in GUESSED.rules]


@pytest.mark.parametrize(
    ("told", "layout"),
    [
        ({"title": "Providers as at 31 March 2022"}, "provider_level_as_at"),
        ({"title": "Providers at 31 March 2022"}, "provider_level_as_at"),
        ({"title": "Provider level in year 2021-22"}, "provider_level_in_year"),
        ({"title": "Providers, 1 April 2021 to 31 March 2022"}, "provider_level_in_year"),
        ({"name": "providers_as_at_31_march_2022.csv"}, "provider_level_as_at"),
        ({"name": "data/Provider-level-in-year.csv"}, "provider_level_in_year"),
        (AS_AT, "provider_level_as_at"),
        (PERIOD, "provider_level_in_year"),
        ({**PERIOD, **AS_AT, "name": "in_year.csv"}, "provider_level_in_year"),
        ({**AS_AT, "name": "in_year.csv"}, "provider_level_in_year"),
        ({**AS_AT, "title": "Providers, 1 April 2021 to 31 March 2022"}, "provider_level_in_year"),
    ],
)
@pytest.mark.parametrize("rows", [ONCE, TWICE])
def test_what_is_said_decides_whatever_the_rows_do(
    told: dict[str, Any], layout: str, rows: list[list[str]]
) -> None:
    report = read(rows, checks=GUESSED, **told)
    assert (layout_of(report), guessed(report)) == (layout, [])


@pytest.mark.parametrize("facts", [{}, {**AS_AT, **PERIOD}])
@pytest.mark.parametrize(
    ("rows", "layout", "title"),
    [
        (ONCE, "provider_level_as_at", "provider level, as at"),
        (TWICE, "provider_level_in_year", "provider level, in year"),
    ],
)
def test_a_guess_by_the_rows_is_a_warning(
    rows: list[list[str]], layout: str, title: str, facts: dict[str, Any]
) -> None:
    report = read(rows, checks=GUESSED, **facts)
    assert layout_of(report) == layout
    assert guessed(report) == [
        "Nothing in the title, the header, the name or the options says which of the kinds with "
        f"these columns this is; it was taken for '{title}' by how often its rows repeat."
    ]


def test_a_title_of_one_kind_above_a_header_of_another_is_an_error() -> None:
    header = [name.replace("Inspection", "Latest full inspection") for name in HEADER]
    assert header != HEADER
    title = "Provider level in year 2021-22"
    file = File(Path("a.csv"), "0" * 64, 1, (sheet_of([[title], header, *TWICE]),))
    item = InputFile(Path("a.csv"), "a.csv", opened=file)
    report = run(Release(ReleaseFacts("r", "r"), (item,)), Options(selection=FEW))
    assert [
        (finding.severity, finding.message)
        for finding in report.findings
        if finding.check == "STR039"
    ] == [
        (
            Severity.ERROR,
            "The title and the header of this file name two kinds of file with the same columns; "
            "it was taken for 'provider level, in year'.",
        )
    ]
    told = replace(item, basis="latest")
    settled = run(Release(ReleaseFacts("r", "r"), (told,)), Options(selection=FEW))
    assert layout_of(settled) == "provider_level_as_at"
    assert [finding for finding in settled.findings if finding.check == "STR039"] == []


def test_a_provider_listed_twice_as_at_a_date_is_found() -> None:
    report = read(TWICE, **AS_AT)
    assert [(finding.check, finding.row) for finding in report.findings] == [("STR010", 3)]


@pytest.mark.parametrize(
    "header", ["Joiner status", "Leavers", "Resigned/closed date", "Date\u00a0closed", "JOINED"]
)
def test_a_column_that_changes_the_meaning_makes_it_another_kind(header: str) -> None:
    file = File(Path("a.csv"), "0" * 64, 1, (sheet_of([[*HEADER, header], [*ONCE[0], ""]]),))
    release = Release(
        ReleaseFacts("r", "r", **AS_AT), (InputFile(Path("a.csv"), "a.csv", opened=file),)
    )
    with pytest.raises(InputError) as caught:
        run(release, Options(selection=FEW))
    shown = header.strip()
    assert f"row 1 has '{shown}', which a file of the kind 'provider level, " in str(caught.value)


def test_a_year_that_is_given_a_date_alone_is_said_once() -> None:
    rows = [provider(number // 3) for number in range(60)]
    report = read(rows, **AS_AT)
    assert layout_of(report) == "provider_level_in_year"
    [fault] = [finding for finding in report.findings if finding.check == "STR040"]
    assert fault.severity is Severity.ERROR
    assert "it was taken for 'provider level, in year'" in fault.message
    assert [finding for finding in report.findings if finding.check == "providers.key"] == []
    settled = read(rows, title="Provider level in year 2021-22", **AS_AT)
    assert [finding for finding in settled.findings if finding.check == "STR040"] == []


CALLS: dict[str, Any] = {
    **TABLE,
    "table": "calls",
    "key": ["id"],
    "time": "made",
    "columns": {
        "id": {"title": "Id", "type": "integer", "example": 1},
        "made": {"title": "Made", "type": "date", "example": "2022-05-10"},
    },
}
KINDS: list[dict[str, Any]] = [
    {
        "layout": table,
        "title": table,
        "required": [f"{table}.{number}"],
        "told_by": told_by,
        "blocks": [{"table": table, "columns": {number: ["Number"], day: ["Day"]}}],
    }
    for table, told_by, number, day in (
        ("visits", "as_at", "number", "day"),
        ("calls", "period", "id", "made"),
    )
]


@pytest.mark.parametrize("way", ["in turn", "in place"])
@pytest.mark.parametrize(
    ("title", "sql", "row"),
    [
        ("As at 31 March 2022", "SELECT number, day FROM visits", ("07", dt.date(2022, 5, 10))),
        ("In year 2021-22", "SELECT id, made FROM calls", (7, dt.date(2022, 5, 10))),
    ],
)
def test_kinds_with_the_same_headers_may_be_of_different_tables(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    title: str,
    sql: str,
    row: tuple[Any, ...],
) -> None:
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", -1 if way == "in place" else 1_000_000)
    office = write_catalogue(tmp_path / "office", layout=KINDS[0])
    write_yaml(office / "schemas" / "layouts" / "calls.yml", KINDS[1])
    write_yaml(office / "schemas" / "tables" / "calls.yml", CALLS)
    path = write_csv(tmp_path / "a.csv", [[title, ""], ["Number", "Day"], ["07", "10/05/2022"]])
    read_back = loaded(load(office, parser()), tmp_path / "s", InputFile(path, "a.csv"))
    assert rows_of(read_back, sql) == [row]
    assert [(entry.layout, entry.rows) for entry in read_back.inputs] == [
        (sql.rpartition(" ")[2], 1)
    ]
