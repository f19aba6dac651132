"""The copy holds what the release names, stays in its folder, and is gone afterwards."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from qa_checks.assessment import run
from qa_checks.catalogue import load
from qa_checks.opened import Options
from qa_checks.reading.contents import Limits
from qa_checks.sign_off.private_copy import PrivateCopy, copy_release
from tests.own_rules import parser
from tests.published_tables.making import SERIES, TABLE_1, prepare, write_csv
from tests.sign_off import making
from tests.small_catalogue import write_yaml


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return making.write_release(tmp_path / "a" / "release")


def write_paths(folder: Path, *paths: str, **more: object) -> Path:
    files = [{"path": path} for path in paths]
    report = {"release": "x", "title": "X", "producer": "p@x.org", "files": files, **more}
    return write_yaml(folder / "release.yml", report)


def faults(path: Path, limits: Limits | None = None) -> tuple[str, ...]:
    with copy_release(path, path.parent / "catalogue", limits or Limits()) as copied:
        assert (copied.release is None) or not copied.faults
        return copied.faults


def looked_at(copied: PrivateCopy) -> dict[str, bytes]:
    assert copied.release
    return {item.shown: item.path.read_bytes() for item in copied.release.inputs}


def test_files_of_all_kinds_are_copied(folder: Path) -> None:
    with copy_release(folder / "release.yml", folder / "catalogue", Limits()) as copied:
        assert copied.faults == ()
        assert looked_at(copied) == {
            "data/visits.csv": (folder / "data/visits.csv").read_bytes(),
            "before/visits.csv": (folder / "before/visits.csv").read_bytes(),
        }
        assert copied.subjects == {
            name: hashlib.sha256((folder / path).read_bytes()).hexdigest()
            for name, path in {
                "release.yml": "release.yml",
                "decisions.yml": "decisions.yml",
                "checklist.yml": "checklist.yml",
                "methods.md": "methods.md",
                "previous: before/release.yml": "before/release.yml",
            }.items()
        }
        assert copied.release
        for item in copied.release.inputs:
            assert item.path.resolve().is_relative_to(copied.folder.resolve())
        there = load(folder / "catalogue", parser()).sha256
        assert load(copied.catalogue, parser()).sha256 == there
        kept = copied.folder
    assert not kept.exists()


def test_tables_and_the_history_are_copied(tmp_path: Path) -> None:
    """Published tables, and the releases they go back to, are part of what is signed."""
    write_csv(prepare(tmp_path, "tables.csv", SERIES), TABLE_1)
    here = tmp_path / "2022"
    with copy_release(here / "release.yml", tmp_path / "catalogue", Limits()) as copied:
        assert copied.faults == ()
        assert sorted(looked_at(copied)) == ["../2021/visits.csv", "tables.csv", "visits.csv"]
        assert copied.subjects == {
            name: hashlib.sha256((here / path).read_bytes()).hexdigest()
            for name, path in {
                "release.yml": "release.yml",
                "tables.yml": "tables.yml",
                "history: ../2021/release.yml": "../2021/release.yml",
            }.items()
        }
        assert copied.release
        report = run(copied.release, Options(catalogue=copied.catalogue))
        assert [
            outcome.state for outcome in report.outcomes if outcome.check.theme == "tables"
        ] == ["passed"]


def test_tables_of_an_earlier_release_are_copied(tmp_path: Path) -> None:
    """They are held against those that are signed."""
    write_csv(prepare(tmp_path, "tables.csv", SERIES), TABLE_1)
    last, here = tmp_path / "2021", tmp_path / "2022"
    write_yaml(last / "tables.yml", {"tables": [SERIES]})
    with (last / "release.yml").open("a", encoding="utf-8") as stream:
        stream.write("tables: tables.yml\n")
    with copy_release(here / "release.yml", tmp_path / "catalogue", Limits()) as copied:
        digest = hashlib.sha256((last / "tables.yml").read_bytes()).hexdigest()
        assert copied.subjects["history: ../2021/tables.yml"] == digest
        assert copied.release
        [(database, kept)] = copied.release.earlier_tables.items()
        assert database == "previous"
        assert kept.resolve().is_relative_to(copied.folder.resolve())


def test_names_with_dots_lead_to_the_same_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a" / "beside").mkdir()
    (tmp_path / "a" / "beside" / "more.csv").write_text("Number\n1\n")
    path = write_paths(
        folder, "data/../data/visits.csv", "../beside/more.csv", "gone/../data/visits.csv"
    )
    with copy_release(path, folder / "catalogue", Limits()) as copied:
        assert copied.faults == ()
        assert looked_at(copied) == {
            "data/../data/visits.csv": (folder / "data/visits.csv").read_bytes(),
            "../beside/more.csv": b"Number\n1\n",
            "gone/../data/visits.csv": (folder / "data/visits.csv").read_bytes(),
        }
    assert not (folder / "gone").exists()


def test_a_catalogue_is_copied_into_the_folder_however_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    up = "../" * (len(folder.parts) + 20)
    catalogue = Path(up + str(folder / "catalogue").lstrip("/"))
    with copy_release(Path("release.yml"), catalogue, Limits()) as copied:
        assert copied.catalogue == copied.folder / str(folder / "catalogue").lstrip("/")
        assert (copied.catalogue / "schemas/tables/visits.yml").is_file()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("/etc/hostname", "is named by an absolute path; name it relative to release.yml"),
        ("../" * 50 + "etc/hostname", "leads above the topmost folder"),
        ("data/none.csv", "is not there"),
        ("data", "is not an ordinary file"),
        ("loop", "cannot be found: its links lead nowhere"),
        ("outside", "is a link that leads out of its folder"),
        ("../elsewhere", "is a link that leads out of its folder"),
    ],
)
@pytest.mark.parametrize("as_what", ["file", "decisions", "checklist", "document", "previous"])
def test_what_may_not_be_taken_is_said(
    folder: Path, tmp_path: Path, name: str, message: str, as_what: str
) -> None:
    (folder / "loop").symlink_to("loop")
    (tmp_path / "victim").write_text("release: y\n")
    (folder / "outside").symlink_to(tmp_path / "victim")
    (folder.parent / "elsewhere").symlink_to(tmp_path / "victim")
    match as_what:
        case "file":
            path = write_paths(folder, name)
        case "document":
            path = write_paths(folder, "data/visits.csv", documents=[{"path": name}])
        case _:
            path = write_paths(folder, "data/visits.csv", **{as_what: name})
    shown = Path(name).name if as_what == "previous" and "topmost" not in message else name
    if as_what == "previous" and "absolute" in message:
        shown = name
    assert faults(path) == (f"{shown} {message}",)


def test_a_link_inside_the_folder_is_the_file_it_leads_to(folder: Path) -> None:
    (folder / "link.csv").symlink_to("data/visits.csv")
    path = write_paths(folder, "link.csv")
    with copy_release(path, folder / "catalogue", Limits()) as copied:
        assert looked_at(copied) == {"link.csv": (folder / "data/visits.csv").read_bytes()}


def test_a_file_that_is_too_large(folder: Path) -> None:
    path = write_paths(folder, "data/visits.csv")
    (folder / "data/visits.csv").write_bytes(b"Number\n" * 1000)
    assert faults(path, Limits(file_bytes=7000)) == ()
    assert faults(path, Limits(file_bytes=6999)) == (
        "data/visits.csv has 7,000 bytes; at most 6,999 are read",
    )
