"""A catalogue of visits whose columns large plain text is read into at once, and such a text."""

from __future__ import annotations

from pathlib import Path

from tests.small_catalogue import LAYOUT, TABLE, rule, write_catalogue

NAMES = ("number", "day", "score", "open", "person")
COLUMNS = {name: TABLE["columns"][name] for name in NAMES}
BLOCK = LAYOUT["blocks"][0]
HEADERS = {name: BLOCK["columns"][name] for name in NAMES}
RULES = [
    rule(1, require="score > 0", columns=["score"], message="Score {score}."),
    rule(2, unique=["number"], columns=["number"]),
    rule(3, require="day < DATE '2022-05-12'", columns=["day"], message="On {day} {open}."),
    rule(4, require="person <> 'Dan'", columns=["person"], message="Person {number}."),
]
HEADER = "Number,Day,Score,Open,Person"
PLAIN = [
    "1,2022-05-10,5,Yes,Ann",
    "2,2022-05-11,0,No,Ben",
    '3,2022-05-12,,,"Cat, Dee"',
    "4,,-2,Yes,Dan",
    "4,2022-05-14,7,,",
]


def write_office(folder: Path) -> Path:
    """Write the catalogue."""
    table = {**TABLE, "columns": COLUMNS}
    layout = {**LAYOUT, "blocks": [{**BLOCK, "columns": HEADERS}]}
    catalogue = write_catalogue(folder, RULES, table=table, layout=layout)
    (catalogue / "schemas" / "codes" / "missing_words.csv").unlink()
    return catalogue


def write_visits(path: Path) -> None:
    """Write the text, of which three rules find something wrong and ABC001 two rows."""
    path.write_text("\n".join([HEADER, *PLAIN]) + "\n", encoding="utf-8")
