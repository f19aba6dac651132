"""The main findings of the synthetic release: the text, its claims, and what is wrong in it.

The numbers are counted here a second time, without the program, from the rows before any fault is
planted in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from demo.inspections import WORDS
from demo.planting import Fault, Planted
from demo.published_files import EVENT, OVERALL, Row, Sheet
from demo.published_tables import HOMES, REQUIRES_IMPROVEMENT

PATH: Final = "data/main_findings.html"
CLAIMS_PATH: Final = "claims.yml"
TITLE: Final = "the main findings, bound to the data by claims.yml"
REGION: Final = "Government Office Region"
GOOD: Final = WORDS[1:3]
TEXT: Final = Path(__file__).with_name("main_findings.html").read_text("utf-8")
EARLIER_PATH: Final = "previous/main_findings.html"
EARLIER_TEXT: Final = Path(__file__).with_name("earlier_findings.html").read_text("utf-8")
EARLIER_CLAIMS: Final = "text: main_findings.html\nclaims: []\n"
CLAIMS: Final = Path(__file__).with_name("claims.yml").read_text("utf-8")


def _wrong(check: str, what: str, *also: str) -> Fault:
    return Fault("texts", f"text.{check}", what, "main findings", also=also)


# What is wrong, where in the text, and what stands there instead.
FAULTS: Final = (
    (_wrong("weekday", "31 August 2021 was a Tuesday"), "Tuesday", "Monday"),
    (
        _wrong("conclusion", "the number of homes did not fall", "text.contradiction"),
        "number rose",
        "number fell",
    ),
    (
        _wrong("number", "two digits are exchanged: homes of local authorities"),
        r"(authorities run \d)(\d)(\d)",
        r"\1\3\2",
    ),
    (
        _wrong("conclusion", "it is the highest, not the second highest"),
        "the highest",
        "the second highest",
    ),
    (_wrong("loose_word", "it is four times as many, not five"), "four times", "five times"),
    (
        _wrong("conclusion", "not every region has so many"),
        "more than 100",
        "more than 150",
    ),
    (
        _wrong("unit", "percent, or percentage points"),
        r"(\d) percentage",
        r"\1% percentage",
    ),
    (
        _wrong("coverage", "nobody has looked at one number"),
        "providers.<",
        "providers. There were 37 adoption agencies.<",
    ),
    (
        _wrong("carried_forward", "the sentence is that of March", "text.number"),
        r"(bodies run )[\d,]+",
        r"\g<1>{voluntary_before:,}",
    ),
    (
        _wrong("earlier_figure", "in March another figure was printed", "text.number"),
        r"(compared with )[\d.]+",
        r"\g<1>{good_elsewhere:.1f}",
    ),
    (_wrong("contradiction", "the parts do not make up 312"), "150 about", "160 about"),
    (_wrong("contradiction", "78 of 312 are 25%"), "25%", "35%"),
)
REWORDED: Final = (
    _wrong("claim", "the text says it in other words"),
    "inspectors carried out",
    "there were",
)


def write_findings(figures: Mapping[str, object]) -> str:
    """Write the main findings of the release as a web page."""
    return TEXT.format(**figures)


def write_earlier_findings(figures: Mapping[str, object]) -> str:
    """Write those of the release before."""
    return EARLIER_TEXT.format(**figures)


def plant_in_findings(figures: Mapping[str, object]) -> tuple[str, list[Planted]]:
    """Write the main findings with every fault, and say in which line each is."""
    text = write_findings(figures)
    planted = []
    for fault, right, wrong in (*FAULTS, REWORDED):
        [place] = re.finditer(right, text)
        line = text.count("\n", 0, place.start()) + 1
        text = re.sub(right, wrong.format(**figures), text)
        if fault.check == "text.coverage":
            line = 1  # of the text as a whole
        if fault.check == "text.claim":
            planted.append(Planted(fault, CLAIMS_PATH, _line_of_claim(right)))
        else:
            planted.append(Planted(fault, PATH, line))
    return text, planted


def _line_of_claim(words: str) -> int:
    return CLAIMS.count("\n", 0, CLAIMS.index(words)) + 1


def count_findings(sheets: Mapping[str, Sheet], before: Sheet) -> dict[str, object]:
    """Count everything that the text says.

    Parameters
    ----------
    sheets
        Those of the release, by the names that faults call them, without faults.
    before
        Every provider with its latest inspection in the release before.

    Returns
    -------
    dict
        What the templates call each figure, and the figure.
    """
    now, then = (_homes(sheet.rows) for sheet in (sheets["providers as at"], before))
    sectors = Counter(row["Sector"] for row in now)
    [(top_region, top), *_, (bottom_region, bottom)] = Counter(
        str(row[REGION]) for row in now
    ).most_common()
    grades, good, good_before = _grades(now), _share_good(now), _share_good(then)
    change = 100 * (len(now) - len(then)) / len(then)
    inspections = sheets["providers in year"].rows
    return {
        "homes": len(now),
        "before": len(then),
        "went": "rose" if change > 0 else "fell",
        "change": abs(change),
        "private": sectors["Private"],
        "private_share": 100 * sectors["Private"] / len(now),
        "local": sectors["Local Authority"],
        "voluntary": sectors["Voluntary"],
        "voluntary_before": sum(row["Sector"] == "Voluntary" for row in then),
        "top_region": top_region,
        "top": top,
        "bottom_region": bottom_region,
        "bottom": bottom,
        "good_share": good,
        "good_before": good_before,
        "good_elsewhere": good_before - 2,
        "good_change": abs(good - good_before),
        "full": sum(row.get(EVENT) == "Full inspection" for row in inspections),
        **{f"grade_{grade}": grades[word] for grade, word in enumerate(WORDS) if word},
    }


def _homes(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.get("Provision type") in HOMES]


def _grades(homes: Iterable[Row]) -> Counter[str]:
    return Counter(
        REQUIRES_IMPROVEMENT.get(str(row[OVERALL]), str(row[OVERALL]))
        for row in homes
        if row.get(OVERALL)
    )


def _share_good(homes: Iterable[Row]) -> float:
    grades = _grades(homes)
    return 100 * sum(grades[word] for word in GOOD) / grades.total()
