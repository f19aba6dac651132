"""The numbers of a cube."""

from __future__ import annotations

from msgspec import Struct


class Tabulation(Struct, frozen=True):
    """The numbers of a cube in one snapshot.

    ``rows`` holds a tuple for each combination of values that occurs: the values of the
    dimensions, then those of the measures. A dimension or measure that the snapshot does not give
    is not among them, nor is a measure that cannot be added up.
    """

    cube: str
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


Cell = int | float | str


class CrossTable(Struct, frozen=True):
    """A cube by what its rows and columns stand for; each line is a label and its cells.

    A cell that has no number is ``[x]`` (not available) or ``[z]`` (not applicable), and a note
    says why.
    """

    title: str
    header: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]
    notes: tuple[str, ...] = ()
    is_share: bool = False
