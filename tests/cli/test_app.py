"""The list of commands: what it says of each, and what it need not load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa_checks.cli.app import COMMANDS, load_command
from tests.cli.running import qa_checks
from tests.loaded_modules import Loaded

HEAVY = {
    "duckdb",
    "great_expectations",
    "jinja2",
    "numpy",
    "pandas",
    "pandera",
    "pydantic",
    "rich",
    "scipy",
    "xlsxwriter",
    "yaml",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says_first(name: str) -> None:
    command = load_command(name)
    listed = COMMANDS[name]
    assert command.name == name
    assert " ".join(command.help.split("\n\n")[0].split()) == listed


def test_the_list_loads_no_command_and_nothing_heavy(loaded: Loaded) -> None:
    commands = {f"qa_checks.cli.{name.replace('-', '_')}" for name in COMMANDS}
    assert loaded["the list of commands"] & (HEAVY | commands) == set()


def test_a_command_that_is_chosen_loads_nothing_heavy_before_it_starts(
    loaded: Loaded,
) -> None:
    commands = {f"qa_checks.cli.{name.replace('-', '_')}" for name in COMMANDS}
    assert commands <= loaded["all commands"]
    assert loaded["all commands"] & HEAVY == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_no_type_of_python(name: str, tmp_path: Path) -> None:
    shown = qa_checks(name, "--help", cwd=tmp_path)
    assert (shown.code, shown.err) == (0, "")
    assert re.findall(r"<(?:[a-z]+|list\[\w+\])>", shown.out) == []
