"""JSON Schemas of the files people write, so that an editor completes them, and of report.json.

``python -m qa_checks.json_schemas [FOLDER]`` writes them, by default to docs/json-schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from qa_checks.catalogue.checklist import Checklist
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.catalogue.conditions import Conditions
from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.expectations import Expectations
from qa_checks.catalogue.layouts import Layout
from qa_checks.catalogue.rule_file import RuleFile
from qa_checks.catalogue.rulebook import builtin
from qa_checks.catalogue.sampling_frame import SamplingFrame
from qa_checks.catalogue.schemas import Table
from qa_checks.catalogue.yaml_files import adapter
from qa_checks.claims.claims_file import ClaimsFile
from qa_checks.forms import FORMS
from qa_checks.record.attestations import AttestationFile
from qa_checks.record.decision_file import DecisionFile
from qa_checks.release_yaml import ReleaseFile
from qa_checks.render.report_format import describe_report

MODELS: dict[str, type[Any]] = {
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
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def published() -> Path:
    """Folder of the published schemas: inside the wheel, or in the checkout."""
    return builtin() / "docs" / "json-schema"


def describe(name: str) -> dict[str, Any]:
    """JSON Schema of one kind of file: rule, table, release and so on, or of report.json."""
    if name == REPORT:
        return describe_report()
    schema = {"$schema": DIALECT, **adapter(MODELS[name]).json_schema()}
    schema["title"] = f"qa-checks {name} file"
    if name == "rule":
        schema["required"] = [*schema["required"], "examples"]
        schema["oneOf"] = [{"required": [form.key]} for form in FORMS]
    return schema


def write(folder: Path) -> list[Path]:
    """Write one JSON Schema per kind of file and return the paths.

    Parameters
    ----------
    folder
        Where they go; made if it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in (*MODELS, REPORT):
        path = folder / f"{name}.json"
        text = json.dumps(describe(name), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else published())
