"""What tells a finding from all others of its check, and from what it was before."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.model.checks import Finding
from qa_checks.model.reconciliation import SOURCE
from qa_checks.words import MASKED, say_place

DIGITS = 16  # of the digest


class Identity(Struct, frozen=True):
    """Where a finding stands, and a digest of what it says.

    ``row`` is None unless several findings of the check stand in one file or
    sheet under one key and say the same: rows change their place too easily.
    ``also_in`` are the files, with their sheets, of its further places.
    """

    key: str | None
    file: str | None
    sheet: str | None
    digest: str
    row: int | None = None
    also_in: tuple[str, ...] = ()


def identify(findings: Sequence[Finding], files: Mapping[str, str]) -> list[Identity]:
    """The identity of each of a check's findings.

    Parameters
    ----------
    findings
        All that the check found.
    files
        The digest of each file: a value that is not shown may not be told by a
        digest of its own, so what is said of it is bound to the whole file.
    """
    plain = []
    for item in findings:
        also_in = tuple(say_place(place.file, place.sheet, None) for place in item.places)
        digest = _digest(item, files)
        plain.append(Identity(item.key, item.file, item.sheet, digest, also_in=also_in))
    counts = Counter(plain)
    return [
        identity if counts[identity] == 1 else replace(identity, row=finding.row)
        for identity, finding in zip(plain, findings, strict=True)
    ]


def is_masked(finding: Finding) -> bool:
    """Whether a finding does not show the value it is about."""
    return MASKED in f"{finding.message}{finding.value}"


def _digest(finding: Finding, files: Mapping[str, str]) -> str:
    parts = [finding.column or "", finding.value or "", finding.message]
    if is_masked(finding):
        parts += [files.get(place.file or "", "") for place in finding.all_places]
        if finding.check.startswith(f"{SOURCE}."):  # the value that is not shown may be the other
            parts += sorted(files.values())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:DIGITS]
