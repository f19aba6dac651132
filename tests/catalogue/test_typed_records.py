"""Records are read from YAML by the types of their fields; no value is taken for another type."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta, field

from qa_checks.catalogue.kinds import Wrong
from qa_checks.catalogue.typed_records import RecordError, known_keys, read_record
from qa_checks.fields import ITSELF, OTHERS, Before, Day, Name, Record, Sql, Text, list_empty, says


class Bare(Record, frozen=True):
    sql: Annotated[Sql, says(None, alias=ITSELF)]


class Inner(Record, frozen=True, kw_only=True):
    is_: Annotated[Literal["good", "bad", "poor"], says("What it is.", alias="is")]

    def __post_init__(self) -> None:
        if self.is_ == "poor":
            raise ValueError("nothing is poor")


class Loose(Record, frozen=True, kw_only=True):
    name: Text = "none"
    rest: Annotated[dict[Name, int], says(None, alias=OTHERS)] = field(default_factory=dict)


class Outer(Record, frozen=True, kw_only=True):
    text: Text = "a"
    plain: str = ""
    whole: Annotated[int, Meta(ge=1, le=9)] = 1
    number: float = 1.0
    either: Annotated[int | float, Meta(gt=0)] = 1
    flag: bool = False
    day: Day | None = None
    limit: int | float | Day | None = None
    bare: Bare | None = None
    inner: Inner | None = None
    choice: Literal["count"] | Inner = "count"
    names: Annotated[list[Name], Before(list_empty), says("Names.", min_length=1)] = field(
        default_factory=list
    )
    rows: list[Inner | dict[str, Any]] = field(default_factory=list)
    loose: Loose = Loose()


QUOTED = ": put it in quotation marks"


def read(**given: Any) -> Any:
    [value] = [getattr(read_record(given, Outer), name) for name in given]
    return value


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"text": " two words\n"}, "two words"),
        ({"plain": " kept\n"}, " kept\n"),
        ({"number": 2}, 2.0),
        ({"either": 2}, 2),
        ({"day": "31 August 2021"}, dt.date(2021, 8, 31)),
        ({"day": None}, None),
        ({"limit": dt.date(2021, 8, 31)}, dt.date(2021, 8, 31)),
        ({"limit": "2021-08-31"}, dt.date(2021, 8, 31)),
        ({"limit": 5}, 5),
        ({"bare": " any_value(a) = 'any_value(b)'\n"}, Bare("min(a) = 'any_value(b)'")),
        ({"inner": {"is": "good"}}, Inner(is_="good")),
        ({"choice": {"is": "bad"}}, Inner(is_="bad")),
        ({"names": ["a", "b_1"]}, ["a", "b_1"]),
        ({"rows": [{"is": "good"}, {"is": 5}]}, [Inner(is_="good"), {"is": 5}]),
        ({"loose": {"name": "n", "a": 1, "b": 2}}, Loose(name="n", rest={"a": 1, "b": 2})),
    ],
)  # fmt: skip
def test_a_value_is_read_as_its_field_says(given: dict[str, Any], value: Any) -> None:
    assert read(**given) == value
    assert type(read(**given)) is type(value)


@pytest.mark.parametrize(
    ("given", "place", "text"),
    [
        ({"text": 5}, "text", f"input should be a valid string{QUOTED}"),
        ({"text": True}, "text", f"input should be a valid string{QUOTED}"),
        ({"text": dt.date(2021, 8, 31)}, "text", f"input should be a valid string{QUOTED}"),
        ({"text": None}, "text", "input should be a valid string"),
        ({"text": " \n"}, "text", "string should have at least 1 character"),
        ({"whole": True}, "whole", "input should be a valid integer"),
        ({"whole": "5"}, "whole", "input should be a valid integer"),
        ({"whole": 5.0}, "whole", "input should be a valid integer"),
        ({"whole": 0}, "whole", "input should be greater than or equal to 1"),
        ({"whole": 10}, "whole", "input should be less than or equal to 9"),
        ({"number": True}, "number", "input should be a valid number"),
        ({"number": float("nan")}, "number", "input should be a valid number"),
        ({"either": 0}, "either", "input should be greater than 0"),
        ({"flag": 1}, "flag", "input should be true or false"),
        ({"flag": "true"}, "flag", "input should be true or false"),
        ({"day": 20210831}, "day", "'20210831' is not a date. Write it as 2021-08-31, "
         "31/08/2021 or 31 August 2021"),
        ({"day": dt.datetime(2021, 8, 31, tzinfo=dt.UTC)}, "day",
         "'2021-08-31 00:00:00+00:00' is not a date. "
         "Write it as 2021-08-31, 31/08/2021 or 31 August 2021"),
        ({"limit": "5"}, "limit", "input should be a valid integer or a valid number or a date "
         "like 2021-08-31, 31/08/2021 or 31 August 2021"),
        ({"bare": {"sql": "a"}}, "bare", "input should be a valid string"),
        ({"bare": "x" * 20_001}, "bare", "string should have at most 20000 characters"),
        ({"inner": [1]}, "inner", "a set of 'key: value' lines belongs here"),
        ({"inner": {"is": "fair"}}, "inner.is", "input should be 'good', 'bad' or 'poor'"),
        ({"inner": {"is": "poor"}}, "inner", "nothing is poor"),
        ({"choice": "total"}, "choice", "input should be 'count'"),
        ({"choice": 5}, "choice", "input should be 'count' or a set of 'key: value' lines"),
        ({"names": None}, "names", "list should have at least 1 item after validation, not 0"),
        ({"names": "a"}, "names", "input should be a list"),
        ({"names": ["a", "b c\n"]}, "names.1", "string should match pattern '^[a-z][a-z0-9_]*$'"),
        ({"names": ["a\n"]}, "names.0", "string should match pattern '^[a-z][a-z0-9_]*$'"),
        ({"rows": [5]}, "rows.0", "a set of 'key: value' lines belongs here"),
        ({"rows": [{1: 5}]}, "rows.0.is", ""),
        ({"loose": {"A": 1}}, "loose.A", "string should match pattern '^[a-z][a-z0-9_]*$'"),
        ({"loose": {"a": "1"}}, "loose.a", "input should be a valid integer"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_none_of_a_kind_is_refused_with_its_place(
    given: dict[str, Any], place: str, text: str
) -> None:
    with pytest.raises(RecordError) as caught:
        read(**given)
    first = caught.value.faults[0]
    assert (".".join(map(str, first.place)), first.text) == (place, text)


def test_all_that_is_wrong_is_told_in_the_order_of_the_fields() -> None:
    with pytest.raises(RecordError) as caught:
        read_record({"wholly": 1, "inner": {"was": 1}, "text": 2, "whole": "a"}, Outer)
    assert [(fault.name, fault.wrong) for fault in caught.value.faults] == [
        ("text", Wrong.VALUE),
        ("whole", Wrong.VALUE),
        ("is", Wrong.MISSING),
        ("was", Wrong.UNKNOWN),
        ("wholly", Wrong.UNKNOWN),
    ]


def test_the_keys_to_suggest_are_those_of_the_records_inside_too() -> None:
    assert known_keys(Outer) == [*(n for n in Outer.__struct_fields__), "is", "name"]
