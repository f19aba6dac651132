"""What is signed: an in-toto Statement whose predicate is the sign-off of one release."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from qa_checks.render.json_shapes import write_moment
from qa_checks.sign_off.public_key import PublicKey
from qa_checks.sign_off.roles import Role

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:qa-checks:sign-off:v1"
# Taken over from report.json as they stand there.
COPIED = ("release", "verdict", "summary", "decisions", "checklist", "assurance", "tool")


class Evidence(Struct, frozen=True):
    """What is there now, and so what a statement about it must say.

    ``subjects`` are digests by name, ``report`` is report.json as the checks
    give it now, ``reported`` when the report was made, ``history`` the lines of its runs.
    """

    subjects: Mapping[str, str]
    report: Mapping[str, Any]
    reported: dt.datetime
    history: bytes = b""


class Signing(Struct, frozen=True):
    """One act of signing: as what, by whom, with which key, when.

    ``people`` are those who had a part in the release before, by role. ``history_bytes`` is how
    long the history of its runs was: later runs add to it.
    """

    role: Role
    email: str
    key: PublicKey
    moment: dt.datetime
    people: Mapping[str, str | None]
    history_bytes: int = 0


def make_statement(evidence: Evidence, signing: Signing) -> dict[str, Any]:
    """Everything that is signed; two statements about the same evidence differ in the signing."""
    role = signing.role.name
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": name, "digest": {"sha256": evidence.subjects[name]}}
            for name in sorted(evidence.subjects)
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "role": role,
            "signer": {"email": signing.email, "key": signing.key.fingerprint},
            **{key: evidence.report.get(key) for key in COPIED},
            "history": {
                "bytes": signing.history_bytes,
                "sha256": hashlib.sha256(evidence.history[: signing.history_bytes]).hexdigest(),
            },
            "people": {**signing.people, role: signing.email},
            "times": {
                "reported": write_moment(evidence.reported),
                "signed": write_moment(signing.moment),
            },
        },
    }
