"""What many tests share: the built-in catalogue, read once, and its examples, run once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa_checks.catalogue import Catalogue, builtin, load
from qa_checks.reading.connection import connect
from tests import every_example as examples
from tests import postgres
from tests.every_example import EveryExample


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The built-in catalogue, examples included. Never changed by a test."""
    return load(builtin(), connect(), examples=True)


@pytest.fixture(scope="session")
def every_example(catalogue: Catalogue) -> EveryExample:
    """What came of every example of every rule. Never changed by a test."""
    return examples.run(catalogue)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A PostgreSQL server of the tests' own."""
    with postgres.running() as running:
        yield running
