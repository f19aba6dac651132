"""The published files, run once each, and what their report amounts to.

``python -m tests.real.judged`` writes what is expected of each anew, to be reviewed line by line.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qa_checks.assessment import run
from qa_checks.model.checks import Finding, Outcome, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.release import release_from_files

DATA = Path(__file__).parents[3] / "shared" / "data" / "ofsted"
EXPECTED = Path(__file__).parent / "expected"
YEARS = (2015, 2018, 2019, 2020, 2021, 2024)
AS_AT = {year: f"providers_as_at_31_march_{year}.csv" for year in YEARS}
WHOLE = "childrens_social_care_2025.ods"
AUTHORITIES = "local_authorities_2023.csv"

# Name of a run: the files of the release, the files of the one before.
RUNS: dict[str, tuple[list[str], list[str]]] = {
    **{f"as_at_{year}": ([name], []) for year, name in AS_AT.items()},
    **{
        f"in_year_{years}": ([f"inspections_{years.replace('_', '-')}.csv"], [])
        for years in ("2014_15", "2019_20", "2021_22", "2023_24")
    },
    "local_authorities_2023": ([AUTHORITIES], []),
    "whole_2025": ([WHOLE], []),
    "release_2015": ([AS_AT[2015], "inspections_2014-15.csv"], []),
    "release_2020": ([AS_AT[2020], "inspections_2019-20.csv"], []),
    "release_2024": ([AS_AT[2024], "inspections_2023-24.csv"], []),
    "two_releases_2021": ([AS_AT[2021], "inspections_2021-22.csv"], []),
    "since_2015": ([AS_AT[2018]], [AS_AT[2015]]),
    "since_2018": ([AS_AT[2019]], [AS_AT[2018]]),
    "since_2019": ([AS_AT[2020]], [AS_AT[2019]]),
    "since_2020": ([AS_AT[2021]], [AS_AT[2020]]),
    "since_2021": ([AS_AT[2024]], [AS_AT[2021]]),
    "since_2024": ([WHOLE], [AS_AT[2024], "inspections_2023-24.csv"]),
}


@cache
def judge(name: str) -> Report:
    """Run one of the releases with every rule and no options."""
    return judge_files(name, *RUNS[name])


def judge_files(
    name: str,
    files: list[str],
    before: list[str],
    as_at: dt.date | None = None,
    checks: tuple[str, ...] = (),
) -> Report:
    """Run some of the files as a release, with others as the one before; all checks or a few."""
    release = release_from_files(
        [DATA / file for file in files],
        ReleaseFacts(id=name, title=name, as_at=as_at),
        previous=[DATA / file for file in before],
    )
    return run(release, Options(selection=Choice(rules=checks)))


def outcome_of(report: Report, check: str) -> Outcome:
    """How one check ended."""
    return next(outcome for outcome in report.outcomes if outcome.check.id == check)


def findings_of(report: Report, check: str) -> list[Finding]:
    """What one check found, in the order of the files."""
    return list(outcome_of(report, check).findings)


def describe(report: Report) -> dict[str, Any]:
    """Everything of a report that must not change unnoticed."""
    states = defaultdict(list)
    skipped = defaultdict(list)
    for outcome in sorted(report.outcomes, key=lambda outcome: outcome.check.id):
        states[outcome.state].append(outcome)
        if outcome.state is State.SKIPPED:
            skipped[outcome.reason].append(outcome.check.id)
    failed = {
        state.check.id: {
            "severity": state.check.severity.value,
            "checked": state.checked,
            "failed": state.failed,
            "unknown": state.unknown,
        }
        for state in states[State.FAILED]
    }
    return {
        "sheets": [
            {
                "file": Path(entry.path).name,
                "sheet": entry.sheet,
                "role": entry.role.value,
                "layout": entry.layout,
                "header_row": entry.header_row,
                "encoding": entry.encoding,
                "rows": entry.rows,
                "tables": dict(entry.tables),
            }
            for entry in report.inputs
        ],
        "verdict": report.verdict.value,
        "figures": dict(report.figures),
        "passed": len(states[State.PASSED]),
        "errored": [state.check.id for state in states[State.ERRORED]],
        "failed": failed,
        "skipped": dict(sorted(skipped.items())),
    }


def read_expected(name: str) -> dict[str, Any]:
    """What was reviewed and is held on to."""
    return dict(yaml.safe_load((EXPECTED / f"{name}.yml").read_text(encoding="utf-8")))


def write_expected() -> None:
    """Write every expectation anew."""
    for name in RUNS:
        text = yaml.safe_dump(
            describe(judge(name)), sort_keys=False, width=100, default_flow_style=None
        )
        (EXPECTED / f"{name}.yml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_expected()
