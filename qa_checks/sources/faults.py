"""What a database said, in words: what, where and what to do, never a value or a secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa_checks.errors import InputError
from qa_checks.words import MASKED, end_sentence, grouped, plural

if TYPE_CHECKING:
    from qa_checks.sources.asked import Asked

# Where none is named in the URL. qa-checks itself is installed by no name of the package index.
PACKAGES = {"postgresql": "adbc-driver-manager adbc-driver-postgresql", "mssql": "mssql-python"}


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


def lacks_libraries(asked: Asked, libraries: str) -> InputError:
    """The package is installed, but not what it needs of the system."""
    return InputError(
        "The driver for this database cannot be loaded: the system lacks libraries that it needs.",
        where=asked.place,
        remedy=f"Install them; on Debian and Ubuntu they are the packages {libraries}.",
    )


def refuse_option(asked: Asked, name: str, known: Sequence[str]) -> InputError:
    """The URL of the database says something that is not let through to its driver."""
    return InputError(
        f"The URL has the option '{name}', which is not one for such a database.",
        where=asked.place,
        remedy=f"Available: {', '.join(known)}.",
    )


def cannot_connect(asked: Asked, why: str) -> InputError:
    """The database does not let anybody in, for a reason that holds no value."""
    return InputError(
        end_sentence(f"The database cannot be reached: {_told(asked, why)}"),
        where=asked.place,
        remedy="Check host, port and name, and that this machine may reach it.",
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


def does_not_answer(asked: Asked) -> InputError:
    """Nobody answered in time."""
    return InputError(
        f"The database did not answer within {plural(asked.patience.connect, 'second')}.",
        where=asked.place,
        remedy="Check host and port, and that this machine may reach it.",
    )


def takes_too_long(asked: Asked) -> InputError:
    """The query was not done in time."""
    return InputError(
        f"The query was not done after {plural(asked.patience.query, 'second')}, and was stopped: "
        "nothing of it was read.",
        where=asked.place,
        remedy="Ask for less, or have an index made for it.",
    )


def too_much(asked: Asked) -> InputError:
    """More came than a file may hold."""
    return InputError(
        f"The query gives more than {grouped(asked.patience.most)} bytes, and was stopped: nothing "
        "of it was read.",
        where=asked.place,
        remedy="Ask for fewer rows or columns; perhaps a join multiplies them.",
    )


def stopped_halfway(asked: Asked) -> InputError:
    """The database went away while it delivered rows."""
    return InputError(
        "The database stopped before all rows were delivered: none of them counts as read.",
        where=asked.place,
        remedy="Run again when it is there.",
    )


def cannot_write(asked: Asked, fault: OSError) -> InputError:
    """The rows have no place on this machine."""
    return InputError(
        f"Its rows cannot be written to the temporary folder ({fault.strerror or 'no reason'}).",
        where=asked.place,
        remedy="Make room there, or name another folder in the environment variable TMPDIR.",
    )


def tried_to_write(asked: Asked) -> InputError:
    """The database refused, in a transaction that only reads."""
    return InputError(
        "The query tries to write, perhaps by a function that it calls: the database refused.",
        where=asked.place,
        remedy="Ask with one SELECT that only reads.",
    )


def query_failed(asked: Asked, why: str) -> InputError:
    """The database does not understand the query, or fails in it."""
    return InputError(
        end_sentence(f"The query fails: {_told(asked, why)}"),
        where=asked.place,
        remedy="Run it in the database's own client and correct it.",
    )


def _told(asked: Asked, why: str) -> str:
    """What was said, without the password, should a driver ever repeat it."""
    password = asked.address.password
    return why.replace(password, MASKED) if password else why
