"""What many tests share: the built-in catalogue, read once."""

from __future__ import annotations

import pytest

from qa_checks.catalogue import Catalogue, builtin, load
from qa_checks.reading.connection import connect


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The built-in catalogue, examples included. Never changed by a test."""
    return load(builtin(), connect(), examples=True)
