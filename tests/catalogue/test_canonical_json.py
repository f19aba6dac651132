"""Records are written as JSON, the same for equal ones, and come back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from qa_checks.catalogue.canonical_json import read_json, write_json

FOLDER = Path("/office")


class Colour(StrEnum):
    RED = "red"


class Apple(Struct, frozen=True, tag=True):
    weight: int
    eaten: bool = False


class Pear(Struct, frozen=True, tag=True):
    length: float
    parts: tuple[str, ...] | None = None


class Basket(Struct, frozen=True):
    fruit: Apple | Pear
    colour: Colour = Colour.RED
    since: dt.date | None = None
    place: Path = FOLDER
    names: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    words: Sequence[str] = ()
    anything: Any = None
    apples: Mapping[str, Apple] = {}
    lists: list[list[Apple]] = []


BASKETS = [
    Basket(Apple(1)),
    Basket(Pear(1.5, ("stalk", "core"))),
    Basket(Pear(2.0, ())),
    Basket(
        Apple(2, eaten=True),
        since=dt.date(2021, 8, 31),
        place=FOLDER / "rules/DAT001.yml",
        names=frozenset({"b", "a"}),
        pairs=frozenset({("b", "1"), ("a", "2")}),
        words=["é", '"', "\n"],
        anything={"when": ["2020-02-29", None, 1.25, True]},
        apples={"z": Apple(3), "a": Apple(4)},
        lists=[[Apple(5)], []],
    ),
]


@pytest.mark.parametrize("basket", BASKETS)
def test_a_record_comes_back_as_it_was(basket: Basket) -> None:
    written = write_json(basket, FOLDER)
    again = read_json(written.encode(), Basket, FOLDER)
    assert again == basket
    assert [type(part) for part in again.lists] == [type(part) for part in basket.lists]
    assert write_json(again, FOLDER) == written


def test_what_is_written_is_the_same_for_equal_records_and_short() -> None:
    names = [f"n{number}" for number in range(50)]
    basket = Basket(Apple(1), names=frozenset(names), apples={"z": Apple(3), "a": Apple(4)})
    other = Basket(Apple(1), names=frozenset(reversed(names)), apples=dict(basket.apples))
    assert write_json(basket, FOLDER) == write_json(other, FOLDER)
    assert write_json(BASKETS[0], FOLDER) == '{"fruit":{"type":"Apple","weight":1}}'
    assert (
        '"apples":{"z":{"type":"Apple","weight":3},"a":{"type":"Apple","weight":4}}'
        in write_json(basket, FOLDER)
    )


def test_a_path_is_written_from_its_folder_and_found_in_another() -> None:
    written = write_json(Basket(Apple(1), place=FOLDER / "a.yml"), FOLDER)
    moved = read_json(written.encode(), Basket, Path("/elsewhere"))
    assert moved.place == Path("/elsewhere/a.yml")
