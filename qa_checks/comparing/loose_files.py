"""Two files of any kind compared by a key: a check for the key, for rows, and for each column."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks import __version__
from qa_checks.allowance import allow
from qa_checks.catalogue import Catalogue, load
from qa_checks.comparing.choice_of_rules import masked_columns
from qa_checks.comparing.column_pairs import Pairs, compare_types, pair_columns
from qa_checks.comparing.differences import Differing, change_lines, describe, judge_files
from qa_checks.comparing.equal_lines import leave_out_equal
from qa_checks.comparing.matching import ROW, Asked, Matched, Side, match
from qa_checks.duckdb_core import ENGINE, Connection
from qa_checks.engines.memory import bounded
from qa_checks.model.checks import Severity
from qa_checks.model.inputs import Input, ReleaseFacts, Role
from qa_checks.model.report import Report, Tool
from qa_checks.reading.connection import connect
from qa_checks.reading.contents import Limits
from qa_checks.reading.header_text import normalise
from qa_checks.reading.loaded import Place
from qa_checks.reading.loose_tables import (
    ANY,
    LooseTable,
    Rows,
    find_table,
    load_rows,
    rows_in_place,
)
from qa_checks.sql_text import sql_name
from qa_checks.verdict import decide, order, summarise

DIFFERING = "differing"
MOST = 10_000
PLACES = 4


class FilesAsked(Struct, frozen=True):
    """Two files, the columns that tell their rows apart, and those that matter; all without any."""

    old: Path
    new: Path
    key: tuple[str, ...]
    columns: tuple[str, ...] = ()


class HowToCompare(Struct, frozen=True):
    """How two files are compared; ``take`` is given every change, as lines for a table."""

    catalogue: Path | None = None
    fail_on: Severity = Severity.ERROR
    keep: int = MOST
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[str], None] = lambda _: None
    take: Callable[[Iterator[Sequence[str]]], None] | None = None


class Files(Struct, frozen=True):
    """The two files as tables, old before new, and their columns side by side."""

    old: LooseTable
    new: LooseTable
    pairs: Pairs


def compare_files(asked: FilesAsked, how: HowToCompare) -> Report:
    """Compare two files and report every difference as a finding.

    Raises
    ------
    QaChecksError
        If a file cannot be read, or cannot be matched by the key.
    """
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    size = sum(path.stat().st_size for path in (asked.old, asked.new) if path.is_file())
    allowance = allow(size)
    with (
        tempfile.TemporaryDirectory(prefix="qa-checks-") as folder,
        closing(connect(None, Path(folder), allowance)) as connection,
        bounded(allowance.memory),
    ):
        scratch = Path(folder)
        catalogue = load(how.catalogue, connection)
        tables = []
        for path in (asked.old, asked.new):
            how.progress(str(path))
            tables.append(find_table(path, scratch, asked.key, how.limits))
        old, new = tables
        files = Files(old, new, pair_columns(old, new, asked.key, asked.columns))
        how.progress("comparing")
        files, matched = _match(connection, files, scratch)
        places = tuple(Place(str(table.file.path), table.sheet.name) for table in (old, new))
        differing = Differing(
            connection, matched, (places[0], places[1]), _masked(files, catalogue)
        )
        outcomes = order(judge_files(differing, files.pairs, how.keep))
        compared = describe(differing, files.pairs, outcomes)
        if how.take is not None:
            how.take(change_lines(differing))
        verdict, reason = decide(outcomes, (), how.fail_on)
    return Report(
        verdict=verdict,
        reason=reason,
        release=ReleaseFacts(
            name_comparison(asked.old.name, asked.new.name),
            f"{asked.new.name} compared with {asked.old.name}",
        ),
        summary=summarise(outcomes),
        inputs=(
            _input(new, Role.RELEASE, matched.new_rows),
            _input(old, Role.PREVIOUS, matched.old_rows),
        ),
        problems=(),
        outcomes=tuple(outcomes),
        decisions=(),
        figures={},
        figure_titles={},
        charts=(),
        tool=Tool(__version__, ENGINE, catalogue.sha256),
        started=started,
        seconds=round(time.perf_counter() - clock, PLACES),
        fail_on=how.fail_on,
        compared=(compared,),
    )


def name_comparison(old: str, new: str) -> str:
    """What a comparison is called: the names of both, made plain."""
    plain = [re.sub("[^a-z0-9]+", "-", name.split(".")[0].lower()) for name in (new, old)]
    return "-since-".join(name.strip("-")[:60] or "file" for name in plain)


def _match(connection: Connection, files: Files, scratch: Path) -> tuple[Files, Matched]:
    """Match the rows as they stand in the files; row by row where DuckDB may see others."""
    from qa_checks.duckdb_core import Error, OutOfMemoryException

    tables = (files.old, files.new)
    rows = [rows_in_place(table) or load_rows(connection, table, scratch) for table in tables]
    try:
        pairs, matched = _ask(connection, files, rows)
    except OutOfMemoryException:
        raise
    except Error:
        if not any(table.is_text for table in tables):
            raise
    else:
        counted = (matched.old_rows, matched.new_rows)
        if all(there.expected in (None, n) for there, n in zip(rows, counted, strict=True)):
            return replace(files, pairs=pairs), matched
    rows = [
        load_rows(connection, table, scratch) if table.is_text else there
        for table, there in zip(tables, rows, strict=True)
    ]
    pairs, matched = _ask(connection, files, rows)
    return replace(files, pairs=pairs), matched


def _ask(connection: Connection, files: Files, rows: Sequence[Rows]) -> tuple[Pairs, Matched]:
    """Match the rows by those columns of which both sides have one type."""
    tables = (files.old, files.new)
    pairs = compare_types(connection, files.pairs, rows, tables)
    remaining = leave_out_equal(connection, (rows[0], rows[1]), pairs)
    equal = 0
    if remaining is not None:
        rows, equal = remaining
    sides = []
    for place, (there, table) in enumerate(zip(rows, tables, strict=True)):
        listed = ", ".join(
            f"{pair.expression(place)} AS {sql_name(pair.title)}"
            for pair in [*pairs.key, *pairs.compared]
        )
        sides.append(
            Side(f"(SELECT {listed}, {ROW} FROM {there.source})", table.called, there.expected)
        )
    wanted = Asked(
        tuple(pair.title for pair in pairs.key), tuple(pair.title for pair in pairs.compared)
    )
    matched = match(connection, sides[0], sides[1], wanted, DIFFERING)
    return pairs, replace(
        matched,
        both=matched.both + equal,
        old_rows=matched.old_rows + equal,
        new_rows=matched.new_rows + equal,
    )


def _masked(files: Files, catalogue: Catalogue) -> frozenset[str]:
    """Columns under a header that some layout reads into a column of which nothing is shown."""
    masked = masked_columns(catalogue)
    hidden = {
        normalise(header)
        for layout in catalogue.layouts.values()
        for block in layout.blocks
        for name, headers in block.columns.items()
        if name in masked
        for header in headers
    }
    pairs = [*files.pairs.key, *files.pairs.compared]
    return frozenset(pair.title for pair in pairs if normalise(pair.title) in hidden)


def _input(table: LooseTable, role: Role, rows: int) -> Input:
    return Input(
        path=str(table.file.path),
        sheet=table.sheet.name,
        sha256=table.file.sha256,
        bytes=table.file.bytes,
        rows=rows,
        layout="rows",
        layout_title=ANY,
        header_row=table.header_row,
        encoding=table.sheet.encoding,
        role=role,
    )
