"""E-mail addresses, which tell people apart."""

from __future__ import annotations

import re
import unicodedata

ADDRESS = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")


def mails(person: str | None) -> tuple[str, ...]:
    """The e-mail addresses in a text, for comparing: ``A <A@x.org>`` gives ``a@x.org``."""
    return tuple(ADDRESS.findall(unicodedata.normalize("NFKC", person or "").casefold()))


def mail(person: str | None) -> str:
    """The first of them; nothing if there is none."""
    return next(iter(mails(person)), "")
