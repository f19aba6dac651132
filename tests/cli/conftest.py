"""Synthetic releases, written once for all tests of the command line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue
from qa_checks.demo_release import unpack
from tests.cli.running import judged_by
from tests.little import keep_few_providers, leave_providers_out

# What tests of decisions and attestations name, and what reads the numbers a release expects.
FEW_RULES = {
    *("DAT001", "DAT002", "DAT004", "DAT005", "DAT014", "DIS012", "FRM002", "FRM003", "FRM005"),
    *("GRD006", "LAR009", "LAR010", "LAR011", "LAR012", "LAR013", "PLC005", "PLC012", "POS004"),
}
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


@pytest.fixture(scope="session")
def few(catalogue: Catalogue) -> Catalogue:
    """The built-in catalogue with a few of its rules, of each kind that its checklist names."""
    of_each_kind = {name[:3]: name for name in sorted(catalogue.rules)}
    kept = FEW_RULES.union(of_each_kind.values())
    rules = {name: rule for name, rule in catalogue.rules.items() if name in kept}
    return replace(catalogue, rules=rules)


@pytest.fixture
def few_rules(few: Catalogue) -> Iterator[None]:
    """Have commands judge by a few rules: what they do with findings is the same for all."""
    with judged_by(few):
        yield
