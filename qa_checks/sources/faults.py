"""What a database said, in words: what, where and what to do, never a value or a secret."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.words import MASKED, end_sentence, grouped, plural

if TYPE_CHECKING:
    from qa_checks.sources.asked import Asked

# Where none is named in the URL. qa-checks itself is installed by no name of the package index.
PACKAGES = {"postgresql": "adbc-driver-manager adbc-driver-postgresql", "mssql": "mssql-python"}
LIBRARIES = "libltdl7, libkrb5-3 and libgssapi-krb5-2"


def lacks_driver(asked: Asked, driver: str) -> InputError:
    """The package that reads such a database is not installed."""
    packages = PACKAGES.get(asked.address.backend)
    remedy = (
        f"Install it: pip install {packages}"
        if packages
        else "Install the package that SQLAlchemy names for such databases, and write it in the "
        "URL, as in 'mysql+pymysql://…'; without one PostgreSQL, SQL Server and SQLite are read."
    )
    return InputError(
        f"The driver for this database ({driver}) is not installed.",
        where=asked.place,
        remedy=remedy,
    )


def refuse_option(asked: Asked, name: str, known: Sequence[str]) -> InputError:
    """The URL of the database says something that is not let through to its driver."""
    return InputError(
        f"The URL has the option '{name}', which is not one for such a database.",
        where=asked.place,
        remedy=f"Available: {', '.join(known)}.",
    )


def wrong_password(asked: Asked) -> InputError:
    """The database knows no such user with this password."""
    variable = asked.address.variable
    told = (
        f"The password in the environment variable {variable} is not the one of this user"
        if asked.address.password
        else f"It wants a password, and the environment variable {variable} is not set"
    )
    return InputError(f"{told}.", where=asked.place, remedy=f"Set {variable} and run again.")


class DatabaseFault(Enum):
    """What went wrong, with {why} where the database or the system says it, and what to do."""

    NO_LIBRARIES = (
        "The driver for this database cannot be loaded: the system lacks libraries that it needs",
        f"Install them; on Debian and Ubuntu they are the packages {LIBRARIES}.",
    )
    NO_CONNECTION = (
        "The database cannot be reached: {why}",
        "Check host, port and name, and that this machine may reach it.",
    )
    NO_ANSWER = (
        "The database did not answer within {connect}",
        "Check host and port, and that this machine may reach it.",
    )
    TOO_LONG = (
        "The query was not done after {query}, and was stopped: nothing of it was read",
        "Ask for less, or have an index made for it.",
    )
    TOO_MUCH = (
        "The query gives more than {most} bytes, and was stopped: nothing of it was read",
        "Ask for fewer rows or columns; perhaps a join multiplies them.",
    )
    HALFWAY = (
        "The database stopped before all rows were delivered: none of them counts as read",
        "Run again when it is there.",
    )
    NO_ROOM = (
        "Its rows cannot be written to the temporary folder ({why})",
        "Make room there, or name another folder in the environment variable TMPDIR.",
    )
    WRITES = (
        "The query tries to write, perhaps by a function that it calls: the database refused",
        "Ask with one SELECT that only reads.",
    )
    QUERY = (
        "The query fails: {why}",
        "Run it in the database's own client and correct it.",
    )

    def of(self, asked: Asked, why: str = "") -> InputError:
        """The fault of what was asked, for a reason that holds no value."""
        what, remedy = self.value
        told = what.format(
            why=_told(asked, why),
            connect=plural(asked.patience.connect, "second"),
            query=plural(asked.patience.query, "second"),
            most=grouped(asked.patience.most),
        )
        return InputError(end_sentence(told), where=asked.place, remedy=remedy)


def _told(asked: Asked, why: str) -> str:
    """What was said, without the password, should a driver ever repeat it."""
    password = asked.address.password
    return why.replace(password, MASKED) if password else why
