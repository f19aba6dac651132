"""SQL for the cells a schema check finds at fault, each with the key of its row."""

from __future__ import annotations

from qa_checks.catalogue import Schemas
from qa_checks.model import FaultyCells


def cells_sql(schemas: Schemas, table_name: str, cells: FaultyCells) -> str:
    """Select the faulty cells of one column together with their row's key columns.

    The row itself may not have made it into the table (an unknown code is no
    judgement; equal providers are one row), so every table that holds the key
    column is asked for the row of the same sheet that stands nearest.
    """
    table = schemas.tables[table_name]
    names = {
        block.unpivot.name
        for layout in schemas.layouts.values()
        for block in layout.blocks
        if block.table == table.table and block.unpivot
    }
    keys = []
    for column in table.key:
        if column in names:
            keys.append(f'c.entry AS "{column}"')
            continue
        owners = [table, *(other for other in schemas.tables.values() if other is not table)]
        values = [
            f'(SELECT CAST(any_value(k."{column}" '
            "ORDER BY abs(CAST(k._block AS INTEGER) - c._block)) AS VARCHAR) "
            f"FROM base.{owner.table} AS k WHERE k._source = c._source AND k._row = c._row)"
            for owner in owners
            if column in owner.columns and owner.columns[column].derived is None
        ]
        keys.append(f'coalesce({", ".join(values)}) AS "{column}"')
    if cells.column not in table.key:
        keys.append(f'c.written AS "{cells.column}"')
    return (
        f"SELECT c.*, {', '.join(keys)} FROM extract_cells AS c "
        f"WHERE c.table_name = '{table.table}' "
        f"AND c.column_name = '{cells.column}' AND c.fault = '{cells.fault}'"
    )
