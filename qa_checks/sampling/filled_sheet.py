"""A sheet that people have filled in: read back, and every cell that was not theirs compared."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from qa_checks.catalogue import Schemas
from qa_checks.errors import UsageError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.reading.contents import File
from qa_checks.reading.filled_rows import FilledRow, plain
from qa_checks.reading.opening import open_file
from qa_checks.record.addresses import is_same_person
from qa_checks.sampling.blank_sheet import (
    ANSWER,
    LINES,
    LINK,
    NO_REPORT,
    NOTE,
    NUMBER,
    SEAL,
    TO_FILL_IN,
    WHO,
)
from qa_checks.sampling.draw import Draw, Drawn, draw_again
from qa_checks.sampling.population import Population
from qa_checks.words import grouped, list_words, plural, says_nothing, suggest

ANEW = "Draw a sample anew with `qa-checks sample draw`."


class Answer(Struct, frozen=True):
    """What somebody found in the report of a drawn value; no word where there is no report."""

    drawn: Drawn
    word: str | None
    who: str
    note: str


class Filled(Struct, frozen=True):
    """A sheet as it was given back, complete and of this release."""

    draw: Draw
    answers: tuple[Answer, ...]
    sha256: str


def read_filled(
    path: Path, release: ReleaseFacts, population: Population, schemas: Schemas
) -> Filled:
    """Read a sheet back.

    Parameters
    ----------
    release
        The release at hand. Comparisons by its producer do not count.

    Raises
    ------
    UsageError
        With the cell, if the sheet is of another release, not filled in, or says something else
        than was drawn.
    InputError
        If the file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        file = open_file(path, Path(scratch))
        planned = _read_draw(path, file)
        _refuse_other_release(path, planned, release.id, population)
        try:
            drawn = {item.number: item for item in draw_again(planned, population.units)}
        except ValueError:
            raise _changed(path) from None
        rows = _match(_rows(path, file, population), drawn, population, path)
    _refuse_gaps(rows, drawn)
    answers = [_answer(row, drawn[number], population, schemas) for number, row in rows.items()]
    for answer, row in zip(answers, rows.values(), strict=True):
        if is_same_person(answer.who, release.producer):
            raise row.fault(
                WHO,
                f"{release.producer} is the producing analyst, whose comparison does not count.",
                "Somebody else has to look.",
            )
    return Filled(planned, tuple(answers), file.sha256)


def _read_draw(path: Path, file: File) -> Draw:
    told: dict[str, str] = {}
    for sheet in file.sheets:
        for row in sheet.head:
            if len(row) > 1 and row[0].strip():
                told.setdefault(row[0].strip(), row[1].strip())
    if SEAL not in told:
        raise UsageError(
            f"There is no line '{SEAL}': this is no sheet of `qa-checks sample draw`.",
            where=str(path),
            remedy="Give the workbook with all of its sheets, saved as XLSX.",
        )
    try:
        values: dict[str, Any] = {name: read(told[title]) for name, (title, read) in LINES.items()}
        planned = Draw(**values)
    except (KeyError, ValueError):
        planned = None
    if planned is None or planned.sha256 != told[SEAL]:
        raise _changed(path)
    return planned


def _changed(path: Path) -> UsageError:
    return UsageError(
        "What the sheet says of how it was drawn was changed.", where=str(path), remedy=ANEW
    )


def _refuse_other_release(path: Path, planned: Draw, release: str, population: Population) -> None:
    if planned.release != release:
        raise UsageError(
            f"It was drawn from the release '{planned.release}', and this is '{release}'.",
            where=str(path),
            remedy="Give the sheet of this release, or name the other with --release.",
        )
    count, rows_are = len(population.units), population.frame.rows_are
    if planned.population_sha256 != population.sha256:
        change = (
            f"it has {grouped(count)} {rows_are} now, and had {grouped(planned.population)}"
            if count != planned.population
            else f"some of its {grouped(count)} {rows_are} say something else"
        )
        raise UsageError(
            f"The release has changed since the sample was drawn: {change}.",
            where=str(path),
            remedy=ANEW,
        )


def _rows(path: Path, file: File, population: Population) -> list[FilledRow]:
    """The rows below the header of the sample; rows without any text are none."""
    titles = [item.title for item in population.frame.columns.values()]
    needed = [plain(header) for header in (NUMBER, LINK, *titles, *TO_FILL_IN)]
    nearest, headed = needed, ""
    rows: list[FilledRow] = []
    for sheet in file.sheets:
        columns: dict[str, int] = {}
        for line, cells in enumerate(sheet.rows(), start=1):
            if columns:
                row = FilledRow(path, sheet.name or "", line, columns, tuple(cells))
                rows += [row] if any(cell.strip() for cell in cells) else []
                continue
            headers = [plain(cell) for cell in cells]
            missing = [header for header in needed if header not in headers]
            if missing:
                nearest = min(nearest, missing, key=len)
                continue
            columns = {header: headers.index(header) for header in needed}
            _refuse_second(path, sheet.name or "", headers, headed)
            headed = sheet.name or ""
    if not headed:
        missing_headers = [f"'{header}'" for header in nearest]
        raise UsageError(
            f"There is no column {list_words(missing_headers)}.",
            where=str(path),
            remedy="Put back the headers as they were.",
        )
    return rows


def _refuse_second(path: Path, sheet: str, headers: Sequence[str], headed: str) -> None:
    """Refuse a column, or a sheet, that is there twice: nobody knows which one is meant."""
    twice = [header for header in headers if header and headers.count(header) > 1]
    if twice:
        what = f"Two columns are called '{twice[0]}'."
    elif headed:
        what = f"The sample stands in sheet '{headed}' already."
    else:
        return
    raise UsageError(what, where=f"{path}, sheet '{sheet}'", remedy="Take one out.")


def _match(
    rows: list[FilledRow], drawn: Mapping[int, Drawn], population: Population, path: Path
) -> dict[int, FilledRow]:
    """Each row by its number, if it says what was drawn and none is missing or there twice."""
    matched: dict[int, FilledRow] = {}
    titles = [plain(item.title) for item in population.frame.columns.values()]
    for row in rows:
        number = row.text(NUMBER).removesuffix(".0")
        at = int(number) if number.isdecimal() and number.isascii() else 0
        if at not in drawn:
            what = f"No. {number} was not drawn" if number else "The row has no number"
            raise row.fault(
                NUMBER, f"{what}: the row was added, or its number changed.", "Take it out."
            )
        if at in matched:
            raise row.fault(
                NUMBER, f"No. {at} stands in row {matched[at].number} already.", "Take one out."
            )
        unit = drawn[at].unit
        for title, text in ((LINK, unit.link), *zip(titles, unit.shown, strict=True)):
            if plain(row.text(title)) != plain(text):
                raise row.fault(
                    title, f"It says '{row.text(title)}', and was '{text}'.", "Put it back."
                )
        matched[at] = row
    gone = [number for number in drawn if number not in matched]
    if gone:
        unit = drawn[gone[0]].unit
        raise UsageError(
            f"{plural(len(gone), 'row is', 'rows are')} missing, the first is No. {gone[0]} "
            f"({', '.join(filter(None, unit.shown))}).",
            where=str(path),
            remedy="Put them back: a sample counts as it was drawn.",
        )
    return dict(sorted(matched.items()))


def _refuse_gaps(rows: Mapping[int, FilledRow], drawn: Mapping[int, Drawn]) -> None:
    for header in (ANSWER, WHO):
        left = [row for row in rows.values() if _is_open(row, header)]
        if left:
            raise left[0].fault(
                header,
                f"{plural(len(left), 'row has', 'rows have')} nothing below '{header}', of "
                f"{grouped(len(drawn))}; this is the first.",
                "A sample says nothing before all of it is compared.",
            )


def _is_open(row: FilledRow, header: str) -> bool:
    """Whether nothing stands in a cell, or for a person only 'tbc' and the like."""
    text = row.text(header)
    return not text or (header == WHO and says_nothing(text))


def _answer(row: FilledRow, drawn: Drawn, population: Population, schemas: Schemas) -> Answer:
    written, frame = row.text(ANSWER), population.frame
    word = None
    if written.casefold() != NO_REPORT:
        word = frame.read_word(written, schemas.codes)
        if word is None:
            words = [*frame.words(schemas.codes), NO_REPORT]
            raise row.fault(
                ANSWER,
                f"'{written}' is no word that can stand there.",
                suggest(written, words, f"Write {list_words(words, 'or')}."),
            )
    return Answer(drawn, word, row.text(WHO), row.text(NOTE))
