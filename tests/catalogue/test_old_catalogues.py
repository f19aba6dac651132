"""Catalogues written for earlier versions go on working."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa_checks.catalogue import Catalogue, load
from qa_checks.errors import CatalogueError
from tests.own_rules import parser
from tests.real.judged import DATA
from tests.small_catalogue import run_on, visits, write_catalogue

CASES = DATA.parents[1] / "cases" / "hostile"


def read(case: str) -> Catalogue:
    folder = CASES / case / "cat"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return load(folder, parser())


def test_rules_of_a_catalogue_as_it_was_are_read() -> None:
    catalogue = read("strings_grow_beyond_the_memory_limit")
    assert catalogue.rules["BMB001"].logic.table == "providers"
    assert catalogue.cubes == {}


def test_a_table_of_with_in_other_capitals_is_refused_for_that_alone() -> None:
    with pytest.raises(CatalogueError) as refused:
        read("table_of_with_in_other_capitals")
    assert refused.value.what == (
        "query: a table of WITH must not take the name of the table 'inspections'."
    )


def test_a_file_of_figures_is_named_because_nobody_reads_it(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    assert run_on(folder, visits(["1"])).notes == ()
    path = folder / "schemas" / "figures.yml"
    path.write_text("figures: {}\n", encoding="utf-8")
    assert run_on(folder, visits(["1"])).notes == (
        f"{path} is not read: figures and charts now stand in schemas/cubes (docs/cubes.md).",
    )
