"""Small published tables to check: a provider-level header and rows that are right unless told."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

PROVIDER = {
    "URN": "SC000001",
    "Provision type": "Children's home",
    "Registration date": "04/01/2010",
    "Registration status": "Active",
    "Ofsted region": "London",
    "Local authority": "Barnet",
    "Sector": "Private",
    "Places": "4",
    "Event type": "Full inspection",
    "Inspection date": "10/05/2017",
    "Publication date": "14/06/2017",
    "Event number": "10000001",
    "Overall experiences and progress of children and young people": "Good",
    "How well children and young people are helped and protected": "Good",
    "The effectiveness of leaders and managers": "Good",
}
HEADER = list(PROVIDER)


def provider(number: int = 1, **changes: str) -> list[str]:
    """One published row; changes are named by the header's words joined by _."""
    own = {"URN": f"SC{number:06}", "Event number": f"{10000000 + number}"}
    names = {header.replace(" ", "_"): header for header in HEADER}
    row = {**PROVIDER, **own, **{names[name]: value for name, value in changes.items()}}
    return [row[header] for header in HEADER]


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write rows as UTF-8 CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path
