"""A release of another office: tidy files with z and c, a catalogue and a text of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from qa_checks.assessment import run
from qa_checks.model.report import Report, Verdict
from qa_checks.model.texts import NumberState
from qa_checks.opened import Options
from qa_checks.release_file import read_release
from tests.claims.making import WORDS
from tests.published import write_csv
from tests.small_catalogue import write_yaml

HEADER = [
    "time_period", "time_identifier", "geographic_level", "region_name", "school_type",
    "sess_possible", "sess_absent", "sess_absent_percent",
]  # fmt: skip
# c is suppressed, z does not apply.
ROWS = [
    ["202223", "Autumn term", "National", "", "Total", "90300", "6213", "6.8800"],
    ["202223", "Autumn term", "National", "", "Primary", "50100", "2906", "5.8004"],
    ["202223", "Autumn term", "National", "", "Special", "200", "c", "c"],
    ["202223", "Autumn term", "Regional", "North", "Total", "45000", "3240", "7.2000"],
    ["202223", "Autumn term", "Regional", "South", "Total", "45300", "2991", "6.6026"],
    ["202223", "Autumn term", "Regional", "Abroad", "Total", "z", "z", "z"],
    ["202324", "Autumn term", "National", "", "Total", "90400", "6997", "7.7400"],
    ["202324", "Autumn term", "National", "", "Primary", "50000", "2950", "5.9000"],
    ["202324", "Autumn term", "National", "", "Special", "210", "c", "c"],
    ["202324", "Autumn term", "Regional", "North", "Total", "45100", "3608", "8.0000"],
    ["202324", "Autumn term", "Regional", "South", "Total", "45300", "3407", "7.5210"],
    ["202324", "Autumn term", "Regional", "Abroad", "Total", "z", "z", "z"],
]
TABLE: dict[str, Any] = {
    "table": "absence",
    "title": "Absence from schools",
    "rows_are": "absence rows",
    "key": ["time_period", "region", "school_type"],
    "unique_key": False,
    "columns": {
        "time_period": {"title": "Year", "type": "identifier", "example": "202324"},
        "term": {"title": "Term", "example": "Autumn term"},
        "level": {"title": "Level", "nullable": False, "example": "National"},
        "region": {"title": "Region", "example": "North"},
        "school_type": {"title": "School type", "example": "Total"},
        "possible": {"title": "Possible sessions", "type": "integer", "ge": 0, "example": 45000},
        "absent": {"title": "Sessions missed", "type": "integer", "ge": 0, "example": 3240},
        "rate": {"title": "Absence rate", "type": "number", "ge": 0, "example": 7.2},
    },
}  # fmt: skip
LAYOUT: dict[str, Any] = {
    "layout": "absence",
    "title": "absence",
    "required": ["absence.time_period", "absence.possible"],
    "shorthand": {"c": "suppressed", "z": "does not apply"},
    "blocks": [
        {
            "table": "absence",
            "columns": {
                name: [header] for name, header in zip(TABLE["columns"], HEADER, strict=True)
            },
        }
    ],
}
TEXT = """\
# Pupil absence in schools, autumn term 2023/24

The overall absence rate was 7.7%, up from 6.9% in autumn 2022/23, a rise of {change} percentage
points.

In primary schools the rate rose to 5.9%. Absence rose in every region, and it was highest in the
North (8.0%).
Around one in 13 sessions was missed.

Special schools had 210 possible sessions; their rate is suppressed.
"""
RATE = (
    "(SELECT rate FROM absence WHERE time_period = '{year}' AND level = 'National' "
    "AND school_type = '{kind}')"
)
NOW, BEFORE, PRIMARY, PRIMARY_BEFORE = (
    RATE.format(year=year, kind=kind)
    for year, kind in (
        ("202324", "Total"), ("202223", "Total"), ("202324", "Primary"), ("202223", "Primary"),
    )
)  # fmt: skip
CLAIMS: list[dict[str, Any]] = [
    {
        "says": "rate was {now}%, {change:direction} from {before}% in autumn 2022/23, a rise of "
        "{change} percentage",
        "query": f"SELECT {NOW} AS now, {BEFORE} AS before, {NOW} - {BEFORE} AS change",
    },
    {
        "says": "In primary schools the rate {change:direction} to {now}%",
        "query": f"SELECT {PRIMARY} AS now, {PRIMARY} - {PRIMARY_BEFORE} AS change",
    },
    {
        "says": "Absence rose in every region",
        "empty": "SELECT n.region FROM absence AS n JOIN absence AS p ON p.region = n.region "
        "WHERE n.time_period = '202324' AND p.time_period = '202223' AND n.level = 'Regional' "
        "AND n.possible IS NOT NULL AND NOT coalesce(n.rate > p.rate, FALSE)",
    },
    {
        "says": "it was {rate:rank} in the {region:word} ({rate}%)",
        "query": "SELECT max(rate) AS rate, list(rate ORDER BY rate) AS rate_among, "
        "max(CASE WHEN place = 1 THEN region END) AS region FROM (SELECT region, rate, "
        "rank() OVER (ORDER BY rate DESC, region) AS place FROM absence "
        "WHERE level = 'Regional' AND time_period = '202324' AND rate IS NOT NULL) AS regions",
    },
    {
        "says": "{share:fraction} sessions was missed",
        "query": f"SELECT {NOW} / 100 AS share",
    },
    {
        "says": "Special schools had {sessions} possible sessions",
        "query": "SELECT possible AS sessions FROM absence "
        "WHERE school_type = 'Special' AND time_period = '202324'",
    },
]


def check(folder: Path, claims: dict[str, Any], change: str) -> Report:
    schemas = folder / "catalogue" / "schemas"
    for name in ("tables", "layouts", "codes"):
        (schemas / name).mkdir(parents=True)
    (folder / "catalogue" / "rules").mkdir()
    write_yaml(schemas / "tables" / "absence.yml", TABLE)
    write_yaml(schemas / "layouts" / "absence.yml", LAYOUT)
    shutil.copy(WORDS, schemas / "codes" / "words.csv")
    write_csv(folder / "absence.csv", [HEADER, *ROWS])
    (folder / "absence.md").write_text(TEXT.format(change=change), encoding="utf-8")
    write_yaml(folder / "claims.yml", {"text": "absence.md", **claims})
    path = write_yaml(
        folder / "release.yml",
        {
            "release": "pupil-absence",
            "title": "Pupil absence in schools",
            "files": [{"path": "absence.csv"}],
            "claims": "claims.yml",
        },
    )
    return run(read_release(path), Options(catalogue=folder / "catalogue"))


@pytest.mark.parametrize(
    ("changes", "change", "message"),
    [
        ("unrounded", "0.9", ""),
        (
            "unrounded",
            "0.8",
            "'0.8' is printed, the query gives 0.86 (it stands for 0.75 to 0.85).",
        ),
        ("printed", "0.8", ""),
        (
            "printed",
            "0.9",
            "'0.9' is printed, the query gives 0.8 (it stands for 0.85 to 0.95): made of printed "
            "numbers; unrounded it is 0.86.",
        ),
    ],
)
def test_a_difference_is_made_as_the_release_makes_it(
    tmp_path: Path, changes: str, change: str, message: str
) -> None:
    report = check(tmp_path, {"changes": changes, "claims": CLAIMS}, change)
    messages = [finding.message.rpartition(".': ")[2] for finding in report.findings]
    assert messages == ([message] if message else [])
    assert report.verdict is (Verdict.FAIL if message else Verdict.PASS)
    [text] = report.texts
    states = {number.number.printed: number.state for number in text.numbers}
    right = NumberState.WRONG if message else NumberState.VERIFIED
    assert states.pop(f"{change} percentage points") is right
    assert states == {
        "2023/24": NumberState.EXEMPT,
        "2022/23": NumberState.EXEMPT,
        **dict.fromkeys(
            ("7.7%", "6.9%", "5.9%", "every", "8.0%", "one in 13", "210"), NumberState.VERIFIED
        ),
    }


def test_a_suppressed_rate_verifies_nothing(tmp_path: Path) -> None:
    claim = {
        "says": "Special schools had {rate} possible",
        "query": "SELECT rate FROM absence "
        "WHERE school_type = 'Special' AND time_period = '202324'",
    }
    report = check(tmp_path, {"claims": [*CLAIMS[:-1], claim]}, "0.9")
    [finding] = report.findings
    assert (finding.check, finding.column) == ("text.claim", "rate")
    assert "the query gives no value (NULL) for {rate}" in finding.message
