from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from qa_checks.errors import UsageError
from qa_checks.model.report import Report
from qa_checks.render import as_html, as_json, as_junit, as_xlsx, report_folder
from tests.render import reports, runs

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


WRITER = """
    import sys
    from pathlib import Path
    from qa_checks.render import report_folder
    from tests.render import reports
    report = reports.large(40, 2000)
    print("ready", flush=True)
    while True:
        report_folder.write(report, Path(sys.argv[1]))
"""


def test_a_killed_run_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    report = reports.large(40, 2000)
    report_folder.write(report, folder)
    whole = contents(folder)
    for milliseconds in (5, 60, 130, 210, 340):
        run_and_kill(folder, milliseconds / 1000)
        by_name = {name: (folder / name).read_bytes() for name in NAMES if (folder / name).exists()}
        assert by_name.items() <= whole.items()
        assert "report.json" not in by_name or len(by_name) == len(NAMES)
    report_folder.write(report, folder)
    assert contents(folder) == whole


def run_and_kill(folder: Path, seconds: float) -> None:
    root = Path(__file__).parents[2]
    run = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(folder)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
    )
    assert run.stdout is not None
    with run.stdout as out:
        assert out.readline() == b"ready\n"
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL


@pytest.mark.parametrize("step", range(1, 9))
def test_a_run_killed_while_it_moves_leaves_no_mixture(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_folder.write(runs.all_well(), tmp_path)
    old = contents(tmp_path)
    later = replace(runs.every_ending(), seconds=2.0)
    report_folder.write(later, tmp_path / "elsewhere")
    new = contents(tmp_path / "elsewhere")
    moves = 0
    plain = Path.replace

    class KilledError(BaseException):
        pass

    def killed(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == step:
            raise KilledError
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KilledError):
        report_folder.write(later, tmp_path)
    by_name = {name: (tmp_path / name).read_bytes() for name in NAMES if (tmp_path / name).exists()}
    if "report.json" in by_name:
        assert by_name in (old, new)
