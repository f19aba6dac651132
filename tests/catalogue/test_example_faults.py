"""An example in which something would be passed over is refused: it would prove something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa_checks.catalogue import load
from qa_checks.errors import CatalogueError
from qa_checks.examples import run_examples
from tests.own_rules import parser
from tests.small_catalogue import rule, write_catalogue

WRONG = {"score": 0}


@pytest.mark.parametrize(
    ("valid", "line", "message"),
    [
        (
            {"scor": 5},
            "- scor:",
            "examples.valid: column 'scor' is not in table 'visits'. Did you mean 'score'?",
        ),
        (
            {"kind": True},
            "- kind: true",
            "examples.valid: column 'kind' holds text: put a word such as Yes in quotation marks.",
        ),
        (
            {"rows": {"previous.visits": [{"kind": False}]}},
            "previous.visits:",
            "examples.valid.rows.previous.visits: column 'kind' holds text: put a word such as Yes "
            "in quotation marks.",
        ),
        (
            {"rows": {"visits": [{"scor": 5}]}},
            "visits:",
            "examples.valid.rows.visits: column 'scor' is not in table 'visits'. "
            "Did you mean 'score'?",
        ),
        (
            {"rows": {"vists": [{"score": 5}]}},
            "vists:",
            "examples.valid.rows.vists: there is no table 'vists'. Did you mean 'visits'?",
        ),
        (
            {"rows": {"visits": [{"score": 5}]}, "fact": {"as_at": "2022-01-01"}},
            "- rows:",
            "examples.valid: an example has note, rows, facts and finds; 'fact' is none of them. "
            "Did you mean 'facts'?",
        ),
        (
            {"rows": {"visits": {"score": 5}}},
            "- rows:",
            "examples.valid: an example has note, rows, facts and finds; its rows are a list for "
            "each table.",
        ),
        (
            {"rows": {"visits": [{"score": 5}]}, "facts": {"as_att": "2022-01-01"}},
            "facts:",
            "examples.valid.facts: '$as_att' is not a fact of a release. Did you mean '$as_at'?",
        ),
        (
            {"rows": {"visits": [{"score": 5}]}, "finds": ["1"]},
            "finds:",
            "examples.valid.finds: in a valid example nothing is found.",
        ),
    ],
)
def test_what_nothing_reads_is_refused_with_its_line(
    tmp_path: Path, valid: dict[str, Any], line: str, message: str
) -> None:
    words = rule(1, examples={"valid": [{"score": 1}, valid], "invalid": [WRONG]})
    write_catalogue(tmp_path, [words])
    path = tmp_path / "rules" / "office" / "ABC001_fault_1.yml"
    lines = [text.strip() for text in path.read_text().splitlines()]
    [number] = [n for n, text in enumerate(lines, start=1) if text.startswith(line)]
    with pytest.raises(CatalogueError) as refused:
        load(tmp_path, parser(), examples=True)
    assert (refused.value.where, refused.value.what) == (f"{path}:{number}", message)


def test_the_rows_of_an_example_fit_the_tables(tmp_path: Path) -> None:
    words = rule(1, examples={"valid": [{"score": "many"}], "invalid": [WRONG]})
    catalogue = load(write_catalogue(tmp_path, [words]), parser(), examples=True)
    with pytest.raises(CatalogueError) as refused:
        list(run_examples(catalogue, [catalogue.rules["ABC001"]]))
    assert refused.value.what == (
        "valid example 1 does not fit the tables: Conversion Error: Could not convert string "
        "'many' to INT64."
    )
