"""Where a database is, read from its URL, and the password for it, from the environment."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.words import list_words

if TYPE_CHECKING:
    from sqlalchemy import URL

VARIABLE = "QA_CHECKS_PASSWORD_"
# What sqlglot calls the SQL of a database that SQLAlchemy calls otherwise.
DIALECTS = {"postgresql": "postgres", "mssql": "tsql", "mariadb": "mysql"}
SECRET = re.compile("pass|pwd|secret|token|credential", re.IGNORECASE)


def parse(url: str) -> URL:
    """Read a URL as SQLAlchemy does.

    Raises
    ------
    InputError
        Without repeating the URL, if it is none or holds a password.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise InputError(
            "This is no URL of a database.",
            remedy="Write it as 'postgresql://user@host/name', 'mssql://user@host/name' or "
            "'sqlite:///file.db', without a password.",
        ) from None
    told = [name for name in read.query if SECRET.search(name)]
    if read.password is not None or told:
        where = (
            f"; it stands in the environment variable {name_variable(read)}" if read.host else ""
        )
        raise InputError(
            "The URL of a database holds no password"
            + (f", and no {list_words(sorted(told), 'or')}" if told else "")
            + ".",
            remedy=f"Take it out{where}.",
        )
    return read


def show(url: URL) -> str:
    """A URL as messages and reports name it: without its options."""
    return url.set(query={}).render_as_string(hide_password=True)


def name_dialect(url: URL) -> str:
    """What sqlglot calls the SQL of a database."""
    backend = url.get_backend_name()
    return DIALECTS.get(backend, backend)


def name_variable(url: URL) -> str:
    """The environment variable that holds the password for a host.

    Examples
    --------
    >>> from sqlalchemy import make_url
    >>> name_variable(make_url("postgresql://reader@db.example/care"))
    'QA_CHECKS_PASSWORD_DB_EXAMPLE'
    """
    return VARIABLE + re.sub("[^A-Z0-9]", "_", (url.host or "localhost").upper())


def find_password(url: URL) -> str:
    """The password for a host, from the environment; empty if none is set."""
    return os.environ.get(name_variable(url), "")


def find_file(url: URL, folder: Path) -> Path | None:
    """The file that an SQLite database is, beside release.yml; None of any other database."""
    return folder / (url.database or "") if url.get_backend_name() == "sqlite" else None
