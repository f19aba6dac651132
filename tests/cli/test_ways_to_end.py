"""However a run ends, its exit code is 0, 1 or 2 and no report is left half written."""

from __future__ import annotations

import importlib
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

import duckdb
import pytest

from qa_checks.cli.main import run_from_shell
from tests import opened_once
from tests.cli.running import (
    REPORT_FILES,
    RUN_FILES,
    Ended,
    environment,
    listing,
    qa_checks,
    run_here,
    written,
)
from tests.loaded_modules import Loaded

FEW = "--rules LAR*"  # one of which fails


@pytest.fixture
def file(releases: Path) -> Path:
    return releases / "authorities/data/local_authorities_as_at_31_august_2021.xlsx"


@pytest.fixture
def release(file: Path, tmp_path: Path) -> Path:
    """The release of that file alone."""
    path = tmp_path / "release.yml"
    path.write_text(f"release: a\ntitle: A\nas_at: 2021-08-31\nfiles:\n  - {{path: {file}}}\n")
    return path


def left_by_its_reader() -> TextIO:
    """A pipe from which nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w", encoding="utf-8")


def on_a_full_disk() -> TextIO:
    return Path("/dev/full").open("w", encoding="utf-8")


def kept(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding)


def end(words: str, cwd: Path, out: TextIO | None) -> tuple[int, str]:
    """How a command ends in this process that prints there, and what it says of faults."""
    err = kept()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_here(words.split(), cwd, {})
        sys.stdout.close()
    return code, written(err)


@pytest.mark.parametrize("form", ["table", "json", "github"])
def test_a_reader_who_goes_away_leaves_the_verdict(file: Path, tmp_path: Path, form: str) -> None:
    words = f"check {file} {FEW} --no-files --format {form}"
    assert end(words, tmp_path, left_by_its_reader()) == (1, "")


@pytest.mark.parametrize("words", ["rules", "--help", "check --help"])
def test_a_reader_of_help_may_go_away(tmp_path: Path, words: str) -> None:
    code, err = end(words, tmp_path, left_by_its_reader())
    assert code == 2
    assert err == ""


@pytest.mark.parametrize(
    "words", ["--version", "--help", "rules", f"check {{file}} {FEW} --no-files"]
)
def test_standard_output_on_a_full_disk(file: Path, tmp_path: Path, words: str) -> None:
    code, err = end(words.format(file=file), tmp_path, on_a_full_disk())
    assert code == 2
    assert err.startswith("Cannot go on: No space left on device.")
    assert len(err.splitlines()) == 1


def test_standard_output_is_closed(file: Path, tmp_path: Path) -> None:
    assert end(f"check {file} {FEW} --output out", tmp_path, None) == (1, "")
    assert listing(tmp_path / "out") == REPORT_FILES
    assert end("check no.csv", tmp_path, None)[0] == 2


@pytest.mark.parametrize("open_stream", [lambda: None, on_a_full_disk])
def test_nobody_hears_of_faults(
    file: Path, tmp_path: Path, open_stream: Callable[[], TextIO | None]
) -> None:
    for words, code in ((f"check {file} {FEW} --output out", 1), ("check no.csv", 2)):
        with redirect_stdout(kept()), redirect_stderr(open_stream()):
            assert run_here(words.split(), tmp_path, {}) == code
            sys.stderr.close()
    assert listing(tmp_path / "out") == REPORT_FILES


def test_closed_streams_are_not_taken_by_files(file: Path, tmp_path: Path) -> None:
    """What is opened next would stand in their place, and be printed into."""
    kept_open = {number: os.dup(number) for number in (0, 1, 2)}
    for number in kept_open:
        os.close(number)
    try:
        with redirect_stdout(kept()), redirect_stderr(kept()):
            code = run_here(["check", str(file), *FEW.split(), "--output", "out"], tmp_path, {})
        taken_by = [Path(f"/proc/self/fd/{number}").readlink() for number in kept_open]
    finally:
        for number, duplicate in kept_open.items():
            os.dup2(duplicate, number)
            os.close(duplicate)
    assert (code, taken_by) == (1, [Path(os.devnull)] * 3)
    assert listing(tmp_path / "out") == REPORT_FILES


def run_apart(
    start: Sequence[str], words: Sequence[str | Path], cwd: Path, out: TextIO | None = None
) -> tuple[int, str]:
    """How a process ends that has no input and prints there, and what it says of faults.

    Where Python begins and ends, what its own streams are is none of the program's doing.
    """
    closing = 'exec "$@" <&-' if out else 'exec "$@" <&- >&-'
    with out or nullcontext():
        done = subprocess.run(
            ["bash", "-c", closing, "bash", sys.executable, *start, *map(str, words)], cwd=cwd,
            env=environment(TMPDIR=tempfile.gettempdir()),
            stdout=out, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
        )  # fmt: skip
    return done.returncode, done.stderr


def test_a_process_ends_so_as_well_and_takes_no_module_of_its_folder(
    file: Path, tmp_path: Path
) -> None:
    for name in ("typing", "__future__", "typer", "yaml", "gc", "pathlib"):
        (tmp_path / f"{name}.py").write_text(f"open('{name}.taken', 'w').close()\n")
    before = set(listing(tmp_path))
    words = ["check", file, *FEW.split(), "--output", "out"]
    assert run_apart(["-m", "qa_checks"], words, tmp_path, left_by_its_reader()) == (1, "")
    assert listing(tmp_path / "out") == REPORT_FILES
    assert {name for name in listing(tmp_path) if "/" not in name} - before == {"out"}


def test_a_process_whose_output_meets_a_full_disk_ends_so_as_well(
    file: Path, tmp_path: Path
) -> None:
    words = ["check", file, *FEW.split(), "--output", "out"]
    code, err = run_apart(["-m", "qa_checks"], words, tmp_path, on_a_full_disk())
    assert (code, len(err.splitlines())) == (2, 1)
    assert err.startswith("Cannot go on: No space left on device.")
    assert listing(tmp_path / "out") == REPORT_FILES


def test_output_in_ascii(file: Path, tmp_path: Path) -> None:
    out = kept("ascii")
    with redirect_stdout(out), redirect_stderr(kept()):
        assert run_here(["check", str(file), *FEW.split(), "--no-files"], tmp_path, {}) == 1
    assert written(out).isascii()


PLACES = {
    "a release file": "qa_checks.release_file:read_release",
    "cells": "qa_checks.reading.wide_loading:pick_cells",
    "counts": "qa_checks.engines.reference:Embedded.count",
    "findings": "qa_checks.judging.outcomes:make_findings",
    "report.json": "qa_checks.render.as_json:pieces",
    "the workbook": "qa_checks.render.as_xlsx:render",
    "moved files": "qa_checks.render.report_folder:move_together",
    "the terminal": "qa_checks.render.as_terminal:render",
}
STOPPED = """
import sys
from qa_checks.cli.main import run_from_shell
from tests.cli.test_ways_to_end import PLACES, stop_at
stop_at(PLACES[sys.argv[1]], int(sys.argv[2]), setattr)
sys.argv[1:3] = []
run_from_shell()
"""


def stop_at(place: str, number: int, replace: Callable[[object, str, object], None]) -> None:
    """Have a function send this process a signal before it does anything."""
    module, _, function = place.partition(":")
    owner: object = importlib.import_module(module)
    *outer, name = function.split(".")
    for part in outer:
        owner = getattr(owner, part)
    before = getattr(owner, name)

    def stopped(*args: object, **named: object) -> object:
        signal.raise_signal(number)
        return before(*args, **named)

    replace(owner, name, stopped)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are, of this process and of those it starts."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def run_stopped(
    place: str, number: int, release: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Ended:
    """Run a release in this process, which is sent a signal when it comes to a place."""
    stop_at(PLACES[place], number, monkeypatch.setattr)
    monkeypatch.setattr(os, "_exit", sys.exit)
    with opened_once.never():
        return qa_checks("run", release, "--output", "out", *FEW.split(), cwd=folder)


STOP = Ended(2, "", "Stopped before the end: there is no verdict.\n")


def assert_nothing_is_left(here: Path, scratch: Path) -> None:
    assert not [name for name in listing(here) if "." in name]
    assert not [path for path in scratch.iterdir() if path.name != "qa-checks"]


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("a release file", signal.SIGINT),
        ("cells", signal.SIGTERM),
        ("counts", signal.SIGHUP),
        ("findings", signal.SIGINT),
        ("report.json", signal.SIGTERM),
        ("the workbook", signal.SIGINT),
    ],
)
def test_a_signal_ends_with_2_and_leaves_nothing(
    release: Path, here: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch,
    place: str, number: int,
) -> None:  # fmt: skip
    assert run_stopped(place, number, release, here, monkeypatch) == STOP
    assert_nothing_is_left(here, scratch)


class Stopping:
    """Sends this process a signal when the next module is looked for."""

    def find_spec(self, *_: object) -> None:
        sys.meta_path.remove(self)
        signal.raise_signal(signal.SIGINT)


def test_a_signal_is_heeded_before_anything_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "qa_checks.cli.stops")  # the first that is looked for
    monkeypatch.setattr(sys, "meta_path", [Stopping(), *sys.meta_path])
    monkeypatch.setattr(os, "_exit", sys.exit)
    assert qa_checks("--version", cwd=tmp_path) == STOP


# An import that is cut short may keep its lock, for which other threads then wait without end.
STOPPED_WHILE_IMPORTING = """
import sys, time
from pathlib import Path
from qa_checks.cli.stops import heed_stops
Path("halfway.py").write_text("import signal; signal.raise_signal(signal.SIGTERM); whole = True")
sys.path.insert(0, "")
heed_stops()
try:
    import halfway
    time.sleep(60)
except KeyboardInterrupt:
    print(sys.modules["halfway"].whole)
"""


def test_a_signal_lets_an_import_come_to_its_end(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_IMPORTING], cwd=tmp_path, env=environment(),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("True\n", "", 0)


def test_nothing_is_loaded_before_a_signal_is_heeded(loaded: Loaded) -> None:
    own = {"__future__", "gc", "qa_checks", "qa_checks.cli", "qa_checks.cli.main"}
    assert loaded["the door"] <= own


def test_a_signal_ends_a_process_with_2(release: Path, here: Path, scratch: Path) -> None:
    """That of which the output is closed as well."""
    words = ["cells", str(int(signal.SIGTERM)), "run", release, "--output", "out", *FEW.split()]
    assert run_apart(["-c", STOPPED], words, here) == (STOP.code, STOP.err)
    assert_nothing_is_left(here, scratch)


def test_what_goes_wrong_in_tidying_up_after_a_signal_is_told_as_the_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> int:
        try:
            raise KeyboardInterrupt
        finally:
            raise duckdb.Error("a connection that another thread uses")

    monkeypatch.setattr("qa_checks.cli.main._prepare", lambda: None)
    monkeypatch.setattr("qa_checks.cli.main._run", stop)
    with pytest.raises(SystemExit) as ended:
        run_from_shell()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "Stopped before the end: there is no verdict.\n"


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("moved files", signal.SIGINT),
        ("moved files", signal.SIGHUP),
        ("the terminal", signal.SIGTERM),
    ],
)
def test_a_signal_that_comes_too_late_changes_nothing(
    release: Path, here: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch,
    place: str, number: int,
) -> None:  # fmt: skip
    ended = run_stopped(place, number, release, here, monkeypatch)
    assert (ended.code, ended.err) == (1, "")
    assert listing(here / "out") == RUN_FILES
    assert [path.name for path in scratch.iterdir()] == []


@pytest.mark.usefixtures("few_rules")
def test_an_output_folder_that_cannot_be_written(file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in ("file", "file/below", "/proc/none"):
        ended = qa_checks("check", file, "--output", folder, cwd=tmp_path)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith(f"Cannot run: {folder}: The report cannot be written: ")
    assert listing(tmp_path) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(file: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    ended = qa_checks("check", file, cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "Permission denied" in ended.err


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have this process write no more than the beginning of a file."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # it would be cut off as well
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("words", [f"check {{file}} {FEW} --output out", "demo out", "init {file}"])
def test_a_full_disk(file: Path, tmp_path: Path, words: str) -> None:
    done = qa_checks(*words.format(file=file).split(), cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err
    assert not [name for name in listing(tmp_path) if name.endswith((".json", ".yml", ".html"))]


@pytest.mark.usefixtures("few_rules")
@pytest.mark.parametrize(
    "renderer",
    ["as_html.render", "as_json.pieces", "as_junit.render", "as_xlsx.render", "as_terminal.render"],
)
@pytest.mark.parametrize("fault", [ZeroDivisionError("at\nfault"), MemoryError()])
def test_a_fault_of_ours_is_2(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renderer: str, fault: Exception
) -> None:
    def broken(*_args: object, **_named: object) -> str:
        raise fault

    monkeypatch.setattr(f"qa_checks.render.{renderer}", broken)
    ended = qa_checks("check", file, "--output", "out", cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith(("qa-checks itself is at fault: ZeroDiv", "Cannot go on: there is"))
    left = listing(tmp_path / "out") if (tmp_path / "out").exists() else []
    assert left == (REPORT_FILES if renderer == "as_terminal.render" else [])


@pytest.mark.usefixtures("few_rules")
def test_no_error_repeats_what_a_library_quotes_of_the_data(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may stand in a column that reports mask."""
    address, urn = "jane.doe@example.org", "SC900001"

    def broken(*_args: object, **_named: object) -> str:
        raise ValueError(address) from KeyError(urn)

    monkeypatch.setattr("qa_checks.render.as_html.render", broken)
    done = qa_checks("check", file, "--output", "out", "--debug", cwd=tmp_path)
    assert done.code == 2
    assert done.err.count("Traceback (most recent call last):") == 2
    assert "\nKeyError\n" in done.err
    assert done.err.splitlines()[-1] == (
        "qa-checks itself is at fault: ValueError in test_ways_to_end.py, line "
        f"{broken.__code__.co_firstlineno + 1}. Please report it, with what --debug prints."
    )
    assert done.err.count(address) == done.err.count(urn) == 0


def test_a_traceback_is_shown_with_debug_alone(tmp_path: Path) -> None:
    plain = qa_checks("check", "no.csv", cwd=tmp_path)
    told = qa_checks("check", "no.csv", "--debug", cwd=tmp_path)
    assert "Traceback" not in plain.err
    assert told.err.startswith("Traceback")
    assert told.err.endswith(plain.err)
    assert (plain.code, told.code, plain.out, told.out) == (2, 2, "", "")


def test_a_library_that_is_missing_is_2(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("duckdb", "_duckdb"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('no engine here')\n")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delitem(sys.modules, "qa_checks.duckdb_core")
    monkeypatch.syspath_prepend(tmp_path)
    with opened_once.never():
        done = qa_checks("check", file, cwd=tmp_path)
    assert done.code == 2
    assert "no engine here" in done.err
    assert "Traceback" not in done.err
