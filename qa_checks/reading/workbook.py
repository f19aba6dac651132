"""Workbooks: every sheet of an XLSX, XLS or ODS file as rows of text."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import convert, structs

from qa_checks import operating_system
from qa_checks.errors import VALUES, InputError
from qa_checks.operating_system import name_file
from qa_checks.reading.containers import protected
from qa_checks.reading.contents import HEAD_ROWS, MIB, Limits, Sheet
from qa_checks.reading.formats.format import Candidate
from qa_checks.sources.address import without_passwords

_NO_MEMORY = ("memory allocation of", "MemoryError", "capacity overflow", "Cell limit exceeded")
_MEMORY_AT_LEAST = 1024 * MIB
_MEMORY_PER_BYTE = 64
_SAVE_ANEW = "Save it anew from the spreadsheet program, or give the table as CSV."
_RENAME = "Give each sheet a name of its own in the spreadsheet program."
_CUT_DOWN = "Copy the table alone into a new workbook, or save it as CSV."
_KINDS = {field.name: field.type for field in structs.fields(Sheet)}


def open_workbook(file: Candidate, ending: str, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    """Give every worksheet of a workbook, hidden ones included, in their order.

    The sheets are written to the folder by a process of its own (see
    `qa_checks.reading.workbook_worker`) and read from there. The library
    behind it believes the name of a file: it gets one with the ``ending`` that says what it is.

    Raises
    ------
    InputError
        If the workbook is damaged, protected with a password or too large.
    """
    place = file.place
    named = name_file(file.path, folder / f"workbook.{ending}")
    written = _spool(named, folder, place, limits)
    if not written:
        raise InputError("The workbook has no worksheet.", where=place, remedy=_SAVE_ANEW)
    if "most" in written[0]:
        raise InputError(
            f"{written[0]['fault']} At most {getattr(limits, written[0]['most']):,} are read.",
            where=place,
            remedy=_CUT_DOWN,
        )
    if "fault" in written[0]:
        remedy = written[0].get("remedy", _RENAME)
        raise InputError(written[0]["fault"], where=place, remedy=remedy)
    return tuple(_open_sheet(about, folder) for about in written)


def _open_sheet(about: dict[str, Any], folder: Path) -> Sheet:
    spooled = folder / about["file"]
    return Sheet(
        name=about["name"],
        encoding=None,
        delimiter=None,
        newline=None,
        head=tuple(tuple(row) for row in islice(_read_rows(spooled), HEAD_ROWS)),
        source=partial(_read_rows, spooled),
        hidden=about["hidden"],
        **{name: convert(told, _KINDS[name]) for name, told in about["marks"].items()},
    )


def _read_rows(spooled: Path) -> Iterator[list[str]]:
    with spooled.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield from json.loads(line)


def _spool(path: Path, folder: Path, place: str, limits: Limits) -> list[dict[str, Any]]:
    library = importlib.util.find_spec("python_calamine")
    if library is None or library.origin is None:
        raise InputError("The library for workbooks is missing.", where=place, remedy=_SAVE_ANEW)
    memory = min(limits.memory_bytes, _MEMORY_AT_LEAST + path.stat().st_size * _MEMORY_PER_BYTE)
    order = {
        "source": str(path.absolute()),
        "folder": str(folder.resolve()),
        "package": str(Path(operating_system.__file__).parents[1]),
        "library": str(Path(library.origin).parent.parent),
        "memory_bytes": memory,
        "seconds": limits.seconds,
        "sheets": limits.sheets,
        "columns": limits.columns,
        "cells": limits.cells,
        "unpacked_bytes": limits.unpacked_bytes,
    }
    program = str(Path(__file__).with_name("workbook_worker.py"))
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell
            [sys.executable, "-I", "-S", program, json.dumps(order)],
            capture_output=True,
            timeout=limits.seconds,
            env={**without_passwords(), "RUST_BACKTRACE": "0"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"The workbook could not be read in {limits.seconds:,} seconds.",
            where=place,
            remedy=_CUT_DOWN,
        ) from error
    if done.returncode == 0:
        written: list[dict[str, Any]] = json.loads(done.stdout)
        return written
    raise _explain(done.returncode, done.stderr.decode("utf-8", "replace"), place)


def _explain(code: int, stderr: str, place: str) -> InputError:
    """Turn the end of the reading process into the reader's words."""
    last = stderr.strip().rpartition("\n")[2]
    if "PasswordError" in last:
        return protected(place)
    if code < 0 or any(words in stderr for words in _NO_MEMORY):
        return InputError(
            "Reading the workbook takes far more memory or time than a table of its size needs: "
            "a cell may stand far away from the table, or the file is damaged.",
            where=place,
            remedy=_CUT_DOWN,
        )
    detail = re.sub(VALUES, "(a value)", last.partition(": ")[2] or last)
    return InputError(f"The workbook is damaged ({detail}).", where=place, remedy=_SAVE_ANEW)
