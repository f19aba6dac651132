"""A planned check as one SELECT, in DuckDB's SQL, of the rows it finds at fault."""

from __future__ import annotations

from collections.abc import Iterator

from qa_checks.catalogue import Schemas
from qa_checks.plan import PlannedCheck


def violations_sql(planned: PlannedCheck, rows: str, schemas: Schemas) -> str:
    """The SELECT whose rows are what the check counts as failed.

    Parameters
    ----------
    rows
        What stands for the rows of the check's own table: its name or a
        subquery.
    """
    scope = f" AND ({planned.scope})" if planned.scope else ""
    match planned.form:
        case "row":
            return f"SELECT t.* FROM {rows} AS t WHERE ({planned.sql}) IS FALSE{scope}"
        case "unique":
            columns = ", ".join(f't."{name}"' for name in planned.columns)
            return (
                f"SELECT t.* FROM {rows} AS t WHERE ({columns}) IN (SELECT {columns} "
                f"FROM {planned.check.table} AS t WHERE TRUE{scope} "
                f"GROUP BY {columns} HAVING count(*) > 1){scope}"
            )
        case "query":
            return planned.sql
        case "cells":
            return (
                "SELECT c.* FROM extract_cells AS c "
                f"WHERE c.table_name = '{planned.check.table}' "
                f"AND c.column_name = '{planned.columns[0]}' AND c.fault = '{planned.fault}'"
            )
        case _:
            bounds = " AND ".join(_bounds(planned))
            return f"SELECT f.value FROM ({_figure(planned, schemas)}) AS f WHERE NOT ({bounds})"


def _figure(planned: PlannedCheck, schemas: Schemas) -> str:
    assert planned.rule is not None and planned.rule.rule.figure is not None  # noqa: S101, PT018
    return f"SELECT ({schemas.figures.figures[planned.rule.rule.figure.name].sql}) AS value"


def _bounds(planned: PlannedCheck) -> Iterator[str]:
    assert planned.rule is not None and planned.rule.rule.figure is not None  # noqa: S101, PT018
    figure = planned.rule.rule.figure
    for bound, sign in ((figure.equals, "="), (figure.at_least, ">="), (figure.at_most, "<=")):
        if bound is not None:
            yield f"f.value {sign} ({bound})"
