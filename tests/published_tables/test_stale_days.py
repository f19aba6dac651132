"""A table that says of its day something else than the release does is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model.checks import State
from tests.published_tables.making import (
    KINDS,
    SERIES,
    TABLE_1,
    TABLE_2,
    changed,
    judge,
    prepare,
    publish,
    write_csv,
)
from tests.small_catalogue import outcome

PERIOD = "period: {start: 2021-04-01, end: 2022-03-31}\n"


def findings(folder: Path, title: str, period: str = "") -> list[tuple[int | None, str]]:
    write_csv(prepare(folder, "tables.csv", SERIES), changed(TABLE_1, 0, 0, title))
    with (folder / "2022" / "release.yml").open("a", encoding="utf-8") as release:
        release.write(period)
    ended = outcome(judge(folder), "tables.1")
    return [(finding.row, finding.message) for finding in ended.findings]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("31 March 2021", "31/03/2021"),
        ("28 February 2022", "28/02/2022"),
        ("1 May 2023", "01/05/2023"),
    ],
)
def test_a_title_of_another_day_is_a_finding(tmp_path: Path, day: str, shown: str) -> None:
    title = f"Table 1: Visits by kind, as at {day}"
    assert findings(tmp_path, title) == [
        (
            1,
            f"Table 1: The title says as at {shown}, "
            f"but the release is as at 31/03/2022: '{title}'.",
        )
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Table 1: Visits by kind, as at 31 March 2022",
        "Table 1: Visits by kind, as at 31 March",
        "Table 1: Visits by kind, as at 31 March 2021 and 31 March 2022",
        "Table 1: Visits by kind, as at 31 March 2021 and 2022",
        "Table 1: Visits by kind, between 1 April 2007 and 31 March 2022",
        "Table 1: Visits by kind, 2019 to 2023",
    ],
)
def test_other_titles_are_none(tmp_path: Path, title: str) -> None:
    assert findings(tmp_path, title, PERIOD) == []


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        ("1 April 2020 to 31 March 2021", "01/04/2020 to 31/03/2021"),
        ("1 April to 31 August 2020", "01/04/2020 to 31/08/2020"),
        ("April to August 2021", "01/04/2021 to 31/08/2021"),
    ],
)
def test_a_title_of_another_period_is_a_finding(tmp_path: Path, span: str, shown: str) -> None:
    title = f"Table 1: Visits by kind, {span}"
    said = f"but the release is of a period that ends on 31/03/2022: '{title}'."
    assert findings(tmp_path / "with", title, PERIOD) == [
        (1, f"Table 1: The title says {shown}, {said}")
    ]
    assert findings(tmp_path / "without", title) == []


def test_a_series_without_the_day_of_the_release_is_a_finding(tmp_path: Path) -> None:
    table = changed(TABLE_1, 2, 0, "31 March 2020")
    ended = outcome(publish(tmp_path, [table], SERIES), "tables.1")
    assert (ended.state, ended.unknown) == (State.FAILED, 3)
    [finding] = ended.findings
    assert (finding.row, finding.key) == (2, "1 / 31 March 2022")
    assert finding.message == (
        "Table 1: There is no row of 31 March 2022, the as-at date of the release; the last is "
        "31/03/2021."
    )


def title_findings(folder: Path, title: str) -> list[str]:
    table = changed(TABLE_2, 0, 0, title)
    ended = outcome(publish(folder, [table], {**KINDS, "titles": {"Table 2:": {}}}), "tables.2")
    return [finding.message for finding in ended.findings]


@pytest.mark.parametrize("title", ["Visits by kind, 2019", "Visits in 2023", "Visits (2020)"])
def test_a_title_of_another_year_is_a_finding(tmp_path: Path, title: str) -> None:
    title = f"Table 2: {title}"
    year = title.strip(")")[-4:]
    assert title_findings(tmp_path, title) == [
        f"Table 2: The title says {year}, but the release is as at 31/03/2022: '{title}'."
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Visits by kind, 2022",
        "Visits by kind, 2021",  # the year to 31 March 2022
        "Visits in 2019 and 2022",
        "Visits under the Care Standards Act 2000",
        "Visits since 2019",
        "Visits to 2019 homes",
    ],
)
def test_a_title_of_a_year_of_the_release_or_of_something_else(tmp_path: Path, title: str) -> None:
    assert title_findings(tmp_path, f"Table 2: {title}") == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Visits by kind, 31 March 2021", "31 March 2021"),
        ("Visits by kind: March 2021", "March 2021"),
        ("Visits on 1 May 2023", "1 May 2023"),
        ("Visits in 2019-20", "2019-20"),
        ("Visits by kind, 31 March 2021 [note 1]", "31 March 2021"),
        ("Visits by kind, 31 March 2021, England", "31 March 2021"),
        ("Visits by kind, 2019 (provisional)", "2019"),
        ("Visits by kind, 31 March 2022, England [note 1]", None),
        ("Visits (2022/23)", None),
        ("Visits, 2020\u201321", "2020\u201321"),
        ("Visits by kind, 31 March 2022", None),
        ("Visits in November 2021", None),
        ("Visits in 2021-22", None),
        ("Visits since 31 March 2015", None),
        ("Visits, 2015-16 to 2021-22", None),
    ],
)
def test_a_day_month_or_year_that_ends_a_title(
    tmp_path: Path, title: str, said: str | None
) -> None:
    title = f"Table 2: {title}"
    told = f"The title says {said}, but the release is as at 31/03/2022: '{title}'."
    assert title_findings(tmp_path, title) == ([f"Table 2: {told}"] if said else [])


@pytest.mark.parametrize(
    ("label", "is_stale"),
    [
        ("Visits at 31 March 2021", True),
        ("31 March 2021", True),
        ("2020-21", True),
        ("2020", True),
        ("1 April 2020 to 31 March 2021", True),
        ("Visits at 31 March 2022", False),
        ("2021-22", False),
        ("2021", False),
        ("Visits since 31 March 2015", False),
    ],
)
def test_a_header_of_another_day_than_its_rows_is_a_finding(
    tmp_path: Path, label: str, is_stale: bool
) -> None:
    table = changed(TABLE_2, 1, 1, label)
    columns = {label: {}, "Score": {"measure": "scores"}, "%": {"share": "share_of_visits"}}
    write_csv(prepare(tmp_path, "tables.csv", {**KINDS, "columns": columns}), table)
    with (tmp_path / "2022" / "release.yml").open("a", encoding="utf-8") as release:
        release.write(PERIOD)
    found = outcome(judge(tmp_path), "tables.2").findings
    told = f"'{label}' stands where the rows of the release are counted, which is as at 31/03/2022."
    assert [(finding.row, finding.message) for finding in found] == (
        [(2, f"Table 2: {told}")] if is_stale else []
    )


@pytest.mark.parametrize(
    ("line", "rows"),
    [("As at 31 March 2021 [note 2]", [2]), ("As at 31 March 2022", []), ("Revised in 2021", [])],
)
def test_a_line_below_the_title_of_another_day_is_a_finding(
    tmp_path: Path, line: str, rows: list[int]
) -> None:
    table = [TABLE_2[0], [line], *TABLE_2[1:]]
    found = outcome(publish(tmp_path, [table], KINDS), "tables.2").findings
    assert [finding.row for finding in found] == rows


@pytest.mark.parametrize(
    ("years", "is_told"),
    [
        ((2022, 2020, 2019), True),
        ((2022, 2021, 2020), False),
        ((2022, 2020), False),
        ((2022, 2020, 2018), False),
        ((2022, 2021, 2019), False),  # of 2020 no release is given
    ],
)
def test_a_day_that_a_yearly_series_leaves_out(
    tmp_path: Path, years: tuple[int, ...], is_told: bool
) -> None:
    rows = {2022: TABLE_1[2][1:], 2021: TABLE_1[3][1:]}
    lines = [[f"31 March {year}", *rows.get(year, ["1", "1", "2"])] for year in years]
    found = outcome(publish(tmp_path, [[*TABLE_1[:2], *lines]], SERIES), "tables.1").findings
    told = (
        "Table 1: There is no row of 31 March 2021, between those of the years beside it, but its "
        "release is given."
    )
    assert [finding.message for finding in found] == ([told] if is_told else [])
