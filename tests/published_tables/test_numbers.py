"""What is told of the rows behind a cell."""

from __future__ import annotations

from pathlib import Path

from qa_checks.engines import reference
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.published import CountedRow
from qa_checks.opened import Options, opened
from qa_checks.published.numbers import Numbers
from qa_checks.release import Release
from tests.small_catalogue import CUBE, visits, write_catalogue


def test_a_row_is_named_by_its_first_value_that_no_report_masks(tmp_path: Path) -> None:
    cube = CUBE | {"select": "SELECT person, day, number, _source, _row FROM visits"}
    write_catalogue(tmp_path, cube=cube)
    file = visits(["1", "", "Full", "5", "", "", "Ann"])
    release = Release(facts=ReleaseFacts("test", "Test"), inputs=(file,))
    with opened(release, Options(tmp_path)) as read:
        engine = reference.start(read.loaded, {})
        numbers = Numbers(engine, read.loaded)
        told = numbers.rows(read.catalogue.cubes["visits"], read.loaded.release, {})
    assert told == (1, [CountedRow("1", "visits.csv", None, 2)])
