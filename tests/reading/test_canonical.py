"""Published rows become the canonical tables: what is copied, unpivoted, left out and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa_checks.catalogue import Catalogue
from qa_checks.model.inputs import Role
from qa_checks.reading.contents import File
from qa_checks.release import InputFile
from tests.published import HEADER, provider
from tests.reading.loading import loaded, rows_of
from tests.small_catalogue import sheet_of

OVERALL = "Overall_experiences_and_progress_of_children_and_young_people"
HELPED = "How_well_children_and_young_people_are_helped_and_protected"
PRECEDING = [
    "Previous full inspection event number",
    "Previous full inspection date",
    "Previous full inspection overall effectiveness",
]


def published(
    *rows: Sequence[str],
    header: Sequence[str] = HEADER,
    role: Role = Role.RELEASE,
    basis: str = "latest",
) -> InputFile:
    name = f"{basis}.csv"
    file = File(Path(name), "0" * 64, 1, (sheet_of([header, *rows]),))
    return InputFile(Path(name), name, basis, role=role, opened=file)


def test_a_row_gives_a_provider_an_inspection_and_its_judgements(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    read = loaded(catalogue, tmp_path, published(provider(1), provider(2)))
    assert rows_of(
        read, "SELECT _source, _row, basis, urn, sector, places FROM providers ORDER BY _row"
    ) == [(1, 2, "latest", "SC000001", "Private", 4), (1, 3, "latest", "SC000002", "Private", 4)]
    assert rows_of(
        read,
        "SELECT _row, basis, remit, urn, event_number, inspection_date, provision_type, sector, "
        "local_authority, framework, overall, overall_grade, judgements_given FROM inspections "
        "WHERE _row = 2",
    ) == [
        (2, "latest", "provider", "SC000001", "10000001", dt.date(2017, 5, 10), "Children's home",
         "Private", "Barnet", "SCCIF", "Good", 2, 2)
    ]  # fmt: skip
    assert rows_of(
        read,
        "SELECT judgement, word, grade, kind, urn, event_number, inspection_date, overall_grade "
        "FROM judgements WHERE _row = 2 ORDER BY judgement",
    ) == [
        (name, "Good", 2, "grade", "SC000001", "10000001", dt.date(2017, 5, 10), 2)
        for name in ("helped_and_protected", "leaders_and_managers", "overall")
    ]
    assert [dict(entry.tables) for entry in read.inputs] == [
        {"inspections": 2, "judgements": 6, "providers": 2}
    ]


def test_best_and_worst_grades_leave_the_overall_one_out(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    row = provider(1, **{OVERALL: "Inadequate", HELPED: "Outstanding"})
    read = loaded(catalogue, tmp_path, published(row))
    assert rows_of(read, "SELECT overall_grade, best_grade, worst_grade FROM inspections") == [
        (4, 1, 2)
    ]


def test_an_empty_judgement_is_no_row_and_an_unknown_word_neither(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    row = provider(1, **{OVERALL: "", HELPED: "Splendid"})
    read = loaded(catalogue, tmp_path, published(row))
    assert rows_of(read, "SELECT judgement FROM judgements") == [("leaders_and_managers",)]
    assert rows_of(read, "SELECT column_name, entry, written, fault FROM extract_cells") == [
        ("word", "helped_and_protected", "Splendid", "unknown_code")
    ]
    assert rows_of(read, "SELECT overall, overall_grade FROM inspections") == [(None, None)]


def test_a_provider_without_an_inspection_has_none(catalogue: Catalogue, tmp_path: Path) -> None:
    leaders = "The_effectiveness_of_leaders_and_managers"
    dates = ("Event_type", "Inspection_date", "Publication_date", "Event_number")
    blank = dict.fromkeys((*dates, OVERALL, HELPED, leaders), "")
    read = loaded(catalogue, tmp_path, published(provider(1), provider(2, **blank)))
    assert rows_of(read, "SELECT count(*) FROM providers") == [(2,)]
    assert rows_of(read, "SELECT urn FROM inspections") == [("SC000001",)]


def test_the_preceding_inspection_is_an_inspection_of_its_own(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    rows = [
        [*provider(1), "10000099", "09/05/2016", "Requires improvement to be good"],
        [*provider(2), "", "", ""],
    ]
    read = loaded(catalogue, tmp_path, published(*rows, header=[*HEADER, *PRECEDING]))
    assert rows_of(
        read,
        "SELECT _row, basis, urn, event_number, inspection_date, provision_type, overall "
        "FROM inspections ORDER BY _row, basis",
    ) == [
        (2, "latest", "SC000001", "10000001", dt.date(2017, 5, 10), "Children's home", "Good"),
        (2, "preceding", "SC000001", "10000099", dt.date(2016, 5, 9), "Children's home",
         "Requires improvement to be good"),
        (3, "latest", "SC000002", "10000002", dt.date(2017, 5, 10), "Children's home", "Good"),
    ]  # fmt: skip
    assert rows_of(read, "SELECT judgement, grade FROM judgements WHERE basis = 'preceding'") == [
        ("overall", 3)
    ]


def test_in_year_a_provider_with_two_inspections_is_one_provider(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    rows = [
        provider(1),
        provider(1, Event_number="10000050", Inspection_date="11/11/2017"),
        provider(2),
        provider(1, Event_number="10000051", Sector="Voluntary"),
    ]
    read = loaded(catalogue, tmp_path, published(*rows, basis="in_year"))
    assert rows_of(read, "SELECT _row, basis, urn, sector FROM providers ORDER BY _row") == [
        (2, "in_year", "SC000001", "Private"),
        (4, "in_year", "SC000002", "Private"),
        (5, "in_year", "SC000001", "Voluntary"),
    ]
    assert rows_of(read, "SELECT count(*), count(DISTINCT urn) FROM inspections") == [(4, 2)]
    assert dict(read.inputs[0].tables) == {"inspections": 4, "judgements": 12, "providers": 3}


def test_without_a_word_the_repeating_provider_tells_in_year_from_as_at(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    once = [provider(number) for number in range(1, 11)]
    for rows, layout in (
        (once, "provider_level_as_at"),
        ([*once, provider(1)], "provider_level_in_year"),
    ):
        file = File(Path("a.csv"), "0" * 64, 1, (sheet_of([HEADER, *rows]),))
        plain = InputFile(Path("a.csv"), "a.csv", opened=file)
        read = loaded(catalogue, tmp_path / layout, plain)
        assert read.inputs[0].layout == layout


def test_two_views_stand_in_one_table_and_the_previous_release_apart(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    read = loaded(
        catalogue,
        tmp_path,
        published(provider(1)),
        published(provider(1), provider(3), basis="in_year"),
        published(provider(1), provider(9), role=Role.PREVIOUS),
    )
    assert rows_of(read, "SELECT _source, basis, urn FROM providers ORDER BY 1, 3") == [
        (1, "latest", "SC000001"), (2, "in_year", "SC000001"), (2, "in_year", "SC000003"),
    ]  # fmt: skip
    assert rows_of(read, "SELECT urn, basis FROM previous.providers ORDER BY 1") == [
        ("SC000001", "latest"), ("SC000009", "latest"),
    ]  # fmt: skip
    assert rows_of(read, "SELECT DISTINCT overall FROM previous.inspections") == [("Good",)]
    assert rows_of(read, "SELECT DISTINCT role FROM extract_sheets ORDER BY 1") == [
        ("previous",), ("release",),
    ]  # fmt: skip
    assert ("previous.providers", "sector") in read.columns
    assert ("previous.local_authorities", "la_code") not in read.columns


def test_columns_a_file_gives_are_known_and_those_it_lacks_are_not(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    read = loaded(catalogue, tmp_path, published(provider(1)))
    assert ("providers", "sector") in read.columns
    assert ("inspections", "sector") in read.columns
    assert ("inspections", "overall_grade") in read.columns
    assert ("providers", "postcode") not in read.columns
    assert ("local_authorities", "local_authority") not in read.columns
    assert rows_of(read, "SELECT DISTINCT postcode FROM providers") == [(None,)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Local authority", "Barnet"), ("Local authority name", "Barnet")],
)
def test_local_authorities_are_rows_of_their_own_table(
    catalogue: Catalogue, tmp_path: Path, header: str, expected: str
) -> None:
    columns = [header, "Ofsted region", "Inspection date", "Event type", "Event number",
               "Overall effectiveness", "Impact of leaders"]  # fmt: skip
    rows = [
        ["Barnet", "London", "10/05/2019", "Standard inspection", "1000001", "Good", "Outstanding"],
        ["Dorset", "South West", "", "", "", "", ""],
    ]
    read = loaded(catalogue, tmp_path, published(*rows, header=columns))
    assert rows_of(
        read, "SELECT local_authority, overall_grade FROM local_authorities ORDER BY _row"
    ) == [(expected, 2), ("Dorset", None)]
    assert rows_of(read, "SELECT remit, urn, framework, overall, best_grade FROM inspections") == [
        ("local_authority", expected, "ILACS", "Good", 1)
    ]
