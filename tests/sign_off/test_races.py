"""Files swapped while the gate is at work: what is judged is what was read, once."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import ruleset
from qa_checks.errors import ReleaseError
from qa_checks.opened import Options
from qa_checks.reading import opening
from qa_checks.sign_off import confined_files, examination
from qa_checks.sign_off.allowed import read_allowed
from qa_checks.sign_off.chain import check_chain
from qa_checks.sign_off.examination import examine
from qa_checks.sign_off.verification import Trust
from tests.sign_off.making import Place


def broken(place: Place, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The gate, in this process so that a moment inside it can be chosen."""
    monkeypatch.chdir(place.folder)
    examination = examine(
        Path("release.yml"), None, Options(Path("catalogue")), before_signing=False
    )
    allowed = read_allowed(Path("allowed_signers"))
    links = check_chain(examination, Trust(allowed, frozenset(), dt.datetime.now(dt.UTC)), [])
    return {link.name: link.reason for link in links if not link.holds}


def before(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, act: Callable[..., object]
) -> None:
    """Do something right before each call of a function."""
    called = getattr(owner, name)

    def first(*given: Any, **named: Any) -> Any:
        act(*given)
        return called(*given, **named)

    monkeypatch.setattr(owner, name, first)


def test_untouched_every_link_holds(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert broken(place, monkeypatch) == {}


def test_data_swapped_after_its_digest_was_taken(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader takes a digest, then looks what kind of file it is: swap between the two."""
    swapped = []

    def swap(path: Path, *_: object) -> None:
        (place.folder / "data/visits.csv").write_text("Number,Score\n1,-5\n")
        swapped.append(path)

    before(monkeypatch, opening, "_unpack", swap)
    assert broken(place, monkeypatch) == {}  # the checks saw, and the gate compared, what was read
    assert swapped
    assert not any(path == place.folder / "data/visits.csv" for path in swapped)
    monkeypatch.undo()
    assert "second-analyst/digests" in broken(place, monkeypatch)


def test_bad_data_put_in_place_of_good_while_the_checks_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad when the copy is made, good again before anyone could look: the copy is judged."""
    file = place.folder / "data/visits.csv"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"Bob", b"Rob"))
    before(monkeypatch, examination, "run", lambda *_: file.write_bytes(good))
    assert broken(place, monkeypatch)["second-analyst/digests"] == (
        "data/visits.csv is not what was signed."
    )
    assert file.read_bytes() == good


def test_a_rule_weakened_while_rules_are_read_and_put_back_before_the_digest(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = place.folder / "catalogue/rules/office/ABC001_fault_1.yml"
    good = rule.read_bytes()
    place.edit("data/visits.csv", "Full,5", "Full,-5")
    rule.write_bytes(good.replace(b"score > 0", b"score > -9"))
    before(monkeypatch, ruleset, "write_contents", lambda _: rule.write_bytes(good))
    links = broken(place, monkeypatch)
    assert rule.read_bytes() == good
    assert "rulebook is not what was signed" in links["second-analyst/digests"]


def test_a_file_becomes_a_link_between_look_and_opening(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = place.folder / "data/visits.csv"
    find = confined_files._find

    def find_then_swap(folder: Path, name: str) -> Path:
        real = find(folder, name)
        if name == "data/visits.csv":
            shutil.move(file, tmp_path / "visits.csv")
            file.symlink_to(tmp_path / "visits.csv")
        return real

    monkeypatch.setattr(confined_files, "_find", find_then_swap)
    assert broken(place, monkeypatch)["files"] == (
        "data/visits.csv cannot be read (Too many levels of symbolic links)."
    )


def test_a_report_swapped_after_it_was_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    page = place.report / "report.html"
    other = page.read_bytes().replace(b"Visits of 2022", b"Visits of 2032")
    before(monkeypatch, examination, "run", lambda *_: page.write_bytes(other))
    assert broken(place, monkeypatch) == {}  # the page that was signed is the one that was read
    monkeypatch.undo()
    links = broken(place, monkeypatch)
    assert links["second-analyst/digests"] == "report: report.html is not what was signed."


def test_nothing_is_left_of_the_copy(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert broken(place, monkeypatch) == {}
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_message_names_the_files_not_their_copy(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.edit("decisions.yml", "decision:", "decisoin:")
    with pytest.raises(ReleaseError, match="'decisoin' is not a key") as caught:
        broken(place, monkeypatch)
    assert str(caught.value).startswith(f"{place.folder}/decisions.yml:8: ")
