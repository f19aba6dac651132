"""docs/adding-a-table-and-a-rule.md is followed to the letter: its files, its commands."""

from __future__ import annotations

import io
import json
import runpy
import shlex
import shutil
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from tests import markdown
from tests.cli.running import Ended, qa_checks

PAGE = markdown.read("docs/adding-a-table-and-a-rule.md")


def follow(folder: Path) -> list[str]:
    """Write the page's files, run its commands; say where they print something else."""
    for name, content in markdown.files(PAGE).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    differences = []
    code = 0
    for command in markdown.commands(PAGE):
        if command.text == "echo $?":
            printed = [str(code)]
        else:
            code, printed = run(command.text, folder)
        if printed != list(command.prints):
            differences.append("\n".join([f"$ {command.text}", *printed]))
    return differences


def run(command: str, folder: Path) -> tuple[int, list[str]]:
    """Run a command of a page: in this process where it is one of qa-checks."""
    program, *arguments = shlex.split(command)
    run_program = {"qa-checks": qa_checks, "python": run_python}[program]
    ended = run_program(*arguments, cwd=folder)
    assert not ended.err, ended.err
    return ended.code, [line.rstrip() for line in ended.out.splitlines()]


def run_python(*arguments: str, cwd: Path) -> Ended:
    """Run a module of the package in this process, as Python runs one that it has not loaded."""
    options, [module, *words] = arguments[:2], arguments[2:]
    assert options == ("-P", "-m")
    printed = io.StringIO()
    with (
        chdir(cwd),
        patch.object(sys, "argv", [module, *words]),
        patch.dict(sys.modules),
        redirect_stdout(printed),
    ):
        sys.modules.pop(module, None)
        runpy.run_module(module, run_name="__main__")
    return Ended(0, printed.getvalue(), "")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("guide")
    return folder, follow(folder)


def test_the_page_has_all_it_speaks_of() -> None:
    names = markdown.files(PAGE)
    assert [Path(name).suffix for name in names] == [".yml", ".csv", ".yml", ".yml", ".csv"]
    verbs = [command.text.split()[1] for command in markdown.commands(PAGE)]
    assert verbs == ["-P", "rules", "check", "$?"]


def test_each_command_prints_what_the_page_says(followed: tuple[Path, list[str]]) -> None:
    assert followed[1] == [], "run python -m tests.generated"


def test_the_verdict_and_the_findings(followed: tuple[Path, list[str]]) -> None:
    report = json.loads((followed[0] / "reports/libraries_2024/report.json").read_text())
    assert report["verdict"] == "fail"
    findings = [
        (finding["check"], finding["row"], finding["column"], finding["key"])
        for finding in report["findings"]
    ]
    assert findings == [
        ("VIS001", 5, "Visits", "L0002"),
        ("libraries.region.in", 6, "Region", "L0003"),
    ]


def test_editors_find_the_descriptions(followed: tuple[Path, list[str]]) -> None:
    folder = followed[0]
    for name, content in markdown.files(PAGE).items():
        if name.endswith(".yml"):
            target = content.splitlines()[0].partition("$schema=")[2]
            assert (folder / name).parent.joinpath(target).resolve().is_file(), name


def column(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "nullable": False, "example": "latest", **more}


def test_a_wide_row_gives_rows_to_several_tables(
    followed: tuple[Path, list[str]], tmp_path: Path
) -> None:
    schemas = tmp_path / "our-catalogue" / "schemas"
    shutil.copytree(followed[0] / "our-catalogue", schemas.parent)
    head = {"layout": "libraries_wide", "title": "libraries, wide"}
    [wide] = markdown.blocks(markdown.between(PAGE, "wide"), "yaml")
    library = yaml.safe_load(PAGE.split("`library: ")[1].split("`")[0])
    own = {"library": {**library, "nullable": False}, "view": column("View")}
    columns = {
        "inspections": {"day": {"title": "Day", "type": "date"}},
        "grades": {
            "aspect": column("Aspect"),
            "grade": column("Grade", str_matches="[1-4]", example="1"),
        },
    }
    for table, more in columns.items():
        schema = {"table": table, "title": table, "rows_are": table, "columns": {**own, **more}}
        key = [name for name in schema["columns"] if name not in ("day", "grade")]
        text = json.dumps({**schema, "key": key})
        (schemas / "tables" / f"{table}.yml").write_text(text, encoding="utf-8")
    layout = schemas / "layouts" / "libraries_wide.yml"
    layout.write_text(json.dumps({**head, **yaml.safe_load(wide)}), encoding="utf-8")
    file = tmp_path / "wide.csv"
    file.write_text(
        "Code,Library,Latest inspection,Previous inspection,Building,Stock,Previous stock\n"
        "L0001,Central,01/03/2024,,1,2,\n"
        "L0002,Harbour,soon,02/03/2020,5,,6\n",
        encoding="utf-8",
    )
    options = ["--catalogue", schemas.parent, "--format", "json", "--no-files"]
    ended = qa_checks("check", file, *map(str, options), cwd=tmp_path)
    assert ended.err == ""
    report = json.loads(ended.out)
    assert [(found["check"], found["column"], found["key"]) for found in report["findings"]] == [
        ("grades.grade.str_matches", "Building", "L0002 / latest / building"),
        ("grades.grade.str_matches", "Previous stock", "L0002 / previous / stock"),
        ("inspections.day.type", "Latest inspection", "L0002 / latest"),
    ]
    checked = {outcome["id"]: outcome["checked"] for outcome in report["checks"]}
    assert (checked["inspections.key"], checked["grades.key"]) == (3, 4)
