"""The cubes of a catalogue, read from their files and checked against its tables and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.cube_needs import known_needs, with_needs
from qa_checks.catalogue.cubes import Cube, Dimension, Where, check_where
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.masking import masked_origins
from qa_checks.catalogue.schema_sql import (
    Fault,
    Key,
    SchemaSql,
    check_own_sql,
    find_condition,
    refuse,
    unknown,
    unknown_columns,
)
from qa_checks.catalogue.schemas import Schemas, sensitive_columns
from qa_checks.catalogue.sql_names import Names
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.duckdb_core import Connection
from qa_checks.errors import CatalogueError
from qa_checks.fields import PLACE
from qa_checks.words import suggest


def read_cubes(schemas: Schemas, connection: Connection) -> dict[str, Cube]:
    """Read every cube of a catalogue; its SQL passes the guard.

    Raises
    ------
    CatalogueError
        At the first fault, with file and line.
    """
    cubes = {}
    for path in sorted((schemas.folder / "schemas" / "cubes").glob("*.yml")):
        cube = read_model(path, Cube, CatalogueError)
        given = find_condition(cube.given, schemas.conditions, path)
        cubes[path] = replace(cube, given=given)
    selects = [SchemaSql(path, ("select",), cube.select) for path, cube in cubes.items()]
    givens = [
        SchemaSql(path, ("given",), f"SELECT {cube.given.that}")
        for path, cube in cubes.items()
        if isinstance(cube.given, Given)
    ]
    why = "a cube is asked of each release alone, earlier ones too"
    parsed = check_own_sql(selects + givens, schemas, connection, why)
    conditions = {
        piece.path: names for piece, names in zip(givens, parsed[len(cubes) :], strict=True)
    }
    known = known_needs(schemas, connection)
    complete: dict[str, Cube] = {}
    taken: dict[str, Path] = {}
    for (path, cube), names in zip(cubes.items(), parsed[: len(cubes)], strict=True):
        for key, fault in _faults(cube, names, path, schemas):
            refuse(path, key, fault)
        complete[cube.cube] = with_needs(cube, names, conditions.get(path), known)
        for kind, shown in (("figures", cube.figures), ("charts", cube.charts)):
            for name in shown:
                if taken.setdefault(f"{kind} {name}", path) != path:
                    other = taken[f"{kind} {name}"].name
                    refuse(path, (kind, name), f"'{name}' stands in {other} too")
    return complete


def _faults(cube: Cube, names: Names, path: Path, schemas: Schemas) -> Iterator[Fault]:
    """What is wrong with a cube whose SQL has passed the guard, by key."""
    if cube.cube != path.stem:
        yield ("cube",), f"the cube is '{cube.cube}': name the file so"
    yield from unknown(("tables",), "table", cube.tables, schemas.tables)
    yield from _need_faults(cube, schemas)
    yield from _column_faults(cube, names)
    yield from _sensitive_faults(cube, names, schemas)
    for name, dimension in cube.dimensions.items():
        yield from _codes_faults(("dimensions", name, "codes"), dimension, schemas.codes)
    for name in cube.measures.keys() & cube.dimensions.keys():
        yield ("measures", name), f"'{name}' is a dimension too: give the measure another name"
    for name, share in cube.shares.items():
        yield from unknown(("shares", name, "of"), "measure", [share.of], cube.measures)
        yield from unknown(("shares", name, "within"), "dimension", share.within, cube.dimensions)
    yield from _shown_faults(cube, schemas.codes)


def _shown_faults(cube: Cube, codes: Mapping[str, CodeList]) -> Iterator[Fault]:
    """What its figures and charts name must be there."""
    conditions: list[tuple[Key, Where]] = []
    for name, figure in cube.figures.items():
        key: Key = ("figures", name)
        yield from unknown((*key, "measure"), "measure", _given(figure.measure), cube.measures)
        yield from unknown((*key, "share"), "share", _given(figure.share), cube.shares)
        conditions.append(((*key, "where"), figure.where))
    for name, chart in cube.charts.items():
        key = ("charts", name)
        yield from unknown((*key, "measure"), "measure", _given(chart.measure), cube.measures)
        yield from unknown((*key, "category"), "dimension", [chart.category], cube.dimensions)
        conditions += [((*key, "series", part), where) for part, where in chart.series.items()]
    for key, where in conditions:
        if fault := check_where(cube, where, codes):
            yield key, fault


def _need_faults(cube: Cube, schemas: Schemas) -> Iterator[Fault]:
    """What it needs must be a column of a table."""
    needs: list[tuple[Key, list[str]]] = [(("needs",), cube.needs), (("optional",), cube.optional)]
    for name, item in cube.dimensions.items():
        by = item.recoded_by
        needs.append((("dimensions", name, "needs"), item.needs))
        needs.append((("dimensions", name, "recoded_by", "needs"), by.needs if by else []))
    needs += [
        (("measures", name, "needs"), item.needs)
        for name, item in cube.measures.items()
        if item != "count"
    ]
    for key, listed in needs:
        verb = "names" if key == ("optional",) else "needs"
        yield from unknown_columns(key, verb, listed, schemas.tables)


def _column_faults(cube: Cube, names: Names) -> Iterator[Fault]:
    """What it counts by, and what it sums or shows, must be columns that the SELECT names."""
    if names.gives is None:
        yield ("select",), "it must name its columns one by one, not by *"
        return
    for column, times in Counter(names.gives).items():
        if times > 1 and column:
            yield ("select",), f"it gives two columns the name '{column}'"
    known = [name for name in names.gives if name]
    for key, columns in _columns_named(cube):
        for column in columns:
            if column not in names.gives:
                hint = suggest(column, known, f"Its columns: {', '.join(known)}.")
                yield key, f"the SELECT gives no column '{column}'. {hint}"


def _sensitive_faults(cube: Cube, names: Names, schemas: Schemas) -> Iterator[Fault]:
    """What reports mask may be counted, and is known by its name."""
    sensitive = sensitive_columns(schemas.tables)
    known = known_tables(schemas.tables, schemas.codes).columns
    for name, shown in masked_origins(names, known, schemas.tables).items():
        if name not in sensitive:
            yield (
                ("select",),
                f"'{name}' is made of '{min(shown)}', which reports mask: leave it that name",
            )
    shown_by: dict[Key, Sequence[str]] = {("dimensions", name): [name] for name in cube.dimensions}
    shown_by |= {
        ("dimensions", name, "recoded_by"): [item.recoded_by.column]
        for name, item in cube.dimensions.items()
        if item.recoded_by
    }
    shown_by |= {("figures", name, "which"): item.which for name, item in cube.figures.items()}
    for key, columns in shown_by.items():
        for column in sorted(sensitive.intersection(columns)):
            yield key, f"'{column}' would be shown, which reports mask"


def _columns_named(cube: Cube) -> Iterator[tuple[Key, Sequence[str]]]:
    """The columns of its SELECT that a cube names elsewhere."""
    for name in cube.dimensions:
        yield ("dimensions", name), [name]
    for name, dimension in cube.dimensions.items():
        if dimension.recoded_by:
            yield ("dimensions", name, "recoded_by"), [dimension.recoded_by.column]
    for name, measure in cube.measures.items():
        if measure != "count":
            yield ("measures", name), _given(measure.sum or measure.count_distinct)
    for name, figure in cube.figures.items():
        yield ("figures", name, "which"), figure.which
    is_usual = cube.order == list(PLACE)
    yield ("select",) if is_usual else ("order",), cube.order


def _codes_faults(key: Key, dimension: Dimension, codes: Mapping[str, CodeList]) -> Iterator[Fault]:
    if dimension.codes is None:
        return
    name, _, column = dimension.codes.partition(".")
    yield from unknown(key, "code list", [name], codes)
    columns = dict.fromkeys(codes[name].columns)
    yield from unknown(key, f"column of code list '{name}'", [column] if column else [], columns)


def _given(name: str | None) -> list[str]:
    return [] if name is None else [name]
