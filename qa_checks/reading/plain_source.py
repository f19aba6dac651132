"""A source whose columns are called as those of a table of the catalogue, not as published."""

from __future__ import annotations

from collections import Counter

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.layouts import Block, Layout
from qa_checks.errors import InputError
from qa_checks.model.inputs import Role
from qa_checks.reading.contents import File
from qa_checks.reading.header_text import normalise
from qa_checks.reading.headers import Names, known_names
from qa_checks.release import InputFile
from qa_checks.words import list_words


def is_plain_source(item: InputFile) -> bool:
    """Whether a source has the columns of its table, since it says of no layout."""
    return item.role is Role.SOURCE and item.layout is None and item.basis is None


def name_as_table(item: InputFile, file: File, schemas: Schemas) -> Names:
    """The headers that a source may have: the names of the columns of its table.

    Other columns that it has are left alone: it may deliver more than is compared.
    """
    table = schemas.tables[item.table or ""]
    known = {normalise(name) for name in table.stored}
    others = {
        cell
        for sheet in file.sheets
        for row in sheet.head[:1]
        for cell in row
        if cell.strip() and normalise(cell) not in known
    }
    block = Block(table=table.table, columns={name: [name] for name in table.stored})
    layout = Layout(
        layout=table.table,
        title=f"{table.title}, by the names of the catalogue",
        required=[f"{table.table}.{name}" for name in item.key or table.key],
        ignored=sorted(others),
        blocks=[block],
    )
    return known_names(layout)


def explain_unlike(item: InputFile, file: File, schemas: Schemas) -> InputError:
    """Why the columns of a source are not those of its table."""
    table = schemas.tables[item.table or ""]
    has = Counter(
        normalise(cell) for sheet in file.sheets for row in sheet.head[:1] for cell in row
    )
    lacks = [name for name in item.key or table.key if not has[normalise(name)]]
    twice = [name for name in table.stored if has[normalise(name)] > 1]
    if lacks:
        what = f"It has no column {list_words(lacks)}, by which a row of '{table.table}' is named."
    elif twice:
        what = f"It has the column {list_words(twice)} twice: nobody can tell which one is right."
    else:
        what = f"None of its columns is one of '{table.table}'."
    return InputError(
        what,
        where=item.shown,
        remedy=f"Call its columns as the table does ({', '.join(table.stored)}), name those of "
        "another key under 'key', or say of which layout it is.",
    )
