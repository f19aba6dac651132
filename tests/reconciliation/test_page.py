"""docs/system-of-record.md names every check and every doubt."""

from __future__ import annotations

import re
from pathlib import Path

from qa_checks.model.reconciliation import PARTS
from tests import markdown

PAGE = markdown.read("docs/system-of-record.md")
QUERIES = Path(__file__).parents[2] / "qa_checks" / "queries"


def test_every_check_is_named() -> None:
    named = re.findall(r"^\| `source\.providers\.([a-z.]+)`", PAGE, re.MULTILINE)

    assert sorted(named) == sorted(part.replace("*", "sector") for part in PARTS)


def test_every_kind_of_doubt_is_named() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)
    code = "".join(path.read_text(encoding="utf-8") for path in QUERIES.glob("*.py"))
    kinds = re.findall(r'Doubt\(\s*"([a-z-]+)"|^NAME = "([a-z-]+)"', code, re.MULTILINE)

    assert sorted(named) == sorted({first or second for first, second in kinds})
