"""Whether the signature of one role holds: pure, from the bytes of its envelope and the evidence.

The statement is not searched for faults. What it must say about what is there
now is made anew and compared, so nothing in it can be wrong, left out or added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.model.links import Link
from qa_checks.render.json_shapes import read_moment
from qa_checks.sign_off import envelope
from qa_checks.sign_off.allowed import Signer
from qa_checks.sign_off.comparison import SIGN_AGAIN, compare, history_fault, is_list_of_subjects
from qa_checks.sign_off.public_key import ED25519, PublicKey
from qa_checks.sign_off.roles import Role
from qa_checks.sign_off.statement import Evidence, Signing, make_statement
from qa_checks.words import plural, show_moment

SKEW = dt.timedelta(minutes=5)  # how far two machines' clocks may be apart
ASK = "Ask whoever keeps allowed_signers and revoked_signers."
KEEP = "Put back history.jsonl as it was, or run, look and sign again."
TITLES = {
    "envelope": "The signature is there and well formed",
    "key": "The key is known, valid and not revoked",
    "signature": "The signature is of that key, over exactly this statement",
    "role": "Who signed may sign in this role",
    "release": "The statement is about this release",
    "digests": "Every file is the one that was signed, none is missing, none was added",
    "record": "Verdict, counts, decisions, checklist and people are those of the run now",
    "history": "The history of the runs is what it was, and may have grown since",
    "time": "It was signed after what it is about, and not too long ago",
}


class Trust(Struct, frozen=True):
    """Whom and what to believe: the signers, the keys taken back, the clock, the greatest age."""

    allowed: tuple[Signer, ...]
    revoked: frozenset[PublicKey]
    now: dt.datetime
    max_age: dt.timedelta | None = None


class Signature(Struct, frozen=True):
    """A signature whose key made it: who, when, what for. Its links say whether it holds.

    ``statement`` is what it must say, made anew, about the subjects that it names.
    """

    signing: Signing
    statement: Mapping[str, Any]


def verify(
    role: Role,
    content: bytes | str,
    evidence: Evidence,
    trust: Trust,
    before: Mapping[str, Signature | None],
) -> tuple[list[Link], Signature | None]:
    """Look at every link of one role's signature, and give it if there is one to speak of.

    Parameters
    ----------
    content
        The envelope's file, or why it cannot be read.
    evidence
        What is there now. For a role that comes after another, with the earlier
        envelope among its subjects.
    before
        The signatures of the roles that come before.
    """
    links: list[Link] = []

    def look(name: str, fault: str, remedy: str = SIGN_AGAIN) -> bool:
        links.append(link(role, name, fault, remedy))
        return not fault

    try:
        if isinstance(content, str):
            raise envelope.EnvelopeError(content)
        opened = envelope.unseal(content)
    except envelope.EnvelopeError as fault:
        look("envelope", str(fault), f"Sign with `qa-checks sign-off --role {role.name}`.")
        return links, None
    look("envelope", "")
    key = _find_key(opened.keyid, trust.allowed)
    if key is None:
        look("key", f"The key {opened.keyid[:16]}… is in no line of allowed_signers.", ASK)
        return links, None
    if not opened.verify(key):
        look("signature", f"{key.fingerprint} did not sign this statement.")
        return links, None
    try:
        statement = envelope.read(opened.payload)
    except envelope.EnvelopeError as fault:
        look("signature", str(fault))
        return links, None
    signing = _signing(role, key, statement, evidence, before)
    if signing is None:
        look("record", "The statement does not say who signed and when.")
        return links, None
    look("key", key_fault(signing, trust, (signing.moment, trust.now)), ASK)
    look("signature", "")
    look("role", role_fault(signing, trust.allowed), ASK)
    wanted = make_statement(evidence, signing)
    compare(look, statement, wanted)
    look("history", history_fault(statement, wanted, evidence), KEEP)
    look("time", time_fault(signing, evidence, trust, before))
    if is_list_of_subjects(statement.get("subject")):
        wanted["subject"] = statement["subject"]
    return links, Signature(signing, wanted)


def link(role: Role, name: str, fault: str, remedy: str) -> Link:
    """One link of a role's signature; it holds if there is no fault."""
    return Link.judged(f"{role.name}/{name}", TITLES[name], fault, remedy)


def _find_key(keyid: str, allowed: tuple[Signer, ...]) -> PublicKey | None:
    keys = {line.key for line in allowed if line.key.kind == ED25519}
    return next((key for key in keys if key.verifier().keyid == keyid), None)


def key_fault(signing: Signing, trust: Trust, moments: tuple[dt.datetime, ...]) -> str:
    """Why a key does not count at these moments; nothing if it does.

    A line that is valid but names someone else, or gives another role, does not make it count.
    """
    fingerprint, role = signing.key.fingerprint, signing.role.namespace
    lines = [line for line in trust.allowed if line.key == signing.key]
    if not lines:
        return f"{fingerprint} is in no line of allowed_signers."
    if signing.key in trust.revoked:
        return f"{fingerprint} is revoked."
    giving = [line for line in lines if line.is_for(signing.email) and line.gives(role)]
    faults = [next(filter(None, map(line.refuses, moments)), "") for line in giving or lines]
    return f"{fingerprint} {faults[0]}." if all(faults) else ""


def role_fault(signing: Signing, allowed: tuple[Signer, ...]) -> str:
    """Why a person may not sign in a role with a key; nothing if they may."""
    email, role = signing.email, signing.role
    named = [line for line in allowed if line.key == signing.key and line.is_for(email)]
    if not named:
        return f"allowed_signers does not give the key {signing.key.fingerprint} to {email}."
    if not any(line.gives(role.namespace) for line in named):
        wanted = f'namespaces="{role.namespace}"'
        return f"allowed_signers does not let {email} sign as {role.name} ({wanted})."
    return ""


def _signing(
    role: Role,
    key: PublicKey,
    statement: Mapping[str, Any],
    evidence: Evidence,
    before: Mapping[str, Signature | None],
) -> Signing | None:
    """What the statement says of itself, which a key vouches for and nothing else can tell."""
    predicate = statement.get("predicate")
    if not isinstance(predicate, dict):
        return None
    signer, times = predicate.get("signer"), predicate.get("times")
    if not isinstance(signer, dict) or not isinstance(times, dict):
        return None
    email, moment = signer.get("email"), read_moment(times.get("signed"))
    if not isinstance(email, str) or moment is None:
        return None
    told = predicate.get("history")
    length = told.get("bytes") if isinstance(told, dict) else None
    known = length if type(length) is int and length >= 0 else len(evidence.history)
    return Signing(role, email, key, moment, people_before(evidence, before), known)


def people_before(
    evidence: Evidence, before: Mapping[str, Signature | None]
) -> dict[str, str | None]:
    """Who had a part in the release before this signature."""
    signed = {
        name: signature.signing.email if signature else None for name, signature in before.items()
    }
    return {"producer": evidence.report["release"]["producer"], **signed}


def time_fault(
    signing: Signing, evidence: Evidence, trust: Trust, before: Mapping[str, Signature | None]
) -> str:
    """Why the moment of signing cannot be; nothing if it can."""
    signed = signing.moment
    head = f"Signed at {show_moment(signed)}"
    if signed < evidence.reported:
        return f"{head}, before the report was made at {show_moment(evidence.reported)}."
    for name, earlier in before.items():
        if earlier and signed < earlier.signing.moment:
            return f"{head}, before the {name} at {show_moment(earlier.signing.moment)}."
    if signed > trust.now + SKEW:
        return f"{head}, which is still to come: it is {show_moment(trust.now)}."
    if trust.max_age is not None and trust.now - signed > trust.max_age:
        return f"{head}, more than {plural(trust.max_age.days, 'day')} ago."
    return ""


def bind(evidence: Evidence, name: str, sha256: str) -> Evidence:
    """The evidence with an earlier envelope among its subjects."""
    return replace(evidence, subjects={**evidence.subjects, f"sign-off: {name}.json": sha256})
