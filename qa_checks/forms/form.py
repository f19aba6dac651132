"""What every form of a rule says of itself."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from msgspec import Struct, StructMeta

from qa_checks.fields import Record
from qa_checks.model.logic import Precondition, Predicate, Selection

if TYPE_CHECKING:
    from qa_checks.catalogue.codes import CodeList
    from qa_checks.catalogue.cube_sql import NamedFigure
    from qa_checks.catalogue.known_tables import KnownTables
    from qa_checks.catalogue.schemas import Table

Key = tuple[str, ...]


class Ground(Struct, frozen=True):
    """What a rule stands on: its table and scope, and all that a catalogue's schemas name.

    ``known`` are the tables that SQL may read, ``tables`` the schemas of those that a rule
    may be about.
    """

    table: str
    scope: str
    known: KnownTables
    tables: Mapping[str, Table]
    figures: Mapping[str, NamedFigure]
    codes: Mapping[str, CodeList]


class Piece(Struct, frozen=True):
    """A piece of SQL for the guard: its key in the file, and its text.

    It is one expression over the columns of ``table``; without a table, a
    SELECT that names its own. ``aliases`` are other names it has for tables,
    ``relations`` names it may select from, each with the table whose rows it has.
    ``rows`` is, of a condition, what stands in FROM where it is asked.
    """

    key: Key
    sql: str
    table: str = ""
    aliases: Mapping[str, str] = {}
    relations: Mapping[str, str] = {}
    rows: str = ""


class Naming(Struct, frozen=True):
    """A table that a form names outside SQL, and a column of it unless that is ''."""

    key: Key
    table: str
    column: str = ""


class Lowered(Struct, frozen=True):
    """A rule's logic as all other rooms know it.

    ``words`` gives placeholders of the message that stand for other text,
    ``copies`` names of the rows at fault that hold values of a column,
    ``points_at`` where a finding points if the form decides that.
    """

    logic: Predicate | Selection
    words: Mapping[str, str] = {}
    copies: Mapping[str, str] = {}
    points_at: tuple[str, ...] = ()


class AbstractRecord(StructMeta, ABCMeta):
    """Makes records of which only those that say all they must can be read."""


class Form(Record, frozen=True, metaclass=AbstractRecord):
    """One way to say a rule's logic, read from the key of that name.

    The first line of its docstring is what an editor shows at the key. `pieces` and `faults` are
    asked before its names are looked up: there, what it names may not exist.

    Attributes
    ----------
    key
        What it is called in a rule; its fields are the keys below.
    free_words
        Whether messages and columns may use names of its own SQL.
    own_words
        What a message may say beside columns: columns of `Predicate.rows`, or `Lowered.words`.
    no_use_for
        Keys of a rule that it would not heed.
    """

    key: ClassVar[str]
    free_words: ClassVar[bool] = False
    own_words: ClassVar[frozenset[str]] = frozenset()
    no_use_for: ClassVar[tuple[str, ...]] = ()

    @property
    def file(self) -> str:
        """Name of the file beside the rule's that holds its text; '' if it has none."""
        return ""

    def with_text(self, text: str) -> Self:
        """The form with the text of its file; the form itself if it has none."""
        del text
        return self

    def faults(self, ground: Ground) -> Iterator[tuple[Key, str]]:
        """What is wrong with it, by key, beyond names and SQL."""
        del ground
        yield from ()

    def pieces(self, ground: Ground) -> Iterator[Piece]:
        """Its SQL."""
        del ground
        yield from ()

    def namings(self, ground: Ground) -> Iterator[Naming]:
        """Tables and columns it names outside SQL."""
        del ground
        yield from ()

    def needs(self, ground: Ground) -> Sequence[str]:
        """What some file must provide, as table.column or table.column=value."""
        del ground
        return ()

    def preconditions(self, ground: Ground) -> Iterator[Precondition]:
        """What must be true of the release before it can say anything."""
        del ground
        yield from ()

    @abstractmethod
    def tell(self) -> str:
        """What must hold, for a reader."""

    @abstractmethod
    def lower(self, ground: Ground) -> Lowered:
        """The logic as a condition on rows, or as a SELECT of the rows at fault."""
