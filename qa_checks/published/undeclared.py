"""Titled tables of numbers that stand among the published ones, and that tables.yml leaves out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from qa_checks.model.checks import Check, Finding, FindingPlace, Outcome
from qa_checks.published.announced import undeclared_check
from qa_checks.published.located import Located, find_below
from qa_checks.published.printed import read_printed
from qa_checks.reading.published_sheets import TITLE, PublishedSheet, title_pattern
from qa_checks.words import plural


def judge_undeclared(
    sheets: Sequence[PublishedSheet], titles: Sequence[str], declared: Collection[Located]
) -> Iterator[Outcome]:
    """The check that each titled table of numbers is declared, where one is not.

    Parameters
    ----------
    titles
        Those that are declared, of whose tables ``declared`` were found.
    """
    check, known = undeclared_check(), {_place(table) for table in declared}
    findings = []
    for title, located in _titled(sheets, title_pattern(titles)):
        if _place(located) not in known and holds_numbers(located):
            findings.append(_finding(check, title, located))
        known.add(_place(located))
    if findings:
        yield Outcome.of(check, findings, len(declared) + len(findings))


def _titled(
    sheets: Sequence[PublishedSheet], declared: re.Pattern[str]
) -> Iterator[tuple[str, Located]]:
    """Each table below a title such as "Table 3: Visits" that is not declared."""
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                title = TITLE.match(cell) if cell else None
                if title and title[2] and not declared.match(cell):
                    located = find_below(sheet, (row, column))
                    if located:
                        yield " ".join(cell.split()), located


def _finding(check: Check, title: str, located: Located) -> Finding:
    numbers = sum(is_number(cell) for line in located.lines for cell in line.cells[1:])
    sentence = (
        f"'{title}' is not declared in tables.yml: nobody compared its {plural(numbers, 'number')}."
    )
    sheet = located.sheet
    place = FindingPlace(sheet.file, sheet.sheet, located.title_row or located.row)
    return check.find(sentence, place, None, title, title)


def _place(table: Located) -> tuple[str, int]:
    return table.place, table.labels.position


def holds_numbers(located: Located) -> bool:
    """Whether most cells of a table are numbers, or signs in the place of one."""
    cells = [cell for line in located.lines for cell in line.cells[1:]]
    return sum(map(is_number, cells)) > len(cells) / 2


def is_number(text: str) -> bool:
    """Whether a cell holds a number, or a sign in the place of one."""
    printed = read_printed(text)
    return printed.value is not None or bool(printed.missing and text.strip())
