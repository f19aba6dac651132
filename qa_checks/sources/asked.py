"""What a driver is given to ask a database, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct, field

from qa_checks.allowance import Patience
from qa_checks.model.sources import SourceColumn
from qa_checks.sources.address import Address

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]


class Asked(Struct, frozen=True):
    """One SELECT and where it is asked.

    Attributes
    ----------
    address
        The database.
    file
        The file that it is, where it is SQLite.
    text
        The SELECT.
    place
        What messages call it.
    patience
        How long the database is waited for.
    as_text
        Positions, from 0, of columns that must be delivered as text, since a value of theirs does
        not arrive otherwise.
    connected
        To be called when the database has answered.
    given_up
        Is set when nobody waits any more.
    """

    address: Address
    file: Path
    text: str
    place: str
    patience: Patience
    as_text: frozenset[int] = frozenset()
    connected: Callable[[], None] = lambda: None
    given_up: Event = field(default_factory=Event)


class Delivered(Struct, frozen=True):
    """What comes back: batches of columns, and what each column is.

    ``columns`` is asked when all batches have been taken: some databases only tell then.
    """

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    columns: Callable[[], Sequence[SourceColumn]]


def with_names(delivered: pa.Schema, names: Sequence[str]) -> pa.Schema:
    """The schema of what is delivered, with the names that the query gives its columns."""
    import pyarrow as pa

    return pa.schema(
        [pa.field(name, field.type) for name, field in zip(names, delivered, strict=True)]
    )


class UnlikeError(Exception):
    """Columns, by position, that hold a value which does not arrive as it is."""

    def __init__(self, positions: frozenset[int]) -> None:
        super().__init__()
        self.positions = positions
