"""SQL that judges facts which must be the same in two views, all of one key in one scan."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.engines.embedded.scans import ask, count_sets
from qa_checks.model.logic import Predicate
from qa_checks.sql_text import sql_names


def scan_counterparts(batch: Sequence[Predicate]) -> str:
    """Judge predicates whose counterparts differ in nothing but the value.

    The rows of a key are gathered once for all. A row that is not compared is in no scope.
    """
    compared = [asked.counterpart for asked in batch if asked.counterpart is not None]
    by, view, order = compared[0].by, compared[0].view, compared[0].order
    keys = sql_names(by)
    values, firsts, tests = [], [], []
    for i, (asked, counterpart) in enumerate(zip(batch, compared, strict=True)):
        values += [f"({counterpart.value}) AS c{i}", f"({asked.scope or 'TRUE'}) AS in{i}"]
        firsts.append(f"arg_min(c{i}, _place) AS f{i}")
        firsts.append(f"min(_view) FILTER (c{i} IS NOT NULL) AS v{i}")
        tests.append(ask(i, f"c{i} = f{i}", f"c{i} IS NOT NULL AND v{i} < _view AND in{i}"))
    placed = ["_view", *(f't."{name}"' for name in order)]
    place = ", ".join(f"{value}, 'ASC NULLS LAST'" for value in placed)
    filled = " AND ".join(f't."{name}" IS NOT NULL' for name in by)
    rows = (
        f"SELECT {keys}, {view} AS _view, create_sort_key({place}) AS _place, "
        f"{', '.join(values)} FROM {batch[0].table} AS t WHERE {filled} AND _view IS NOT NULL"
    )
    # A key that one view alone has is compared with nothing.
    firsts_of_keys = (
        f"SELECT {keys}, {', '.join(firsts)} FROM compared "
        f"GROUP BY {keys} HAVING min(_view) < max(_view)"
    )
    judged = f"SELECT {', '.join(tests)} FROM compared JOIN firsts USING ({keys})"
    return (
        f"WITH compared AS MATERIALIZED ({rows}), firsts AS ({firsts_of_keys}) "
        f"{count_sets(len(batch), judged)}"
    )
