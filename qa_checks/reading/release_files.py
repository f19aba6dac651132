"""All files of a release and of those before it, read into canonical tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from qa_checks.duckdb_core import Connection
from qa_checks.model.inputs import Role
from qa_checks.reading.canonical import build_tables
from qa_checks.reading.cell_faults import UNREADABLE
from qa_checks.reading.contents import LIMITS, Limits
from qa_checks.reading.file_steps import FileStep, steps_of
from qa_checks.reading.in_turn import InTurn, in_turn
from qa_checks.reading.intake import EARLIER_UNREAD, KEPT_CELLS, SOURCE_CELLS, Intake
from qa_checks.reading.loaded import OF_PREVIOUS, OF_RELEASE, HeaderKey, Loaded
from qa_checks.reading.origins import headers_of
from qa_checks.reading.whole_numbers import find_whole_numbers
from qa_checks.release import InputFile

if TYPE_CHECKING:
    from qa_checks.catalogue import Schemas


def read_files(
    connection: Connection,
    schemas: Schemas,
    scratch: Path,
    files: Sequence[InputFile] = (),
) -> Loaded:
    """Read every file and hand over the tables, with every value that stands in them."""
    return hand_over(take_in(connection, schemas, scratch, files))


def take_in(
    connection: Connection,
    schemas: Schemas,
    scratch: Path,
    files: Sequence[InputFile] = (),
    limits: Limits = LIMITS,
    progress: Callable[[str], None] = lambda _: None,
) -> Intake:
    """Read every file: while a sheet is recorded, the next is loaded, and one more is parsed.

    A file that cannot be read becomes a problem of the result; the others go on.

    Parameters
    ----------
    connection
        Of `connect`, with nothing in it yet.
    scratch
        A folder for what has to be unpacked, which some tables are views of: it must stay as long
        as they are asked.
    """
    wants_blanks = any(item.role is Role.SOURCE for item in files)
    intake = Intake(connection, schemas, scratch, limits, wants_blanks)
    databases = list(dict.fromkeys([OF_RELEASE, OF_PREVIOUS, *(item.database for item in files)]))
    recorder = replace(intake, connection=connection.cursor())
    with in_turn() as recording, in_turn() as loading:
        recording.take(partial(recorder.prepare, databases))
        for item in files:
            progress(item.shown)
            for step in steps_of(intake, item):
                loading.take(partial(_take_on, step, recorder, recording))
    intake.write_form()
    return intake


def _take_on(step: FileStep, recorder: Intake, recording: InTurn) -> None:
    """Load a part of a file, and have it recorded."""
    step.load()
    recording.take(partial(step.record, recorder))


def hand_over(intake: Intake) -> Loaded:
    """Build the canonical tables of each release, and freeze what was met."""
    snapshots, counts = build_tables(intake)
    _keep_form_of_release(intake)
    find_whole_numbers(intake)
    headers: dict[HeaderKey, str] = {}
    for wide in (wide for wides in intake.wides.values() for wide in wides):
        headers.update(headers_of(wide, intake.schemas.tables))
    return Loaded(
        intake.connection,
        intake.schemas,
        snapshots,
        dict(intake.places),
        headers,
        tuple(
            replace(entry, tables=dict(sorted(counts.get(source, {}).items()))) if source else entry
            for entry, source in intake.inputs
        ),
        tuple(intake.problems),
        tuple(intake.paths),
        tuple(intake.published.get(OF_RELEASE, ())),
        published_before=tuple(intake.published.get(OF_PREVIOUS, ())),
    )


def _keep_form_of_release(intake: Intake) -> None:
    """Forget the form of earlier releases: only the one that is checked is judged by it.

    Kept are cells of which no value could be made, and those of the system of record, which are
    compared with the release as they are written.
    """
    if all(entry.role is Role.RELEASE for entry, _ in intake.inputs):
        return
    names = ("extract_columns", "extract_rows", "extract_cells", "extract_column_faults")
    kept = f"SELECT _source FROM extract_sheets WHERE role = '{Role.RELEASE}'"
    sources = f"SELECT _source FROM extract_sheets WHERE role = '{Role.SOURCE}'"
    among = {
        EARLIER_UNREAD: f"{UNREADABLE} AND _source NOT IN ({kept})",
        SOURCE_CELLS: f"_source IN ({sources})",
    }
    statements = [
        f"INSERT INTO {name} SELECT {columns} FROM extract_cells WHERE {among[name]}"
        for name, columns in KEPT_CELLS.items()
    ]
    statements += [f"DELETE FROM {name} WHERE _source NOT IN ({kept})" for name in names]
    intake.connection.execute(";".join(statements))
