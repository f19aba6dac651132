"""Producer, second analyst, approver: three people, three keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from qa_checks.model.links import Link, LinkState
from qa_checks.record.addresses import mail, mails
from qa_checks.sign_off.allowed import Signer
from qa_checks.sign_off.public_key import PublicKey
from qa_checks.sign_off.roles import ROLES
from qa_checks.words import list_words

# What tells people apart: other characters may look alike, or like nothing.
PLAIN = re.compile(r"[!-?A-~]+@[a-z0-9-]+(\.[a-z0-9-]+)*")


def check_people(
    report: Mapping[str, Any],
    signers: Mapping[str, tuple[str, PublicKey]],
    allowed: Sequence[Signer],
) -> Link:
    """Whether everyone with a part in the release is someone else.

    Parameters
    ----------
    report
        report.json, which names the producer and who attested the checklist.
    signers
        E-mail address and key by role.
    """
    titles = [ROLES[role].title.lower() for role in signers] or ["signers"]
    title = f"{list_words(['Producer', *titles])} are different people with different keys"
    if not signers:
        nobody = "There is no signature that could be read, so there is nobody to compare."
        return Link("people", title, LinkState.UNKNOWN, nobody, "Sign first.")
    producer = report["release"]["producer"]
    producers = mails(producer)
    if not producers:
        fault = f"The release does not say by e-mail address who produced it: '{producer or ''}'."
        return Link.judged(
            "people", title, fault, "Write the producing analyst's address under `producer:`."
        )
    people = [("producer", address) for address in producers]
    people += [(role, mailbox) for role, (email, _) in signers.items() for mailbox in mails(email)]
    fault = (
        _no_address(signers)
        or _odd_address(people)
        or _same_address(people)
        or _same_key(signers, people, allowed)
        or _attested_by_others(report, signers)
    )
    return Link.judged("people", title, fault, "Let someone else sign, with a key of their own.")


def _no_address(signers: Mapping[str, tuple[str, PublicKey]]) -> str:
    for role, (email, _) in signers.items():
        if not mail(email):
            return f"'{email}', the {role}, is not an e-mail address: nobody can tell who that is."
    return ""


def _odd_address(people: Sequence[tuple[str, str]]) -> str:
    for role, address in people:
        if not PLAIN.fullmatch(address):
            return (
                f"{address!a}, the {role}, is not a plain e-mail address: it holds a "
                "character that is not ASCII or cannot be seen, or a dot too many."
            )
    return ""


def _same_address(people: Sequence[tuple[str, str]]) -> str:
    for (role, first), (other, second) in combinations(people, 2):
        if first == second and role != other:
            return f"The {other} is the {role}: {first}."
    return ""


def _same_key(
    signers: Mapping[str, tuple[str, PublicKey]],
    people: Sequence[tuple[str, str]],
    allowed: Sequence[Signer],
) -> str:
    for (former, (_, first)), (other, (_, second)) in combinations(signers.items(), 2):
        if first == second:
            return f"The {other} signed with the {former}'s key, {first.fingerprint}."
    for role, (_, key) in signers.items():
        lines = [line for line in allowed if line.key == key]
        for other, address in people:
            for line in lines:
                if other != role and line.may_be(address):
                    return (
                        f"The {role}'s key {key.fingerprint} is the {other}'s as well "
                        f"(allowed_signers, line {line.line})."
                    )
    return ""


def _attested_by_others(
    report: Mapping[str, Any], signers: Mapping[str, tuple[str, PublicKey]]
) -> str:
    if "second-analyst" not in signers:
        return ""
    analyst = mail(signers["second-analyst"][0])
    for item in report.get("checklist") or []:
        if item.get("state") == "attested" and mail(item.get("who")) != analyst:
            return (
                f"'{item.get('id')}' of the checklist is attested by {item.get('who')}, "
                f"not by the second analyst, {analyst}."
            )
    return ""
