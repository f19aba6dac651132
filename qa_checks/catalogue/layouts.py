"""What schemas/layouts may say: the kinds of file, and which header is which column."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import field

from qa_checks.fields import Day, Name, Record, Text, says


class Unpivot(Record, frozen=True, kw_only=True):
    """One wide row becomes a row per filled column: its id in ``name``, its text in ``value``."""

    name: Name
    value: Name


class Block(Record, frozen=True, kw_only=True):
    """How some columns of a published row become rows of one canonical table."""

    table: Name
    set: Annotated[dict[Name, str], says("Values the file implies.")] = field(default_factory=dict)
    prefixes: Annotated[list[Text], says("Words that may stand before a header of this block.")] = (
        field(default_factory=list)
    )
    only_prefixed: Annotated[
        bool, says("Whether its headers count only behind one of the prefixes.")
    ] = False
    columns: Annotated[
        dict[Name, list[Text]],
        says("Column: the headers seen for it; YYYY in one stands for any year."),
    ]
    unpivot: Annotated[
        Unpivot | None, says("Each filled column gives a row: what it is, and its text.")
    ] = None
    distinct: Annotated[bool, says("Whether equal rows are one row.")] = False
    when_any: Annotated[
        bool, says("Whether a published row that has none of its values gives no row.")
    ] = False


class Usual(Record, frozen=True, kw_only=True):
    """Columns that every file of a kind has had since a date, the first seen with them."""

    since: Day
    columns: Annotated[list[Text], says("table.column, as the blocks name it.", min_length=1)]


class Layout(Record, frozen=True, kw_only=True):
    """One kind of published file."""

    layout: Name
    title: Text
    like: Annotated[Name | None, says("A layout whose blocks this one takes over.")] = None
    basis: Annotated[
        Name | None, says("What release.yml may say of such a file under 'basis'.")
    ] = None
    set: Annotated[dict[Name, str], says("Values the file implies.")] = field(default_factory=dict)
    clues: Annotated[
        list[Text], says("Words in the title rows or headers that name this kind.")
    ] = field(default_factory=list)
    told_by: Annotated[
        Literal["as_at", "period"] | None,
        says(
            "The fact that tells this kind from others with the same columns, where a title states "
            "it or it alone is given: an as-at date, or a period."
        ),
    ] = None
    repeats_rows: Annotated[
        str | None,
        says(
            "A column whose values occur in several rows in this kind of file only; kinds with the "
            "same columns are guessed by it where nothing else tells them apart."
        ),
    ] = None
    never: Annotated[
        list[Text],
        says(
            "Words that no header or title of this kind has: they make it a file of another kind."
        ),
    ] = field(default_factory=list)
    totals: Annotated[
        list[Text],
        says("What the first filled cell of a total row says (Total, England): it is no data."),
    ] = field(default_factory=list)
    notes: Annotated[
        list[Text],
        says(
            "With what the first cell of a note below the table begins (Source, Note): such rows, "
            "and texts that stand alone beside them, are no data."
        ),
    ] = field(default_factory=list)
    shorthand: Annotated[
        dict[Text, Text],
        says(
            "Signs of the published table, each with what it means. A cell that only says '[x]' "
            "has no value; '300 [r]' is 300. A digit stands for any number: '[note 1]'."
        ),
    ] = field(default_factory=dict)
    distinct: Annotated[list[Name], says("Tables whose equal rows are one.")] = field(
        default_factory=list
    )
    nameless: Annotated[
        bool,
        says(
            "Whether rows may be equal because nothing that is published tells them apart, such as "
            "buildings without an address: none of them is a duplicate."
        ),
    ] = False
    required: Annotated[list[Text], says("table.column it must have.")] = field(
        default_factory=list
    )
    usual: Annotated[
        list[Usual] | None,
        says(
            "Columns its files have had for years: a release without one must say why. "
            "Without this key, all columns of the layout."
        ),
    ] = None
    ignored: Annotated[list[Text], says("Headers known and not needed.")] = field(
        default_factory=list
    )
    blocks: list[Block] = field(default_factory=list)
