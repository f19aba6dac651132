"""What people are called by: e-mail addresses, which tell them apart, and names."""

from __future__ import annotations

import re
import unicodedata

from qa_checks.errors import UsageError

WORD = re.compile(r"[^\W_]+")
ADDRESS = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")


def mails(person: str | None) -> tuple[str, ...]:
    """The e-mail addresses in a text, for comparing: ``A <A@x.org>`` gives ``a@x.org``."""
    return tuple(ADDRESS.findall(unicodedata.normalize("NFKC", person or "").casefold()))


def mail(person: str | None) -> str:
    """The first of them; nothing if there is none."""
    return next(iter(mails(person)), "")


def is_same_person(person: str, other: str | None) -> bool:
    """Whether two texts may name one person, by an address or a name that they share.

    Case, spaces, accents, characters that cannot be seen and the order of the names do not count;
    ``ann.smith@x.org`` is called Ann Smith.
    """
    if set(mails(person)) & set(mails(other)):
        return True
    return bool(_names(person) & _names(other))


def _names(person: str | None) -> set[tuple[str, ...]]:
    """The names in a text and in its addresses, each as the words that it is made of."""
    decomposed = unicodedata.normalize("NFKD", person or "").casefold()
    plain = "".join(
        sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Me", "Cf")
    )
    texts = [
        ADDRESS.sub(" ", plain),
        *(address.partition("@")[0] for address in ADDRESS.findall(plain)),
    ]
    words = [tuple(sorted(WORD.findall(text))) for text in texts]
    return {name for name in words if name}


def refuse_producer(who: str, producer: str | None, what: str) -> None:
    """Refuse an attestation or a decision by the person who made the release.

    Raises
    ------
    UsageError
        If it is that person.
    """
    if is_same_person(who, producer):
        raise UsageError(
            f"{producer} is the producing analyst, whose {what} does not count.",
            remedy="Somebody else has to look.",
        )
