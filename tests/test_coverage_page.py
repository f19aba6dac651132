"""docs/coverage.md: each candidate check of the list, and only checks that exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest
import yaml

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.announced_checks import FILE
from qa_checks.plan import Given, make_plan
from tests.markdown import ROOT, read

CHECKS = ROOT.parent / "shared" / "CHECKS.md"
SECTIONS = {
    "STR": 24, "REC": 39, "INT": 16, "TAB": 17, "REV": 17, "DIS": 11,
    "AGG": 18, "TXT": 25, "WBK": 22, "PRO": 18,
}  # fmt: skip
CANDIDATE = re.compile(r"^\| ([A-Z]{3}-[0-9]{2}) \|", re.MULTILINE)
RULE = re.compile(r"\b[A-Z]{3}[0-9]{3}\b")


@pytest.fixture(scope="module")
def lines() -> Mapping[str, tuple[str, str]]:
    """For each candidate what covers it, and the reason why not."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in read("docs/coverage.md").splitlines()
        if CANDIDATE.match(line)
    ]
    assert all(len(row) == 4 for row in rows)
    assert len({row[0] for row in rows}) == len(rows), "a candidate stands there once"
    return {row[0]: (row[2], row[3]) for row in rows}


def test_every_candidate_is_listed(
    lines: Mapping[str, tuple[str, str]],
) -> None:
    wanted = [f"{name}-{i:02}" for name, many in SECTIONS.items() for i in range(1, many + 1)]
    assert list(lines) == wanted


def test_the_list_itself_has_no_more() -> None:
    if not CHECKS.is_file():
        pytest.skip(f"{CHECKS} is not there; it stands beside the project")
    listed = Counter(entry[:3] for entry in CANDIDATE.findall(CHECKS.read_text(encoding="utf-8")))
    assert listed == SECTIONS


def test_each_is_covered_or_has_a_reason(lines: Mapping[str, tuple[str, str]]) -> None:
    assert not [name for name, (covered, reason) in lines.items() if not covered and not reason]


def test_every_check_named_exists(
    lines: Mapping[str, tuple[str, str]], catalogue: Catalogue
) -> None:
    columns = frozenset(
        (name, column) for name, table in catalogue.tables.items() for column in table.columns
    )
    given = Given(frozenset(catalogue.tables), columns, {}, strict=False)
    announced = yaml.safe_load(FILE.read_text(encoding="utf-8"))["checks"].values()
    known = {planned.check.id for planned in make_plan(catalogue, given)}
    known |= {word for each in announced for word in each["ids"].split(", ")}
    for name, (covered, reason) in lines.items():
        named = {word.strip("` ") for word in covered.split(",") if covered} | set(
            RULE.findall(reason)
        )
        assert named <= known, name


def test_rules_name_their_candidates(
    lines: Mapping[str, tuple[str, str]], catalogue: Catalogue
) -> None:
    """What a rule says it comes from is a candidate; each covered one is named by some rule."""
    cited = {
        word
        for bound in catalogue.rules.values()
        for text in bound.check.source
        if text.startswith("List of checks ")
        for word in text.removeprefix("List of checks ").split(", ")
    }
    assert cited <= set(lines)
