"""What is signed can be read and verified without qa-checks."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from securesystemslib.exceptions import VerificationError

from tests import markdown
from tests.sign_off.making import ANALYST, APPROVER, PRODUCER, STATEMENT, Place, public, write_key

FOLDER = markdown.ROOT / "docs" / "json-schema"
PAGE_NAME = "docs/sign-off.md"
PAGE = markdown.read(PAGE_NAME)


def schema(name: str) -> Draft202012Validator:
    kept = {
        path.name: Resource.from_contents(json.loads(path.read_text()))
        for path in FOLDER.glob("*.json")
    }
    registry: Registry[Any] = Registry().with_resources(kept.items())
    return Draft202012Validator(
        kept[f"{name}.json"].contents, registry=registry, format_checker=FormatChecker()
    )


@pytest.mark.parametrize("role", ["second-analyst", "approver"])
def test_the_statement_is_as_its_schema_says(signed: Place, role: str) -> None:
    assert [error.message for error in schema("sign-off").iter_errors(signed.statement(role))] == []


def test_what_the_statement_says(signed: Place) -> None:
    first, second = signed.statement(), signed.statement("approver")
    assert (first["_type"], first["predicateType"]) == (
        "https://in-toto.io/Statement/v1",
        "urn:qa-checks:sign-off:v1",
    )
    assert [subject["name"] for subject in first["subject"]] == [
        "checklist.yml",
        "data/visits.csv",
        "decisions.yml",
        "methods.md",
        "previous: before/release.yml",
        "previous: before/visits.csv",
        "release.yml",
        "report: findings.xlsx",
        "report: junit.xml",
        "report: report.html",
        "report: report.json",
        "rulebook",
    ]
    assert [
        subject["name"] for subject in second["subject"] if subject not in first["subject"]
    ] == ["sign-off: second-analyst.json"]
    predicate = first["predicate"]
    report = json.loads((signed.report / "report.json").read_text())
    for key in ("release", "verdict", "summary", "decisions", "checklist", "assurance", "tool"):
        assert predicate[key] == report[key], key
    assert predicate["assurance"]["statement"] == STATEMENT
    assert predicate["people"] == {"producer": PRODUCER, "second-analyst": ANALYST}
    assert second["predicate"]["people"] == {
        "producer": PRODUCER,
        "second-analyst": ANALYST,
        "approver": APPROVER,
    }


def test_the_links_are_as_their_schema_says(signed: Place) -> None:
    data = json.loads(signed.run("gate", "--format", "json", "--no-files").out)
    assert [error.message for error in schema("gate").iter_errors(data)] == []
    assert (data["verdict"], data["release"]) == ("pass", "visits-2022")


def test_every_digest_is_that_of_the_file(signed: Place) -> None:
    places = {
        "previous: ": signed.folder,
        "report: ": signed.report,
        "sign-off: ": signed.report / "sign-off",
    }
    for subject in signed.statement("approver")["subject"]:
        name = subject["name"]
        if name == "rulebook":
            continue
        prefix = next((key for key in places if name.startswith(key)), "")
        path = places.get(prefix, signed.folder) / name.removeprefix(prefix)
        done = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True)
        assert done.stdout.split()[0] == subject["digest"]["sha256"], name


@pytest.mark.parametrize("by", ["securesystemslib", "cryptography alone"])
def test_the_lines_of_the_page_verify_it(place: Place, by: str) -> None:
    """The page's own lines, run where qa_checks cannot be imported."""
    scripts = markdown.blocks(PAGE, "python")
    [script] = [
        script
        for script in scripts
        if ("securesystemslib" in script) is (by != "cryptography alone")
    ]
    assert "qa_checks" not in script
    key = write_key(place.folder, "analyst").with_suffix(".pub")
    key.rename(place.report / "analyst.pub")
    printed = run_alone(script, place.report)
    assert printed.splitlines()[0] == f"{ANALYST} signed as second-analyst: pass"
    assert "data/visits.csv" in printed
    place.envelope("second-analyst").write_bytes(place.envelope("approver").read_bytes())
    with pytest.raises((InvalidSignature, VerificationError)):
        run_alone(script, place.report)


def run_alone(script: str, folder: Path) -> str:
    """What a script prints that cannot import anything of ours."""
    ours = [name for name in sys.modules if name.partition(".")[0] == "qa_checks"]
    blocked = dict.fromkeys(["qa_checks", *ours])
    printed = io.StringIO()
    with chdir(folder), patch.dict(sys.modules, blocked), redirect_stdout(printed):
        exec(compile(script, PAGE_NAME, "exec"), {"__name__": "__main__"})  # noqa: S102
    return printed.getvalue()


def test_the_signature_is_plain_ed25519_over_the_pre_authentication_encoding(
    signed: Place,
) -> None:
    data = json.loads(signed.envelope().read_text())
    kind, payload = data["payloadType"].encode(), base64.b64decode(data["payload"])
    signature = base64.b64decode(data["signatures"][0]["sig"])
    signed_bytes = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    key: Any = load_ssh_public_key(public("analyst").encode())
    key.verify(signature, signed_bytes)
    with pytest.raises(InvalidSignature):
        key.verify(signature, signed_bytes + b" ")
