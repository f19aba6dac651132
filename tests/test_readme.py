"""The README's commands are run.

The two that make an environment are run here without making one: their first
two steps (``python3 -m venv``, ``pip install``) are left out, and qa-checks is
that of the environment the tests run in. The tests are not started from within
the tests. `.ci/run` runs both lines as they stand.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from tests import generated, markdown
from tests.cli.running import qa_checks
from tests.published import HEADER, provider, write_csv

README = markdown.read("README.md")
LINES = [line for block in markdown.blocks(README, "sh") for line in block.splitlines()]
MAKING = [line.split(" && ") for line in LINES if "pip install" in line]


def test_two_lines_make_an_environment_each() -> None:
    assert [steps[:2] for steps in MAKING] == [
        ["python3 -m venv .venv", ".venv/bin/pip install -q ."],
        ["python3 -m venv .venv", ".venv/bin/pip install -q '.[test]'"],
    ]
    assert [steps[2:] for steps in MAKING] == [
        [".venv/bin/qa-checks demo"],
        [".venv/bin/pytest -n 2"],
    ]


def test_what_the_lines_install_is_declared() -> None:
    project = tomllib.loads(markdown.read("pyproject.toml"))["project"]
    assert "qa-checks" in project["scripts"]
    tools = " ".join(project["optional-dependencies"]["test"])
    assert "pytest>=" in tools
    assert "pytest-xdist" in tools  # -n 2


def test_ci_runs_the_lines_as_they_stand() -> None:
    wanted = re.findall(r'grep -m1 -F "(.*)" README.md', markdown.read(".ci/run"))
    lines = [next(line for line in README.splitlines() if text in line) for text in wanted]
    assert lines == [" && ".join(steps) for steps in MAKING]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str]:
    folder = tmp_path_factory.mktemp("newcomer")
    return folder, *generated.print_demo(folder)


def test_the_demo_ends_as_the_readme_says(demo: tuple[Path, int, str]) -> None:
    folder, code, output = demo
    assert code == 1
    assert output.splitlines()[-1].startswith("FAIL")
    assert (folder / output.split()[-1]).is_file()
    assert (folder / "demo-release" / "README.md").is_file()


def test_the_excerpt_is_what_the_demo_prints(demo: tuple[Path, int, str]) -> None:
    shown = markdown.between(README, "demo")
    assert shown == generated.excerpt(shown, demo[2]), (
        "the README's excerpt is out of date: run python -m tests.generated"
    )


def test_an_excerpt_knows_a_line_by_its_words() -> None:
    assert generated.excerpt("2 of 3 rows\n…\n", "other\n12 of 1,300 rows\n") == (
        "12 of 1,300 rows\n…\n"
    )
    with pytest.raises(LookupError, match="2 of 3 rows"):
        generated.excerpt("2 of 3 rows\n", "2 of 3 sheets\n")


def test_the_check_of_one_file_runs(tmp_path: Path) -> None:
    [line] = [line for line in LINES if line.startswith("qa-checks check")]
    _, *arguments = shlex.split(line)
    write_csv(tmp_path / arguments[1], [HEADER, provider()])
    done = qa_checks(*arguments, "--no-files", cwd=tmp_path)
    assert done.err == ""
    assert "provider level, as at   1 row" in done.out
    assert done.code == 0


def test_a_rule_named_in_the_readme_exists() -> None:
    for rule in re.findall(r"rules show (\w+)", README):
        assert list((markdown.ROOT / "rules").glob(f"*/{rule}_*.yml")), rule
