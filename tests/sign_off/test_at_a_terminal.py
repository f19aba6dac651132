"""What a real terminal alone shows: one process is asked for help, a decision and a signature."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.cli.running import environment
from tests.cli.terminal import converse
from tests.sign_off import making
from tests.sign_off.making import ANALYST, Place, run_ssh, write_key

SECRET = "correct horse battery staple"
DECISION = "What is decided: accepted or false-alarm (Enter alone leaves it open): "
REASON = "Why, in a sentence: "
NO_END = "or nothing for no end): "
ESCAPE = "\x1b"
# The terminal becomes that of the process; each command ends alike, so that they can be told apart.
SESSION = """
import fcntl, json, resource, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from ctypes import CDLL
from qa_checks.cli.main import run_from_shell
for words in json.loads(sys.argv[1]):
    sys.argv = ["qa-checks", *words]
    try:
        run_from_shell()
    except SystemExit as end:
        print("\\nEnded with", end.code)
dumpable = CDLL(None).prctl(3) if sys.platform == "linux" else 0  # PR_GET_DUMPABLE
print(resource.getrlimit(resource.RLIMIT_CORE), dumpable)
"""


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_it_is_asked_at_a_terminal(tmp_path: Path) -> None:
    place = Place(making.write_release(tmp_path / "release"))
    place.write_allowed()
    (place.folder / "decisions.yml").write_text("decisions: []\n")
    key = write_key(tmp_path, "analyst")
    protected = run_ssh("ssh-keygen", "-q", "-p", "-P", "", "-N", SECRET, "-a", "1", "-f", key)
    assert protected.returncode == 0, protected.stderr
    catalogue = ["--catalogue", "catalogue"]
    commands = [
        ["--help"],
        ["decide", "ABC002", "--who", ANALYST, *catalogue],
        ["run", "--quiet", *catalogue],
        ["sign-off", "--key", str(key), *catalogue],
    ]
    answers = [
        (DECISION, "nonsense"),
        (DECISION, "false"),
        (REASON, ""),
        (REASON, "Two is right."),
        (NO_END, ""),
        (f"Passphrase of {key}: ", SECRET),
    ]
    seen = converse(
        [sys.executable, "-c", SESSION, json.dumps(commands)], place.folder, answers,
        environment(COLUMNS="200", TERM="xterm-256color", NO_COLOR="1"),
    )  # fmt: skip
    assert seen.code == 0, seen.out
    shown, decided, run, signed, core_dumps = seen.out.split("\nEnded with 0\n")

    # Without colour, of which what prints help makes sure once, when it is loaded.
    assert shown.strip().startswith("Usage: qa-checks")
    assert ESCAPE not in shown

    assert [decided.count(question) for question, _ in answers[:5]] == [2, 2, 2, 2, 1]
    [decision] = yaml.safe_load((place.folder / "decisions.yml").read_text())["decisions"]
    assert (decision["decision"], decision["reason"]) == ("false alarm", "Two is right.")
    assert run.startswith("PASS with 1 warning, all decided.")

    assert signed.startswith(f"Passphrase of {key}: ")
    assert SECRET not in seen.out  # not echoed
    assert place.gate() == (0, {})
    assert core_dumps == "(0, 0) 0\n"  # and they cannot be allowed again
