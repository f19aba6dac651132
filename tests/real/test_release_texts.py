"""Release texts in our own words over the published files, each sentence bound to a query."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from qa_checks.appraisal import judge
from qa_checks.conclusion import conclude
from qa_checks.model.report import Report
from qa_checks.model.texts import CheckedText, NumberState
from qa_checks.opened import Opened, Options
from qa_checks.plan import Choice
from tests.claims.other_digits import prove_each_digit_counts
from tests.real.judged import DATA
from tests.small_catalogue import write_yaml

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not there")
TEXTS = Path(__file__).with_name("texts")
OPTIONS = Options(selection=Choice(themes=("texts", "tables")))
TABLES = {
    "tables": [
        {
            "cube": "latest_judgements",
            "rows": "as_at",
            "columns": {"each": "grade"},
            "titles": {"Table 8b:": {"homes": True}},
        }
    ]
}
AS_AT = {year: f"providers_as_at_31_march_{year}.csv" for year in (2018, 2020, 2021, 2024)}
IN_YEAR = {2020: "inspections_2019-20.csv", 2024: "inspections_2023-24.csv"}
# Of each year its text, the release before, and earlier ones.
YEARS = {
    2021: ("findings_2021.md", 2020, [2018]),
    2024: ("findings_2024.txt", 2020, [2018]),
    2025: ("findings_2025.html", 2021, [2018, 2024]),
}
FOUND = {
    "findings_2024.txt": {
        (
            "text.loose_word",
            12,
            "'Monitoring inspections were stable: 387 then, 388 now.': 'stable' is printed, the "
            "query gives 1: the change is a rise.",
        )
    },
    "findings_2025.html": {
        (
            "text.number",
            11,
            "'There are 14,259 registered places in mainstream homes.': '14,259' is printed, the "
            "query gives 14,275 (it stands for 14,258.5 to 14,259.5).",
        ),
        (
            "text.contradiction",
            34,
            "'59% (20,550 out of 31,125) of the placements were with agencies, and 18% (6,310) "
            "with relatives.': 59% stands beside 20,550 of 31,125, which is 66.0%. One digit would "
            "mend it: 35,125 instead of 31,125, which mends 18% as well.",
        ),
        (
            "text.unit",
            34,
            "'The share of agency placements was a 2.7% percentage point increase on 2024.': "
            "'2.7% percentage point' may be read as 2.7% or as 2.7 percentage points.",
        ),
    },
}
STATES = {
    "findings_2021.md": (
        {"exempt": 6, "verified": 64, "consistent": 4, "outside": 2},
        set(),
    ),
    "findings_2024.txt": (
        {"exempt": 30, "verified": 68, "consistent": 3, "outside": 2},
        set(),
    ),
    "findings_2025.html": (
        {"exempt": 12, "verified": 63, "wrong": 1, "consistent": 2, "unbound": 6, "outside": 1},
        {"59%", "20,550", "31,125", "18%", "6,310", "2.7% percentage point"},
    ),
}


def write_release(folder: Path, year: int, **more: object) -> Path:
    """The release.yml of a year, over its published files."""
    folder = folder / str(year)
    folder.mkdir(exist_ok=True)
    files = [{"path": str(DATA / "childrens_social_care_2025.ods")}] if year == 2025 else []
    if year in AS_AT:
        files.append({"path": str(DATA / AS_AT[year]), "basis": "latest"})
    if year in IN_YEAR:
        files.append({"path": str(DATA / IN_YEAR[year]), "basis": "in_year"})
    return write_yaml(
        folder / "release.yml",
        {
            "release": f"social-care-{year}",
            "title": f"Social care {year}",
            "as_at": dt.date(year, 3, 31),
            "period": {"start": dt.date(year - 1, 4, 1), "end": dt.date(year, 3, 31)},
            "published_by": dt.date(year, 7, 31),
            "files": files,
            **more,
        },
    )


def write_with_text(folder: Path, year: int) -> Path:
    """The release.yml of a year with its text, and of the releases before."""
    text, before, earlier = YEARS[year]
    for other in {before, *earlier}:
        write_release(folder, other)
    path = write_release(
        folder,
        year,
        claims=str(TEXTS / f"{Path(text).stem}.claims.yml"),
        previous=f"../{before}/release.yml",
        history=[f"../{other}/release.yml" for other in earlier],
        **({"tables": "tables.yml"} if year == 2025 else {}),
    )
    write_yaml(path.parent / "tables.yml", TABLES)
    return path


@pytest.fixture(scope="module", params=YEARS, ids=str)
def read(request: pytest.FixtureRequest, with_text: Callable[[int], Opened]) -> Opened:
    """The release of a year with its text."""
    return with_text(request.param)


@pytest.fixture(scope="module")
def report(read: Opened) -> Report:
    return conclude(read, judge(read, OPTIONS), OPTIONS)


@pytest.fixture(scope="module")
def text(report: Report) -> CheckedText:
    [only] = report.texts
    return only


def test_what_is_found_is_what_is_wrong(report: Report, text: CheckedText) -> None:
    names = {
        (finding.check, finding.row, finding.message)
        for finding in report.findings
        if finding.check.startswith("text.")
    }
    assert names == FOUND.get(Path(text.text.file).name, set())


def test_every_number_is_bound_where_the_data_allows(text: CheckedText) -> None:
    unbound = {number.number.printed for number in text.of(NumberState.UNBOUND)}
    states = {str(state): count for state, count in text.states.items()}
    assert (states, unbound) == STATES[Path(text.text.file).name]


def test_every_digit_of_a_verified_number_counts(
    read: Opened, text: CheckedText, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove_each_digit_counts(read, text, OPTIONS, monkeypatch)


def test_the_texts_are_long_and_use_every_kind_of_hole() -> None:
    kinds: Counter[str] = Counter()
    for name, _, _ in YEARS.values():
        claims = yaml.safe_load((TEXTS / f"{Path(name).stem}.claims.yml").read_text("utf-8"))
        says = [claim["says"] for claim in claims["claims"]]
        assert len(says) >= 25
        holes = [hole for words in says for hole in re.findall(r"\{\w+(:\w+)?\}", words)]
        kinds.update(hole.removeprefix(":") or "number" for hole in holes)
        kinds.update(key for claim in claims["claims"] for key in claim)
    assert set(kinds) == {
        "number", "fraction", "direction", "multiple", "rank", "word",
        "says", "query", "rounded", "empty", "outside",
    }  # fmt: skip
