"""SQL that counts facts which must be the same in two views, all of one key in one scan."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.engines.embedded.scans import count_rows
from qa_checks.model import Predicate


def scan_counterparts(batch: Sequence[Predicate]) -> str:
    """Count predicates whose counterparts differ in nothing but the value: a number each.

    The rows of a key are looked at once for all. A row that is not compared is in no scope.
    """
    compared = [asked.counterpart for asked in batch if asked.counterpart is not None]
    by, view, order = compared[0].by, compared[0].view, compared[0].order
    values, firsts, tests = [], [], []
    for i, (asked, counterpart) in enumerate(zip(batch, compared, strict=True)):
        values += [f"({counterpart.value}) AS c{i}", f"({asked.scope or 'TRUE'}) AS in{i}"]
        first = f"CASE WHEN c{i} IS NOT NULL THEN struct_pack(view := _view, value := c{i}) END"
        firsts.append(f"first_value({first} IGNORE NULLS) OVER of_key AS f{i}")
        tests.append(f"(c{i} IS NOT NULL AND f{i}.view < _view AND in{i}) AS s{i}")
        tests.append(f"(c{i} = f{i}.value) AS p{i}")
    keys, places = (", ".join(f't."{name}"' for name in names) for names in (by, order))
    filled = " AND ".join(f't."{name}" IS NOT NULL' for name in by)
    rows = (
        f"SELECT {', '.join(filter(None, [keys, places]))}, {view} AS _view, {', '.join(values)} "
        f"FROM {batch[0].table} AS t WHERE {filled} AND {view} IS NOT NULL"
    )
    of_key = (
        f"PARTITION BY {keys} ORDER BY {', '.join(filter(None, ['t._view', places]))} "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    )
    keyed = f"SELECT *, {', '.join(firsts)} FROM ({rows}) AS t WINDOW of_key AS ({of_key})"
    counts = ", ".join(count_rows(i, scoped=True) for i in range(len(batch)))
    return f"SELECT {counts} FROM (SELECT {', '.join(tests)} FROM ({keyed}))"
