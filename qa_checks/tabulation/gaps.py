"""Which columns a cube lacks in a snapshot: those no file has, or not the one that is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.schemas import columns_of, has_all
from qa_checks.reading.loaded import Offer, Snapshot
from qa_checks.words import list_words


def say_lacking(needs: Sequence[str], snapshot: Snapshot) -> str:
    """Which of the columns needed no file of a snapshot has; '' if all are there."""
    lacking = [need for need in needs if not has_all([need], snapshot.columns)]
    return _say(lacking[0], "no file") if lacking else ""


def find_gaps(needs: Sequence[str], cube: Cube, snapshot: Snapshot) -> dict[int, str]:
    """What sheets lack that may give rows to a cube, and whose layout knows it, by source."""
    offers = [offer for offer in snapshot.offers if _is_counted(offer, cube)]
    gaps: dict[int, str] = {}
    for need in needs:
        lacking = {offer.source: offer for offer in offers if _lacks(offer, need)}
        having = {offer.source for offer in offers if has_all([need], offer.given)}
        for source, offer in lacking.items():
            if source not in having:
                gaps.setdefault(source, _say(need, offer.file))
    return gaps


def _is_counted(offer: Offer, cube: Cube) -> bool:
    """Whether rows of its kind may be among those of the cube."""
    if not any(table in cube.tables for table, _ in offer.given):
        return False
    return all(offer.fixed[pair] in values for pair, values in _values(cube) if pair in offer.fixed)


def _values(cube: Cube) -> Iterator[tuple[tuple[str, str], Collection[str]]]:
    for need in cube.needs:
        table, _, column = need.partition(".")
        name, is_value, values = column.partition("=")
        if is_value:
            yield (table, name), values.split("|")


def _lacks(offer: Offer, need: str) -> bool:
    table, _, column = need.partition(".")
    is_known = any((table, name) in offer.known for name in columns_of(column))
    return is_known and not has_all([need], offer.given)


def _say(need: str, who: str) -> str:
    table, _, need = need.partition(".")
    column, is_value, values = need.partition("=")
    if is_value:
        why = f"gives {table} with {column} {list_words(values.split('|'), 'or')}"
    else:
        why = f"has the column {column.replace('<>', ' other than ')} of {table}"
    why = why.replace("_", " ")
    if who == "no file":
        return f"{who} {why}"
    return f"{who} {why.replace('gives', 'gives no', 1).replace('has the', 'has no', 1)}"
