"""The release is made, reported and signed once; each test attacks a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sign_off import making
from tests.sign_off.making import Place


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A release with its report, before anyone signs. Never changed by a test."""
    place = Place(making.write_release(tmp_path_factory.mktemp("sign-off") / "release"))
    place.write_allowed()
    done = place.run("run")
    assert done.code == 0, done.out + done.err
    return place


@pytest.fixture(scope="session")
def signed(reported: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same, signed by the second analyst and the approver. Never changed by a test."""
    place = making.copy(reported.folder, tmp_path_factory.mktemp("signed") / "release")
    for done in (place.sign(), place.approve()):
        assert done.code == 0, done.out + done.err
    return place


@pytest.fixture
def unsigned(reported: Place, tmp_path: Path) -> Place:
    return making.copy(reported.folder, tmp_path / "release")


@pytest.fixture
def place(signed: Place, tmp_path: Path) -> Place:
    return making.copy(signed.folder, tmp_path / "release")
