"""docs/cubes.md is followed: its cube counts the file of the page it continues."""

from __future__ import annotations

import shlex
from pathlib import Path

from qa_checks.assessment import run
from qa_checks.catalogue.cubes import Cube
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Chart
from qa_checks.opened import Options
from qa_checks.release import release_from_files
from tests import markdown
from tests.cli.running import qa_checks

PAGE = markdown.read("docs/cubes.md")
FILES = markdown.files(markdown.read("docs/adding-a-table-and-a-rule.md")) | markdown.files(PAGE)


def write_files(folder: Path) -> None:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def test_the_cube_of_the_page_counts_the_file_of_the_guide(tmp_path: Path) -> None:
    write_files(tmp_path)
    facts = ReleaseFacts("test", "Test")
    release = release_from_files([tmp_path / "libraries_2024.csv"], facts)
    report = run(release, Options(tmp_path / "our-catalogue"))
    assert report.figures == {"libraries": 3, "visits": 128542, "closed_libraries": 1}
    assert report.shares == {"closed_libraries": 1 / 3}
    assert report.counted == {"closed_libraries": ("L0002, Harbour Library",)}
    assert report.charts == (
        Chart(
            "visits_by_region",
            "Visits by region",
            ("Open", "Closed"),
            {"Midlands": (0, 37), "North": (120450, 0)},
        ),
    )


def test_the_tables_of_the_page_are_printed_so(tmp_path: Path) -> None:
    write_files(tmp_path)
    for command in markdown.commands(PAGE):
        ended = qa_checks(*shlex.split(command.text)[1:], cwd=tmp_path)
        assert (ended.code, ended.out.splitlines()) == (0, list(command.prints)), ended.err


def test_the_page_names_every_key_of_a_cube() -> None:
    told = [
        line.split("|")[1]
        for line in PAGE.partition("## A cube as a table")[0].splitlines()
        if line.startswith("| `")
    ]
    named = {key.strip(" `") for keys in told for key in keys.split(",")}
    assert named == set(Cube.__struct_fields__) - {"cube", "title"}
