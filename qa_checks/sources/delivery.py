"""Fetches what a query gives into a file, in batches: memory does not grow with the rows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.model import Query, SourceColumn
from qa_checks.sources.address import find_password, parse
from qa_checks.sources.asking import Asked, Delivered, UnlikeError
from qa_checks.sources.faults import does_not_answer, takes_too_long
from qa_checks.sources.plain_values import find_unlike
from qa_checks.sources.query_text import read_select

if TYPE_CHECKING:
    from qa_checks.sources.patience import Patience

Ask = Callable[[Asked], AbstractContextManager[Delivered]]


def fetch(
    query: Query, file: Path, target: Path, patience: Patience, place: str
) -> tuple[SourceColumn, ...]:
    """Ask a database and write the rows of its answer as Parquet.

    Parameters
    ----------
    file
        The file that the database is, where it is SQLite.
    target
        Where to write.
    place
        What messages call it.

    Raises
    ------
    InputError
        If it does not answer, refuses, fails or stops halfway. What was written then is of no use.
    """
    url = parse(query.url)
    text = read_select(query.text, query.dialect, place)
    answered = threading.Event()
    asked = Asked(url, file, find_password(url), text, place, patience, connected=answered.set)
    ask = _choose(url.get_backend_name())
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
    if not answered.wait(patience.connect + GRACE):
        raise does_not_answer(asked)
    try:
        return done.result(patience.query + GRACE)
    except TimeoutError:
        raise takes_too_long(asked) from None


GRACE = 2  # seconds more than the database is given itself, which can say better what was wrong


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
    from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]

    with ask(asked) as delivered:
        with ParquetWriter(target, delivered.schema, compression="none") as writer:
            for batch in _checked(delivered):
                writer.write_batch(batch)
        return tuple(delivered.columns())


def _checked(delivered: Delivered) -> Iterator[object]:
    for batch in delivered.batches:
        unlike = find_unlike(batch)
        if unlike:
            raise UnlikeError(unlike)
        yield batch
