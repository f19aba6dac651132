"""The layouts that a file may have, and what is said of one that has none of them."""

from __future__ import annotations

from collections.abc import Sequence

from qa_checks.errors import InputError, UsageError
from qa_checks.reading.contents import File
from qa_checks.reading.headers import Names, describe_best
from qa_checks.release import InputFile
from qa_checks.words import list_some


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
        remedy=f"Known layouts: {titles}. Check the header, or add its names to schemas/layouts.",
    )
