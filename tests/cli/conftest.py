"""Synthetic releases, written once for all tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qa_checks.demo_release import unpack
from tests.little import keep_few_providers, leave_providers_out

FEW_PROVIDERS = 60
AT_FAULT = ("SC922427", "SC933834", "9075025", "SC910923", "9313016")  # by DAT and POS rules


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The faulty release, whole, with few providers and with none; the clean one, whole and few."""
    folder = tmp_path_factory.mktemp("releases")
    unpack(folder / "faulty")
    leave_providers_out(unpack(folder / "authorities"))
    unpack(folder / "clean", clean=True)
    keep_few_providers(unpack(folder / "few_clean", clean=True), FEW_PROVIDERS)
    keep_few_providers(unpack(folder / "few_faulty"), FEW_PROVIDERS, AT_FAULT)
    return folder


@pytest.fixture
def clean(releases: Path, tmp_path: Path) -> Path:
    """A copy of the clean release with few providers, to be spoilt."""
    return Path(shutil.copytree(releases / "few_clean", tmp_path / "clean"))
