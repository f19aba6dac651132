"""From a failing release with 22 warnings to a signed one: one decide, one attest, one sign-off."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from qa_checks.demo_release import unpack
from tests.cli.running import qa_checks
from tests.cli.terminal import at_terminal
from tests.enlarged import enlarge

MANY_PLACES = 9  # homes, each with two findings; four others are in the corrected files
SEVERAL = {"PLC005", "PLC012"}
ITEMS = 8  # of the checklist that no check proves
pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not there")


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that failed, with the corrected files, on whose warnings nobody has decided."""
    folder = tmp_path_factory.mktemp("shortest") / "release"
    unpack(folder)
    assert qa_checks("run", "-q", "--no-workbook", cwd=folder).code == 1
    shutil.copytree(folder / "corrected", folder / "data", dirs_exist_ok=True)
    (folder / "decisions.yml").unlink()
    release = folder / "release.yml"
    release.write_text(release.read_text().replace("decisions: decisions.yml\n", ""))
    enlarge(folder, MANY_PLACES)
    return folder


def answers_to(checks: list[str]) -> list[str]:
    """What is typed: the decision, all where there are several, the reason, and no end date."""
    typed = []
    for check in checks:
        several = ["all"] if check in SEVERAL else []
        typed += ["accepted", *several, f"{check} is right as it is.", ""]
    return typed


def make_key(folder: Path) -> Path:
    """A key, and the file that says whose it is."""
    key = folder / "key"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=60
    )
    public = key.with_suffix(".pub").read_text()
    (folder / "allowed_signers").write_text(
        f'second@example.org namespaces="qa-checks/second-analyst" {public}'
    )
    return key


def test_one_decide_one_attest_one_sign_off(corrected: Path) -> None:
    seen = qa_checks("run", "--no-files", "--format", "json", cwd=corrected)
    assert (seen.code, seen.report["summary"]["findings"]) == (0, 22)
    checks = {finding["check"] for finding in seen.report["findings"]}
    decided = at_terminal(
        "decide", "--who", "second@example.org", cwd=corrected,
        answers=answers_to(sorted(checks)),
    )  # fmt: skip
    assert decided.code == 0, decided.out
    assert f"22 findings of {len(checks)} checks wait for a decision." in decided.out
    assert "PASS with 6 warnings, all decided." in decided.out
    assert (
        f"Before the sign-off: {ITEMS} items of the checklist are to be attested: "
        "`qa-checks attest`." in decided.out
    )
    attested = at_terminal(
        "attest", "--by", "second@example.org", cwd=corrected,
        answers=[*(f"Looked at {number}." for number in range(ITEMS)), "", "", "Fit to publish."],
    )  # fmt: skip
    assert attested.code == 0, attested.out
    assert qa_checks("run", "-q", cwd=corrected).code == 0
    signed = qa_checks("sign-off", "--key", make_key(corrected), cwd=corrected)
    assert signed.code == 0, signed.err
    assert "Signed as second-analyst by second@example.org" in signed.out
    summary = json.loads(
        (corrected / "reports/la-and-childrens-homes-autumn-2021/report.json").read_text()
    )["summary"]
    assert (summary["warnings"], summary["decided_warnings"]) == (0, 6)
