"""docs/system-of-record.md says what the code does."""

from __future__ import annotations

import re

import pytest

from qa_checks.reading.contents import Limits
from qa_checks.sources import postgresql, sql_server
from qa_checks.sources.address import parse
from tests import markdown

PAGE = markdown.read("docs/system-of-record.md")
LISTED = {
    "postgresql": postgresql.OPTIONS,
    "sqlserver": sql_server.OPTIONS,
    "postgresql-plain": postgresql.PLAIN,
    "sqlserver-plain": sql_server.PLAIN,
}


@pytest.mark.parametrize("name", LISTED)
def test_what_it_lists_is_what_there_is(name: str) -> None:
    part = PAGE.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    assert tuple(re.findall("`([^`]+)`", part)) == LISTED[name]


def test_the_variable_of_a_password_is_named_right() -> None:
    variable = parse("postgresql://reader@db-1.example/care").variable
    assert f"For `db-1.example` that is\n`{variable}`." in PAGE


def test_the_time_that_is_waited_is_said() -> None:
    limits = Limits()
    words = " ".join(PAGE.split())
    assert f"does not answer within {limits.connect_seconds} seconds" in words
    assert f"all rows after {limits.query_seconds // 60} minutes" in words


def test_every_address_it_gives_is_one() -> None:
    urls = re.findall(r"[a-z+]+://[^\s`\"]+", PAGE)
    named = [parse(url.replace(":port", ":1")).backend for url in urls]
    assert set(named) == {"postgresql", "mssql", "sqlite", "mysql"}
