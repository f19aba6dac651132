"""Everything that tables.yml says, checked against the cubes there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct, field

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.cubes import Cube, check_where
from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.errors import ReleaseError
from qa_checks.fields import Record, Text, says
from qa_checks.published.declared_tables import (
    NO_CUBE,
    DeclaredTable,
    Family,
    Labels,
    name_of,
    without_words,
)
from qa_checks.published.flows import Flow, FlowEntry, read_flows
from qa_checks.published.percentages import Percentages, read_percentages
from qa_checks.published.printed import read_printed
from qa_checks.published.recoding import Recoding, find_recoding_faults, recode
from qa_checks.published.sums import Sum, read_sums
from qa_checks.published.times import TIMES
from qa_checks.words import capitalise, list_words, suggest


class TablesFile(Record, frozen=True, kw_only=True):
    """tables.yml."""

    tables: Annotated[list[Family], says(None, min_length=1)]
    shorthand: Annotated[
        dict[Text, Text],
        says("Signs in the place of a number beside the usual ones, with their meaning."),
    ] = field(default_factory=dict)
    adds_up: Annotated[
        list[Text],
        says(
            "Sums of tables, cell by cell: 8b = 8c + 8d; of columns: 6a: All = Homes + Schools; of "
            "rows: 6a: row England = North + South; "
            "or percentages that make up 100: 2: 100 = Good + Bad."
        ),
    ] = field(default_factory=list)
    percentages: Annotated[
        list[Text],
        says(
            "Which counts percentages are of, and in percent of what: 2 = 1 / All, for the column "
            "or row All of table 1; or of columns: 3: Good % = Good / All."
        ),
    ] = field(default_factory=list)
    few: Annotated[
        int | None,
        says("Of fewer cases than these a percentage needs a note: 10.", ge=2),
    ] = None
    flows: Annotated[
        list[FlowEntry], says("Stocks that follow from the one before, joiners and leavers.")
    ] = field(default_factory=list)
    recode: Annotated[
        list[Recoding], says("Rows that the tables count under another value than the data has.")
    ] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = [sign for sign in self.shorthand if read_printed(sign).value is not None]
        if numbers:
            raise ValueError(f"shorthand: '{numbers[0]}' is a number, and no sign in its place")


class Declaration(Struct, frozen=True):
    """All that tables.yml says, checked against the cubes there are."""

    path: Path
    tables: tuple[DeclaredTable, ...]
    sums: tuple[Sum, ...]
    percentages: tuple[Percentages, ...]
    flows: tuple[Flow, ...]
    shorthand: Mapping[str, str]
    recodings: tuple[Recoding, ...] = ()
    few: int | None = None


def read_titles(path: Path) -> tuple[str, ...]:
    """Read the titles alone that tables.yml declares.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed.
    """
    file = read_model(path, TablesFile, ReleaseError)
    return tuple(title for family in file.tables for title in family.titles)


def read_declaration(path: Path, schemas: Schemas) -> Declaration:
    """Read tables.yml.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed, or names what is not there.
    """
    file = read_model(path, TablesFile, ReleaseError)
    for recoding in find_recoding_faults(file.recode, schemas.cubes, schemas.codes):
        raise _refuse(path, ("recode", recoding.number, recoding.key), recoding.text)
    tables: list[DeclaredTable] = []
    for number, family in enumerate(file.tables):
        cube = _find_cube(path, number, family, schemas)
        for name in dict.fromkeys(item.dimension for item in file.recode):
            if name in cube.dimensions and not cube.dimensions[name].recoded_by:
                fault = f"cube '{cube.cube}' does not say by what '{name}' is re-coded (recoded_by)"
                raise _refuse(path, ("tables", number, "cube"), fault)
        counted = recode(cube, file.recode)
        for keys, selected in _selections(number, family):
            if fault := _fault_of(cube, selected, schemas):
                raise _refuse(path, keys, fault)
        for title, selected in family.titles.items():
            table = DeclaredTable(name_of(title), title, family, counted, selected)
            if table.check in {other.check for other in tables}:
                where = ("tables", number, "titles", title)
                raise _refuse(path, where, f"the table '{table.name}' is declared twice")
            tables.append(table)
    names = [table.name for table in tables]
    sums = read_sums(file.adds_up, names, path)
    percentages = read_percentages(file.percentages, names, path)
    flows = read_flows(file.flows, tables, schemas, path)
    return Declaration(
        path,
        tuple(tables),
        tuple(sums),
        tuple(percentages),
        tuple(flows),
        file.shorthand,
        tuple(file.recode),
        file.few,
    )


def _find_cube(path: Path, number: int, family: Family, schemas: Schemas) -> Cube:
    if family.cube is None:
        return NO_CUBE
    cube = schemas.cubes.get(family.cube)
    if cube is None:
        known = list_words(sorted(schemas.cubes)) or "none"
        hint = suggest(family.cube, schemas.cubes, f"There are: {known}.")
        raise _refuse(path, ("tables", number, "cube"), f"there is no cube '{family.cube}'. {hint}")
    return cube


def _selections(
    number: int, family: Family
) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Everything a family selects, with its keys in the file."""
    start: tuple[str | int, ...] = ("tables", number)
    yield (*start, "where"), family.where
    for kind in ("titles", "alternatives"):
        for label, selected in getattr(family, kind).items():
            yield (*start, kind, label), selected
    sides: list[tuple[tuple[str, ...], Labels]] = [
        ((side,), labels)
        for side, labels in (("columns", family.columns), ("rows", family.rows))
        if labels is not None
    ]
    sides += [(("labels", header), labels) for header, labels in family.labels.items()]
    for keys, labels in sides:
        if isinstance(labels, str):
            yield (*start, *keys), {} if labels in TIMES else {labels: None}
            continue
        for label, selected in labels.items():
            if isinstance(selected, str):
                yield (*start, *keys, label), {selected: None}
            else:
                yield (*start, *keys, label), selected


def _fault_of(cube: Cube, selected: Mapping[str, Any], schemas: Schemas) -> str:
    """What a selection names that the cube does not have."""
    if cube is NO_CUBE and selected:
        named = next(iter(selected))
        return f"'{named}' is of a cube, and none is named here: name the cube, or write {{}}"
    for word, known in (("measure", list(cube.measures)), ("share", list(cube.shares))):
        name = selected.get(word)
        if name is not None and name not in known:
            hint = suggest(str(name), known, f"There are: {list_words(known) or 'none'}.")
            return f"cube '{cube.cube}' has no {word} '{name}'. {hint}"
    return check_where(cube, without_words(selected), schemas.codes)


def _refuse(path: Path, keys: Sequence[str | int], fault: str) -> ReleaseError:
    text = capitalise(fault)
    end = "" if text.endswith((".", "?")) else "."
    return ReleaseError(f"{text}{end}", where=f"{path}:{find_line(path, tuple(keys))}")
