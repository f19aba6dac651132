"""What an operating system may lack: the work is done without it, and comes to the same."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa_checks import operating_system
from qa_checks.operating_system import lock_folder, name_file, open_no_link
from tests.cli.running import environment, qa_checks
from tests.reading.making import write_xlsx
from tests.small_catalogue import HEADER, rule, write_catalogue, write_yaml

# What Windows does not have, taken away: from this process, and from the one that reads workbooks.
POORER = """
import os, sys
sys.modules.update(dict.fromkeys(("fcntl", "resource", "pwd", "grp", "termios")))
for name in ("O_NOFOLLOW", "O_NONBLOCK", "pread", "pwrite", "getuid", "geteuid", "fork", "killpg"):
    delattr(os, name)
def refuse(*given, **named):
    raise OSError(1314, "A required privilege is not held by the client")
os.symlink = refuse
"""
RUN = (
    POORER
    + """
import json, subprocess
plain, POORER, commands = subprocess.run, sys.argv[1], sys.argv[2]
def run_poorer(command, **named):
    program = POORER + "import runpy; sys.argv = sys.argv[1:]; " \
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    assert command[1:3] == ["-I", "-S"]
    return plain([*command[:3], "-c", program, *command[3:]], **named)
subprocess.run = run_poorer
from qa_checks.cli.main import run_from_shell
for number, words in enumerate(json.loads(commands)):
    sys.argv, sys.stdout = ["qa-checks", *words], open(f"{number}.json", "w")
    try:
        run_from_shell()
    except SystemExit as end:
        print(end.code, file=sys.__stdout__)
"""
)
FILES = ("visits [2].csv", "visits.xlsx")
COMMANDS = [*(["check", file, "--no-files"] for file in FILES), ["run"]]
OPTIONS = ["--catalogue", "catalogue", "--format", "json"]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    write_catalogue(tmp_path / "catalogue", [rule()])
    (tmp_path / "visits [2].csv").write_text(f"{','.join(HEADER)}\n1,10/05/2022,Full,5,,,\n")
    cells = [("1", "2"), ("10/05/2022", "11/05/2022"), ("Full", "Short"), ("5", "-1")]
    rows = [HEADER[:4], *map(list, zip(*cells, strict=True))]
    sheet = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{"ABCD"[at]}{number}"><v>{text}</v></c>'
            if text.removeprefix("-").isdecimal()
            else f'<c r="{"ABCD"[at]}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for at, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    write_xlsx(tmp_path / "visits.xlsx", sheet)
    files = [{"path": "visits.xlsx"}]
    write_yaml(tmp_path / "release.yml", {"release": "v", "title": "Visits", "files": files})
    return tmp_path


def without_times(printed: str) -> dict[str, Any]:
    """A report as JSON, without what differs from run to run."""
    report: dict[str, Any] = json.loads(printed)
    for timed in (report, *report["checks"]):
        del timed["seconds"]
    del report["started"]
    return report


def run_poorer(folder: Path) -> list[tuple[int, dict[str, Any]]]:
    """How the commands end, one after the other, in a process that has less of a system."""
    commands = json.dumps([[*words, *OPTIONS] for words in COMMANDS])
    done = subprocess.run(
        [sys.executable, "-c", RUN, POORER, commands], cwd=folder, env=environment(),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    codes = map(int, done.stdout.split())
    printed = [(folder / f"{number}.json").read_text() for number in range(len(COMMANDS))]
    return list(zip(codes, map(without_times, printed), strict=True))


def test_commands_come_to_the_same_without(release: Path) -> None:
    without = run_poorer(release)
    folder = release / "reports" / "v"
    written = ["findings.xlsx", "history.jsonl", "junit.xml", "report.html", "report.json"]
    assert sorted(path.name for path in folder.iterdir()) == written
    for words, ended in zip(COMMANDS, without, strict=True):
        here = qa_checks(*words, *OPTIONS, cwd=release)
        assert (here.err, ended) == ("", (here.code, without_times(here.out))), words
    assert len((folder / "history.jsonl").read_text().splitlines()) == 2
    keys = [[finding["key"] for finding in report["findings"]] for _, report in without]
    assert (keys, [code for code, _ in without]) == ([[], ["2"], ["2"]], [0, 1, 1])


def test_a_copy_stands_in_for_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    (tmp_path / "a.csv").write_text("1\n")
    assert name_file(tmp_path / "a.csv", tmp_path / "link").is_symlink()
    monkeypatch.setattr(os, "symlink", refuse)
    copy = name_file(tmp_path / "a.csv", tmp_path / "copy")
    assert (copy.is_symlink(), copy.read_text()) == (False, "1\n")


@pytest.mark.parametrize("no_follow", [operating_system.NO_FOLLOW, 0])
def test_a_link_is_not_opened(
    no_follow: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operating_system, "NO_FOLLOW", no_follow)
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("file")
    with pytest.raises(OSError, match="symbolic links") as refused:
        open_no_link(tmp_path / "link", os.O_RDONLY)
    assert refused.value.errno == errno.ELOOP
    os.close(open_no_link(tmp_path / "file", os.O_RDONLY))


def test_without_locks_a_folder_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operating_system, "LOCKS", False)
    with lock_folder(tmp_path / "not there"):
        pass
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError), lock_folder(tmp_path / "not there"):
        pass
