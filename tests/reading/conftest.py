"""The small catalogue, read once for all tests that read files by it."""

from __future__ import annotations

import pytest

from qa_checks.catalogue import Catalogue
from tests.reading.loading import small


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The small catalogue with its rules about cells and rows. Never changed by a test."""
    return small(tmp_path_factory.mktemp("office"))
