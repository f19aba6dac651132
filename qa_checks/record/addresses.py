"""What people are called by: e-mail addresses, which tell them apart, and names."""

from __future__ import annotations

import re
import unicodedata
from itertools import permutations, product

from qa_checks.errors import UsageError

WORD = r"[^\W_]+"
ADDRESS = r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+"

LABEL = r"\+[^@]*@"
AT = r"\s*(?:[(\[{]\s*at\s*[)\]}]|@)\s*"
BETWEEN = r"[;/|&+()\[\]]| and | or | [-\u2013\u2014] "
COMMA = f",|{BETWEEN}"  # behind a surname, or between two people
TITLES = frozenset("dr miss mr mrs ms mx prof professor sir dame".split())
LOOKALIKES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03bf",
    "ABEKMHOPCTXIJSaeopcyxijsABEZHIKMNOPTYXao",
)


def mails(person: str | None) -> tuple[str, ...]:
    """The e-mail addresses in a text, for comparing: ``A <A@x.org>`` gives ``a@x.org``."""
    return tuple(re.findall(ADDRESS, unicodedata.normalize("NFKC", person or "").casefold()))


def mail(person: str | None) -> str:
    """The first of them; nothing if there is none."""
    return next(iter(mails(person)), "")


def is_same_person(person: str, other: str | None) -> bool:
    """Whether two texts may name one person, by an address or a name that they share.

    Case, spaces, accents, characters that cannot be seen, letters that look like others, titles,
    initials and the order of the names do not count; ``ann.smith@x.org`` is called Ann Smith, and
    gets what is sent to ``ann.smith+qa@x.org``. A text may name several, or a role beside the name.
    """
    if _boxes(person) & _boxes(other):
        return True
    own, others = _names(person), _names(other)
    return bool(own & others) or any(_runs_together(*pair) for pair in product(own, others))


def _boxes(person: str | None) -> set[str]:
    """The addresses in a text, without what a mailbox takes for a label."""
    return {re.sub(LABEL, "@", address) for address in mails(_plain(person))}


def _names(person: str | None) -> set[tuple[str, ...]]:
    """The names in a text and in its addresses, each as the words that it is made of."""
    plain = _plain(person)
    addresses = re.findall(ADDRESS, plain)
    text = re.sub(ADDRESS, " ", plain)
    parts = [*re.split(BETWEEN, text), *re.split(COMMA, text)]
    parts = [part for part in parts if len(re.findall(WORD, part)) > 1]
    texts = [text, *parts, *(address.partition("@")[0] for address in addresses)]
    return {name for name in map(_words, texts) if name}


def _words(text: str) -> tuple[str, ...]:
    """The words of a name, without titles and, where a name is left, without initials."""
    words = sorted(word for word in re.findall(WORD, text) if word not in TITLES)
    whole = tuple(word for word in words if len(word) > 1)
    return whole if len(whole) > 1 else tuple(words)


def _runs_together(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one is the other without its spaces: ``annsmith``."""
    short, long = sorted((name, other), key=len)
    return len(short) == 1 < len(long) < 5 and short[0] in map("".join, permutations(long))


def _plain(person: str | None) -> str:
    """A text in small letters that have no accents and look like no others."""
    decomposed = unicodedata.normalize("NFKD", (person or "").translate(LOOKALIKES)).casefold()
    shown = "".join(
        sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Me", "Cf")
    )
    return re.sub(AT, "@", shown)


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
