"""What docs/ says of functions, limits, keys and places is what the code does."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest
import yaml

from qa_checks.catalogue.functions import FUNCTIONS
from qa_checks.catalogue.guard import FACTS
from qa_checks.catalogue.rule_file import RuleFile
from qa_checks.catalogue.typed_records import read_record
from qa_checks.cli.options import FilesArgument
from qa_checks.forms import FORMS
from qa_checks.reading.contents import HEAD_ROWS, MIB, Limits
from qa_checks.reading.formats import FORMATS
from qa_checks.reading.formats.format import Format
from qa_checks.record.decision_file import DecisionFile
from qa_checks.release_yaml import ReleaseFile
from tests import markdown

PAGES = sorted(
    path.relative_to(markdown.ROOT).as_posix()
    for path in [*markdown.ROOT.glob("*.md"), *(markdown.ROOT / "docs").glob("*.md")]
)


def test_rules_page_lists_the_functions_the_guard_allows() -> None:
    listed = markdown.between(markdown.read("docs/rules.md"), "functions").replace("```", "")
    assert sorted(listed.split()) == sorted(FUNCTIONS), "run python -m tests.generated"


def test_rules_page_names_every_key_of_a_rule() -> None:
    rows = re.findall(r"^\| (`.*?`) \|", markdown.read("docs/rules.md"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(RuleFile.__struct_fields__)
    text = markdown.read("docs/rules.md")
    assert [form.key for form in FORMS if f"\n**`{form.key}`**: " not in text] == []


def test_rules_page_names_every_fact() -> None:
    section = markdown.read("docs/rules.md").split("## Facts of the release")[1].split("\n## ")[0]
    named = set(re.findall(r"`\$([a-z_]+)`", section))
    assert named == set(FACTS)


@pytest.mark.parametrize("fragment", markdown.blocks(markdown.read("docs/rules.md"), "yaml"))
def test_each_fragment_of_the_rules_page_may_stand_in_a_rule(fragment: str) -> None:
    message = yaml.safe_load(fragment) or {}
    if set(message) <= {"valid", "invalid"}:
        message = {"examples": {"valid": [{"a": 1}], "invalid": [{"a": 2}], **message}}
    rule = {
        "id": "ABC001",
        "name": "a-fault",
        "title": "It holds",
        "table": "things",
        "severity": "error",
        "message": "It does not hold.",
        "why": "Because.",
        "remedy": "Correct it.",
        "source": ["a book"],
        "examples": {"valid": [{"a": 1}], "invalid": [{"a": 2}]},
        **({} if set(message) & {form.key for form in FORMS} else {"require": "a = 1"}),
    }
    assert read_record({**rule, **message}, RuleFile)


def test_report_page_names_every_key_of_the_json_report() -> None:
    rows = markdown.between(markdown.read("docs/report.md"), "keys")
    schema = json.loads(markdown.read("docs/json-schema/report.json"))
    assert re.findall(r"^\| `(\w+)`", rows, re.MULTILINE) == list(schema["required"])


def test_decisions_of_the_report_page_are_well_formed() -> None:
    [example] = markdown.blocks(markdown.read("docs/report.md"), "yaml")
    assert read_record(yaml.safe_load(example), DecisionFile).decisions


def test_release_of_the_readme_is_well_formed() -> None:
    [example] = markdown.blocks(markdown.read("README.md"), "yaml")
    release = read_record(yaml.safe_load(example), ReleaseFile)
    assert release.files
    assert release.expect.told["ungraded"]


def test_reading_page_states_the_limits() -> None:
    rows = markdown.between(markdown.read("docs/reading.md"), "limits")
    limits = Limits()
    gib = 1024 * MIB
    for words in (
        f"| a file | {limits.file_bytes // gib} GiB |",
        f"| {limits.unpacked_bytes // gib} GiB, and {limits.ratio} times its compressed size |",
        f"| sheets of a workbook | {limits.sheets} |",
        f"| columns | {limits.columns:,} |",
        f"| cells of a workbook's sheet | {limits.cells:,} |",
        f"| a line of text | {limits.line_bytes // MIB} MiB |",
        f"| {limits.seconds} seconds, {limits.memory_bytes // gib} GiB of memory |",
        f"| {limits.connect_seconds} seconds for an answer, {limits.query_seconds} seconds for all",
    ):
        assert words in rows, words
    assert f"within the first {HEAD_ROWS}" in markdown.read("docs/reading.md")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.title)
def test_the_page_and_the_help_name_every_format(format_: Format) -> None:
    listed = markdown.read("docs/reading.md").split("## Formats\n\n")[1].partition("\n\n")[0]
    assert re.search(rf"\b{format_.title}\b", listed)
    help_ = get_args(FilesArgument)[1].help
    assert re.search(rf"\b{format_.title.split()[0]}\b", help_.partition(";")[0])


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text = markdown.read(page)
    folder = (markdown.ROOT / page).parent
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    inside = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in inside if not (folder / link).exists()] == []


INSTALLS = re.compile(r"(?:pip|pipx|uv)3? (?:install|run|wheel|add|tool install)([^\n&|`]*)")


EXTRAS = (".[test]", ".[postgresql]", ".[sqlserver]")


def test_nothing_is_installed_by_a_name_that_anyone_could_register() -> None:
    """Until qa-checks is published, it is installed from a checkout or a wheel."""
    pages = [
        markdown.ROOT / "README.md",
        *(markdown.ROOT / "docs").rglob("*.md"),
        *(markdown.ROOT / "docs" / "ci").iterdir(),
    ]
    names = {
        word.strip("\"'")
        for page in pages
        for words in INSTALLS.findall(page.read_text(encoding="utf-8"))
        for word in words.split()
        if not word.startswith("-") and word not in ("tools",)
    }
    assert names == {".", *EXTRAS, "$RUNNER_TEMP/$WHEEL", "../$WHEEL", "path/to/qa-checks"}
