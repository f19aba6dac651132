"""Every run of a release leaves its line; `qa-checks history` shows them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import RUN_FILES, listing, qa_checks
from tests.little import leave_providers_out

ID = "la-and-childrens-homes-autumn-2021"


def lines(folder: Path) -> list[dict[str, object]]:
    text = (folder / "history.jsonl").read_text(encoding="ascii")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("few_rules")
def test_runs_are_remembered_and_checks_of_files_are_not(
    releases: Path, clean: Path, tmp_path: Path
) -> None:
    faulty, mended = releases / "few_faulty" / "release.yml", clean / "release.yml"
    text = mended.read_text(encoding="utf-8")
    mended.write_text(text.replace(f"release: {ID}-clean\n", f"release: {ID}\n"), encoding="utf-8")
    assert qa_checks("run", faulty, "-q", cwd=tmp_path).code == 1
    assert qa_checks("run", faulty, "-q", "--rules", "DAT002", cwd=tmp_path).code == 0
    assert qa_checks("run", mended, "-q", "--no-files", cwd=tmp_path).code == 0
    assert qa_checks("run", mended, "-q", cwd=tmp_path).code == 0
    reports = tmp_path / "reports" / ID
    assert [(line["verdict"], line["partial"]) for line in lines(reports)] == [
        ("fail", False), ("pass", True), ("pass", False),
    ]  # fmt: skip
    assert listing(reports) == RUN_FILES

    data = releases / "few_clean" / "data" / "providers_as_at_31_august_2021.csv"
    qa_checks("check", data, "--output", reports, "-q", "--rules", "DAT*", cwd=tmp_path)
    assert len(lines(reports)) == 3

    (tmp_path / "release.yml").write_bytes(mended.read_bytes())
    for words in ([], ["release.yml"], [reports]):
        shown = qa_checks("history", *words, cwd=tmp_path)
        assert (shown.code, shown.err) == (0, "")
        message = shown.out.splitlines()
        assert message[0] == f"{ID}: 3 runs"
        assert message[2].endswith("FAIL: 5 errors, 5 warnings")
        assert message[3].endswith("PASS  (some checks only)")
        assert message[4].endswith("PASS with 2 warnings, all decided")
        assert message[5].startswith("     fixed       ")
        assert ": DAT001, DAT004, " in message[5]
        assert "     decided     1: FRM003" in message
        assert [line for line in message if line.startswith("     files       ")] == [
            "     files       5: data/local_authorities_as_at_31_august_2021.xlsx,"
        ]
        assert message[-1].startswith("Time to green: ")
        assert message[-1].endswith(", from run 1 to run 3.")


@pytest.mark.usefixtures("few_rules")
def test_programs_get_json(clean: Path, tmp_path: Path) -> None:
    leave_providers_out(clean / "release.yml")
    assert qa_checks("run", clean / "release.yml", "-q", "--output", "out", cwd=tmp_path).code == 0
    shown = qa_checks("history", "out", "--format", "json", cwd=tmp_path)
    read = json.loads(shown.out)
    assert (read["format"], read["release"]) == ("qa-checks/history/1", "out")
    assert [run["verdict"] for run in read["runs"]] == ["pass"]
    assert read["seconds_to_green"] == 0.0


def test_without_a_run_there_is_no_history(releases: Path) -> None:
    done = qa_checks("history", cwd=releases / "clean")
    assert done.code == 2
    assert done.err == (
        f"Cannot read: reports/{ID}-clean/history.jsonl: There is no history: "
        "No such file or directory. Each `qa-checks run` of a release adds to it.\n"
    )
