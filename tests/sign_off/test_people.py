"""Who is who: by e-mail address and by key, however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.model.links import Link, LinkState
from qa_checks.record.addresses import mail, mails
from qa_checks.sign_off.allowed import read_allowed
from qa_checks.sign_off.people import check_people
from tests.sign_off.making import ANALYST, APPROVER, PRODUCER, allowed, public_key

SIGNED = {
    "second-analyst": (ANALYST, public_key("analyst")),
    "approver": (APPROVER, public_key("approver")),
}


def people(tmp_path: Path, producer: str | None, **signers: str) -> Link:
    (tmp_path / "allowed_signers").write_text(allowed())
    given = {role: (signers.get(role.replace("-", "_"), e), k) for role, (e, k) in SIGNED.items()}
    report = {"release": {"producer": producer}, "checklist": []}
    return check_people(report, given, read_allowed(tmp_path / "allowed_signers"))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("a@x.org", ("a@x.org",)),
        ("A. Analyst <A.Analyst@X.org>", ("a.analyst@x.org",)),
        ("a@x.org and b@x.org", ("a@x.org", "b@x.org")),
        ("a@x.org;b@x.org,c@x.org", ("a@x.org", "b@x.org", "c@x.org")),
        ("\uff41@x.org", ("a@x.org",)),  # a full-width letter
        ("a@x.org\u00a0", ("a@x.org",)),
        ("The team", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_addresses_are_found_in_a_text(person: str | None, expected: tuple[str, ...]) -> None:
    assert mails(person) == expected
    assert mail(person) == (expected[0] if expected else "")


def test_three_people(tmp_path: Path) -> None:
    assert people(tmp_path, PRODUCER).holds
    assert people(tmp_path, f"P. Roducer <{PRODUCER}>").holds


@pytest.mark.parametrize(
    "producer",
    [
        ANALYST,
        f"Ann <{ANALYST.upper()}>",
        f"{PRODUCER}, {ANALYST}",
        f"{PRODUCER} and {ANALYST}",
        "\uff41nalyst@example.org",
    ],
)
def test_the_second_analyst_is_a_producer(tmp_path: Path, producer: str) -> None:
    assert people(tmp_path, producer).reason == f"The second-analyst is the producer: {ANALYST}."


def test_a_signer_without_an_address(tmp_path: Path) -> None:
    assert people(tmp_path, PRODUCER, second_analyst="ann").reason == (
        "'ann', the second-analyst, is not an e-mail address: nobody can tell who that is."
    )


ODD = (
    "is not a plain e-mail address: it holds a character that is not ASCII or cannot be seen, or "
    "a dot too many."
)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("analyst\u200b@example.org", "'analyst\\u200b@example.org'"),
        ("analyst@example.org\u2060", "'analyst@example.org\\u2060'"),
        ("ana\u00adlyst@example.org", "'ana\\xadlyst@example.org'"),
        ("analyst\x00@example.org", "'analyst\\x00@example.org'"),
        ("analyst\ufe0f@example.org", "'analyst\\ufe0f@example.org'"),
        ("\u0430nalyst@example.org", "'\\u0430nalyst@example.org'"),
        ("analyst@example.org.", "'analyst@example.org.'"),
        ("analyst@example..org", "'analyst@example..org'"),
        ("analyst@example.org/a@x.org", "'analyst@example.org/a@x.org'"),
    ],
)
def test_an_address_that_looks_like_another(tmp_path: Path, address: str, shown: str) -> None:
    assert people(tmp_path, address).reason == f"{shown}, the producer, {ODD}"
    assert people(tmp_path, PRODUCER, second_analyst=address).reason == (
        f"{shown}, the second-analyst, {ODD}"
    )


def test_only_people_there_are_are_named(tmp_path: Path) -> None:
    assert people(tmp_path, PRODUCER).title == (
        "Producer, second analyst and approver are different people with different keys"
    )
    (tmp_path / "allowed_signers").write_text(allowed())
    entry = {"second-analyst": SIGNED["second-analyst"]}
    report = {"release": {"producer": PRODUCER}, "checklist": []}
    assert check_people(report, entry, read_allowed(tmp_path / "allowed_signers")).title == (
        "Producer and second analyst are different people with different keys"
    )


def test_with_nobody_to_compare_it_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / "allowed_signers").write_text(allowed())
    report = {"release": {"producer": PRODUCER}, "checklist": []}
    link = check_people(report, {}, read_allowed(tmp_path / "allowed_signers"))
    assert (link.state, link.title) == (
        LinkState.UNKNOWN, "Producer and signers are different people with different keys",
    )  # fmt: skip
    assert link.reason == "There is no signature that could be read, so there is nobody to compare."


@pytest.mark.parametrize("producer", [None, "", "The team"])
def test_nobody_produced_it(tmp_path: Path, producer: str | None) -> None:
    link = people(tmp_path, producer)
    assert link.reason == (
        f"The release does not say by e-mail address who produced it: '{producer or ''}'."
    )
    assert link.remedy == "Write the producing analyst's address under `producer:`."
