"""What many tests share: the built-in catalogue, read once, and its examples, run once."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue, builtin, load
from tests import code_lists, opened_once, own_rules, postgres, spooled
from tests import every_example as examples
from tests.cli.running import judged_by
from tests.every_example import EveryExample
from tests.loaded_modules import Loaded, load_in_turn

Made = TypeVar("Made")
SELDOM = 200_000  # objects more before they are searched for garbage
# What tests of decisions and attestations name, and what reads the numbers a release expects.
FEW_RULES = {
    *("DAT001", "DAT002", "DAT004", "DAT005", "DAT014", "DIS012", "FRM002", "FRM003", "FRM005"),
    *("GRD006", "LAR009", "LAR010", "LAR011", "LAR012", "LAR013", "PLC005", "PLC012", "POS004"),
    "PRV024",
}


def pytest_sessionstart() -> None:
    """Look for garbage seldom, as a command does: collecting the tests makes hardly any."""
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


def pytest_collection_finish() -> None:
    """Never look for garbage among thousands of tests."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _read_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    shelves = _of_all(tmp_path_factory) / "shelves"
    shelves.mkdir(exist_ok=True)
    with own_rules.read_once(), spooled.once(shelves), code_lists.loaded_once(shelves):
        yield
        opened_once.close()


@pytest.fixture
def workbooks_here() -> Iterator[None]:
    """Have the workbooks of a test taken apart in this process."""
    with spooled.here():
        yield


def _of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The built-in catalogue, examples included. Never changed by a test."""
    return load(builtin(), own_rules.parser(), examples=True)


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


@pytest.fixture(scope="session")
def every_example(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> EveryExample:
    """What came of every example of every rule, for all processes of a run. Never changed."""
    return _once(tmp_path_factory, "every_example", lambda: examples.run(catalogue))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """What is loaded after each step of the program, for all processes of a run. Never changed."""
    return _once(
        tmp_path_factory, "loaded", lambda: load_in_turn(tmp_path_factory.mktemp("loaded"))
    )


def _once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """What is made once for all processes of a run: whoever comes second finds it."""
    kept = _of_all(tmp_path_factory) / f"{name}.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
    made: Made = pickle.loads(kept.read_bytes())  # noqa: S301  our own
    return made


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A PostgreSQL server of the tests' own."""
    with postgres.running() as running:
        yield running
