"""The local authorities of England there were on a day, before and after each that was formed."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from qa_checks.catalogue import builtin

with (builtin() / "schemas/codes/local_authorities.csv").open(encoding="utf-8") as stream:
    ENGLAND = [row for row in csv.DictReader(stream) if row["la_code"].startswith("E")]


def on(day: dt.date) -> set[str]:
    return {
        row["la_code"]
        for row in ENGLAND
        if (row["valid_from"] or "0") <= day.isoformat() <= (row["valid_to"] or "9")
    }


@pytest.mark.parametrize(
    ("first_day", "gone", "formed"),
    [
        ("2013-04-01", "E08000020 E06000048", "E08000037 E06000057"),
        ("2019-04-01", "E06000028 E06000029 E10000009", "E06000058 E06000059"),
        ("2020-04-01", "E10000002", "E06000060"),
        ("2021-04-01", "E10000021", "E06000061 E06000062"),
        (
            "2023-04-01",
            "E10000006 E10000023 E10000027",
            "E06000063 E06000064 E06000065 E06000066",
        ),
        ("2025-04-01", "E08000016 E08000019", "E08000038 E08000039"),
    ],
)
def test_codes_change_on_the_day_of_the_order(first_day: str, gone: str, formed: str) -> None:
    day = dt.date.fromisoformat(first_day)
    before, after = on(day - dt.timedelta(1)), on(day)
    assert (before - after, after - before) == (set(gone.split()), set(formed.split()))
