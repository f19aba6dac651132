"""Published tables that are met in files, by how their titles begin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue import Schemas
from qa_checks.errors import InputError
from qa_checks.published.located import Located, locate
from qa_checks.published.undeclared import holds_numbers
from qa_checks.reading.contents import Limits, Sheet
from qa_checks.reading.headers import known_names, recognise
from qa_checks.reading.opening import open_file
from qa_checks.reading.published_sheets import TITLE, PublishedSheet, take_published
from qa_checks.release import InputFile

MOST_ROWS = 500  # of a sheet that is one published table


class MetTable(Struct, frozen=True):
    """A table below a title: how the title begins, and what stands there."""

    begins: str
    located: Located


def titles_in(sheet: Sheet) -> list[str]:
    """How the titles in a sheet begin, such as "Table 8a:", each once.

    Marked-up tables of numbers are called by their names, and so is a sheet that holds one and no
    title.
    """
    begins: dict[str, str] = {}
    for cells in sheet.rows():
        for cell in cells:
            if cell and (title := TITLE.match(cell)):
                text = f"{' '.join(title[1].split())}{title[2]}"
                begins.setdefault(text.casefold(), text)
    # "Table 1 shows ..." in a note is no title where another begins with "Table 1:".
    titles = [text for key, text in begins.items() if not {f"{key}:", f"{key}."} & begins.keys()]
    return [*titles, *_names_of_tables(sheet, [] if titles or not sheet.name else [sheet.name])]


def _names_of_tables(sheet: Sheet, names: Sequence[str]) -> list[str]:
    """Those of some names, and of marked-up tables, that are of labels and mostly numbers."""
    names = [*(table.name for table in sheet.tables), *names]
    if not names or sum(1 for _ in islice(sheet.rows(), MOST_ROWS + 1)) > MOST_ROWS:
        return []
    taken = take_published(sheet, "", names)
    located = {name: locate(name, [taken]) for name in names} if taken else {}
    return [
        name
        for name, table in located.items()
        if not isinstance(table, str) and holds_numbers(table)
    ]


def open_with_titles(item: InputFile, schemas: Schemas, scratch: Path) -> InputFile:
    """A file with its content and the titles in its sheets of no known layout.

    What cannot be opened is left as it is: reading says why.
    """
    layouts = [known_names(layout) for layout in schemas.layouts.values()]
    try:
        file = open_file(item.path, scratch, Limits())
        titles = [
            title
            for sheet in file.sheets
            if not recognise(sheet.head, layouts)
            for title in titles_in(sheet)
        ]
    except InputError:
        return item
    return replace(item, opened=file, titles=tuple(dict.fromkeys(titles)))


def meet_tables(
    titles: Sequence[str], sheets: Sequence[PublishedSheet]
) -> tuple[list[MetTable], list[str]]:
    """The tables below these titles, and a sentence on each title that has none, or several."""
    met: dict[tuple[str, int], MetTable] = {}  # by place: one may be marked up below its title
    unclear = []
    for title in titles:
        located = locate(title, sheets)
        if isinstance(located, str):
            unclear.append(located)
        else:
            place = located.place, located.labels.position
            met.setdefault(place, MetTable(title, located))
    return [*met.values()], unclear
