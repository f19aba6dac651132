"""The whole chain of a release: its files and report, each signature, the people, the page."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from qa_checks.model.links import Link, LinkState
from qa_checks.model.report import Report
from qa_checks.sign_off import record_page
from qa_checks.sign_off.confined_files import RefusedError, read_inside
from qa_checks.sign_off.envelope import LARGEST
from qa_checks.sign_off.examination import Examination, digest
from qa_checks.sign_off.people import check_people
from qa_checks.sign_off.report_files import LARGEST as LARGEST_PAGE
from qa_checks.sign_off.roles import ROLES, SECOND_ANALYST, Role
from qa_checks.sign_off.statement import Evidence
from qa_checks.sign_off.verification import Signature, Trust, bind, verify

FOLDER = "sign-off"
PAGE = "sign-off.html"


def envelope_name(role: str) -> str:
    """Where the envelope of a role stands in the report's folder."""
    return f"{FOLDER}/{role}.json"


def read_envelope(folder: Path, role: str) -> bytes | str:
    """The file of an envelope, or a sentence why it cannot be read."""
    name = envelope_name(role)
    try:
        return read_inside(folder, name, LARGEST)
    except RefusedError as fault:
        return f"{folder / name} {fault}."


def is_signed(folder: Path, role: str) -> bool:
    """Whether there is anything where the envelope of a role stands."""
    return os.path.lexists(folder / envelope_name(role))


def check_chain(
    examination: Examination, trust: Trust, required: Iterable[str]
) -> tuple[Link, ...]:
    """Look at every link.

    Parameters
    ----------
    required
        Roles that must have signed. One that has, though it need not, is looked
        at all the same.
    """
    wanted = [
        role
        for role in ROLES.values()
        if role.name in {SECOND_ANALYST.name, *required} or is_signed(examination.folder, role.name)
    ]
    if examination.evidence is None:
        missing = "The links above say what is missing to compare the signature with."
        unknown = (
            Link(role.name, f"{role.title}'s signature", LinkState.UNKNOWN, missing)
            for role in wanted
        )
        return (*examination.links, *unknown)
    links, signatures, _ = check_signatures(examination.folder, examination.evidence, trust, wanted)
    signers = {
        name: (signature.signing.email, signature.signing.key)
        for name, signature in signatures.items()
    }
    people = check_people(examination.evidence.report, signers, trust.allowed)
    page = _check_page(examination.folder, examination.report, signatures)
    return put_changes_first((*examination.links, *links, people, page))


def put_changes_first(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links, first those that name a changed file: what else is broken mostly follows."""
    return tuple(sorted(links, key=lambda link: link.holds or not link.name.endswith("/digests")))


def check_signatures(
    folder: Path, evidence: Evidence, trust: Trust, roles: Iterable[Role]
) -> tuple[list[Link], dict[str, Signature], Evidence]:
    """Look at the signature of each role, and give the evidence that the next is bound to."""
    links: list[Link] = []
    signatures: dict[str, Signature] = {}
    before: dict[str, Signature | None] = {}
    for role in roles:
        content = read_envelope(folder, role.name)
        own, signature = verify(role, content, evidence, trust, before)
        links += own
        before[role.name] = signature
        if signature:
            signatures[role.name] = signature
        if isinstance(content, bytes):
            evidence = bind(evidence, role.name, digest(content))
    return links, signatures, evidence


def _check_page(folder: Path, report: Report | None, signatures: Mapping[str, Signature]) -> Link:
    title = f"{PAGE} says what the checks say now, with the record of these signatures"
    fault = ""
    try:
        content = read_inside(folder, PAGE, LARGEST_PAGE)
    except RefusedError as refused:
        fault = f"{folder / PAGE} {refused}."
    else:
        statements = [signature.statement for signature in signatures.values()]
        if report is None or content != record_page.render_page(report, statements):
            fault = f"{folder / PAGE} says something else."
    return Link.judged("page", title, fault, "Sign again: that writes the page.")
