"""Fetches what a query gives into a file, in batches: memory does not grow with the rows."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from qa_checks.model.sources import Query, SourceColumn
from qa_checks.operating_system import forbid_core_dumps
from qa_checks.sources.address import parse
from qa_checks.sources.asked import Asked, Delivered, UnlikeError
from qa_checks.sources.faults import DatabaseFault
from qa_checks.sources.query_text import read_select

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]

    from qa_checks.allowance import Patience

GRACE = 2  # seconds more than the database is given itself, which can say better what was wrong
# Rows that are looked at, and how often a value must occur in them, to be worth a dictionary.
MANY, MOST, OFTEN = 1_000, 10_000, 50
Ask = Callable[[Asked], AbstractContextManager[Delivered]]
EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = dt.date.min.toordinal() - EPOCH, dt.date.max.toordinal() - EPOCH


def fetch(
    query: Query, file: Path, target: Path, patience: Patience, place: str
) -> tuple[SourceColumn, ...]:
    """Ask a database and write the rows of its answer as Parquet.

    Parameters
    ----------
    file
        The file that the database is, where it is SQLite.

    Raises
    ------
    InputError
        If it does not answer, refuses, fails or stops halfway. What was written then is of no use.
    """
    address = parse(query.url)
    text = read_select(query.text, query.dialect, place)
    answered = threading.Event()
    asked = Asked(address, file, text, place, patience, connected=answered.set)
    ask = _choose(address.backend)
    if address.password:
        forbid_core_dumps()
    done: Future[tuple[SourceColumn, ...]] = Future()

    def work() -> None:
        try:
            done.set_result(_write(ask, asked, target))
        except BaseException as fault:  # noqa: BLE001  it is raised where it is waited for
            done.set_exception(fault)
        finally:
            answered.set()

    # Not one of a pool: what never answers must not keep the program from its end.
    threading.Thread(target=work, daemon=True).start()
    try:
        if not answered.wait(patience.connect + GRACE):
            raise DatabaseFault.NO_ANSWER.of(asked)
        return done.result(patience.query + GRACE)
    except TimeoutError:
        raise DatabaseFault.TOO_LONG.of(asked) from None
    except OSError as fault:
        raise DatabaseFault.NO_ROOM.of(asked, fault.strerror or "no reason") from None
    finally:
        asked.given_up.set()


def _choose(backend: str) -> Ask:
    if backend == "postgresql":
        from qa_checks.sources import postgresql

        return postgresql.ask
    if backend == "mssql":
        from qa_checks.sources import sql_server

        return sql_server.ask
    from qa_checks.sources import any_database

    return any_database.ask


def _write(ask: Ask, asked: Asked, target: Path) -> tuple[SourceColumn, ...]:
    """Write what is delivered; columns with a value that does not arrive as it is, as text."""
    while True:
        try:
            return _write_as_asked(ask, asked, target)
        except UnlikeError as unlike:
            asked = replace(asked, as_text=asked.as_text | unlike.positions)


def _write_as_asked(ask: Ask, asked: Asked, target: Path) -> tuple[SourceColumn, ...]:
    with ask(asked) as delivered:
        batches = _checked(delivered)
        first = next(batches, None)
        with _open_writer(target, delivered.schema, first) as writer:
            taken = 0
            for batch in chain(() if first is None else (first,), batches):
                taken += batch.nbytes
                if taken > asked.patience.most:
                    raise DatabaseFault.TOO_MUCH.of(asked)
                writer.write_batch(batch)
        return tuple(delivered.columns())


def _open_writer(target: Path, schema: pa.Schema, first: pa.RecordBatch | None) -> ParquetWriter:
    """A writer that makes dictionaries of columns with few values only: of others it takes long."""
    from pyarrow import compute
    from pyarrow.parquet import ParquetWriter

    few: list[str] = []
    some = None if first is None else first.slice(0, MOST)
    if some is not None and some.num_rows >= MANY:
        few = [
            name
            for name, column in zip(schema.names, some.columns, strict=True)
            if compute.count_distinct(column).as_py() < some.num_rows / OFTEN
        ]
    return ParquetWriter(
        target, schema, compression="none", use_dictionary=few, write_statistics=False
    )


def _checked(delivered: Delivered) -> Iterator[pa.RecordBatch]:
    for batch in delivered.batches:
        unlike = find_unlike(batch)
        if unlike:
            raise UnlikeError(unlike)
        yield batch


def find_unlike(batch: pa.RecordBatch) -> frozenset[int]:
    """Columns, by position, with a value that is not what the database holds.

    A day beyond the calendar (infinity, or before the year 1) arrives as another, and a number that
    is none (NaN, infinity) could be taken for one.
    """
    import pyarrow as pa

    return frozenset(
        place
        for place, column in enumerate(batch.columns)
        if (pa.types.is_date(column.type) and _has_other_day(column))
        or (pa.types.is_floating(column.type) and _has_no_number(column))
    )


def _has_other_day(column: pa.Array) -> bool:
    import pyarrow as pa
    from pyarrow import compute

    ends = compute.min_max(column.view(pa.int32()))
    first, last = ends["min"].as_py(), ends["max"].as_py()
    return first is not None and (first < FIRST_DAY or last > LAST_DAY)


def _has_no_number(column: pa.Array) -> bool:
    from pyarrow import compute

    return compute.all(compute.is_finite(column)).as_py() is False
