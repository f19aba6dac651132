"""Rows that published tables count under another value than the data has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.catalogue.cubes import Cube, RecodedBy, check_where, say_value
from qa_checks.fields import Record, Text, says
from qa_checks.sql_text import sql_literal
from qa_checks.words import list_words, suggest


class Recoding(Record, frozen=True, kw_only=True):
    """Rows of some names that count under another value of a dimension."""

    dimension: Annotated[Text, says("The dimension, of every cube that has it.")]
    from_: Annotated[Text, says("The value that the data has.", alias="from")]
    to: Annotated[Text, says("The value that the tables count it under.")]
    of: Annotated[
        list[Text],
        says(
            "Those whose rows are re-coded, such as owners, as the column has them by which the "
            "cubes say that the dimension is re-coded; capitals and blanks do not matter.",
            min_length=1,
        ),
    ]


class RecodingFault(Struct, frozen=True):
    """What is wrong with a re-coding, by its number and key."""

    number: int
    key: str
    text: str


def find_recoding_faults(
    recodings: Sequence[Recoding], cubes: Mapping[str, Cube], codes: Mapping[str, CodeList]
) -> Iterator[RecodingFault]:
    """What re-codings name that is not there, or name twice."""
    known = {
        name
        for cube in cubes.values()
        for name, dimension in cube.dimensions.items()
        if dimension.recoded_by
    }
    listed: set[tuple[str, str]] = set()
    for number, recoding in enumerate(recodings):
        if recoding.dimension not in known:
            there = f"There are: {list_words(sorted(known)) or 'none'}."
            yield RecodingFault(
                number, "dimension",
                f"no cube says by what its dimension '{recoding.dimension}' is re-coded "
                f"(recoded_by). {suggest(recoding.dimension, known, there)}",
            )  # fmt: skip
            continue
        for cube in recoded_cubes(recoding, cubes):
            for key, value in (("from", recoding.from_), ("to", recoding.to)):
                if fault := check_where(cube, {recoding.dimension: value}, codes):
                    yield RecodingFault(number, key, fault)
        if recoding.from_ == recoding.to:
            yield RecodingFault(number, "to", f"'{recoding.to}' is what the data has already")
        for name in recoding.of:
            if (recoding.dimension, fold(name)) in listed:
                yield RecodingFault(number, "of", f"'{name}' is listed twice")
            listed.add((recoding.dimension, fold(name)))


def recoded_cubes(recoding: Recoding, cubes: Mapping[str, Cube]) -> list[Cube]:
    """The cubes that say by what the dimension is re-coded."""
    return [
        cube
        for cube in cubes.values()
        if recoding.dimension in cube.dimensions and cube.dimensions[recoding.dimension].recoded_by
    ]


def recode(cube: Cube, recodings: Sequence[Recoding]) -> Cube:
    """The cube as tables count it: its SELECT with the re-coded values."""
    for recoding in recodings:
        dimension = cube.dimensions.get(recoding.dimension)
        if dimension is None or dimension.recoded_by is None:
            continue
        name = f'"{recoding.dimension}"'
        value = (
            f"CASE WHEN {name} = {sql_literal(recoding.from_)} AND "
            f"{is_listed(dimension.recoded_by, recoding)} "
            f"THEN {sql_literal(recoding.to)} ELSE {name} END AS {name}"
        )
        needs = [*dimension.needs, *dimension.recoded_by.needs]
        cube = replace(
            cube,
            select=f"SELECT * REPLACE ({value}) FROM ({cube.select}) AS plain",
            dimensions={**cube.dimensions, recoding.dimension: replace(dimension, needs=needs)},
        )
    return cube


def is_listed(by: RecodedBy, recoding: Recoding) -> str:
    """Condition that a row is of one of the names, whatever its capitals and blanks."""
    names = ", ".join(_folded(sql_literal(name)) for name in recoding.of)
    column = _folded(f'"{by.column}"')
    return f"{column} IN ({names})"


def _folded(text: str) -> str:
    """Expression of a text as `fold` of a code makes it; both sides of a comparison go through."""
    plain = f"translate({text}, '\u2018\u2019', '''''')"
    return f"lower(trim(regexp_replace({plain}, '\\s+', ' ', 'g')))"


def say_recodings(cube: Cube, recodings: Sequence[Recoding]) -> list[str]:
    """What is re-coded in a cube, one sentence each."""
    return [
        f"Re-coded by tables.yml: {recoding.dimension.replace('_', ' ')} "
        f"{say_value(recoding.from_)} counts as {say_value(recoding.to)} for "
        f"{list_words(recoding.of)}."
        for recoding in recodings
        if cube in recoded_cubes(recoding, {cube.cube: cube})
    ]
