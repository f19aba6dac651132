"""Steps are taken in their order, beside what the caller does."""

import threading
from functools import partial
from pathlib import Path

import pytest

from qa_checks.errors import InputError
from qa_checks.model.inputs import Input
from qa_checks.reading import file_steps, opening
from qa_checks.reading.contents import Sheet
from qa_checks.reading.in_turn import in_turn
from qa_checks.reading.intake import Intake
from qa_checks.reading.wide import Wide
from qa_checks.reading.wide_loading import Parsed
from qa_checks.release import InputFile
from tests.reading.loading import loaded, small


def test_the_caller_goes_on_while_a_step_is_taken() -> None:
    caller_went_on, taken = threading.Event(), []

    def wait_for_caller() -> None:
        taken.append(caller_went_on.wait(30))

    with in_turn() as turn:
        turn.take(wait_for_caller)
        caller_went_on.set()
        turn.take(partial(taken.append, "second"))
    assert taken == [True, "second"]


def test_what_went_wrong_first_is_told_and_no_step_follows() -> None:
    taken: list[str] = []

    def refuse() -> None:
        raise InputError("The first file is damaged.")

    def read(turn_is_over: bool) -> None:
        with in_turn() as turn:
            turn.take(refuse)
            if turn_is_over:
                raise InputError("The second file is missing.")
            turn.take(partial(taken.append, "second"))

    for turn_is_over in (False, True):
        with pytest.raises(InputError, match=r"^The first file is damaged\.$"):
            read(turn_is_over)
    assert not taken


def test_a_sheet_is_loaded_while_the_one_before_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_wide, record_form = file_steps.load_wide, file_steps.record_form
    loaded_second, went_on = threading.Event(), []

    def load(intake: Intake, parsed: Parsed) -> None:
        load_wide(intake, parsed)
        if parsed.wide.source == 2:
            loaded_second.set()

    def record(intake: Intake, entry: Input, sheet: Sheet, wide: Wide) -> None:
        went_on.append((wide.source, loaded_second.wait(30)))
        record_form(intake, entry, sheet, wide)

    monkeypatch.setattr(file_steps, "load_wide", load)
    monkeypatch.setattr(file_steps, "record_form", record)
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in files:
        path.write_text("Number\n1\n")
    given = [InputFile(path, path.name) for path in files]
    read = loaded(small(tmp_path / "office"), tmp_path / "s", *given)
    assert went_on == [(1, True), (2, True)]
    assert [sheet.path for sheet in read.inputs] == ["a.csv", "b.csv"]


def test_no_row_is_judged_of_a_file_that_cannot_be_digested_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest_file = opening.digest_file

    def digest(path: Path) -> str:
        if path.name == "b.csv":
            raise OSError(5, "Input/output error")
        return digest_file(path)

    monkeypatch.setattr(opening, "digest_file", digest)
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]
    for path in files:
        path.write_text("Number\n1\n")
    given = [InputFile(path, path.name) for path in files]
    read = loaded(small(tmp_path / "office"), tmp_path / "s", *given)
    assert [(sheet.path, len(sheet.sha256)) for sheet in read.inputs] == [
        ("a.csv", 64),
        ("c.csv", 64),
    ]
    assert [problem.message for problem in read.problems] == [
        f"{files[1]}: The file cannot be read (Input/output error). "
        "Check that it is an ordinary file and copy it again."
    ]
    assert read.connection.execute("SELECT DISTINCT _source FROM visits").fetchall() == [(1,), (3,)]
