"""A file that looks like a part of a catalogue is read, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue

RULE = "The name of a rule's file ends in .yml."


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("rules/office/ABC001_fault_1.yaml", RULE),
        ("rules/ABC001_fault_1.YML", RULE),
        ("rules/office/kinds.csv", RULE),
        ("schemas/condition.yml", "Did you mean 'conditions.yml'?"),
        ("schemas/checklist.yaml", "Did you mean 'checklist.yml'?"),
        (
            "schemas/rules.sql",
            "Beside its folders stand checklist.yml, conditions.yml, expectations.yml and "
            "sampling_frame.yml.",
        ),
        ("schemas/table/calls.yml", "Did you mean 'tables'?"),
        (
            "schemas/more/calls.yml",
            "The folders of schemas are tables, layouts, cubes, comparisons and codes.",
        ),
        (
            "schemas/layouts/old/calls.yml",
            "Its files stand in schemas/layouts itself, and end in .yml.",
        ),
        ("schemas/codes/kinds.CSV", "Its files stand in schemas/codes itself, and end in .csv."),
        ("schemas/tables/calls.csv", "Its files stand in schemas/tables itself, and end in .yml."),
    ],
)
def test_what_nothing_would_read_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    path = write_catalogue(tmp_path, [rule(1)]) / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path, parser())
    assert refused.value.where == str(path)
    assert refused.value.what == f"Nothing reads this file. {reason}"


def test_a_link_to_a_folder_of_rules_is_refused(tmp_path: Path) -> None:
    shared = write_catalogue(tmp_path / "shared", [rule(1)]) / "rules" / "office"
    link = write_catalogue(tmp_path / "own") / "rules" / "office"
    link.symlink_to(shared)
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path / "own", parser())
    assert refused.value.where == str(link)
    assert refused.value.what == "This is a link to a folder: nothing in it is read."


@pytest.mark.parametrize("name", ["rules/README.md", "rules/office/.gitkeep", "schemas/notes.txt"])
def test_what_cannot_be_meant_as_a_part_may_stand_there(tmp_path: Path, name: str) -> None:
    (write_catalogue(tmp_path, [rule(1)]) / name).write_text("words")
    assert "ABC001" in load(tmp_path, parser()).rules
