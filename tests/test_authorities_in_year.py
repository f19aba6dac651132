"""The code, region and link of an inspected local authority are asked for in a file of a year."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from qa_checks.assessment import run
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.release import release_from_files

HEADER = [
    "Web link", "Local authority name", "LA code", "Ofsted region", "Government Office Region",
    "Event type", "Inspection date", "Publication date", "Overall effectiveness",
]  # fmt: skip
LONDON = ["London", "London"]
NORTH = ["North East, Yorkshire and the Humber", "Yorkshire and The Humber"]
PLACES = [
    ["Link", "Barnet", "E09000003", *LONDON],
    ["Link", "Brent", "", *LONDON],
    ["Link", "Bexley", "E09000004", "", "London"],
    ["", "Camden", "E09000007", "London", ""],
    ["Link", "", "E09000008", *LONDON],
    ["Link", "Leeds", "E09000009", *NORTH],
    ["Link", "Sheffield", "E08000019", "London", NORTH[1]],
    ["Link", "Wirral", "N/A", "North West", "North West"],
    ["Link", "Sefftone", "E08000014", "North West", "North West"],
]
CHECKS = ("LAR017", "LAR018", "MIS006", "MIS007", "REG008", "STR017")


def test_blank_and_wrong_details_are_found(tmp_path: Path) -> None:
    path = tmp_path / "local_authority_inspections_in_year.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number, place in enumerate(PLACES):
            day = dt.date(2022, 5, 9) + dt.timedelta(7 * number)
            published = day + dt.timedelta(42)
            dates = [day.isoformat(), published.isoformat()]
            writer.writerow([*place, "Standard inspection", *dates, "Good"])
    facts = ReleaseFacts(
        "year", "A year", period_start=dt.date(2022, 4, 1), period_end=dt.date(2023, 3, 31)
    )
    chosen = Options(selection=Choice(rules=CHECKS))
    findings = run(release_from_files([path], facts), chosen).findings
    assert sorted((finding.row or 0, finding.check, finding.value) for finding in findings) == [
        (3, "MIS007", "code"),
        (4, "MIS007", "Ofsted region"),
        (5, "MIS007", "Government Office Region, web link"),
        (6, "MIS006", None),
        (7, "LAR017", "E09000009"),
        (8, "REG008", "London"),
        (9, "STR017", "N/A"),
        (10, "LAR018", "Sefftone"),
    ]
