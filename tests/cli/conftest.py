"""Synthetic releases, written once for all tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qa_checks.demo_release import unpack
from tests.little import leave_providers_out


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the faulty release, whole and without providers, and the clean one."""
    folder = tmp_path_factory.mktemp("releases")
    unpack(folder / "faulty")
    leave_providers_out(unpack(folder / "authorities"))
    unpack(folder / "clean", clean=True)
    return folder


@pytest.fixture
def clean(releases: Path, tmp_path: Path) -> Path:
    """A copy of the clean release, to be spoilt."""
    return Path(shutil.copytree(releases / "clean", tmp_path / "clean"))
