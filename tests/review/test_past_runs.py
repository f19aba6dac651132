"""Each run leaves one line; from the lines one can tell what was fixed and what is new."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from qa_checks.errors import InputError, UsageError
from qa_checks.model.checks import Outcome
from qa_checks.model.report import Report
from qa_checks.render import history_as_text
from qa_checks.review import past_runs
from tests.render.reports import check, finding, outcome, report

NOON = dt.datetime(2021, 11, 16, 12, tzinfo=dt.UTC)


def ended(of: str, state: str, *keys: str, **counts: object) -> Outcome:
    rule = check(of, "warning" if of.startswith("W") else "error")
    return outcome(rule, state, [finding(rule, key=key) for key in keys], **counts)


def run_of(*outcomes: Outcome, minutes: int = 0) -> Report:
    return replace(report(outcomes), started=NOON + dt.timedelta(minutes=minutes))


def written(folder: Path, *reports: Report) -> past_runs.History:
    for ended_run in reports:
        past_runs.append(ended_run, folder, partial=False)
    return past_runs.read(folder)


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    first_run = run_of(ended("DAT001", "failed", "a", "b"), ended("DAT002", "passed"))
    [run] = written(tmp_path, first_run).runs
    [line] = (tmp_path / "history.jsonl").read_text().splitlines()
    assert json.loads(line)["format"] == "qa-checks/history/1"
    assert (run.started, run.verdict, run.partial) == (NOON, "fail", False)
    assert run.checks == {"DAT001": "failed", "DAT002": "passed"}
    assert (run.failing["DAT001"].failed, run.failing["DAT001"].waived) == (2, 0)
    assert run.summary["errors"] == 1
    assert run.inputs == {sheet.path: sheet.sha256 for sheet in first_run.inputs}
    assert (run.rulebook_sha256, run.tool) == ("9f" * 32, "0.1.0")


def test_the_digest_tells_the_same_findings_in_another_order_from_others(tmp_path: Path) -> None:
    runs = written(
        tmp_path,
        run_of(ended("DAT001", "failed", "a", "b")),
        run_of(ended("DAT001", "failed", "b", "a")),
        run_of(ended("DAT001", "failed", "a", "c")),
    ).runs
    first, same, other = (run.failing["DAT001"].keys_sha256 for run in runs)
    assert first == same != other


def test_what_changed_between_two_runs(tmp_path: Path) -> None:
    names = [f"DAT00{number}" for number in range(1, 8)]
    before = run_of(*(ended(name, "failed", "a") for name in names), ended("NEW001", "passed"))
    after = run_of(
        ended("DAT001", "passed"),
        ended("DAT002", "waived", "a", waived=1),
        ended("DAT003", "failed", "b"),
        ended("DAT004", "skipped", reason="no previous release"),
        ended("DAT005", "errored", reason="overflow"),
        ended("DAT006", "failed", "a"),
        ended("NEW001", "failed", "a"),
    )  # DAT007 is not in the rulebook any more
    changed = replace(
        after,
        inputs=(replace(after.inputs[0], sha256="00" * 32),),
        tool=replace(after.tool, rulebook_sha256="11" * 32),
    )
    first, second = past_runs.changes(written(tmp_path, before, changed).runs)
    assert first is None
    assert second == past_runs.Changes(
        fixed=("DAT001",),
        decided=("DAT002",),
        new=("NEW001",),
        changed=("DAT003",),
        unchecked=("DAT004", "DAT005", "DAT007"),
        files=(before.inputs[0].path,),
        rulebook=True,
    )


def test_a_run_of_some_checks_fixes_nothing(tmp_path: Path) -> None:
    past_runs.append(run_of(ended("DAT001", "failed", "a")), tmp_path, partial=False)
    past_runs.append(run_of(ended("DAT002", "passed"), minutes=1), tmp_path, partial=True)
    past_runs.append(run_of(ended("DAT001", "failed", "a"), minutes=2), tmp_path, partial=False)
    runs = past_runs.read(tmp_path).runs
    assert [run.partial for run in runs] == [False, True, False]
    assert past_runs.changes(runs)[1] is None
    assert past_runs.changes(runs)[2] == past_runs.Changes((), (), (), (), (), (), rulebook=False)
    assert past_runs.time_to_green(runs) is None


def test_the_time_to_green_is_from_the_first_run_to_the_first_pass(tmp_path: Path) -> None:
    runs = written(
        tmp_path,
        run_of(ended("DAT001", "failed", "a")),
        run_of(ended("DAT001", "passed"), minutes=90),
        run_of(ended("DAT001", "failed", "a"), minutes=95),
        run_of(ended("DAT001", "passed"), minutes=99),
    ).runs
    assert past_runs.time_to_green(runs) == (1, 2, dt.timedelta(minutes=90))


@pytest.mark.parametrize("left", ['{"format":"qa-che', '{"half": true}', "[]", "\x00\xff"])
def test_what_a_killed_run_left_is_reported_and_spoils_nothing(tmp_path: Path, left: str) -> None:
    written(tmp_path, run_of(ended("DAT001", "failed", "a")))
    with (tmp_path / "history.jsonl").open("a", encoding="latin-1") as file:
        file.write(left)
    read_back = past_runs.read(tmp_path)
    assert (len(read_back.runs), read_back.unreadable) == (1, (2,))
    read_back = written(tmp_path, run_of(ended("DAT001", "passed"), minutes=5))
    assert ([run.verdict for run in read_back.runs], read_back.unreadable) == (
        ["fail", "pass"],
        (2,),
    )
    assert history_as_text.render(read_back, "autumn").endswith(
        "Time to green: 5 minutes, from run 1 to run 2.\n"
        "Line 2 of the history cannot be read: it was edited, or its run was stopped.\n"
    )


@pytest.mark.parametrize("step", ["open", "fstat", "lseek", "read", "write", "close"])
def test_runs_at_the_same_time_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever one run asks of the system, another may have written its own line just before."""
    written(tmp_path, run_of())
    slow, other = run_of(ended("DAT001", "passed")), run_of(ended("DAT002", "passed"))
    plain, meanwhile = getattr(os, step), []

    def overtaken(*given: object, **named: object) -> object:
        monkeypatch.setattr(os, step, plain)
        meanwhile.append(past_runs.append(other, tmp_path, partial=False))
        monkeypatch.setattr(os, step, overtaken)
        return plain(*given, **named)

    monkeypatch.setattr(os, step, overtaken)
    past_runs.append(slow, tmp_path, partial=False)
    monkeypatch.undo()
    read_back = past_runs.read(tmp_path)
    checks = [list(run.checks) for run in read_back.runs]
    assert sorted(checks) == [[], ["DAT001"], *[["DAT002"]] * len(meanwhile)]
    assert (len(meanwhile), read_back.unreadable) == (1, ())


def test_no_history_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        past_runs.read(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}/history.jsonl: There is no history: No such file or directory. "
        "Each `qa-checks run` of a release adds to it."
    )


def test_a_history_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").mkdir()
    with pytest.raises(UsageError, match="The history cannot be written: Is a directory"):
        past_runs.append(run_of(), tmp_path, partial=False)


def test_people_read_what_was_fixed_and_what_is_new(tmp_path: Path) -> None:
    many = [f"DAT{number:03}" for number in range(1, 22)]
    lines = written(
        tmp_path,
        run_of(*(ended(name, "failed", "a") for name in many), ended("WAR001", "failed", "a")),
        run_of(
            *(ended(name, "passed") for name in many),
            ended("WAR001", "waived", "a", waived=1),
            minutes=60 * 26,
        ),
        run_of(
            *(ended(name, "passed") for name in many),
            ended("WAR001", "waived", "a", waived=1),
            minutes=60 * 27,
        ),
    )
    assert history_as_text.render(lines, "autumn").splitlines() == [
        "autumn: 3 runs",
        "",
        "  1  16/11/2021 12:00  FAIL: 21 errors, 1 warning",
        "  2  17/11/2021 14:00  PASS",
        "     fixed       21: DAT001, DAT002, DAT003, DAT004, DAT005, DAT006, DAT007, DAT008, "
        "DAT009,",
        "                 DAT010, DAT011, DAT012, DAT013, DAT014, DAT015, DAT016, DAT017, DAT018,",
        "                 DAT019, DAT020, DAT021",
        "     decided     1: WAR001",
        "  3  17/11/2021 15:00  PASS",
        "     nothing changed",
        "",
        "Time to green: 1 day 2 hours, from run 1 to run 2.",
    ]


def test_a_pass_says_what_it_leaves_undecided(tmp_path: Path) -> None:
    open_ = run_of(ended("WAR001", "failed", "a"), ended("WAR002", "failed", "a"))
    half = replace(open_, summary=replace(open_.summary, warnings=1, decided_warnings=1))
    lines = history_as_text.render(written(tmp_path, open_, half), "autumn").splitlines()
    assert lines[2] == "  1  16/11/2021 12:00  PASS with 2 warnings, none decided"
    assert lines[3] == "  2  16/11/2021 12:00  PASS with 2 warnings, 1 decided"


@pytest.mark.parametrize(
    ("minutes", "message"),
    [
        (0, "less than a second"),
        (1, "1 minute"),
        (61, "1 hour 1 minute"),
        (60 * 24, "1 day"),
        (60 * 24 * 2 + 5, "2 days"),
    ],
)
def test_durations_are_said_in_their_two_largest_units(
    tmp_path: Path, minutes: int, message: str
) -> None:
    lines = written(
        tmp_path,
        run_of(ended("DAT001", "failed", "a")),
        run_of(ended("DAT001", "passed"), minutes=minutes),
    )
    assert f"Time to green: {message}, from run 1 to run 2." in history_as_text.render(lines, "x")


def test_programs_get_the_same(tmp_path: Path) -> None:
    lines = written(
        tmp_path,
        run_of(ended("DAT001", "failed", "a")),
        run_of(ended("DAT001", "passed"), minutes=2),
    )
    read: Mapping[str, object] = json.loads(history_as_text.render_json(lines, "autumn"))
    assert (read["release"], read["seconds_to_green"], read["unreadable_lines"]) == (
        "autumn", 120.0, [],
    )  # fmt: skip
    runs = read["runs"]
    assert isinstance(runs, list)
    assert [run["verdict"] for run in runs] == ["fail", "pass"]
    assert runs[0]["changes"] is None
    assert runs[1]["changes"]["fixed"] == ["DAT001"]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("as it was")
    (tmp_path / "history.jsonl").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="The history cannot be written: Too many levels of"):
        past_runs.append(run_of(), tmp_path, partial=False)
    assert elsewhere.read_text() == "as it was"


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ('"errors":', '"errors":Infinity,"errs":'),
        ("+00:00", ""),  # a moment without its zone is before or after none that has one
        ("{", "[" * 100_000),
    ],
)
def test_a_line_that_would_end_the_reading_is_numbered(
    tmp_path: Path, part: str, instead: str
) -> None:
    past_runs.append(run_of(), tmp_path, partial=False)
    whole = (tmp_path / "history.jsonl").read_text()
    assert part in whole
    line = whole.strip().replace(part, instead, 1)
    (tmp_path / "history.jsonl").write_text(f"{line}\n{whole}")
    read_back = past_runs.read(tmp_path)
    assert (len(read_back.runs), read_back.unreadable) == (1, (1,))
