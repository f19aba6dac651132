"""Who may sign and as what: git's allowed_signers, and a list of keys that are revoked."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from qa_checks.catalogue.yaml_files import read_text
from qa_checks.errors import SignersError
from qa_checks.sign_off.public_key import ED25519, PublicKey
from qa_checks.words import show_moment

WORD = re.compile(r'(?:[^\s"]|"[^"]*")+')
OPTION = re.compile(r'([A-Za-z-]+)(?:="([^"]*)"|=([^",]*))?(?:,|$)')
STAMP = re.compile(r"(\d{8})(?:(\d{4})(\d{2})?)?(Z?)", re.ASCII)
KEY_TYPE = re.compile(r"(ssh-|ecdsa-|sk-)[A-Za-z0-9@.-]+$")
KRL = "SSHKRL"
ED25519_BYTES = 32


class Signer(Struct, frozen=True):
    """One line of allowed_signers."""

    line: int
    principals: str
    namespaces: str | None
    after: dt.datetime | None
    before: dt.datetime | None
    key: PublicKey

    def is_for(self, principal: str) -> bool:
        """Whether the line names a person."""
        return _matches(principal, self.principals)

    def may_be(self, address: str) -> bool:
        """Whether the line names a person, however the address is capitalised."""
        return _matches(address.casefold(), self.principals.casefold())

    def gives(self, namespace: str) -> bool:
        """Whether the line gives a role. One without ``namespaces=`` gives none."""
        return self.namespaces is not None and _matches(namespace, self.namespaces)

    def refuses(self, moment: dt.datetime) -> str:
        """Why the key does not count at a moment; nothing if it does."""
        if self.after and moment < self.after:
            return f"is valid only from {_shown(self.after)} on (line {self.line})"
        if self.before and moment > self.before:
            return f"ran out on {_shown(self.before)} (line {self.line})"
        return ""

    @property
    def person(self) -> str | None:
        """The one person the line names; None where it has a pattern or a list."""
        return None if set("*?!,") & set(self.principals) else self.principals


def read_allowed(path: Path) -> tuple[Signer, ...]:
    """Read an allowed_signers file.

    Raises
    ------
    SignersError
        With file and line, if a line cannot be read, or accepts a certificate authority.
    """
    text = read_text(path, SignersError)
    return tuple(_signer(words, f"{path}:{number}", number) for number, words in _lines(text))


def read_revoked(path: Path) -> frozenset[PublicKey]:
    """Read a list of revoked keys: one public key a line.

    Raises
    ------
    SignersError
        With file and line, if it is a binary list, or a line is no public key.
    """
    if path.is_file():
        with path.open("rb") as stream:
            if stream.read(len(KRL)) == KRL.encode():
                raise SignersError(
                    "This is a binary key revocation list.",
                    where=str(path),
                    remedy="Give a text file with one public key a line, as in id_ed25519.pub.",
                )
    lines = _lines(read_text(path, SignersError))
    return frozenset(read_key(words, f"{path}:{number}") for number, words in lines)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, WORD.findall(stripped)


def _signer(words: list[str], where: str, number: int) -> Signer:
    principals, *rest = words or [""]  # there is none in a line of one quotation mark
    options: dict[str, str] = {}
    if rest and not KEY_TYPE.match(rest[0]):
        options = _options(rest.pop(0), where)
    if "cert-authority" in options:
        raise SignersError(
            "The line accepts whatever a certificate authority certifies (cert-authority).",
            where=where,
            remedy="Name the key of each person instead: a release is signed by people.",
        )
    after, before = (_stamp(options.get(name), where) for name in ("valid-after", "valid-before"))
    if after and before and before <= after:
        raise SignersError("valid-before is not after valid-after.", where=where)
    return Signer(
        number,
        principals.replace('"', ""),
        options.get("namespaces"),
        after,
        before,
        read_key(rest, where),
    )


def _options(text: str, where: str) -> dict[str, str]:
    options: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = OPTION.match(text, position)
        name = match[1].lower() if match else ""
        valued = name in ("namespaces", "valid-after", "valid-before")
        if not match or not (valued or name == "cert-authority") or name in options:
            raise SignersError(
                f"'{text[position:][:60]}' is not an option of allowed_signers, or is given twice.",
                where=where,
                remedy='Known: namespaces="…", valid-after="…", valid-before="…".',
            )
        value = match[2] if match[2] is not None else match[3]
        if valued and not value:
            raise SignersError(f"{name} needs a value.", where=where)
        options[name] = value or ""
        position = match.end()
    return options


def _stamp(text: str | None, where: str) -> dt.datetime | None:
    """A time as ssh-keygen reads it: of this machine's zone, unless it ends with Z."""
    if text is None:
        return None
    stamp = STAMP.fullmatch(text)
    try:
        if not stamp:
            raise ValueError
        digits = f"{stamp[1]}{stamp[2] or '0000'}{stamp[3] or '00'}"
        moment = dt.datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007  its zone comes next
        return moment.replace(tzinfo=dt.UTC) if stamp[4] else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise SignersError(
            f"'{text}' is not a time.",
            where=where,
            remedy="Write it as 20211231Z or 202112311700Z.",
        ) from None


def read_key(words: Sequence[str], where: str) -> PublicKey:
    """A public key from the words of a line: kind, key and perhaps a comment."""
    missing = SignersError(
        "There is no public key in this line.",
        where=where,
        remedy=f"It is two words, as in id_ed25519.pub: {ED25519} AAAA….",
    )
    try:
        kind, body = words[0], base64.b64decode(words[1], validate=True)
    except (IndexError, ValueError):
        raise missing from None
    parts = _parts(body)
    if parts and parts[0] != kind.encode():
        raise SignersError(f"The key is not of the kind '{kind}' it says it is.", where=where)
    if len(parts) < 2 or (kind == ED25519 and [len(part) for part in parts[1:]] != [ED25519_BYTES]):
        raise missing
    return PublicKey(kind, body)


def _parts(body: bytes) -> list[bytes]:
    """What a public key is made of, each part after its length; nothing if it is cut off."""
    parts = []
    while body:
        end = 4 + int.from_bytes(body[:4], "big")
        if len(body) < end:
            return []
        parts.append(body[4:end])
        body = body[end:]
    return parts


def _matches(text: str, patterns: str) -> bool:
    """Whether OpenSSH's pattern list takes a text; one that begins with ! refuses it."""
    matches = False
    for pattern in patterns.split(","):
        refuses = pattern.startswith("!")
        if fnmatchcase(text, pattern.removeprefix("!").replace("[", "[[]")):
            if refuses:
                return False
            matches = True
    return matches


def _shown(moment: dt.datetime) -> str:
    return show_moment(moment.astimezone(dt.UTC), "minutes")
