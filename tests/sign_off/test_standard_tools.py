"""What is signed can be read and verified without qa-checks."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_ssh_public_key
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from tests import markdown
from tests.sign_off.making import ANALYST, APPROVER, PRODUCER, STATEMENT, Place, public, write_key

FOLDER = markdown.ROOT / "docs" / "json-schema"
PAGE = markdown.read("docs/sign-off.md")


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
    done = run_alone(script, place.report)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"{ANALYST} signed as second-analyst: pass"
    assert "data/visits.csv" in done.stdout
    place.envelope("second-analyst").write_bytes(place.envelope("approver").read_bytes())
    assert run_alone(script, place.report).returncode == 1


def run_alone(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    block = "import sys; sys.modules['qa_checks'] = None\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", block + script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


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
