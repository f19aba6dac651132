"""A catalogue of one table, small enough to see what every test does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from qa_checks.assessment import run
from qa_checks.model.checks import Outcome
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.plan import Choice
from qa_checks.reading.contents import File, PlainText, Sheet
from qa_checks.release import InputFile, Release

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
TABLE: dict[str, Any] = {
    "table": "visits",
    "title": "Visits",
    "rows_are": "visits",
    "key": ["number"],
    "unique_key": False,
    "time": "day",
    "columns": {
        "number": {"title": "Number", "type": "identifier", "example": "1", "nullable": False},
        "day": {"title": "Day", "type": "date", "example": "2022-05-10"},
        "kind": {"title": "Kind", "example": "Full", "in": "kinds.csv"},
        "score": {"title": "Score", "type": "integer", "example": 5},
        "share": {"title": "Share", "type": "number", "example": 0.5},
        "open": {
            "title": "Open",
            "type": "boolean",
            "true_values": ["Yes", "Y"],
            "false_values": ["No", "N"],
        },
        "person": {"title": "Person", "example": "Ann", "sensitive": True},
    },
}
LAYOUT: dict[str, Any] = {
    "layout": "visits",
    "title": "visits",
    "required": ["visits.number"],
    "blocks": [
        {
            "table": "visits",
            "columns": {
                "number": ["Number"],
                "day": ["Day"],
                "kind": ["Kind"],
                "score": ["Score"],
                "share": ["Share"],
                "open": ["Open"],
                "person": ["Person"],
            },
        }
    ],
}
CUBE: dict[str, Any] = {
    "cube": "visits",
    "title": "Visits",
    "tables": ["visits"],
    "select": "SELECT number, _source, _row FROM visits",
    "measures": {"visits": "count"},
    "figures": {"visits": {"title": "Visits"}},
}
CODES = {
    "kinds": "code,aliases\nFull,Whole\nShort,\n",
    "missing_words": "code,aliases,meaning\nNULL,null,\nN/A,,\n",
}
HEADER = ["Number", "Day", "Kind", "Score", "Share", "Open", "Person"]


def rule(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A rule that is well formed; a part that is None is left out."""
    valid, invalid = ({}, {}) if "table" in changes else ({"number": "1"}, {"number": "2"})
    parts = {
        "id": f"ABC{number:03}",
        "name": f"fault-{number}",
        "title": f"All is well, {number}",
        "table": "visits",
        "severity": "error",
        "message": "Visit {number}.",
        "why": "It matters.",
        "remedy": "Put it right.",
        "source": ["a book"],
        "examples": {"valid": [valid], "invalid": [invalid]},
        **changes,
    }
    if not {"require", "unique", "references", "agrees", "query", "figure"} & parts.keys():
        parts["require"] = "score > 0"
    return {name: value for name, value in parts.items() if value is not None}


def write_catalogue(folder: Path, rules: Sequence[dict[str, Any]] = (), **parts: Any) -> Path:
    """Write a catalogue; ``parts`` replace its table, layout, cube, conditions or codes."""
    schemas = folder / "schemas"
    for name in ("tables", "layouts", "codes", "cubes"):
        (schemas / name).mkdir(parents=True, exist_ok=True)
    write_yaml(schemas / "tables" / "visits.yml", parts.get("table", TABLE))
    write_yaml(schemas / "layouts" / "visits.yml", parts.get("layout", LAYOUT))
    if cube := parts.get("cube", CUBE):
        write_yaml(schemas / "cubes" / "visits.yml", cube)
    if "conditions" in parts:
        write_yaml(schemas / "conditions.yml", {"conditions": parts["conditions"]})
    for name, text in {**CODES, **parts.get("codes", {})}.items():
        (schemas / "codes" / f"{name}.csv").write_text(text, encoding="utf-8")
    for item in rules:
        write_rule(folder, item)
    (folder / "rules").mkdir(exist_ok=True)
    return folder


def write_rule(folder: Path, item: dict[str, Any], name: str = "") -> Path:
    """Write one rule into the theme `office`."""
    stem = name or f"{item['id']}_{item['name'].replace('-', '_')}"
    path = folder / "rules" / "office" / f"{stem}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_yaml(path, item)


def write_yaml(path: Path, data: Any) -> Path:
    """Write YAML with the keys in the order given."""
    text = yaml.dump(data, Dumper=DUMPER, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


def sheet_of(rows: Sequence[Sequence[str]], direct: PlainText | None = None) -> Sheet:
    """Rows as the sheet of a text file."""
    listed = [list(row) for row in rows]
    return Sheet(
        name=None,
        encoding="UTF-8",
        delimiter=",",
        newline="LF",
        head=tuple(tuple(row) for row in listed[:60]),
        source=lambda: iter(listed),
        direct=direct,
        blank_end_counts=True,
    )


def visits(
    *rows: Sequence[str], name: str = "visits.csv", role: Role = Role.RELEASE, **more: Any
) -> InputFile:
    """A file of visits with the usual header; cells that a row lacks are empty."""
    full = [[*row, *[""] * (len(HEADER) - len(row))] for row in rows]
    file = File(Path(name), "0" * 64, 1, (sheet_of([HEADER, *full]),))
    return InputFile(Path(name), name, role=role, opened=file, **more)


def run_on(
    folder: Path, *files: InputFile, facts: ReleaseFacts | None = None, **options: Any
) -> Report:
    """Run a catalogue over files."""
    named = {
        "expected",
        "decisions",
        "strict",
        "absent",
        "previous_facts",
    } & options.keys()
    about = {name: options.pop(name) for name in named}
    release = Release(facts=facts or ReleaseFacts("test", "Test"), inputs=files, **about)
    return run(release, Options(folder, **options))


def judge_each(
    folder: Path,
    logics: Sequence[dict[str, Any]],
    *files: InputFile,
    facts: ReleaseFacts | None = None,
) -> list[Outcome]:
    """How each of some rules ends over files, judged together."""
    rules = [rule(number, **logic) for number, logic in enumerate(logics, start=1)]
    write_catalogue(folder, rules)
    ids = [item["id"] for item in rules]
    report = run_on(folder, *files, facts=facts, selection=Choice(rules=tuple(ids)))
    return [outcome(report, name) for name in ids]


def outcome(report: Report, check: str) -> Outcome:
    """The outcome of one check."""
    return next(outcome for outcome in report.outcomes if outcome.check.id == check)
