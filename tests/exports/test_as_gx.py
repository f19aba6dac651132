"""Great Expectations opens the project, and its checkpoint counts what qa-checks counted."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from qa_checks.exports import as_gx
from qa_checks.opinions.gx_suites import connected, load_gx
from tests.cli.running import Ended, qa_checks
from tests.exports.reading import judged
from tests.exports.sharing import FAULTY, FILE, make
from tests.small_catalogue import rule, write_catalogue

LEFT_OUT = "Python reads the pattern '[[:alpha:]]' otherwise"


def exported(folder: Path, catalogue: Path, file: Path) -> tuple[Path, dict[str, int]]:
    """The project, moved to another place than it was made in, and what the engine counted."""
    aside, out = folder / "a side, with blanks? 100% & $more# in it", folder / "project"
    aside.mkdir()
    with judged(catalogue, file) as (read, outcomes):
        as_gx.write(read, outcomes, aside)
    aside.rename(out)
    return out, {
        outcome.check.id: outcome.failed
        for outcome in outcomes.outcomes
        if outcome.state != "skipped"
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("gx")
    return exported(folder, *make(folder, FAULTY))


def run_checkpoint(folder: Path) -> Any:
    gx = load_gx()
    with connected(folder / "canonical.sqlite"):
        context = gx.get_context(mode="file", project_root_dir=folder)
        result = context.checkpoints.get("release").run()
        context.data_sources.get("canonical_tables").get_execution_engine().close()
    return result


def test_its_checkpoint_counts_what_the_engine_counted(
    project: tuple[Path, dict[str, int]],
) -> None:
    folder, counted = project
    result = run_checkpoint(folder)
    by_name = {
        item.expectation_config.meta["check"]: item.result["observed_value"]
        for run in result.run_results.values()
        for item in run.results
    }
    assert by_name == {check: count for check, count in counted.items() if check != "ABC004"}
    assert len(by_name) > 20
    assert result.success is False


def test_data_docs_are_built_and_name_every_check(project: tuple[Path, dict[str, int]]) -> None:
    folder, _ = project
    site = folder / "gx" / "uncommitted" / "data_docs" / "local_site"
    assert (site / "index.html").is_file()
    [page] = (site / "expectations").glob("visits.html")
    run = next((site / "validations").rglob("*-visits.html"))
    suite = json.loads((folder / "gx" / "expectations" / "visits.json").read_text("utf-8"))
    for expectation in suite["expectations"]:
        assert expectation["description"].startswith(f"{expectation['meta']['check']}: ")
        assert f"{expectation['meta']['check']}: " in page.read_text("utf-8")
    assert "visits" in run.read_text("utf-8")


def test_nothing_names_the_place_it_was_made_in(project: tuple[Path, dict[str, int]]) -> None:
    folder, _ = project
    place = b"a side, with blanks"
    assert [
        path for path in folder.rglob("*") if path.is_file() and place in path.read_bytes()
    ] == []
    settings = (folder / "gx" / "great_expectations.yml").read_text("utf-8")
    assert "connection_string: sqlite:///canonical.sqlite\n" in settings
    assert "analytics_enabled: false\n" in settings


def test_the_readme_says_what_is_left_out(project: tuple[Path, dict[str, int]]) -> None:
    folder, counted = project
    readme = (folder / "README.md").read_text("utf-8")
    assert readme.startswith("# Visits, 2022\n")
    assert f"{len(counted) - 1} checks are expectations" in readme
    assert readme.endswith(
        f"SQLite cannot say these, so they are left out:\n\n- ABC004: {LEFT_OUT}\n"
    )


PAGE = "gx/uncommitted/data_docs/local_site/index.html"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in another folder, on a machine without qa-checks."""
    for name in ["qa_checks", *(name for name in sys.modules if name.startswith("qa_checks."))]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "true")
    monkeypatch.chdir(tmp_path)


def run_script(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    """Run the script of a project as Python does, and give its exit code."""
    from sqlalchemy import event

    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "sqlite_functions", raising=False)
    with patch.object(event, "listen", wraps=event.listen) as listened:
        try:
            with pytest.raises(SystemExit) as ended:
                runpy.run_path(str(folder / "run.py"), run_name="__main__")
        finally:
            for call in listened.call_args_list:
                event.remove(*call.args)
    return ended.value.code


@pytest.mark.usefixtures("elsewhere")
def test_its_script_ends_with_1_where_something_is_at_fault(
    project: tuple[Path, dict[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_script(project[0], monkeypatch) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"Success: False. See {PAGE}"


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """A folder in which the command made a project of rows that are right, and how it ended."""
    folder = tmp_path_factory.mktemp("ordered")
    make(folder, FILE)
    write_catalogue(folder / "small", [rule(1)])
    words = ("visits.csv", "--output", "new/gx project", "--catalogue", "small")
    return folder, qa_checks("export", "gx", *words, cwd=folder)


def test_the_command_makes_a_project(ordered: tuple[Path, Ended]) -> None:
    folder, done = ordered
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Wrote ")
    made = folder / "new" / "gx project"
    assert sorted(path.name for path in made.iterdir()) == [
        "README.md",
        "canonical.sqlite",
        "gx",
        "run.py",
        "sqlite_functions.py",
    ]
    assert (made / PAGE).is_file()
    assert [path.name for path in made.parent.iterdir()] == ["gx project"]


@pytest.mark.usefixtures("elsewhere")
def test_its_script_ends_with_0_where_nothing_is_at_fault(
    ordered: tuple[Path, Ended],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(ordered[0] / "new" / "gx project", folder)
    assert run_script(folder, monkeypatch) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"Success: True. See {PAGE}"
