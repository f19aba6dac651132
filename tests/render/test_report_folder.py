from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from qa_checks.errors import UsageError
from qa_checks.model.report import Report
from qa_checks.render import as_html, as_json, as_junit, as_xlsx, report_folder
from tests.cli.running import environment
from tests.render import runs

NAMES = ["findings.xlsx", "junit.xml", "report.html", "report.json"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_four_files_are_what_the_renderers_give(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "spring"
    report = runs.every_ending()
    written = report_folder.write(report, folder)
    assert written == [
        folder / "report.json",
        folder / "report.html",
        folder / "junit.xml",
        folder / "findings.xlsx",
    ]
    assert names(folder) == NAMES
    as_xlsx.render(report, tmp_path / "alone.xlsx")
    assert contents(folder) == {
        "report.json": as_json.render(report).encode(),
        "report.html": as_html.render(report).encode(),
        "junit.xml": as_junit.render(report).encode(),
        "findings.xlsx": (tmp_path / "alone.xlsx").read_bytes(),
    }


def test_a_later_report_replaces_an_earlier_one_and_leaves_other_files(tmp_path: Path) -> None:
    (tmp_path / "signoff.json").write_text("signed")
    report_folder.write(runs.every_ending(), tmp_path)
    report_folder.write(runs.all_well(), tmp_path)
    assert names(tmp_path) == [*NAMES, "signoff.json"]
    assert (tmp_path / "report.json").read_text() == as_json.render(runs.all_well())
    assert (tmp_path / "signoff.json").read_text() == "signed"


def test_without_the_workbook_no_earlier_one_stays_behind(tmp_path: Path) -> None:
    report_folder.write(runs.every_ending(), tmp_path)
    written = report_folder.write(runs.all_well(), tmp_path, workbook=False)
    assert [path.name for path in written] == ["report.json", "report.html", "junit.xml"]
    assert names(tmp_path) == ["junit.xml", "report.html", "report.json"]
    assert (tmp_path / "junit.xml").read_text() == as_junit.render(runs.all_well())


def test_what_attacks_can_be_written(tmp_path: Path) -> None:
    report_folder.write(runs.attacks(), tmp_path)
    assert names(tmp_path) == NAMES


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    stale = tmp_path / ".qa-checks-killed"
    stale.mkdir()
    (stale / "report.json").write_text("{")
    report_folder.write(runs.all_well(), tmp_path)
    assert names(tmp_path) == NAMES


def test_a_relative_folder_keeps_its_own_files_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Since Python 3.12 mkdtemp gives an absolute path, whatever folder it is given."""
    plain = tempfile.mkdtemp
    monkeypatch.setattr("tempfile.mkdtemp", lambda **given: str(Path(plain(**given)).absolute()))
    monkeypatch.chdir(tmp_path)
    folder = Path("reports/spring")
    stale = folder / ".qa-checks-killed"
    stale.mkdir(parents=True)
    assert report_folder.write(runs.all_well(), folder)[0] == folder / "report.json"
    assert names(folder) == NAMES


def test_a_link_that_looks_like_a_left_over_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "data.csv").write_text("1")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / ".qa-checks-link").symlink_to(precious)
    report_folder.write(runs.all_well(), folder)
    assert names(precious) == ["data.csv"]


def test_a_file_where_the_folder_should_be_is_the_users_fault(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(UsageError) as caught:
        report_folder.write(runs.all_well(), taken)
    assert caught.value.where == str(taken)
    assert caught.value.what == "The report cannot be written: File exists."
    assert caught.value.remedy.endswith("choose a folder that can be written.")


def test_a_folder_that_cannot_be_made_is_the_users_fault(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(UsageError, match="The report cannot be written: Not a directory"):
        report_folder.write(runs.all_well(), tmp_path / "taken" / "below")


def test_a_folder_without_permission_is_the_users_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(UsageError, match="The report cannot be written: Permission denied"):
        report_folder.write(runs.all_well(), tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("module", "renderer"),
    [(as_json, "pieces"), (as_html, "render"), (as_junit, "render"), (as_xlsx, "render")],
)
def test_a_renderer_that_breaks_leaves_the_earlier_report(
    module: object, renderer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_folder.write(runs.all_well(), tmp_path)
    before = contents(tmp_path)

    def break_down(*_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(module, renderer, break_down)
    with pytest.raises(ZeroDivisionError):
        report_folder.write(runs.every_ending(), tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_cannot_be_moved_leaves_the_earlier_report(name: str, tmp_path: Path) -> None:
    report_folder.write(runs.all_well(), tmp_path)
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    (tmp_path / name / "kept").write_text("")
    before = {other: (tmp_path / other).read_bytes() for other in NAMES if other != name}
    with pytest.raises(UsageError, match="The report cannot be written"):
        report_folder.write(runs.every_ending(), tmp_path)
    assert names(tmp_path) == NAMES
    assert {other: (tmp_path / other).read_bytes() for other in NAMES if other != name} == before
    assert names(tmp_path / name) == ["kept"]


def test_a_run_whose_files_another_run_took_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = as_junit.render

    def overtaken(report: Report) -> str:
        monkeypatch.setattr(as_junit, "render", plain)
        report_folder.write(runs.all_well(), tmp_path)
        return plain(report)

    monkeypatch.setattr(as_junit, "render", overtaken)
    with pytest.raises(UsageError, match="wait for another run into the same folder to end"):
        report_folder.write(runs.every_ending(), tmp_path)
    assert names(tmp_path) == NAMES
    assert (tmp_path / "report.json").read_text() == as_json.render(runs.all_well())


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report. Never changed by a test."""
    folder = tmp_path_factory.mktemp("earlier")
    report_folder.write(runs.all_well(), folder)
    return folder


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the report that takes its place."""
    folder = tmp_path_factory.mktemp("later")
    report_folder.write(runs.every_ending(), folder)
    return contents(folder)


def by_name(folder: Path) -> dict[str, bytes]:
    """The files of a report that are there."""
    return {name: (folder / name).read_bytes() for name in NAMES if (folder / name).exists()}


def states_between(steps: Callable[[], object], folder: Path) -> list[dict[str, bytes]]:
    """What of a report lies in a folder after each thing asked of the system, where it changes."""
    states = [by_name(folder)]

    def look(_: FrameType, event: str, called: Callable[..., object]) -> None:
        asks_system = isinstance(getattr(called, "__self__", None), io.IOBase) or (
            getattr(called, "__module__", "") in ("posix", "_io", "io")
        )
        if event == "c_return" and asks_system and states[-1] != (now := by_name(folder)):
            states.append(now)

    sys.setprofile(look)
    try:
        steps()
    finally:
        sys.setprofile(None)
    return states


def test_whenever_a_run_is_killed_no_report_is_half_written(
    earlier: Path, later: dict[str, bytes], tmp_path: Path
) -> None:
    """What it leaves is what lies there at that moment."""
    folder = Path(shutil.copytree(earlier, tmp_path / "report"))
    before = contents(folder)
    states = states_between(lambda: report_folder.write(runs.every_ending(), folder), folder)
    assert (states[0], states[-1]) == (before, later)
    assert len(states) == 1 + 2 * len(NAMES)
    for state in states:
        assert all(content in (before[name], later[name]) for name, content in state.items())
        assert "report.json" not in state or state in (before, later)


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from qa_checks.render import report_folder
    from tests.render import runs
    moves, plain = [], Path.replace
    def move(self, target):
        moves.append(target.name)
        if len(moves) == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(self, target)
    Path.replace = move
    report_folder.write(runs.every_ending(), Path(sys.argv[1]))
"""


def test_a_killed_run_leaves_nothing_half_written(
    earlier: Path, later: dict[str, bytes], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(earlier, tmp_path / "report"))
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), folder], env=environment(), check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(list(folder.glob(".qa-checks-*"))) == 1
    moved = ("findings.xlsx", "junit.xml")  # of eight moves six were made
    assert by_name(folder) == {name: later[name] for name in moved}
    report_folder.write(runs.every_ending(), folder)
    assert contents(folder) == later


@pytest.mark.parametrize("step", range(1, 9))
def test_a_run_stopped_while_it_moves_leaves_no_mixture(
    step: int, earlier: Path, later: dict[str, bytes], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder = Path(shutil.copytree(earlier, tmp_path / "report"))
    moves = 0
    plain = Path.replace

    class StoppedError(BaseException):
        pass

    def stopped(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == step:
            raise StoppedError
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(StoppedError):
        report_folder.write(runs.every_ending(), folder)
    assert "report.json" not in by_name(folder) or contents(folder) in (contents(earlier), later)
