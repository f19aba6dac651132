"""The checks that no rule is and no schema gives, in the words of announced_checks.yml."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from qa_checks.model.checks import Check, Severity
from qa_checks.placeholders import fill

FILE: Final = Path(__file__).with_suffix(".yml")


def word_check(kind: str, id_: str = "", **words: str) -> Check:
    """Return a check as it is announced.

    Parameters
    ----------
    kind
        What it is called in the file.
    id_
        Its id; without one, that of the file.
    words
        What is filled in for the {names} of the file.
    """
    announced = _read()["checks"][kind]
    return Check(
        id=id_ or announced["ids"],
        name=fill(announced["name"], words),
        title=fill(announced["title"], words),
        table=fill(announced["table"], words),
        severity=Severity(fill(announced["severity"], words)),
        theme=announced["theme"],
        why=announced["why"],
        remedy=announced["remedy"],
        source=(announced["source"],),
    )


def find_announced(id_: str, declared: Mapping[str, Check]) -> tuple[Check, dict[str, str]] | None:
    """Return the check with an id and what is said of it; None if none is so called.

    Parameters
    ----------
    declared
        By their ids those that the catalogue declares.
    """
    part = id_.rsplit(".", 1)[-1]
    names = {name: fill(word, {"part": part}) for name, word in _read()["names"].items()}
    for kind, announced in _read()["checks"].items():
        if any(fnmatchcase(id_, ids) for ids in announced["ids"].split(", ")):
            check = (
                declared.get(id_) if "declared_in" in announced else word_check(kind, id_, **names)
            )
            return (check, announced) if check else None
    return None


def announced_ids() -> list[str]:
    """Every id that is fixed."""
    return [
        announced["ids"] for announced in _read()["checks"].values() if "*" not in announced["ids"]
    ]


@cache
def _read() -> dict[str, Any]:
    import yaml  # not loaded where nothing is announced

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    parsed: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), loader)  # noqa: S506
    return parsed


def make_id(text: str) -> str:
    """What a text is called in the id of a check: small letters and digits, with _ between."""
    return re.sub("[^a-z0-9]+", "_", text.lower()).strip("_")


def free_id(id_: str, taken: Collection[str]) -> str:
    """The id itself or, where it is taken, the first of ID_2, ID_3, … that is not."""
    numbered = (f"{id_}_{number}" for number in count(2))
    return next(free for free in chain([id_], numbered) if free not in taken)
