"""The layouts that a file may have, and what is said of one that has none of them."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.errors import InputError, UsageError
from qa_checks.reading.contents import File
from qa_checks.reading.header_text import normalise
from qa_checks.reading.headers import KNOWN_SHARE, Names, count_known, find_never
from qa_checks.release import InputFile
from qa_checks.words import list_some, list_words


def list_possible(item: InputFile, layouts: Sequence[Names]) -> list[Names]:
    """Layouts that are possible for a file, given what the user declared."""
    if item.layout is not None:
        named = [names for names in layouts if names.layout.layout == item.layout]
        if not named:
            known = ", ".join(names.layout.layout for names in layouts)
            raise UsageError(f"There is no layout '{item.layout}'.", remedy=f"Available: {known}.")
        return named
    if item.basis is not None:
        fitting = [names for names in layouts if names.layout.basis == item.basis]
        if not fitting:
            bases = sorted({names.layout.basis for names in layouts if names.layout.basis})
            raise UsageError(
                f"No layout has the basis '{item.basis}'.",
                where=item.shown,
                remedy=f"Available: {', '.join(bases)}." if bases else "Leave it out.",
            )
        return fitting
    return list(layouts)


def explain_unknown(file: File, wanted: Sequence[Names], shown: str) -> InputError:
    """Why a file holds no table of these layouts, and which there are."""
    reasons = [
        (f"sheet '{sheet.name}': " if sheet.name else "") + describe_best(sheet.head, wanted)
        for sheet in file.sheets
    ]
    titles = ", ".join(f"{names.layout.layout} ({names.layout.title})" for names in wanted)
    return InputError(
        f"It holds no table of a known layout: {list_some(reasons, 3, '; ')}.",
        where=shown,
        remedy=f"Known layouts: {titles}. Check the header, or add its names to a layout, under "
        "'ignored' those that are not needed, in a catalogue that --catalogue names.",
    )


def describe_best(head: Sequence[Sequence[str]], layouts: Sequence[Names]) -> str:
    """Why a sheet is no known table: the layout that came nearest, and what it lacks of that."""
    candidates = [
        (count_known(row, names), number, names.layout.title, place)
        for place, names in enumerate(layouts)
        for number, row in enumerate(head, start=1)
    ]
    hits, number, title, place = max(candidates, default=(0, 0, "", 0))
    if hits < 2:
        return "no known header in the first rows"
    names, row = layouts[place], head[number - 1]
    if never := find_never(names.layout, row):
        return f"row {number} has '{never}', which a file of the kind '{title}' never has"
    keys = [key for key in map(normalise, row) if key]
    known = hits + sum(key in names.ignored for key in keys)
    near = f"nearest is '{title}': {known} of {len(keys)} headers in row {number} are known"
    there = {header[0] for key in keys if (header := names.find(key))}
    missing = [
        names.layout.blocks[target.block].columns[target.column][0]
        for target in names.required - there
    ]
    if missing:
        return f"{near}, but none is {list_words(sorted(missing), 'or')}, which it must have"
    enough = known > KNOWN_SHARE * len(keys)
    return near if enough else f"{near}, and more than {KNOWN_SHARE:.0%} must be"
