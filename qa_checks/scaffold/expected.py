"""What a draft of release.yml expects, worked out as the catalogue says."""

from __future__ import annotations

import datetime as dt
from typing import Any

from qa_checks.catalogue.expectations import Expectation, read_expectations
from qa_checks.placeholders import fill
from qa_checks.reading.loaded import Loaded
from qa_checks.release import TO_FILL_IN
from qa_checks.yaml_text import quote

OPEN = "# expect:  # what rules compare with\n"


def draft_expected(loaded: Loaded, as_at: dt.date | None) -> str:
    """What a catalogue expects of the tables that are there; examples where nothing is known."""
    listed = read_expectations(loaded.schemas, loaded.connection).expect
    given = loaded.release.tables
    here = {name: item for name, item in listed.items() if set(item.tables) <= given}
    known = {name: item for name, item in here.items() if item.sql and as_at is not None}
    drafted = "".join(_draft(loaded, name, item, as_at) for name, item in known.items())
    if drafted:
        return f"expect:\n{drafted}"
    examples = "".join(_example(name, item) for name, item in here.items())
    return OPEN + examples if examples else ""


def _example(name: str, item: Expectation) -> str:
    if not isinstance(item.example, dict):
        return f"#   {name}: {item.example}\n"
    note = f"  # {item.note}" if item.note else ""
    reasons = "".join(f"#     {quote(of)}: {quote(why)}\n" for of, why in item.example.items())
    return f"#   {name}:{note}\n{reasons}"


def _draft(loaded: Loaded, name: str, item: Expectation, as_at: dt.date | None) -> str:
    sql = item.sql or ""
    cursor = loaded.connection.cursor().execute(sql, {"as_at": as_at} if "$as_at" in sql else None)
    columns = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    if item.is_list:
        return _draft_list(name, item, rows)
    if not rows or rows[0]["value"] is None:
        return ""
    note = fill(item.note or "", {**rows[0], "as_at": as_at})
    comment = f"  # {note}\n" if note else ""
    return f"{comment}  {name}: {rows[0]['value']}\n"


def _draft_list(name: str, item: Expectation, rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    note = f"  # {item.note}" if item.note else ""
    to_fill_in = f"{TO_FILL_IN}: {item.unexplained}"
    reasons = "".join(
        f"    {quote(row['name'])}: {quote(row['reason'] or to_fill_in)}\n" for row in rows
    )
    return f"  {name}:{note}\n{reasons}"
