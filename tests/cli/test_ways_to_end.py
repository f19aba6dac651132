"""However a run ends, its exit code is 0, 1 or 2 and no report is left half written."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from qa_checks.cli.main import run_from_shell
from tests.cli.running import (
    REPORT_FILES,
    RUN_FILES,
    environment,
    listing,
    qa_checks,
    qa_checks_apart,
)

QA_CHECKS = [sys.executable, "-m", "qa_checks"]
FEW = "--rules LAR*"  # one of which fails


def shell(command: str, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which $QA stands for the command."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=cwd,
        env=environment(QA=" ".join(QA_CHECKS), **extra),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def file(releases: Path) -> Path:
    return releases / "authorities/data/local_authorities_as_at_31_august_2021.xlsx"


@pytest.fixture
def release(file: Path, tmp_path: Path) -> Path:
    """The release of that file alone."""
    path = tmp_path / "release.yml"
    path.write_text(f"release: a\ntitle: A\nas_at: 2021-08-31\nfiles:\n  - {{path: {file}}}\n")
    return path


@pytest.mark.parametrize("form", ["table", "json", "github"])
def test_a_reader_who_goes_away_leaves_the_verdict(file: Path, tmp_path: Path, form: str) -> None:
    command = f"$QA check {file} {FEW} --no-files --format {form} | true; exit ${{PIPESTATUS[0]}}"
    ended = shell(command, tmp_path)
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.parametrize("words", ["rules", "--help", "check --help"])
def test_a_reader_of_help_may_go_away(tmp_path: Path, words: str) -> None:
    ended = shell(f"$QA {words} | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert ended.returncode in (0, 2)
    assert ended.stderr == ""


@pytest.mark.parametrize(
    "words", ["--version", "--help", "rules", f"check {{file}} {FEW} --no-files"]
)
def test_standard_output_on_a_full_disk(file: Path, tmp_path: Path, words: str) -> None:
    ended = shell(f"$QA {words.format(file=file)} >/dev/full", tmp_path)
    assert ended.returncode == 2
    assert ended.stderr.startswith("Cannot go on: No space left on device.")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_streams(file: Path, tmp_path: Path, streams: str) -> None:
    ended = shell(f"$QA check {file} {FEW} --output out {streams}", tmp_path)
    assert ended.returncode == 1
    assert listing(tmp_path / "out") == REPORT_FILES
    assert shell(f"$QA check no.csv {streams}", tmp_path).returncode == 2


def test_output_in_ascii(file: Path, tmp_path: Path) -> None:
    words = ("check", file, *FEW.split(), "--no-files")
    ended = qa_checks_apart(*words, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert ended.code == 1
    assert ended.out.isascii()


STOPPED = """
import importlib, os, signal, sys
from qa_checks.cli import main
place = importlib.import_module({module!r})
for name in {owner!r}.split():
    place = getattr(place, name)
before = getattr(place, {name!r})
def stopped(*args, **kwargs):
    os.kill(os.getpid(), signal.{signal})
    return before(*args, **kwargs)
setattr(place, {name!r}, stopped)
signal.signal(signal.{signal}, signal.SIG_DFL)  # nohup, say, leaves it ignored
sys.argv = ["qa-checks", *sys.argv[1:]]
main.run_from_shell()
"""


def stop_at(
    place: str, number: str, release: Path, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a release by a process that sends itself a signal when it comes to this function."""
    module, _, function = place.partition(":")
    owner, _, name = function.rpartition(".")
    program = STOPPED.format(module=module, owner=owner.replace(".", " "), name=name, signal=number)
    (folder / "scratch").mkdir()
    (folder / "here").mkdir()
    return subprocess.run(
        [sys.executable, "-c", program, "run", release, "--output", "out", *FEW.split()],
        cwd=folder / "here",
        env=environment(TMPDIR=str(folder / "scratch")),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("qa_checks.release_file:read_release", "SIGINT"),
        ("qa_checks.reading.wide_loading:pick_cells", "SIGTERM"),
        ("qa_checks.appraisal:Embedded.count", "SIGHUP"),
        ("qa_checks.judging.outcomes:make_findings", "SIGINT"),
        ("qa_checks.render.as_json:pieces", "SIGTERM"),
        ("qa_checks.render.as_xlsx:render", "SIGINT"),
    ],
)
def test_a_signal_ends_with_2_and_leaves_nothing(
    release: Path, tmp_path: Path, place: str, number: str
) -> None:
    ended = stop_at(place, number, release, tmp_path)
    assert ended.stderr == "Stopped before the end: there is no verdict.\n"
    assert (ended.returncode, ended.stdout) == (2, "")
    assert not [name for name in listing(tmp_path / "here") if "." in name]
    assert not [path for path in (tmp_path / "scratch").iterdir() if path.name != "qa-checks"]


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
        ("qa_checks.render.report_folder:move_together", "SIGINT"),
        ("qa_checks.render.report_folder:move_together", "SIGHUP"),
        ("qa_checks.render.as_terminal:render", "SIGTERM"),
    ],
)
def test_a_signal_that_comes_too_late_changes_nothing(
    release: Path, tmp_path: Path, place: str, number: str
) -> None:
    ended = stop_at(place, number, release, tmp_path)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert listing(tmp_path / "here/out") == RUN_FILES


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


@pytest.mark.parametrize("words", [f"check {{file}} {FEW} --output out", "demo out", "init {file}"])
def test_a_full_disk(file: Path, tmp_path: Path, words: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    done = subprocess.run(
        [*QA_CHECKS, *words.format(file=file).split()],
        cwd=tmp_path,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),  # byte code would be cut off as well
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
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


QUOTES_DATA = """
import sys
from qa_checks.cli import main
from qa_checks.render import as_html
def broken(*args, **kwargs):
    raise ValueError("jane.doe@example.org") from KeyError("SC900001")
as_html.render = broken
sys.argv = ["qa-checks", *sys.argv[1:]]
main.run_from_shell()
"""


def test_no_error_repeats_what_a_library_quotes_of_the_data(file: Path, tmp_path: Path) -> None:
    """It may stand in a column that reports mask."""
    words = ["check", file, *FEW.split(), "--output", "out", "--debug"]
    done = subprocess.run(
        [sys.executable, "-c", QUOTES_DATA, *words],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("Traceback (most recent call last):") == 2
    assert "\nKeyError\n" in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "qa-checks itself is at fault: ValueError in <string>, line 6. "
        "Please report it, with what --debug prints."
    )
    assert done.stderr.count("jane.doe") == done.stderr.count("SC900001") == 0


def test_a_traceback_is_shown_with_debug_alone(tmp_path: Path) -> None:
    plain = qa_checks("check", "no.csv", cwd=tmp_path)
    told = qa_checks("check", "no.csv", "--debug", cwd=tmp_path)
    assert "Traceback" not in plain.err
    assert told.err.startswith("Traceback")
    assert told.err.endswith(plain.err)
    assert (plain.code, told.code, plain.out, told.out) == (2, 2, "", "")


def test_a_library_that_is_missing_is_2(file: Path, tmp_path: Path) -> None:
    for name in ("duckdb.py", "_duckdb.py"):
        (tmp_path / name).write_text("raise ImportError('no engine here')\n")
    done = subprocess.run(
        [*QA_CHECKS, "check", file], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=environment() | {"PYTHONPATH": f"{tmp_path}:{environment()['PYTHONPATH']}"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "no engine here" in done.stderr
    assert "Traceback" not in done.stderr
