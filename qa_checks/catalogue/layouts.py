"""What schemas/layouts may say: the kinds of file, and which header is which column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qa_checks.fields import Day, Name, Record, Text, says


@dataclass(frozen=True, kw_only=True)
class Unpivot(Record):
    """One wide row becomes a row per filled column: its id in ``name``, its text in ``value``."""

    name: Name
    value: Name


@dataclass(frozen=True, kw_only=True)
class Block(Record):
    """How some columns of a published row become rows of one canonical table."""

    table: Name
    set: dict[Name, str] = field(default_factory=dict, metadata=says("Values the file implies."))
    prefixes: list[Text] = field(
        default_factory=list, metadata=says("Words that may stand before a header of this block.")
    )
    only_prefixed: bool = field(
        default=False, metadata=says("Whether its headers count only behind one of the prefixes.")
    )
    columns: dict[Name, list[Text]] = field(
        metadata=says("Column: the headers seen for it; YYYY in one stands for any year.")
    )
    unpivot: Unpivot | None = None
    distinct: bool = field(default=False, metadata=says("Whether equal rows are one row."))
    when_any: bool = field(
        default=False, metadata=says("Whether a row needs one of the block's values.")
    )


@dataclass(frozen=True, kw_only=True)
class Usual(Record):
    """Columns that every file of a kind has had since a date, the first seen with them."""

    since: Day
    columns: list[Text] = field(metadata=says("table.column, as the blocks name it.", min_length=1))


@dataclass(frozen=True, kw_only=True)
class Layout(Record):
    """One kind of published file."""

    layout: Name
    title: Text
    like: Name | None = field(
        default=None, metadata=says("A layout whose blocks this one takes over.")
    )
    basis: Name | None = field(
        default=None, metadata=says("What release.yml may say of such a file under 'basis'.")
    )
    set: dict[Name, str] = field(default_factory=dict, metadata=says("Values the file implies."))
    clues: list[Text] = field(
        default_factory=list,
        metadata=says("Words in the title rows or headers that name this kind."),
    )
    told_by: Literal["as_at", "period"] | None = field(
        default=None,
        metadata=says(
            "The fact that tells this kind from others with the same columns, where a title states "
            "it or it alone is given: an as-at date, or a period."
        ),
    )
    repeats_rows: str | None = field(
        default=None,
        metadata=says(
            "A column whose values occur in several rows in this kind of file only; kinds with the "
            "same columns are guessed by it where nothing else tells them apart."
        ),
    )
    never: list[Text] = field(
        default_factory=list,
        metadata=says(
            "Words that no header or title of this kind has: they make it a file of another kind."
        ),
    )
    totals: list[Text] = field(
        default_factory=list,
        metadata=says(
            "What the first filled cell of a total row says (Total, England): it is no data."
        ),
    )
    notes: list[Text] = field(
        default_factory=list,
        metadata=says(
            "With what the first cell of a note below the table begins (Source, Note): such rows, "
            "and texts that stand alone beside them, are no data."
        ),
    )
    shorthand: dict[Text, Text] = field(
        default_factory=dict,
        metadata=says(
            "Signs of the published table, each with what it means. A cell that only says '[x]' "
            "has no value; '300 [r]' is 300. A digit stands for any number: '[note 1]'."
        ),
    )
    distinct: list[Name] = field(
        default_factory=list, metadata=says("Tables whose equal rows are one.")
    )
    nameless: bool = field(
        default=False,
        metadata=says(
            "Whether rows may be equal because nothing that is published tells them apart, such as "
            "buildings without an address: none of them is a duplicate."
        ),
    )
    required: list[Text] = field(default_factory=list, metadata=says("table.column it must have."))
    usual: list[Usual] | None = field(
        default=None,
        metadata=says(
            "Columns its files have had for years: a release without one must say why. "
            "Without this key, all columns of the layout."
        ),
    )
    ignored: list[Text] = field(
        default_factory=list, metadata=says("Headers known and not needed.")
    )
    blocks: list[Block] = field(default_factory=list)
