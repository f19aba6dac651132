"""A small release, settled, reported and signed by two people, to be attacked."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from msgspec.structs import replace
from securesystemslib.signer import CryptoSigner

from qa_checks import assessment
from qa_checks.model.links import Link
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release import Release
from qa_checks.sign_off import envelope
from qa_checks.sign_off.allowed import read_key
from qa_checks.sign_off.examination import prove
from qa_checks.sign_off.public_key import PublicKey
from tests.cli.running import Ended, qa_checks
from tests.small_catalogue import HEADER, rule, write_catalogue, write_yaml

PRODUCER = "producer@example.org"
ANALYST = "analyst@example.org"
APPROVER = "approver@example.org"
ID = "visits-2022"
NOTE = {"note": "Looked at line by line.", "who": ANALYST, "when": dt.date(2022, 6, 1)}
STATEMENT = "Fit for publication & checked <by> two people."


def write_release(folder: Path) -> Path:
    """Write release, previous release and catalogue, with one warning that is decided."""
    write_catalogue(
        folder / "catalogue",
        [
            rule(
                1, examples={"valid": [{"number": "1"}], "invalid": [{"number": "2", "score": 0}]}
            ),
            rule(
                2,
                severity="warning",
                require="share <= 1",
                examples={
                    "valid": [{"number": "1"}],
                    "invalid": [{"number": "2", "share": 2, "score": 5}],
                },
            ),
        ],
    )
    items = [
        {"id": "scores", "title": "Scores are right", "checks": ["ABC001"]},
        {"id": "sql-read", "title": "The SQL was read", "attest": "Read it."},
    ]
    areas = [{"area": "sql", "title": "SQL", "items": items}]
    write_yaml(folder / "catalogue/schemas/checklist.yml", {"areas": areas})
    (folder / "data").mkdir()
    write_visits(folder / "data/visits.csv", ["1", "10/05/2022", "Full", "5", "0.5", "Yes", "Ann"],
                 ["2", "11/05/2022", "Short", "4", "2", "No", "Bob"])  # fmt: skip
    (folder / "methods.md").write_text("How the visits were counted.\n")
    (folder / "before").mkdir()
    write_visits(folder / "before/visits.csv", ["0", "10/05/2021", "Full", "5", "0.5", "Yes", "A"])
    before = {"release": "visits-2021", "title": "Visits", "files": [{"path": "visits.csv"}]}
    write_yaml(folder / "before/release.yml", before)
    write_yaml(
        folder / "release.yml",
        {
            "release": ID,
            "title": "Visits of 2022",
            "producer": PRODUCER,
            "files": [{"path": "data/visits.csv"}],
            "previous": "before/release.yml",
            "documents": [{"path": "methods.md"}],
            "decisions": "decisions.yml",
            "checklist": "checklist.yml",
        },
    )
    decision = {
        "rule": "ABC002",
        "keys": ["2"],
        "findings": [decided_on("2")],
        "decision": "accepted",
        "reason": "Counted twice on <purpose>.",
        "who": ANALYST,
        "when": dt.date(2022, 6, 1),
    }
    write_yaml(folder / "decisions.yml", {"decisions": [decision]})
    record = {"attested": [{"item": "sql-read", **NOTE}], "assurance": STATEMENT}
    write_yaml(folder / "checklist.yml", {**record, "limitations": ["One office <only>."]})
    return folder


def decided_on(number: str) -> dict[str, str]:
    """What a decision says of the finding on a visit: its file, and a digest of its words."""
    words = "\x1f".join(["", "", f"Visit {number}."])
    return {
        "file": "data/visits.csv",
        "digest": hashlib.sha256(words.encode()).hexdigest()[:16],
    }


def write_visits(path: Path, *rows: list[str]) -> None:
    lines = [",".join(row) for row in [HEADER, *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@cache
def private_key(name: str) -> Ed25519PrivateKey:
    """A key of a name, the same in every process that runs tests."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def public(name: str) -> str:
    """As it stands in id_ed25519.pub."""
    line = private_key(name).public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return line.decode()


def public_key(name: str) -> PublicKey:
    return read_key(public(name).split(), name)


def write_key(folder: Path, name: str) -> Path:
    path = folder / name
    text = private_key(name).private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    path.write_bytes(text)
    path.chmod(0o600)
    path.with_suffix(".pub").write_text(public(name) + "\n")
    return path


def allowed(**lines: str) -> str:
    """An allowed_signers; each word is a key's name, its value what stands before the key."""
    given = {
        "analyst": f'{ANALYST} namespaces="qa-checks/second-analyst"',
        "approver": f'{APPROVER} namespaces="qa-checks/approver"',
        **lines,
    }
    return "".join(f"{words} {public(name)}\n" for name, words in given.items() if words)


REPORTS: dict[Hashable, Report] = {}
PROVEN: dict[Hashable, Link] = {}


def run_once(release: Release, options: Options) -> Report:
    """Have the checks run once for all gates that see the same bytes by the same options.

    Most of what is done to a signed release leaves the files that are checked as they were.
    """
    assert not options.packed  # every rule is read from its file
    assert release.path
    folder = release.path.parent
    copied = next(path for path in folder.parents if path.name.startswith("qa-checks-"))
    seen = bytes_in(copied, folder)
    asked = (options.fail_on, options.keep, options.limits, options.second_opinion)
    key = (seen, release.unnamed, asked)
    if key not in REPORTS:
        REPORTS[key] = assessment.run(release, options)
    return replace(REPORTS[key], started=dt.datetime.now(dt.UTC))


def bytes_in(folder: Path, seen_from: Path) -> frozenset[tuple[str, bytes]]:
    """Every file of a folder, by the way to it."""
    return frozenset(
        (os.path.relpath(path, seen_from), path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    )


def prove_once(folder: Path) -> Link:
    """Have the examples of a catalogue run once for all gates that see the same bytes."""
    seen = bytes_in(folder, folder)
    if seen not in PROVEN:
        PROVEN[seen] = prove(folder)
    return PROVEN[seen]


@dataclass(frozen=True)
class Place:
    """A folder with a release, its report and its signatures."""

    folder: Path

    @property
    def report(self) -> Path:
        return self.folder / "reports" / ID

    def envelope(self, role: str = "second-analyst") -> Path:
        return self.report / "sign-off" / f"{role}.json"

    def run(self, *words: str) -> Ended:
        with patch.multiple("qa_checks.sign_off.examination", run=run_once, prove=prove_once):
            return qa_checks(*words, "--catalogue", "catalogue", cwd=self.folder)

    def sign(self, name: str = "analyst", *words: str) -> Ended:
        key = write_key(self.folder, name)
        return self.run("sign-off", "--key", str(key), *words)

    def approve(self, name: str = "approver", *words: str) -> Ended:
        return self.sign(name, "--role", "approver", *words)

    def gate(self, *words: str) -> tuple[int, dict[str, str]]:
        """The exit code, and the reason of each link that does not hold."""
        done = self.run("gate", "--format", "json", *words)
        assert done.out, done.err
        links = json.loads(done.out)["links"]
        return done.code, {
            link["name"]: link["reason"] for link in links if link["state"] != "holds"
        }

    def write_allowed(self, **lines: str) -> None:
        (self.folder / "allowed_signers").write_text(allowed(**lines))

    def edit(self, path: str, old: str, new: str) -> None:
        """Change the one place where a text stands in a file."""
        file = self.folder / path
        text = file.read_bytes()
        assert text.count(old.encode()) == 1, f"{old} stands {text.count(old.encode())} times"
        file.write_bytes(text.replace(old.encode(), new.encode()))

    def statement(self, role: str = "second-analyst") -> dict[str, Any]:
        payload = json.loads(self.envelope(role).read_text())["payload"]
        data: dict[str, Any] = json.loads(base64.b64decode(payload))
        return data

    def forge(
        self,
        change: Callable[[dict[str, Any]], object],
        name: str = "analyst",
        role: str = "second-analyst",
    ) -> None:
        """Sign a changed statement with a real key, as a tool of one's own could."""
        statement = self.statement(role)
        change(statement)
        sealed = envelope.seal(statement, CryptoSigner(private_key(name)))
        self.envelope(role).write_bytes(sealed)


def predicate(**changes: object) -> Callable[[dict[str, Any]], object]:
    """A change of parts of a statement's predicate."""
    return lambda statement: statement["predicate"].update(changes)


def signer(name: str, email: str) -> Mapping[str, str]:
    return {"email": email, "key": public_key(name).fingerprint}


def times(statement: dict[str, Any], **given: str) -> None:
    statement["predicate"]["times"].update(given)


def copy(source: Path, target: Path) -> Place:
    shutil.copytree(source, target, symlinks=True)
    return Place(target)


def run_ssh(*words: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run one of OpenSSH's own tools."""
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, **more
    )
