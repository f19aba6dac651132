"""All files of a release and of those before it, read into canonical tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from qa_checks.errors import InputError
from qa_checks.model import Input, Problem, Role
from qa_checks.reading.blanks import record_blanks
from qa_checks.reading.canonical import build_tables
from qa_checks.reading.cell_faults import (
    EARLIER_UNREAD,
    SOURCE_CELLS,
    UNREADABLE,
    name_units,
    record_cells,
)
from qa_checks.reading.column_faults import read_as_shown, record_column_faults
from qa_checks.reading.contents import Limits, Sheet
from qa_checks.reading.headers import Match, Names, count_data_above, describe_best, recognise
from qa_checks.reading.intake import Intake
from qa_checks.reading.loaded import OF_PREVIOUS, OF_RELEASE, HeaderKey, Loaded, Place
from qa_checks.reading.opening import open_input
from qa_checks.reading.origins import headers_of
from qa_checks.reading.passed_over import record_contents
from qa_checks.reading.plain_source import explain_unlike, is_plain_source, name_as_table
from qa_checks.reading.possible_layouts import explain_unknown, list_possible
from qa_checks.reading.published_sheets import take_published
from qa_checks.reading.sheet_form import read_columns, record_form
from qa_checks.reading.shifted_rows import take_out_shifted
from qa_checks.reading.unread_sheets import check_reasons, explain_unread
from qa_checks.reading.views import choose_view
from qa_checks.reading.whole_numbers import find_whole_numbers
from qa_checks.reading.wide_loading import load_wide
from qa_checks.reading.wrapped_rows import refuse_wrapped
from qa_checks.release import InputFile
from qa_checks.words import plural

if TYPE_CHECKING:
    import duckdb

    from qa_checks.catalogue import Schemas

PUBLISHED = "published tables"
HIDDEN = "a hidden sheet, read like the others"


def read_files(
    connection: duckdb.DuckDBPyConnection,
    schemas: Schemas,
    scratch: Path,
    files: Sequence[InputFile] = (),
    limits: Limits | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Loaded:
    """Read every file and hand over the tables, with every value that stands in them."""
    return hand_over(take_in(connection, schemas, scratch, files, limits, progress))


def take_in(
    connection: duckdb.DuckDBPyConnection,
    schemas: Schemas,
    scratch: Path,
    files: Sequence[InputFile] = (),
    limits: Limits | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Intake:
    """Read every file and record what was met.

    A file that cannot be read becomes a problem of the result; the others go on.

    Parameters
    ----------
    connection
        Of `connect`, with nothing in it yet.
    scratch
        A folder for what has to be unpacked, which some tables are views of: it must stay as long
        as they are asked.
    """
    intake = Intake(connection, schemas, scratch, limits or Limits())
    intake.prepare(
        list(dict.fromkeys([OF_RELEASE, OF_PREVIOUS, *(item.database for item in files)]))
    )
    intake.wants_blanks = any(item.role is Role.SOURCE for item in files)
    for item in files:
        progress(item.shown)
        try:
            _read_file(intake, item)
        except InputError as fault:
            intake.problems.append(Problem(item.shown, str(fault)))
    return intake


def hand_over(intake: Intake) -> Loaded:
    """Build the canonical tables of each release, and freeze what was met."""
    built = {name: build_tables(intake, name) for name in intake.wides}
    counts = {
        source: tables for _, by_source in built.values() for source, tables in by_source.items()
    }
    _keep_form_of_release(intake)
    find_whole_numbers(intake)
    headers: dict[HeaderKey, str] = {}
    for wide in (wide for wides in intake.wides.values() for wide in wides):
        headers.update(headers_of(wide, intake.schemas.tables))
    return Loaded(
        intake.connection,
        intake.schemas,
        {name: snapshot for name, (snapshot, _) in built.items()},
        dict(intake.places),
        headers,
        tuple(
            replace(entry, tables=dict(sorted(counts.get(source, {}).items()))) if source else entry
            for entry, source in intake.inputs
        ),
        tuple(intake.problems),
        tuple(intake.paths),
        tuple(intake.published),
    )


def _keep_form_of_release(intake: Intake) -> None:
    """Forget the form of earlier releases: only the one that is checked is judged by it."""
    names = ("extract_columns", "extract_rows", "extract_cells", "extract_column_faults")
    kept = f"SELECT _source FROM extract_sheets WHERE role = '{Role.RELEASE}'"
    intake.connection.execute(
        f"CREATE TABLE {EARLIER_UNREAD} AS SELECT _source, _block, _row, table_name, column_name, "
        f"entry FROM extract_cells WHERE {UNREADABLE} AND _source NOT IN ({kept});"
        f"CREATE TABLE {SOURCE_CELLS} AS SELECT _source, _block, _row, table_name, column_name, "
        "entry, written, read_as, fault FROM extract_cells WHERE _source IN "
        f"(SELECT _source FROM extract_sheets WHERE role = '{Role.SOURCE}')"
    )
    if any(entry.role is not Role.RELEASE for entry, _ in intake.inputs):
        intake.connection.execute(
            ";".join(f"DELETE FROM {name} WHERE _source NOT IN ({kept})" for name in names)
        )


def _read_file(intake: Intake, item: InputFile) -> None:
    file = open_input(item, intake.scratch, intake.limits)
    wanted = list_possible(item, intake.layouts)
    if is_plain_source(item):
        wanted = [name_as_table(item, file, intake.schemas)]
    if item.role is Role.SOURCE:
        intake.delivered[item.database] = file.columns
    check_reasons(item, file.sheets)
    matched = [(sheet, recognise(sheet.head, wanted)) for sheet in file.sheets]
    taken = {
        sheet.name: take_published(sheet, item.shown, item.titles)
        for sheet, matches in matched
        if not matches
    }
    intake.published += [published for published in taken.values() if published]
    if not any(matches for _, matches in matched) and not any(taken.values()):
        for sheet in file.sheets:
            refuse_wrapped(sheet.head, item.shown)
        if is_plain_source(item):
            raise explain_unlike(item, file, intake.schemas)
        raise explain_unknown(file, wanted, item.shown)
    for sheet, matches in matched:
        entry = Input(
            path=item.shown,
            sheet=sheet.name,
            sha256=file.sha256,
            bytes=file.bytes,
            rows=0,
            layout=None,
            encoding=sheet.encoding,
            role=item.role,
            note=HIDDEN if sheet.hidden else "",
        )
        if not matches and taken[sheet.name]:
            intake.inputs.append((replace(entry, note=PUBLISHED, published=True), None))
            record_contents(intake, sheet, entry, None)
            continue
        if not matches:
            _pass_over(intake, sheet, item, entry, wanted)
            record_contents(intake, sheet, entry, None)
            continue
        try:
            _read_sheet(intake, sheet, matches, entry, item)
        except InputError as fault:
            intake.problems.append(Problem(entry.path, str(fault)))
            intake.inputs.append((replace(entry, note=str(fault)), None))


def _pass_over(
    intake: Intake, sheet: Sheet, item: InputFile, entry: Input, wanted: Sequence[Names]
) -> None:
    """List a sheet that is no known table; a whole release is incomplete if it looks like one."""
    reason = item.unchecked.get(sheet.name or "", "")
    # What is known, and not of the kind that was declared, was left out on purpose.
    if item.complete and not reason and not recognise(sheet.head, intake.layouts):
        problem = explain_unread(sheet, item, wanted, intake.schemas)
        intake.problems += [Problem(entry.path, problem)] if problem else []
    why = f"not checked: {reason}" if reason else describe_best(sheet.head, wanted)
    intake.inputs.append((replace(entry, note=why), None))


def _read_sheet(
    intake: Intake, sheet: Sheet, matches: Sequence[Match], entry: Input, item: InputFile
) -> None:
    """Load a sheet of a known layout and record what was met in it.

    Raises
    ------
    InputError
        If it cannot be told what the sheet says: a header twice, or no row below it.
    """
    where = f"{entry.path}, sheet '{sheet.name}'" if sheet.name else entry.path
    _refuse_repeated_header(matches[0], where)
    _refuse_data_above(matches[0], sheet, where)
    refuse_wrapped(sheet.head[matches[0].header_row :], where)
    wide = load_wide(intake, sheet, matches[0])
    wide.match, wide.told_by = choose_view(intake, matches, wide, entry, item.fact)
    if not wide.rows:
        raise InputError(
            f"There is no row below the header in row {wide.match.header_row} "
            f"({wide.match.layout.title}).",
            where=where,
            remedy="Extract the data again; if there really are none, leave the table out."
            if item.query is None
            else "The query found none: correct it, or take the entry out.",
        )
    if sheet.direct is not None:
        intake.paths.append(sheet.direct.path)
    intake.places[wide.source] = Place(entry.path, sheet.name, entry.role)
    read_as_shown(intake, sheet, wide)
    take_out_shifted(intake, wide)
    record_cells(intake, wide)
    if intake.wants_blanks:
        record_blanks(intake, sheet, wide)
    name_units(intake, wide, "extract_cells")
    if item.role is not Role.SOURCE:  # which is compared as it is: nothing is taken out of it
        record_column_faults(intake, sheet, wide)
    record_form(intake, entry, sheet, wide)
    record_contents(intake, sheet, entry, wide)
    intake.wides[item.database].append(wide)
    read = replace(
        entry,
        rows=wide.rows,
        layout=wide.match.layout.layout,
        layout_title=wide.match.layout.title,
        header_row=wide.match.header_row,
        columns=read_columns(wide),
    )
    intake.inputs.append((read, wide.source))


def _refuse_repeated_header(match: Match, where: str) -> None:
    for cell in match.cells:
        if cell.recognised == "repeated" and cell.target is not None:
            first = match.found[cell.target]
            raise InputError(
                f"The header in row {match.header_row} names the same thing twice, "
                f"'{first.header}' in column {first.position} and '{cell.header}' in column "
                f"{cell.position}: nobody can tell which one is right.",
                where=where,
                remedy="Remove one of the two, or give it the name of what it holds.",
            )


def _refuse_data_above(match: Match, sheet: Sheet, where: str) -> None:
    """Refuse a header with rows of data above it."""
    rows = count_data_above(sheet.head, match)
    if rows:
        raise InputError(
            f"{plural(rows, 'row')} of data above the header in row {match.header_row} "
            f"({match.layout.title}) would not be read: two tables seem to stand below each other.",
            where=where,
            remedy="Give each table in a file or sheet of its own, with its header above it.",
        )
