"""A release of visits with a text and claims on it, small enough to count by hand.

This year's visits: Full with scores 5 and 3, Short with score 1. Last year's: Full with 4, Short
with 2 and 2.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa_checks.appraisal import judge
from qa_checks.assessment import run as run_release
from qa_checks.claims.claim_queries import ClaimQueries
from qa_checks.claims.claims_file import read_claims
from qa_checks.claims.relations import Relations
from qa_checks.claims.text_checks import JudgedTexts, judge_texts
from qa_checks.engines import reference
from qa_checks.model.checks import Finding
from qa_checks.model.report import Report
from qa_checks.opened import Options, opened
from qa_checks.release_file import read_release
from tests.published_tables.making import CUBE, SERIES, TABLE_1, write_csv, write_release
from tests.small_catalogue import write_catalogue, write_yaml

WORDS = Path(__file__).parents[2] / "schemas" / "codes" / "words.csv"


def write_visits(folder: Path, text: str, claims: Any, **more: Any) -> Path:
    """Write the releases of 2021 and 2022, the latter with a text and claims; give release.yml.

    Its published table 1 says 2 short visits this year, where the rows give 1.
    """
    write_catalogue(folder / "catalogue", cube=CUBE)
    shutil.copy(WORDS, folder / "catalogue" / "schemas" / "codes" / "words.csv")
    write_release(folder / "2021", 2021)
    path = write_release(
        folder / "2022",
        2022,
        history=["../2021/release.yml"],
        files=[{"path": "tables.csv"}],
        tables="tables.yml",
        claims="claims.yml",
        **more,
    )
    table = [list(row) for row in TABLE_1]
    table[2][2] = "2"
    write_csv(folder / "2022" / "tables.csv", table)
    write_yaml(folder / "2022" / "tables.yml", {"tables": [SERIES]})
    write_text(folder, text, claims)
    return path


def write_text(folder: Path, text: str, claims: Any) -> None:
    """Write the text and its claims anew; claims are entries, or all of claims.yml."""
    (folder / "2022" / "findings.md").write_text(text, encoding="utf-8")
    whole = claims if isinstance(claims, dict) else {"text": "findings.md", "claims": claims}
    write_yaml(folder / "2022" / "claims.yml", whole)


def run(path: Path, **options: Any) -> Report:
    """Run a release of visits."""
    catalogue = options.pop("catalogue", path.parents[1] / "catalogue")
    return run_release(read_release(path), Options(catalogue=catalogue, **options))


class Desk:
    """The release read once: any text and claims can be judged on it."""

    def __init__(self, folder: Path, read: Any, tables: Sequence[Any]) -> None:
        self.folder = folder
        engine = reference.start(read.loaded, read.release.parameters)
        relations = Relations(engine, read.loaded, read.catalogue.cubes, tables)
        self.queries = ClaimQueries(
            engine, read.loaded, read.catalogue, read.release.parameters, relations
        )

    def judge(self, text: str, *claims: Any, **more: Any) -> JudgedTexts:
        """Judge a text and its claims."""
        write_text(self.folder, text, {"text": "findings.md", "claims": list(claims), **more})
        folder = self.folder / "2022"
        return judge_texts([read_claims(folder / "claims.yml", folder, {})], self.queries)

    def findings(self, text: str, *claims: Any, **more: Any) -> list[Finding]:
        """What the checks of the text find, but for coverage."""
        return [
            finding
            for outcome in self.judge(text, *claims, **more).outcomes
            for finding in outcome.findings
            if outcome.check.id != "text.coverage"
        ]

    def states(self, text: str, *claims: Any, **more: Any) -> list[tuple[str, str]]:
        """Each number of the text as it is printed, with its state."""
        [checked] = self.judge(text, *claims, **more).texts
        return [(number.number.printed, str(number.state)) for number in checked.numbers]


@contextmanager
def desk(folder: Path, persons: Sequence[str] = ("", "", "")) -> Iterator[Desk]:
    """The release of visits, opened, with the persons who made this year's."""
    path = write_visits(folder, "There were 3 visits.\n", [])
    visits = path.with_name("visits.csv")
    header, *rows = visits.read_text(encoding="utf-8").splitlines()
    named = [f'{row[:-2]}"{person}"' for row, person in zip(rows, persons, strict=True)]
    visits.write_text("\n".join([header, *named]) + "\n", encoding="utf-8")
    options = Options(catalogue=folder / "catalogue")
    with opened(read_release(path), options) as read:
        tables = judge(read, options).tables
        yield Desk(folder, read, tables)
