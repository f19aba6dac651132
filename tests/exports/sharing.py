"""A catalogue with every kind of constraint, rows with and without faults, models of tables."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from qa_checks.catalogue import Catalogue
from qa_checks.exports import as_pandera
from tests.small_catalogue import TABLE, rule, write_catalogue

FILE = """\
Number,Day,Kind,Score,Share,Open,Person
1,2022-05-11,Short,5,0.5,Yes,Ann
2,2022-05-12,Short,6,,No,"Ann ""the"" Ben"
3,2022-05-13,Whole,,1,,
"""
FAULTY = """\
Number,Day,Kind,Score,Share,Open,Person
1,2022-05-01,Neither,-1,2,Yes,dan
1,2022-05-01,,7,0.25,Perhaps,Ann
4x,31/02/2022,Full,7,,No,Ann
"""
RULES = [
    rule(1, require="score > 3"),
    rule(2, require=None, unique=["number", "kind"]),
    rule(3, require="day <= $as_at"),
    rule(4, require="regexp_matches(person, '[[:alpha:]]')"),
    rule(5, require="day - DATE '2022-05-01' >= 2"),
]


def constrained() -> dict[str, Any]:
    table = copy.deepcopy(TABLE)
    columns = table["columns"]
    columns["number"] |= {"str_matches": "[0-9]+", "unique": True}
    columns["day"] |= {"nullable": False, "ge": dt.date(2022, 5, 11), "le": dt.date(2022, 5, 31)}
    columns["kind"]["nullable"] = False
    columns["score"] |= {"ge": 0, "le": 6}
    columns["share"] |= {"ge": 0.5, "le": 1}
    columns["person"]["str_matches"] = '[A-C][a-z "B]+'
    columns["weekday"] = {"title": "Weekday", "type": "integer", "derived": "isodow(t.day)"}
    return {**table, "key": ["number", "day"], "unique_key": True}


def make(folder: Path, text: str = FILE) -> tuple[Path, Path]:
    """Write the catalogue and a file; return both."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "visits.csv"
    file.write_text(text, encoding="utf-8")
    return write_catalogue(folder / "catalogue", RULES, table=constrained()), file


def import_models(catalogue: Catalogue, folder: Path, name: str) -> ModuleType:
    """Write the pandera models of a catalogue as a package of that name, and import it."""
    package = folder / name
    package.mkdir()
    as_pandera.write(catalogue, package)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
