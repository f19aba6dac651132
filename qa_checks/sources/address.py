"""Where a database is, read from its URL, and the password for it, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from msgspec import Struct

from qa_checks.errors import InputError
from qa_checks.words import list_words

VARIABLE = "QA_CHECKS_PASSWORD_"
# What sqlglot calls the SQL of a database that SQLAlchemy calls otherwise.
DIALECTS = {"postgresql": "postgres", "mssql": "tsql", "mariadb": "mysql"}
SECRET = re.compile("pass|pwd|secret|token|credential", re.IGNORECASE)


class Address(Struct, frozen=True):
    """A URL of the form that SQLAlchemy knows, taken apart.

    ``driver`` is the kind of database, perhaps with the package that reads it behind a plus sign;
    ``options`` are what stands behind the question mark.
    """

    url: str
    driver: str
    user: str = ""
    host: str = ""
    port: int | None = None
    database: str = ""
    options: Mapping[str, str] = {}

    @property
    def backend(self) -> str:
        """The kind of database: postgresql, mssql, sqlite."""
        return self.driver.partition("+")[0]

    @property
    def dialect(self) -> str:
        """What sqlglot calls the SQL of such a database."""
        return DIALECTS.get(self.backend, self.backend)

    @property
    def shown(self) -> str:
        """What messages and reports call it: the URL without its options."""
        return self.url.partition("?")[0]

    @property
    def variable(self) -> str:
        """The environment variable that holds the password for its host.

        Examples
        --------
        >>> parse("postgresql://reader@db.example/care").variable
        'QA_CHECKS_PASSWORD_DB_EXAMPLE'
        """
        return VARIABLE + re.sub("[^A-Z0-9]", "_", (self.host or "localhost").upper())

    @property
    def password(self) -> str:
        """The password for its host, from the environment; empty if none is set."""
        return os.environ.get(self.variable, "")


def parse(url: str) -> Address:
    """Take a URL apart.

    Raises
    ------
    InputError
        Without repeating the URL, if it is none or holds a password.
    """
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
                       if parts.query else ())  # fmt: skip
        address = Address(
            url=url,
            driver=parts.scheme,
            user=unquote(parts.username or ""),
            host=unquote(parts.hostname or ""),
            port=parts.port,
            database=unquote(parts.path[1:]),
            options=options,
        )
    except ValueError:
        raise _no_url() from None
    if not _is_well_formed(url, parts):
        raise _no_url()
    _refuse_secrets(address, parts.password)
    return address


def _is_well_formed(url: str, parts: SplitResult) -> bool:
    """Whether nothing in it can be part of a password with a sign that parts a URL."""
    behind = url.partition("://")[2][len(parts.netloc) :]
    return "://" in url and bool(parts.scheme) and not set("@#") & set(behind)


def _refuse_secrets(address: Address, password: str | None) -> None:
    told = sorted(name for name in address.options if SECRET.search(name))
    if password is None and not told:
        return
    what = f"no {list_words(told, 'or')}" if told else "no password"
    place = f"; it stands in the environment variable {address.variable}" if address.host else ""
    raise InputError(f"The URL of a database holds {what}.", remedy=f"Take it out{place}.")


def _no_url() -> InputError:
    return InputError(
        "This is no URL of a database.",
        remedy="Write it as 'postgresql://user@host/name', 'mssql://user@host/name' or "
        "'sqlite:///file.db', without a password.",
    )


def without_passwords() -> dict[str, str]:
    """The environment for a process that is started and asks no database."""
    return {name: value for name, value in os.environ.items() if not name.startswith(VARIABLE)}


def find_file(address: Address, folder: Path) -> Path | None:
    """The file that an SQLite database is, beside release.yml; None of any other database."""
    return folder / address.database if address.backend == "sqlite" else None
