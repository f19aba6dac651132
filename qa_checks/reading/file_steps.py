"""How a file is taken in: its sheets are parsed by Python, each is then loaded, and recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from qa_checks.errors import InputError
from qa_checks.model.inputs import Input, Problem, Role
from qa_checks.reading.blanks import record_blanks
from qa_checks.reading.cell_faults import name_units, record_cells
from qa_checks.reading.column_faults import read_as_shown, record_column_faults
from qa_checks.reading.contents import File, Sheet
from qa_checks.reading.headers import Match, Names, count_data_above, recognise
from qa_checks.reading.intake import Intake
from qa_checks.reading.loaded import Place
from qa_checks.reading.opening import open_input
from qa_checks.reading.passed_over import record_contents
from qa_checks.reading.plain_source import explain_unlike, is_plain_source, name_as_table
from qa_checks.reading.possible_layouts import describe_best, explain_unknown, list_possible
from qa_checks.reading.published_sheets import take_published, take_titled
from qa_checks.reading.sheet_form import read_columns, record_form
from qa_checks.reading.shifted_rows import take_out_shifted
from qa_checks.reading.unread_sheets import check_reasons, explain_unread, refuse_needless
from qa_checks.reading.views import choose_view
from qa_checks.reading.wide import Wide
from qa_checks.reading.wide_loading import Parsed, load_wide, parse_rows
from qa_checks.reading.wrapped_rows import refuse_wrapped
from qa_checks.release import InputFile
from qa_checks.words import plural

PUBLISHED = "published tables"
HIDDEN = "a hidden sheet, read like the others"


class FileStep(NamedTuple):
    """What is to be recorded of a part of a file, and what is to be loaded before."""

    record: Callable[[Intake], None]
    load: Callable[[], None] = lambda: None


class MetSheet(NamedTuple):
    """A sheet of a file: the layouts that fit it equally well, if any, and how reports list it.

    ``source`` is the number of one that is read into no table, if its contents are judged.
    """

    item: InputFile
    file: File
    sheet: Sheet
    matches: Sequence[Match]
    entry: Input
    source: int = 0


def steps_of(intake: Intake, item: InputFile) -> Iterator[FileStep]:
    """Open a file and parse its sheets in turn; none of the release's tables is asked meanwhile.

    A file that cannot be read is a problem to be recorded.
    """
    try:
        for step in _open(intake, item):
            yield step._replace(record=partial(_try, item=item, record=step.record))
    except InputError as fault:
        problem = Problem(item.shown, str(fault))
        yield FileStep(lambda recorder: recorder.problems.append(problem))


def _try(intake: Intake, item: InputFile, record: Callable[[Intake], None]) -> None:
    """Record a part of a file, if only the problem that it cannot be read to its end."""
    try:
        record(intake)
    except InputError as fault:
        intake.problems.append(Problem(item.shown, str(fault)))


def _open(intake: Intake, item: InputFile) -> Iterator[FileStep]:
    file = open_input(item, intake.scratch, intake.limits, intake.connection)
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
    refuse_needless(item, [sheet for sheet, matches in matched if matches or taken.get(sheet.name)])
    published = intake.published.setdefault(item.database, [])
    published += filter(None, taken.values())
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
            sha256="",  # known when the sheet is listed
            bytes=file.bytes,
            rows=0,
            layout=None,
            encoding=sheet.encoding,
            role=item.role,
            note=HIDDEN if sheet.hidden else "",
        )
        met = MetSheet(item, file, sheet, matches, entry)
        if matches:
            yield _parse(intake, met)
            continue
        if item.role is Role.RELEASE:
            met = met._replace(source=intake.number())
        if taken[sheet.name]:
            entry = replace(entry, note=PUBLISHED, published=True)
            yield FileStep(partial(_list_only, met=met, entry=entry))
        else:
            yield FileStep(partial(_pass_over, met=met, wanted=wanted))


def _list_only(intake: Intake, met: MetSheet, entry: Input) -> None:
    """List a sheet that is read into no table."""
    _list(intake, met, entry)
    record_contents(intake, met.sheet, entry, met.source)


def _list(intake: Intake, met: MetSheet, entry: Input, source: int | None = None) -> None:
    intake.inputs.append((replace(entry, sha256=met.file.sha256), source))


def _pass_over(intake: Intake, met: MetSheet, wanted: Sequence[Names]) -> None:
    """List a sheet that is no known table; a whole release is incomplete if it looks like one."""
    item, sheet, entry = met.item, met.sheet, met.entry
    reason = item.unchecked.get(sheet.name or "", "")
    # What is known, and not of the kind that was declared, was left out on purpose.
    if item.complete and not reason and not recognise(sheet.head, intake.layouts):
        problem = explain_unread(sheet, item, wanted, intake.schemas)
        intake.problems += [Problem(entry.path, problem)] if problem else []
        if item.titles and not problem and (titled := take_titled(sheet, item.shown)):
            intake.published[item.database].append(titled)
    why = f"not checked: {reason}" if reason else describe_best(sheet.head, wanted)
    _list_only(intake, met, replace(entry, note=why))


def _parse(intake: Intake, met: MetSheet) -> FileStep:
    """Parse a sheet of a known layout, to be loaded and recorded.

    It becomes a problem if it cannot be told what it says: a header twice, no row below it.
    """
    try:
        parsed = _parse_as(intake, met, met.matches[0])
    except InputError as fault:
        return FileStep(partial(_note_problem, met=met, fault=str(fault)))
    parsed.wide.source = intake.number()
    return FileStep(partial(_record, met=met, parsed=parsed), partial(_load, intake, parsed))


def _parse_as(intake: Intake, met: MetSheet, match: Match) -> Parsed:
    """Parse a sheet of one layout, whose number is still to be given."""
    _refuse_repeated_header(match, _where(met))
    _refuse_data_above(match, met.sheet, _where(met))
    refuse_wrapped(met.sheet.head[match.header_row :], _where(met))
    return parse_rows(intake, met.sheet, match)


def _load(intake: Intake, parsed: Parsed) -> None:
    """Load a sheet, or keep why it cannot be."""
    try:
        load_wide(intake, parsed)
    except InputError as fault:
        parsed.fault = str(fault)


def _record(intake: Intake, met: MetSheet, parsed: Parsed) -> None:
    """Record what was met in a loaded sheet, if only the problem that there is no row."""
    if parsed.fault:
        _note_problem(intake, met, parsed.fault)
        return
    try:
        _record_rows(intake, met, parsed.wide)
    except InputError as fault:
        _note_problem(intake, met, str(fault))


def _note_problem(intake: Intake, met: MetSheet, fault: str) -> None:
    _list(intake, met, replace(met.entry, note=fault))
    intake.problems.append(Problem(met.entry.path, fault))


def _record_rows(intake: Intake, met: MetSheet, wide: Wide) -> None:
    item, _, sheet, matches, entry, _ = met
    match, told_by = choose_view(intake, matches, wide, entry, item.fact)
    if match.places != wide.match.places:
        wide = _load_as(intake, met, match, wide)
    wide.match, wide.told_by = match, told_by
    if not wide.rows:
        raise InputError(
            f"There is no row below the header in row {wide.match.header_row} "
            f"({wide.match.layout.title}).",
            where=_where(met),
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
    record_contents(intake, sheet, entry, wide.source, wide)
    read = replace(
        entry,
        rows=wide.rows,
        layout=wide.match.layout.layout,
        layout_title=wide.match.layout.title,
        header_row=wide.match.header_row,
        columns=read_columns(wide),
    )
    _list(intake, met, read, wide.source)
    intake.wides[item.database].append(wide)


def _load_as(intake: Intake, met: MetSheet, match: Match, wide: Wide) -> Wide:
    """Load a sheet anew, whose columns are others in the layout that it is meant to have."""
    kind = "VIEW" if wide.is_view else "TABLE"
    intake.connection.execute(f"DROP {kind} {wide.name}")
    parsed = _parse_as(intake, met, match)
    parsed.wide.source = wide.source
    load_wide(intake, parsed)
    return parsed.wide


def _where(met: MetSheet) -> str:
    """What messages call a sheet."""
    path, name = met.entry.path, met.sheet.name
    return f"{path}, sheet '{name}'" if name else path


def _refuse_repeated_header(match: Match, where: str) -> None:
    for cell in match.cells:
        if cell.recognised == "repeated" and cell.target is not None:
            first = match.by_target[cell.target]
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
