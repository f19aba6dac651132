"""release.yml: what it gives to a run, and every refusal with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qa_checks.errors import ReleaseError
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.release import InputFile, Release, release_from_files
from qa_checks.release_file import read_release

DAY = dt.date(2021, 11, 25)
WHOLE = """\
release: homes-2021
title: Homes, autumn 2021
as_at: 2021-08-31
period: {start: 2021-04-01, end: 2021-08-31}
published_by: 2021-09-30
status: provisional
producer: producing.analyst@example.org
files:
  - {path: a.csv, basis: latest}
  - {path: b/c.xlsx, layout: local_authority_level}
previous: before/release.yml
expect:
  local_authorities: 152
  ungraded: {Dorset: boundary changed}
decisions: decisions.yml
"""
BEFORE = """\
release: homes-2020
title: Homes, 2020
as_at: 2020-08-31
period: {start: 2020-04-01, end: 2020-08-31}
files: [{path: old.csv}]
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "before").mkdir(exist_ok=True)
    (tmp_path / "before" / "release.yml").write_text(BEFORE)
    (tmp_path / "decisions.yml").write_text(
        "decisions:\n  - {rule: ABC001, keys: [a], decision: fixed, reason: so, who: me, "
        "when: 2022-01-01}\n"
    )
    path = tmp_path / "release.yml"
    path.write_text(text)
    return path


def test_a_whole_release(tmp_path: Path) -> None:
    release = read_release(written(tmp_path, WHOLE))
    assert release.facts == ReleaseFacts(
        "homes-2021", "Homes, autumn 2021", dt.date(2021, 8, 31), dt.date(2021, 4, 1),
        dt.date(2021, 8, 31), dt.date(2021, 9, 30), "provisional", "producing.analyst@example.org",
    )  # fmt: skip
    assert release.inputs == (
        InputFile(tmp_path / "a.csv", "a.csv", "latest"),
        InputFile(tmp_path / "b/c.xlsx", "b/c.xlsx", None, "local_authority_level"),
        InputFile(tmp_path / "before/old.csv", "before/old.csv", role=Role.PREVIOUS),
    )
    assert release.strict
    assert [decision.rule for decision in release.decisions] == ["ABC001"]
    assert release.parameters == {
        "today": release.today,
        "as_at": dt.date(2021, 8, 31),
        "period_start": dt.date(2021, 4, 1),
        "period_end": dt.date(2021, 8, 31),
        "published_by": dt.date(2021, 9, 30),
        "status": "provisional",
        "expected_local_authorities": 152,
        "expected_ungraded": ["Dorset"],
        "previous_as_at": dt.date(2020, 8, 31),
        "previous_period_end": dt.date(2020, 8, 31),
    }


def test_only_facts_that_are_given_are_parameters(tmp_path: Path) -> None:
    text = "release: a\ntitle: A\nfiles: [{path: a.csv}]\n"
    assert set(read_release(written(tmp_path, text)).parameters) == {"today"}
    assert Release(ReleaseFacts("a", "A"), (), expected={"x": 1}, today=DAY).parameters == {
        "today": DAY,
        "expected_x": 1,
    }


def test_files_beside_a_release_that_it_does_not_name_are_known(tmp_path: Path) -> None:
    text = "release: a\ntitle: A\nfiles: [{path: a.csv}]\n"
    path = written(tmp_path, text)
    (tmp_path / "tables.yml").write_text("tables: []\n")
    assert read_release(path).unnamed == ("decisions", "tables")
    path.write_text(f"{text}decisions: decisions.yml\n")
    assert read_release(path).unnamed == ("tables",)


def test_loose_files_are_a_release_that_is_not_strict() -> None:
    facts = ReleaseFacts("check", "a.csv", as_at=dt.date(2021, 8, 31))
    release = release_from_files([Path("x/a.csv")], facts, "visits", [Path("old.csv")])
    assert release.inputs == (
        InputFile(Path("x/a.csv"), "x/a.csv", layout="visits"),
        InputFile(Path("old.csv"), "old.csv", layout="visits", role=Role.PREVIOUS),
    )
    assert not release.strict
    assert release.parameters == {"as_at": dt.date(2021, 8, 31), "today": release.today}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("release: homes-2021", "release: Homes 2021", 1, "'release': string should match"),
        ("title: Homes, autumn 2021\n", "", 1, "'title' is missing."),
        ("as_at: 2021-08-31", "as_at: 08/31/2021", 3, "'as_at': '08/31/2021' is not a date."),
        ("as_at:", "as_of:", 3, "'as_of' is not a key of this file. Did you mean 'as_at'?"),
        (
            "end: 2021-08-31}", "end: 2021-03-31}", 4,
            "The period ends on 2021-03-31, before it starts on 2021-04-01.",
        ),
        (
            "published_by: 2021-09-30", "published_by: 2021-03-30", 5,
            "published_by is 2021-03-30, before the period starts.",
        ),
        (
            "status: provisional", "status: draft", 6,
            "'status': input should be 'provisional' or 'final'.",
        ),
        (
            "before/release.yml", "gone/release.yml", 11,
            "There is no previous release 'gone/release.yml'.",
        ),
        ("local_authorities: 152", "local_authorities: many", 13, "'"),
        ("local_authorities: 152", "Local: 152", 13, "'"),
    ],
)  # fmt: skip
def test_a_release_that_is_not_well_formed_is_refused(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in WHOLE
    path = written(tmp_path, WHOLE.replace(old, new, 1))
    with pytest.raises(ReleaseError) as caught:
        read_release(path)
    assert caught.value.what.startswith(message)
    assert caught.value.where == f"{path}:{line}"


def test_a_fault_of_the_previous_release_names_its_own_file(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    before = tmp_path / "before" / "release.yml"
    before.write_text("release: a\n")
    with pytest.raises(ReleaseError) as caught:
        read_release(path)
    assert caught.value.where.startswith(f"{before}:")


def test_no_files_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="'files': list should have at least 1 item"):
        read_release(written(tmp_path, "release: a\ntitle: A\nfiles: []\n"))


def test_a_reason_left_to_do_is_refused_with_its_line(tmp_path: Path) -> None:
    text = WHOLE.replace("{Dorset: boundary changed}", "{Dorset: FILL IN}")
    with pytest.raises(ReleaseError) as refused:
        read_release(written(tmp_path, text))
    assert refused.value.what == "The reason why Dorset is ungraded is still to be filled in."
    assert refused.value.where == f"{tmp_path / 'release.yml'}:14"


@pytest.mark.parametrize(
    "asked", ["{}", "{verified: 0%}", "{unbound: 100%}", "{verified: 0%, unbound: 100%}"]
)
def test_coverage_that_no_text_could_miss_is_refused(tmp_path: Path, asked: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        read_release(written(tmp_path, f"{WHOLE}claims: claims.yml\ncoverage: {asked}\n"))
    assert refused.value.what == (
        "'coverage': every text has at least 0% verified and at most 100% unbound: ask for a share "
        "that one could miss."
    )


@pytest.mark.parametrize("reason", ["OK", "...", "n/a", "tbc", "'-'"])
def test_a_reason_that_says_nothing_is_refused(tmp_path: Path, reason: str) -> None:
    text = WHOLE.replace("boundary changed", reason)
    with pytest.raises(ReleaseError) as refused:
        read_release(written(tmp_path, text))
    said = reason.strip("'")
    assert (
        refused.value.what == f"The reason why Dorset is ungraded is '{said}', which says nothing."
    )


def test_a_sheet_that_is_left_unchecked_has_its_reason(tmp_path: Path) -> None:
    text = "release: a\ntitle: A\nfiles:\n  - path: a.xlsx\n    unchecked: {Notes: FILL IN}\n"
    with pytest.raises(ReleaseError) as refused:
        read_release(written(tmp_path, text))
    assert refused.value.what == "The reason why Notes is unchecked is still to be filled in."
    assert refused.value.where == f"{tmp_path / 'release.yml'}:5"


@pytest.mark.parametrize(("key", "command"), [("decisions", "decide"), ("checklist", "attest")])
def test_a_file_that_a_command_makes_is_not_to_be_named_before(
    tmp_path: Path, key: str, command: str
) -> None:
    path = written(tmp_path, f"release: a\ntitle: A\nfiles: [{{path: a.csv}}]\n{key}: x.yml\n")
    (tmp_path / "x.yml").unlink(missing_ok=True)
    with pytest.raises(ReleaseError) as caught:
        read_release(path)
    assert str(caught.value) == (
        f"{path}:4: There is no {key} file 'x.yml'. "
        f"Leave '{key}:' out: `qa-checks {command}` makes the file and names it here."
    )


def test_a_document_is_there(tmp_path: Path) -> None:
    text = "release: a\ntitle: A\nfiles: [{path: a.csv}]\ndocuments:\n- {path: a.md}\n"
    path = written(tmp_path, text)
    with pytest.raises(ReleaseError) as caught:
        read_release(path)
    assert str(caught.value) == (
        f"{path}:5: There is no document 'a.md'. Name the file relative to release.yml, or take "
        "the line out."
    )
    (tmp_path / "a.md").write_text("There were 7 homes.\n")
    assert read_release(path).documents == (tmp_path / "a.md",)


@pytest.mark.parametrize(
    ("named", "earlier", "fault"),
    [
        ("release.yml", "", "'release.yml' is of this release and of 'release.yml': it would be"),
        (
            "before/release.yml",
            "as_at: 2020-08-31\nfiles: [{path: ../a.csv}]",
            "'a.csv' is of this release and of 'before/release.yml': it would be",
        ),
        (
            "before/release.yml",
            "as_at: 2021-08-31\nfiles: [{path: ../a.csv}, {path: b.csv}]",
            "'a.csv' is of this release and of 'before/release.yml': it would be",
        ),
        (
            "before/release.yml",
            "as_at: 2021-09-30\nfiles: [{path: b.csv}]",
            "The release 'before/release.yml' is as at 30/09/2021, not before this one, which is "
            "as at 31/08/2021.",
        ),
    ],
)
def test_a_release_is_not_the_one_before_itself(
    tmp_path: Path, named: str, earlier: str, fault: str
) -> None:
    text = f"release: a\ntitle: A\nas_at: 2021-08-31\nfiles: [{{path: a.csv}}]\nprevious: {named}\n"
    path = written(tmp_path, text)
    (tmp_path / "before" / "release.yml").write_text(f"release: b\ntitle: B\n{earlier}\n")
    with pytest.raises(ReleaseError) as caught:
        read_release(path)
    assert caught.value.what.startswith(fault)
    assert caught.value.where == f"{path}:5"


def test_a_final_release_may_have_a_file_of_the_provisional_one(tmp_path: Path) -> None:
    text = "title: A\nas_at: 2021-08-31\nfiles: [{path: %sa.csv}, {path: %s.csv}]\n"
    path = written(tmp_path, f"release: a\n{text % ('', 'b')}previous: before/release.yml\n")
    (tmp_path / "before" / "release.yml").write_text(f"release: b\n{text % ('../', 'c')}")
    assert [item.shown for item in read_release(path).inputs if item.role is Role.PREVIOUS] == [
        "before/../a.csv",
        "before/c.csv",
    ]
