"""All files of a release, read into the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qa_checks.errors import InputError, UsageError
from qa_checks.model import Input, Problem
from qa_checks.reading.canonical import build_tables
from qa_checks.reading.cells import record_cells
from qa_checks.reading.files import open_file
from qa_checks.reading.headers import Match, Names, describe_best, known_names, recognise
from qa_checks.reading.loading import load_wide
from qa_checks.reading.sheets import File, Limits, Sheet
from qa_checks.reading.store import Store
from qa_checks.reading.wide import ROW, Wide
from qa_checks.release import InputFile

REPEATED_SHARE = 0.02
HIDDEN = "a hidden sheet, read like the others"


@dataclass
class Reading:
    """What came of the files: inputs as the report lists them, and files that failed."""

    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    wides: dict[str, list[Wide]] = field(default_factory=lambda: {"release": [], "previous": []})
    paths: list[Path] = field(default_factory=list)


def read_files(
    store: Store,
    files: Sequence[InputFile],
    limits: Limits | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Reading:
    """Read every file, record what was met, and build the canonical tables.

    A file that cannot be read becomes a problem of the result; the others go on.
    """
    reading = Reading()
    layouts = [known_names(layout) for layout in store.catalogue.layouts.values()]
    codes = store.catalogue.codes.get("missing_words")
    missing = list(codes.exact) if codes else []
    for item in files:
        progress(item.shown)
        try:
            _read_file(store, item, layouts, missing, (reading, limits or Limits()))
        except InputError as fault:
            reading.problems.append(Problem(item.shown, str(fault)))
    _finish(store, reading, "release", "main")
    _finish(store, reading, "previous", "previous")
    store.connection.execute(
        ";".join(
            f"DELETE FROM {name} WHERE _source IN "
            "(SELECT _source FROM extract_sheets WHERE role = 'previous')"
            for name in ("extract_columns", "extract_rows", "extract_cells")
        )
    )
    return reading


def _read_file(
    store: Store,
    item: InputFile,
    layouts: Sequence[Names],
    missing: list[str],
    into: tuple[Reading, Limits],
) -> None:
    reading, limits = into
    wanted = _wanted(item, layouts)
    file = item.opened or open_file(item.path, store.scratch, limits)
    known = 0
    for sheet in file.sheets:
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
        matches = recognise(sheet.head, wanted)
        if not matches:
            reading.inputs.append(replace(entry, note=describe_best(sheet.head, wanted)))
            continue
        known += 1
        try:
            reading.inputs.append(_read_sheet(store, sheet, matches, missing, (reading, entry)))
        except InputError as fault:
            reading.problems.append(Problem(entry.path, str(fault)))
            reading.inputs.append(replace(entry, note=str(fault)))
    if not known:
        reading.inputs = [one for one in reading.inputs if one.path != item.shown]
        raise InputError(_unknown(file, wanted), where=item.shown, remedy=_known_layouts(wanted))


def _read_sheet(
    store: Store,
    sheet: Sheet,
    matches: Sequence[Match],
    missing: list[str],
    into: tuple[Reading, Input],
) -> Input:
    """Load a sheet of a known layout and record what was met in it.

    Raises
    ------
    InputError
        If it cannot be told what the sheet says: a header twice, or no row below it.
    """
    reading, entry = into
    where = f"{entry.path}, sheet '{sheet.name}'" if sheet.name else entry.path
    _refuse_repeated_header(matches[0], where)
    wide = load_wide(store, sheet, matches[0], missing)
    wide.match = _choose(store, matches, wide)
    if not wide.rows:
        raise InputError(
            f"There is no row below the header in row {wide.match.header_row} "
            f"({wide.match.layout.title}).",
            where=where,
            remedy="Extract the data again; if there really are none, leave the table out.",
        )
    if sheet.direct is not None:
        reading.paths.append(sheet.direct)
    store.places[wide.source] = (entry.path, sheet.name)
    record_cells(store, wide, missing)
    _record_form(store, entry, sheet, wide)
    reading.wides[entry.role].append(wide)
    return replace(
        entry,
        rows=wide.rows,
        layout=wide.match.layout.layout,
        layout_title=wide.match.layout.title,
        header_row=wide.match.header_row,
        tables={"_source": wide.source},
    )


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


def _wanted(item: InputFile, layouts: Sequence[Names]) -> list[Names]:
    """Layouts that are possible for a file, given what the user declared."""
    if item.layout is not None:
        named = [names for names in layouts if names.layout.layout == item.layout]
        if not named:
            known = ", ".join(names.layout.layout for names in layouts)
            raise UsageError(f"There is no layout '{item.layout}'.", remedy=f"Available: {known}.")
        return named
    if item.basis is not None:
        return [names for names in layouts if names.layout.set.get("basis") == item.basis]
    return list(layouts)


def _unknown(file: File, wanted: Sequence[Names]) -> str:
    reasons = [
        (f"sheet '{sheet.name}': " if sheet.name else "") + describe_best(sheet.head, wanted)
        for sheet in file.sheets
    ]
    more = f" (and {len(reasons) - 3} more sheets)" if len(reasons) > 3 else ""
    return f"It holds no table of a known layout: {'; '.join(reasons[:3])}{more}."


def _known_layouts(wanted: Sequence[Names]) -> str:
    titles = ", ".join(f"{names.layout.layout} ({names.layout.title})" for names in wanted)
    return f"Known layouts: {titles}. Check the header, or add its names to schemas/layouts."


def _choose(store: Store, matches: Sequence[Match], wide: Wide) -> Match:
    """Tell layouts with the same columns apart by whether one column's values repeat."""
    if len(matches) == 1:
        return matches[0]
    for match in matches:
        column = match.layout.repeats_rows
        item = next((c for c in wide.columns if c.target.column == column), None)
        if column is None or item is None:
            continue
        total, distinct = store.connection.execute(
            f'SELECT count("{item.name}"), count(DISTINCT "{item.name}") FROM {wide.name}'
        ).fetchone() or (0, 0)
        if total and (total - distinct) / total >= REPEATED_SHARE:
            return match
    return next((match for match in matches if match.layout.repeats_rows is None), matches[0])


def _record_form(store: Store, entry: Input, sheet: Sheet, wide: Wide) -> None:
    """Fill the extract tables with what the reader met in this sheet."""
    match = wide.match
    named = sum(
        cell.position is not None and bool((cell.header or "").strip()) for cell in match.cells
    )
    insert = store.connection.execute
    insert(
        "INSERT INTO extract_sheets "
        "VALUES ($1, 0, NULL, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        [
            *(wide.source, entry.path, sheet.name, entry.role),
            *(match.layout.layout, match.layout.title),
            *(sheet.encoding, sheet.delimiter, sheet.newline),
            *(match.header_row, match.title, wide.rows, named),
        ],
    )
    rows: list[tuple[object, ...]] = []
    for cell in match.cells:
        how = cell.recognised
        if how == "empty" and cell.position in wide.faults.blank_headers:
            how = "blank"
        target = cell.target
        named_as = (target.table, target.column) if target else (None, None)
        block = target.block if target else 0
        rows.append(
            (
                *(wide.source, block, match.header_row, cell.position, cell.header),
                *(*named_as, how, cell.nearest, cell.required),
            )
        )
    _insert(store, "extract_columns", rows)
    _insert(
        store,
        "extract_rows",
        [
            (wide.source, 0, number, f"row {number}", fault, detail, cells)
            for number, fault, detail, cells in wide.faults.rows
        ],
    )
    if store.wants_rows:
        _record_equal_rows(store, wide)


def _record_equal_rows(store: Store, wide: Wide) -> None:
    """Note rows that equal an earlier one; rows with equal digests are compared in full."""
    listed = ", ".join(f'"{column.name}"' for column in wide.columns)
    store.connection.execute(
        f"INSERT INTO extract_rows SELECT {wide.source}, 0, {ROW}, 'row ' || {ROW}, 'duplicate', "
        f"'equals row ' || first, NULL FROM (SELECT {ROW}, "
        f"min({ROW}) OVER (PARTITION BY {listed}) AS first FROM {wide.name} "
        f"WHERE hash({listed}) IN (SELECT hash({listed}) FROM {wide.name} "
        f"GROUP BY ALL HAVING count(*) > 1)) WHERE {ROW} > first"
    )


def _insert(store: Store, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Put rows into a table as one list a column: many values in the text take long to parse."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        lists = ", ".join(f"unnest(${number})" for number in range(1, len(columns) + 1))
        store.connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)


def _finish(store: Store, reading: Reading, role: str, schema: str) -> None:
    """Build one schema's tables and put their counts into the inputs."""
    counts = build_tables(store, reading.wides[role], schema)
    reading.inputs = [
        replace(one, tables=dict(sorted(counts.get(one.tables["_source"], {}).items())))
        if one.role == role and "_source" in one.tables
        else one
        for one in reading.inputs
    ]
