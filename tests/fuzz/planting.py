"""Faults planted in a slice, each with the checks of which one must report its row."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.fuzz.slices import Slice


@dataclass(frozen=True)
class Plant:
    """A kind of fault: how it is made in a row, and the checks that may report it there.

    ``copies`` says that the row becomes another one again.
    """

    kind: str
    checks: frozenset[str]
    make: Callable[[Slice, int, random.Random], bool]
    copies: bool = False


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text.strip(), "%d/%m/%Y").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def _put(column: str, *values: str) -> Callable[[Slice, int, random.Random], bool]:
    def make(piece: Slice, row: int, chance: random.Random) -> bool:
        if not piece.get(row, column).strip():
            return False
        return piece.put(row, column, chance.choice(values))

    return make


def _change(
    column: str, change: Callable[[str, random.Random], str]
) -> Callable[[Slice, int, random.Random], bool]:
    def make(piece: Slice, row: int, chance: random.Random) -> bool:
        before = piece.get(row, column)
        return bool(before.strip()) and piece.put(row, column, change(before, chance))

    return make


def _published_early(piece: Slice, row: int, chance: random.Random) -> bool:
    inspected = _day(piece.get(row, "inspected"))
    if inspected is None or not piece.get(row, "published").strip():
        return False
    early = inspected - dt.timedelta(days=chance.randint(1, 900))
    return piece.put(row, "published", f"{early:%d/%m/%Y}")


def _twice(piece: Slice, row: int, chance: random.Random) -> bool:
    if row == 0:
        return False
    piece.rows[row] = list(piece.rows[chance.randrange(row)])
    return True


def _typing_error(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1) if len(word) > 4 else 0
    changed = f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" if at else word
    return changed if changed.casefold() != word.casefold() else f"{word}x"


def _named(*checks: str) -> frozenset[str]:
    return frozenset(checks)


BLANK_AROUND = ("{} ", " {}", "{}\u00a0")

PLANTS = (
    Plant("unknown sector", _named("providers.sector.in"), _put("sector", "Charity", "Privte")),
    Plant(
        "sector in capitals",
        _named("providers.sector.spelling"),
        _change("sector", lambda word, _: word.upper()),
    ),
    Plant(
        "blank around a sector",
        _named("STR018"),
        _change("sector", lambda word, chance: chance.choice(BLANK_AROUND).format(word.strip())),
    ),
    Plant(
        "unknown provision type",
        _named("providers.provision_type.in"),
        _change("provision type", _typing_error),
    ),
    Plant(
        "unknown local authority",
        _named("providers.local_authority.in"),
        _put("authority", "Atlantis", "Barset"),
    ),
    Plant(
        "no local authority", _named("providers.local_authority.nullable"), _put("authority", "")
    ),
    Plant("no sector", _named("providers.sector.nullable"), _put("sector", "")),
    Plant("no URN", _named("providers.urn.nullable"), _put("urn", "")),
    Plant(
        "malformed URN",
        _named("providers.urn.str_matches"),
        _change("urn", lambda word, chance: chance.choice((f"{word}9", word[:-2], f"S{word}"))),
    ),
    Plant(
        "impossible inspection date",
        _named("inspections.inspection_date.type"),
        _put("inspected", "31/02/2019", "2019", "May 2019"),
    ),
    Plant(
        "impossible registration date",
        _named("providers.registration_date.type"),
        _put("registered", "30/02/2010", "long ago"),
    ),
    Plant("published before inspected", _named("DAT004"), _published_early),
    Plant(
        "places as a word",
        _named("providers.places.type"),
        _put("places", "four", "4 or 5", "4.5"),
    ),
    Plant(
        "a word for a missing value",
        _named("STR017"),
        _put("status", "NULL", "#N/A", "N/A", "#######", "#n/a"),
    ),
    Plant(
        "a grade that is none",
        _named("judgements.word.in"),
        _put("overall", "Great", "Goood", "5"),
    ),
    Plant("a row again", _named("STR010"), _twice, copies=True),
    Plant(
        "unknown region",
        _named("providers.ofsted_region.in"),
        _put("region", "Mercia", "The North"),
    ),
    Plant("unknown event", _named("inspections.event_type.in"), _put("event", "Ful inspectionn")),
    Plant(
        "event number in scientific form",
        _named("STR016"),
        _put("number", "1.02E+07", "1.0E7"),
    ),
    Plant(
        "damaged character",
        _named("STR019"),
        _change("owner", lambda word, _: f"{word} ÃÃ©"),
    ),
    Plant("no status", _named("MIS002"), _put("status", "")),
    Plant("no registration date", _named("MIS002"), _put("registered", "")),
    Plant("no region", _named("MIS002"), _put("region", "")),
    Plant("no publication date", _named("DAT019"), _put("published", "")),
    Plant("no event type", _named("EVT015"), _put("event", "")),
    Plant("no event number", _named("IDN001"), _put("number", "")),
    Plant(
        "no inspection date",
        _named("inspections.inspection_date.nullable"),
        _put("inspected", ""),
    ),
    Plant(
        "no provision type",
        _named("providers.provision_type.nullable"),
        _put("provision type", ""),
    ),
    Plant("published in a later century", _named("DAT020"), _put("published", "05/11/2109")),
    Plant("published years later", _named("DAT024"), _put("published", "05/11/2025")),
    Plant("registered in a later century", _named("DAT021"), _put("registered", "04/03/2103")),
    Plant("inspected in a later century", _named("DAT012"), _put("inspected", "04/03/2103")),
    Plant("inspected long ago", _named("DAT012"), _put("inspected", "03/05/1899")),
    Plant("registered long ago", _named("DAT013"), _put("registered", "03/05/1899")),
    Plant("places below nought", _named("providers.places.ge"), _put("places", "-3")),
    Plant("places beyond belief", _named("PLC005"), _put("places", "9999")),
    Plant(
        "unknown status",
        _named("providers.registration_status.in"),
        _put("status", "Actve", "Dormant"),
    ),
)
