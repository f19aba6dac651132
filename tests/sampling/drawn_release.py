"""A release of two visits, both drawn for its sample, and what people write into the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.sampling.making import columns_of, edit
from tests.sign_off import making
from tests.sign_off.making import ANALYST, Place
from tests.small_catalogue import write_yaml

FRAME = {
    "rows_are": "visits",
    "tables": ["visits"],
    "select": "SELECT number, day, kind FROM visits",
    "columns": {"number": {"title": "Number"}, "day": {"title": "Day"}},
    "compared": {"column": "kind", "codes": "kinds"},
    "link": "https://example.org/{number}",
}
ITEM = {"id": "reports", "title": "A sample says what the reports say", "sample": "Read some."}


def draw(folder: Path) -> Place:
    """Write the release and draw its sample, before anybody fills in anything."""
    place = Place(making.write_release(folder))
    place.write_allowed()
    write_yaml(place.folder / "catalogue/schemas/sampling_frame.yml", FRAME)
    path = place.folder / "catalogue/schemas/checklist.yml"
    checklist = yaml.safe_load(path.read_text())
    checklist["areas"][0]["items"].append(ITEM)
    write_yaml(path, checklist)
    done = place.run("sample", "draw", "--seed", "1")
    assert done.out.startswith("Drew 2 of 2 visits (seed 1).\n"), done.err
    return place


def write_answers(place: Place, *words: str, who: str = ANALYST) -> None:
    """Fill in the two rows of the sheet, by the number of the visit."""

    def write(sheet: Any) -> None:
        at = columns_of(sheet)
        for row, word in enumerate(words, start=2):
            sheet.cell(row, at["In the report"]).value = word
            sheet.cell(row, at["Checked by"]).value = who

    edit(place.folder / "sample.xlsx", write)


def fill_in(place: Place) -> None:
    """Write what the release says into both rows, and have it read back."""
    write_answers(place, "Full", "Short")
    done = place.run("sample", "read")
    assert done.code == 0, done.out + done.err
