"""Flows of published stocks, as tables.yml declares them: who joined and who left, by type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.codes import fold
from qa_checks.catalogue.cubes import Cube, check_where
from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import ReleaseError
from qa_checks.fields import Record, Text, says
from qa_checks.published.declared_tables import DeclaredTable
from qa_checks.published.times import AS_AT
from qa_checks.words import capitalise, list_words, suggest


class FlowEntry(Record, frozen=True, kw_only=True):
    """An entry of `flows`."""

    stock: Annotated[Text, says("A table of how many there were on each day (as_at).")]
    by: Annotated[
        Text, says("The dimension of which each value must close, such as provision_type.")
    ]
    joiners: Annotated[Text, says("The cube that counts those who joined in the period.")]
    leavers: Annotated[Text, says("The cube that counts those who left in the period.")]


class Flow(Struct, frozen=True):
    """A stock that follows from the one before, those who joined and those who left."""

    check: str
    stock: str
    by: str
    joiners: Cube
    leavers: Cube


def read_flows(
    entries: Sequence[FlowEntry], tables: Sequence[DeclaredTable], schemas: Schemas, path: Path
) -> list[Flow]:
    """Read `flows`.

    Raises
    ------
    ReleaseError
        If one names a table, cube or dimension that is not there, or a table without days.
    """
    flows: list[Flow] = []
    for number, entry in enumerate(entries):
        for key, fault in _faults(entry, tables, schemas):
            where = f"{path}:{find_line(path, ('flows', number, key))}"
            raise ReleaseError(fault, where=where)
        table = _find(entry.stock, tables)
        assert table is not None  # noqa: S101  else it is a fault
        cubes = (schemas.cubes[entry.joiners], schemas.cubes[entry.leavers])
        check = f"flows.{table.check.removeprefix('tables.')}"
        flow = Flow(check, table.name, entry.by, *cubes)
        if flow.check in {other.check for other in flows}:
            where = f"{path}:{find_line(path, ('flows', number))}"
            raise ReleaseError(f"The flow of table {table.name} is declared twice.", where=where)
        flows.append(flow)
    return flows


def _find(name: str, tables: Sequence[DeclaredTable]) -> DeclaredTable | None:
    return next((table for table in tables if fold(table.name) == fold(name)), None)


def _faults(
    entry: FlowEntry, tables: Sequence[DeclaredTable], schemas: Schemas
) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, each with its key."""
    table = _find(entry.stock, tables)
    if table is None:
        names = [table.name for table in tables]
        hint = suggest(entry.stock, names, f"Declared are: {', '.join(names)}.")
        yield "stock", f"There is no table '{entry.stock}' in this file. {hint}"
        return
    if not table.is_recomputed:
        yield (
            "stock",
            f"Table {table.name} names no cube, so none of its numbers is of any {entry.by}.",
        )
        return
    if AS_AT not in (table.time, table.family.columns):
        yield "stock", f"Table {table.name} is no stock: neither rows nor columns are days (as_at)."
        return
    if any("share" in selected for selected in _selections(table)):
        yield "stock", f"Table {table.name} is no stock: it shows shares."
    if entry.by not in table.cube.dimensions:
        yield "by", _no_dimension(table.cube, entry.by)
    for key, name in (("joiners", entry.joiners), ("leavers", entry.leavers)):
        for fault in _faults_of_cube(name, entry.by, table, schemas):
            yield key, fault
    if entry.joiners == entry.leavers:
        yield "leavers", f"Cube '{entry.leavers}' cannot count both joiners and leavers."


def _faults_of_cube(name: str, by: str, table: DeclaredTable, schemas: Schemas) -> Iterator[str]:
    cube = schemas.cubes.get(name)
    if cube is None:
        hint = suggest(name, schemas.cubes, f"There are: {list_words(sorted(schemas.cubes))}.")
        yield f"There is no cube '{name}'. {hint}"
    elif by not in cube.dimensions:
        yield _no_dimension(cube, by)
    else:
        lacks = (_lacks(cube, table, selected, schemas) for selected in _selections(table))
        yield from (capitalise(fault) for fault in lacks if fault)


def _selections(table: DeclaredTable) -> Iterator[Mapping[str, Any]]:
    """All that a table selects."""
    yield table.family.where
    yield table.selected
    for labels in (table.family.rows, table.family.columns, *table.family.labels.values()):
        if isinstance(labels, Mapping):
            yield from (item for item in labels.values() if isinstance(item, Mapping))


def _no_dimension(cube: Cube, name: str) -> str:
    hint = suggest(name, cube.dimensions, f"Its dimensions: {', '.join(cube.dimensions)}.")
    return f"Cube '{cube.cube}' has no dimension '{name}'. {hint}"


def _lacks(cube: Cube, table: DeclaredTable, selected: Mapping[str, Any], schemas: Schemas) -> str:
    """What a table selects and a cube of joiners or leavers does not have."""
    measure = selected.get("measure")
    if measure is not None and measure not in cube.measures:
        known = list_words(list(cube.measures))
        return (
            f"table {table.name} counts {measure}, which cube '{cube.cube}' does not have. "
            f"There are: {known}."
        )
    where = {name: item for name, item in selected.items() if name in table.cube.dimensions}
    return check_where(cube, where, schemas.codes)
