"""Finds, in the database, the rows that may be the header or a title above it once more."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa_checks.duckdb_core import Connection
from qa_checks.reading.later_headers import Header, letters_of
from qa_checks.reading.wide import Wide, WideColumn
from qa_checks.sql_text import sql_literal

VALUE = re.compile(r"[0-9]+(e[0-9]+)?|nan|inf(inity)?|true|false")
LETTERS = "regexp_replace(lower(v), '[^a-z0-9]+', '', 'g')"


def find_names(connection: Connection, header: Header, source: str) -> list[str]:
    """Those texts of a SELECT of one column ``v`` that name a column, each once.

    DuckDB sieves out plain texts whose letters are no name; what it lets through is looked at as
    `letters_of` does. It judges each text once: a filter would reach the rows before they are
    made distinct.
    """
    plain = [sql_literal(name) for name in sorted(header.known) if name.isascii()]
    sieve = (
        f"strlen(v) <> length(v) OR {LETTERS} IN ({', '.join(plain) or 'NULL'}) "
        f"OR contains({LETTERS}, 'note')"
    )
    [(texts,)] = connection.execute(
        f"SELECT list(v) FILTER ({sieve}) FROM (SELECT DISTINCT v FROM ({source}))"
    ).fetchall()
    return [text for text in texts or () if letters_of(text) in header.known]


def names_value(header: Header, item: WideColumn) -> bool:
    """Whether a known name could also be a value of a column that holds no text."""
    words: set[str] = set()
    if item.column.type == "boolean":
        words.update(map(letters_of, (*item.column.yes_words, *item.column.no_words)))
    return any(name in words or VALUE.fullmatch(name) for name in header.known)


def like_a_title(header: Header, wide: Wide, names: Mapping[str, str]) -> str:
    """SQL of whether a row is blank wherever a title above the header is.

    Of the titles only those count that `Header.is_title` would tell.
    """
    titles = [title for title in header.titles if not title[header.probes[0]]]
    return (
        " OR ".join(
            "("
            + " AND ".join(
                f"{names[item.name]} IS NULL"
                for item in wide.columns
                if not title[item.position - 1]
            )
            + ")"
            for title in titles
        )
        or "FALSE"
    )
