"""JSON Schemas of the files people write, so that an editor completes them, and of report.json.

``python -m qa_checks.json_schemas [FOLDER]`` writes them, by default to docs/json-schema.
"""

from __future__ import annotations

import argparse
import datetime as dt
import inspect
import json
from pathlib import Path
from typing import Any

from msgspec import Meta, Struct

from qa_checks.catalogue.checklist import Checklist
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.catalogue.conditions import Conditions
from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.expectations import Expectations
from qa_checks.catalogue.kinds import (
    BareKind,
    ChoiceKind,
    DictKind,
    Kind,
    ListKind,
    Part,
    PlainKind,
    RecordKind,
    UnionKind,
)
from qa_checks.catalogue.layouts import Layout
from qa_checks.catalogue.rule_file import RuleFile
from qa_checks.catalogue.rulebook import builtin
from qa_checks.catalogue.sampling_frame import SamplingFrame
from qa_checks.catalogue.schemas import Table
from qa_checks.catalogue.typed_records import kind_of, record_kind
from qa_checks.claims.claims_file import ClaimsFile
from qa_checks.fields import OTHERS, Record
from qa_checks.forms import FORMS
from qa_checks.record.attestations import AttestationFile
from qa_checks.record.decision_file import DecisionFile
from qa_checks.release_yaml import ReleaseFile
from qa_checks.render.report_format import describe_report

MODELS: dict[str, type[Record]] = {
    "rule": RuleFile,
    "table": Table,
    "layout": Layout,
    "cube": Cube,
    "comparison": Comparison,
    "conditions": Conditions,
    "checklist": Checklist,
    "expectations": Expectations,
    "sampling-frame": SamplingFrame,
    "release": ReleaseFile,
    "claims": ClaimsFile,
    "decisions": DecisionFile,
    "attestations": AttestationFile,
}
REPORT = "report"
TYPES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "string",
}
LENGTHS = {"string": "Length", "array": "Items", "object": "Properties"}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def published() -> Path:
    """Folder of the published schemas: inside the wheel, or in the checkout."""
    return builtin() / "docs" / "json-schema"


def describe(name: str) -> dict[str, Any]:
    """JSON Schema of one kind of file: rule, table, release and so on, or of report.json."""
    if name == REPORT:
        return describe_report()
    schema = {"$schema": DIALECT, **_describe(record_kind(MODELS[name]))}
    schema["title"] = f"qa-checks {name} file"
    if name == "rule":
        schema["required"] = [*schema["required"], "examples"]
        schema["oneOf"] = [{"required": [form.key]} for form in FORMS]
    return schema


def _describe(kind: Kind) -> dict[str, Any]:
    """JSON Schema of what a value must be, as it stands in the file."""
    written = [note.written for note in kind.changes if note.written is not None]
    if written:
        [schema] = map(_describe, map(kind_of, written))
    else:
        schema = _describe_type(kind)
        for limits in kind.limits:
            schema |= _describe_limits(limits, schema.get("type"))
    return {"anyOf": [schema, {"type": "null"}]} if kind.is_optional else schema


def _describe_type(kind: Kind) -> dict[str, Any]:
    schema: dict[str, Any]
    match kind:
        case PlainKind():
            schema = {"type": TYPES[kind.type]}
        case ChoiceKind():
            schema = {"type": "string", "enum": list(kind.words)}
        case ListKind():
            schema = {"type": "array", "items": _describe(kind.item)}
        case DictKind():
            schema = {"type": "object", "additionalProperties": _describe(kind.item)}
            names = _describe(kind.key)
            if names != {"type": "string"}:
                schema["propertyNames"] = names
        case UnionKind():
            schema = {"anyOf": list(map(_describe, kind.kinds))}
        case BareKind():
            schema = _describe(kind.part.kind)
        case RecordKind():
            schema = _describe_record(kind)
        case _:
            schema = {}  # any value
    return schema


def _describe_limits(limits: Meta, of_type: str | None) -> dict[str, Any]:
    length = LENGTHS.get(of_type or "", "")
    told = {
        "description": limits.description,
        "pattern": limits.pattern,
        f"min{length}": limits.min_length,
        f"max{length}": limits.max_length,
        "exclusiveMinimum": limits.gt,
        "minimum": limits.ge,
        "maximum": limits.le,
    }
    return {word: limit for word, limit in told.items() if limit is not None}


def _describe_record(kind: RecordKind) -> dict[str, Any]:
    keys = [part for part in kind.parts if part.key != OTHERS]
    others = [
        part.kind.item
        for part in kind.parts
        if isinstance(part.kind, DictKind) and part.key == OTHERS
    ]
    return {
        "type": "object",
        "description": inspect.getdoc(kind.record),
        "properties": {part.key: _describe_part(part) for part in keys},
        "required": [part.key for part in keys if part.is_required],
        "additionalProperties": _describe(others[0]) if others else False,
    }


def _describe_part(part: Part) -> dict[str, Any]:
    told = {} if part.about is None else {"description": part.about}
    default = (
        {}
        if part.default is None or isinstance(part.default, Struct)
        else {"default": part.default}
    )
    return {**_describe(part.kind), **told, **default}


def write(folder: Path) -> list[Path]:
    """Write one JSON Schema per kind of file to a folder, made if need be; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in (*MODELS, REPORT):
        path = folder / f"{name}.json"
        text = json.dumps(describe(name), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the JSON Schemas.")
    parser.add_argument("folder", nargs="?", type=Path, default=published(), help="where they go")
    write(parser.parse_args().folder)
