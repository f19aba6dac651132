"""`qa-checks tabulate`: a cube as a table, the independent production run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import replace

from qa_checks.cli import options as o
from qa_checks.cli.asking import say
from qa_checks.cli.session import console
from qa_checks.cli.whole_release import open_whole
from qa_checks.errors import UsageError
from qa_checks.words import suggest

if TYPE_CHECKING:
    from qa_checks.catalogue import Schemas
    from qa_checks.catalogue.codes import CodeList
    from qa_checks.catalogue.cubes import Cube, Value
    from qa_checks.model.cube_numbers import CrossTable
    from qa_checks.published.production import Question

ENDINGS = (".csv", ".xlsx")
TABLE = "The table"


def _side(name: str) -> Any:
    return o.option(
        name,
        "DIMENSION",
        f"What {name.removeprefix('--')} stand for: a dimension, or as_at or period over the "
        "release and its history.",
        TABLE,
    )


def tabulate_command(
    cube: Annotated[
        str | None, typer.Argument(metavar="CUBE", help="Without one, the cubes are listed.")
    ] = None,
    rows: Annotated[str | None, _side("--rows")] = None,
    columns: Annotated[str | None, _side("--columns")] = None,
    where: Annotated[
        list[str] | None,
        o.option(
            "--where",
            "DIMENSION=VALUE",
            "Only rows of this value ('none' for those without one); may be given several "
            "times, of one dimension for any of its values.",
            TABLE,
        ),
    ] = None,
    measure: Annotated[
        str | None,
        o.option(
            "--measure", "NAME", "What is counted. [default: the cube's first measure]", TABLE
        ),
    ] = None,
    share: Annotated[
        str | None, o.option("--share", "NAME", "Percentages: a share of the cube.", TABLE)
    ] = None,
    release: o.ReleaseOption = None,
    output: Annotated[
        Path | None,
        o.option(
            "--output",
            "FILE.csv|FILE.xlsx",
            "Write the table to a file of this kind instead; nothing is ever replaced.",
        ),
    ] = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Count a cube as a table, on the terminal or as CSV or XLSX; without a cube, list them.

    It is the independent production run of a published table: the numbers come from the rows of
    the release alone. Where the measure adds up, the last row and column are the total.
    """
    del debug
    from qa_checks.catalogue import load_schemas
    from qa_checks.render.cross_tables import print_cubes, print_table

    schemas = load_schemas(catalogue)
    if cube is None:
        if rows or columns or where or measure or share or output:
            raise UsageError("No cube is named.", remedy=f"Name one of {', '.join(schemas.cubes)}.")
        print_cubes(schemas.cubes, console())
        return
    if output:
        _refuse_file(output)
    question = _ask(cube, (rows, columns), where or [], (measure, share), schemas)
    table, title = _produce(question, release, catalogue)
    if output is None:
        print_table(table, title, console())
    else:
        _write(table, title, output)
        say(f"Wrote {output}.")
        say(*table.notes, aside=True)


def _refuse_file(path: Path) -> None:
    """Refuse a file of another kind, or one that is there, before any work is done."""
    from qa_checks.exports.new_folder import refuse_taken

    if path.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"--output: '{path}' says no kind of file.",
            remedy=f"Let its name end in {' or '.join(ENDINGS)}.",
        )
    refuse_taken(path)
    if path.is_dir():
        raise UsageError(
            "This is a folder.", where=str(path), remedy="Give the name of a file to write."
        )


def _ask(
    name: str,
    sides: tuple[str | None, str | None],
    where: Sequence[str],
    counted: tuple[str | None, str | None],
    schemas: Schemas,
) -> Question:
    """The question, all of whose names are known."""
    from qa_checks.published.production import Question
    from qa_checks.published.times import TIMES

    rows, columns = sides
    measure, share = counted
    _refuse_unknown("There is no cube", name, schemas.cubes)
    cube = schemas.cubes[name]
    for side in filter(None, sides):
        if side not in TIMES:
            _refuse_unknown(f"Cube '{name}' has no dimension", side, [*cube.dimensions, *TIMES])
    if rows and columns and (rows == columns or {rows, columns} <= set(TIMES)):
        raise UsageError(
            f"Rows stand for {rows}, so columns cannot stand for {columns}.",
            remedy="Take another dimension for one of them.",
        )
    if measure and share:
        raise UsageError(
            "--measure and --share do not go together: a share is of its own measure.",
            remedy="Leave one of them out.",
        )
    if measure:
        _refuse_unknown(f"Cube '{name}' has no measure", measure, cube.measures)
    if share:
        _refuse_unknown(f"Cube '{name}' has no share", share, cube.shares)
    condition = _read_where(cube, where, schemas.codes)
    return Question(cube, rows or "", columns or "", condition, measure or "", share or "")


def _refuse_unknown(what: str, name: str, known: Mapping[str, object] | Sequence[str]) -> None:
    if name not in known:
        there = f"Available: {', '.join(known) or 'none'}."
        raise UsageError(f"{what} '{name}'.", remedy=suggest(name, known, there))


def _read_where(
    cube: Cube, texts: Sequence[str], codes: Mapping[str, CodeList]
) -> dict[str, list[Value]]:
    """The values of each dimension, of which a row has any."""
    from qa_checks.catalogue.cubes import check_where

    where: dict[str, list[Value]] = {}
    for text in texts:
        name, sign, word = text.partition("=")
        if not sign or not word.strip():
            raise UsageError(
                f"--where: '{text}' names no value.", remedy="Write it as DIMENSION=VALUE."
            )
        _refuse_unknown(f"Cube '{cube.cube}' has no dimension", name, cube.dimensions)
        value = _read_value(cube, name, word, codes)
        if fault := check_where(cube, {name: value}, codes):
            raise UsageError(f"--where: {fault}")
        if value not in where.setdefault(name, []):
            where[name].append(value)
    return where


def _read_value(cube: Cube, name: str, word: str, codes: Mapping[str, CodeList]) -> Value:
    """The value of a dimension that is written as it is shown, or as labels of tables name it."""
    from qa_checks.catalogue.codes import fold
    from qa_checks.catalogue.cubes import say_value, values_of
    from qa_checks.published.labels import Meaning
    from qa_checks.published.production import NONE

    for value in values_of(cube.dimensions[name], codes):
        if fold(say_value(value)) == fold(word):
            return value
    selected = Meaning({}, name, cube, codes).select(word)
    if selected is not None:
        known: Value = selected[name]
        return known
    return None if fold(word) == NONE else word


def _produce(
    question: Question, files: list[Path] | None, catalogue: Path | None
) -> tuple[CrossTable, str]:
    """The table, and what its release is called."""
    from qa_checks.published.production import produce
    from qa_checks.published.recoding import recode, say_recodings

    with open_whole(files, catalogue) as (read, engine):
        recodings = read.declaration.recodings if read.declaration else ()
        notes = say_recodings(question.cube, recodings)
        counted = replace(question, cube=recode(question.cube, recodings))
        table = produce(engine, read.loaded, counted)
        return replace(table, notes=(*table.notes, *notes)), read.release.facts.title


def _write(table: CrossTable, title: str, path: Path) -> None:
    from qa_checks.exports.new_file import new_file
    from qa_checks.guarded_csv import write_csv
    from qa_checks.render.cross_tables import lines_of, write_workbook

    with new_file(path) as aside:
        if path.suffix.lower() == ".csv":
            write_csv(aside, lines_of(table))
        else:
            write_workbook(table, title, aside)
