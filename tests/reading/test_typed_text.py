"""Large plain text is read into its types at once, and gives what reading every row gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from qa_checks.assessment import run
from qa_checks.catalogue import load
from qa_checks.model.checks import Outcome
from qa_checks.model.inputs import Problem, ReleaseFacts
from qa_checks.opened import Options
from qa_checks.reading import in_place
from qa_checks.reading.formats import delimited_text
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile, release_from_files
from tests.own_rules import parser
from tests.reading.loading import everything, loaded
from tests.reading.typed_visits import (
    BLOCK,
    COLUMNS,
    HEADER,
    HEADERS,
    PLAIN,
    RULES,
    write_office,
    write_visits,
)
from tests.small_catalogue import LAYOUT, TABLE, rule, write_catalogue

# A row as it may be written, and whether the file it stands in is read at once all the same.
ROWS = {
    "plain": ("5,2022-05-15,1,No,Eve", True),
    "zeros in front": ("5,2022-05-15,007,No,Eve", True),
    "quoted": ('"5","2022-05-15","1","No","Eve"', True),
    "nothing in quotes": ('5,2022-05-15,"","No",""', True),
    "beyond ASCII": ("5,2022-05-15,1,No,Zoë", True),
    "a decimal for a whole number": ("5,2022-05-15,1.5,No,Eve", False),
    "in scientific form": ("5,2022-05-15,1e3,No,Eve", False),
    "a sign": ("5,2022-05-15,+5,No,Eve", False),
    "thousands": ('5,2022-05-15,"1,000",No,Eve', False),
    "a date without dashes": ("5,20220515,1,No,Eve", False),
    "a date as printed": ("5,15/05/2022,1,No,Eve", False),
    "an impossible date": ("5,2022-02-30,1,No,Eve", False),
    "another word for yes": ("5,2022-05-15,1,Y,Eve", True),
    "yes in capitals": ("5,2022-05-15,1,YES,Eve", False),
    "no word for yes or no": ("5,2022-05-15,1,Perhaps,Eve", False),
    "a word for a missing number": ("5,2022-05-15,NULL,No,Eve", False),
    "a blank around a text": ("5,2022-05-15,1,No,Eve ", False),
    "a no-break blank around a text": ("5,2022-05-15,1,No,\u00a0Eve", False),
    "a blank before quotation marks": ('5,2022-05-15,1,No, "Eve"', False),
    "blank alone": ("5,2022-05-15,1,No,  ", False),
    "a row of blanks": (",,,,", False),
    "a cell too many": ("5,2022-05-15,1,No,Eve,more", False),
    "a cell too few": ("5,2022-05-15,1,No", False),
    "the header again": (HEADER, False),
    "a line break in a cell": ('5,2022-05-15,1,No,"E\nve"', True),
    "blanks around numbers": ("5,2022-05-15, 1 ,No,Eve", True),
    "a number too large": ("5,2022-05-15,9223372036854775808,No,Eve", False),
    "an underscore": ("5,2022-05-15,1_0,No,Eve", False),
    "a date without zeros": ("5,2022-5-15,1,No,Eve", False),
    "a date with a time": ("5,2022-05-15 10:00,1,No,Eve", False),
    "digits above the line": ("5,2022-05-15,5\u00b2,No,Eve", False),
    "digits below the line": ("5,2022-05-15,\u2085,No,Eve", False),
    "wide digits": ("5,2022-05-15,\uff15,No,Eve", False),
    "no number": ("5,2022-05-15,nan,No,Eve", False),
    "an error word": ("5,2022-05-15,#N/A,No,Eve", False),
    "blanks in quotes": ('5,2022-05-15,"  ",No,Eve', False),
    "a carriage return in a cell": ('5,2022-05-15,1,No,"E\rve"', False),
    "text behind a closing mark": ('5,2022-05-15,1,No,"Eve"x', True),
    "a mark nobody sees": ("5,2022-05-15,1,No,\u200bEve", False),
    "a blank line": ("", False),
    "a line of blanks": ("   ", False),
    "the header with notes": (",".join(f"{name} [note 1]" for name in HEADER.split(",")), False),
    "a quotation mark inside": ('5,2022-05-15,1,No,E"ve', True),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_office(tmp_path_factory.mktemp("office"))


def judge(catalogue: Path, *paths: Path) -> tuple[list[Outcome], tuple[Problem, ...]]:
    """How the checks of files end that are read as one release, and which files are refused."""
    report = run(release_from_files(paths, ReleaseFacts("x", "X")), Options(catalogue))
    return [replace(outcome, seconds=0.0) for outcome in report.outcomes], report.problems


class BothWays(NamedTuple):
    """Files with such rows, read row by row and at once; which of them were views of their text."""

    slowly: Loaded
    at_once: Loaded
    views: list[str]


@pytest.fixture(scope="module")
def read_both_ways(office: Path, tmp_path_factory: pytest.TempPathFactory) -> BothWays:
    folder = tmp_path_factory.mktemp("rows")
    files = []
    for number, (row, _) in enumerate(ROWS.values(), start=1):
        path = folder / f"{number}.csv"
        lines = [HEADER, *PLAIN * 20, row, *PLAIN]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files.append(InputFile(path, path.name))
    catalogue = load(office, parser())
    slowly = loaded(catalogue, folder / "slowly", *files)
    views: list[str] = []

    def view(intake: Any, relation: Any, wide: Any) -> None:
        views.append(relation.sql)
        make_view(intake, relation, wide)

    make_view = in_place._view
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delimited_text, "DIRECT_BYTES", 0)
        patched.setattr(in_place, "_view", view)
        at_once = loaded(catalogue, folder / "at_once", *files)
    assert not [*slowly.problems, *at_once.problems]
    return BothWays(slowly, at_once, views)


@pytest.mark.parametrize("kind", ROWS)
def test_both_ways_give_the_same(kind: str, read_both_ways: BothWays) -> None:
    source = list(ROWS).index(kind) + 1
    assert everything(read_both_ways.at_once, source) == everything(read_both_ways.slowly, source)
    assert (f"typed_{source}" in read_both_ways.views) is ROWS[kind][1]


def test_what_is_read_so_is_judged_the_same(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visits.csv"
    rows = [row for row, at_once in ROWS.values() if at_once]
    path.write_text("\n".join([HEADER, *PLAIN * 20, *rows, *PLAIN]) + "\n", encoding="utf-8")
    slowly = judge(office, path)
    assert slowly[1] == ()
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    assert judge(office, path) == slowly


def are_read_at_once(
    catalogue: Path, paths: Sequence[Path], monkeypatch: pytest.MonkeyPatch
) -> list[bool]:
    """Which files are read at once; either way they give what a look at every row does."""
    slowly = judge(catalogue, *paths)
    assert slowly[1] == ()
    read_in_place: list[str] = []

    def view(intake: Any, relation: Any, wide: Any) -> None:
        read_in_place.append(relation.sql)
        make_view(intake, relation, wide)

    make_view = in_place._view
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    monkeypatch.setattr(in_place, "_view", view)
    assert judge(catalogue, *paths) == slowly
    return [f"typed_{source}" in read_in_place for source, _ in enumerate(paths, start=1)]


LARGER = [
    ("1", "127"),
    ("1", "128"),
    ("1", "-129"),
    ("123", "32767"),
    ("123", "32768"),
    ("12345678", "2147483647"),
    ("12345678", "-2147483649"),
    ("123456789", "4611686018427387903"),
    ("", "128"),
]


def test_numbers_may_be_larger_than_those_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [rule(1, require="score + score > 0", columns=["score"], message="Score {score}.")]
    table = {**TABLE, "columns": COLUMNS}
    layout = {**LAYOUT, "blocks": [{**BLOCK, "columns": HEADERS}]}
    office = write_catalogue(tmp_path / "office", rules, table=table, layout=layout)
    paths = [tmp_path / f"{above}_{number}.csv" for above, number in LARGER]
    for path, (above, number) in zip(paths, LARGER, strict=True):
        rows = [f"{row},2022-05-15,{above},No,Eve" for row in range(100)]
        path.write_text("\n".join([HEADER, *rows, f"100,2022-05-15,{number},No,Eve"]))
    assert are_read_at_once(office, paths, monkeypatch) == [True] * len(LARGER)


CODES = ["Full", "Short", "", "Half", "full", "Whole"]


@pytest.mark.parametrize(
    ("fold", "at_once"), [(True, [True] * 3 + [False] * 3), (False, [True] * 6)]
)
def test_codes_are_the_same_both_ways(
    fold: bool, at_once: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = {**COLUMNS, "kind": {**TABLE["columns"]["kind"], "fold": fold}}
    layout = {**LAYOUT, "blocks": [{**BLOCK, "columns": {**HEADERS, "kind": ["Kind"]}}]}
    table = {**TABLE, "columns": columns}
    office = write_catalogue(tmp_path / "office", RULES, table=table, layout=layout)
    lines = [
        f"{line},{kind}" for line, kind in zip(PLAIN * 20, ["Full", "Short"] * 50, strict=True)
    ]
    paths = [tmp_path / f"{number}.csv" for number, _ in enumerate(CODES)]
    for path, code in zip(paths, CODES, strict=True):
        path.write_text("\n".join([f"{HEADER},Kind", *lines, f"{PLAIN[0]},{code}"]))
    assert are_read_at_once(office, paths, monkeypatch) == at_once


WHOLE = "\n".join([HEADER, *PLAIN * 5])
FILES = {
    "no end of line": WHOLE.encode(),
    "lines end with CRLF": WHOLE.replace("\n", "\r\n").encode() + b"\r\n",
    "a mark of byte order": WHOLE.encode("utf-8-sig") + b"\n",
    "two marks of byte order": "\ufeff".encode() + WHOLE.encode("utf-8-sig") + b"\n",
    "Windows-1252": WHOLE.replace("Ann", "Zo\u00eb").encode("cp1252"),
    "UTF-16": WHOLE.encode("utf-16"),
    "a damaged byte": WHOLE.encode() + b"\n5,2022-05-15,1,No,Z\xc3\n",
    "blank lines at the end": WHOLE.encode() + b"\n\n\n",
    "a total at the end": WHOLE.encode() + b"\nTotal,,99,,\n",
    "a note at the end": WHOLE.encode() + b"\n\nSource: the register\n",
    "a mark that is never closed": f'{WHOLE}\n5,2022-05-15,1,No,"Eve\n{PLAIN[0]}'.encode(),
    "a mark that swallows rows": f'{WHOLE}\n5,2022-05-15,1,No,"Eve\n{PLAIN[2]}\n'.encode(),
    "a title that stands again": f",Visits\n{WHOLE}\n,Visits,,,\n{PLAIN[0]}\n".encode(),
}


def test_both_ways_give_the_same_of_whole_files(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / f"{kind}.csv" for kind in FILES]
    for path, content in zip(paths, FILES.values(), strict=True):
        path.write_bytes(content)
    slowly = judge(office, *paths)
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    assert judge(office, *paths) == slowly


def test_rows_above_the_header_and_other_delimiters(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visits.csv"
    lines = ["Visits;;;;", *(line.replace(",", ";") for line in [HEADER, *PLAIN[:2]])]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    slowly = judge(office, path)
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    assert judge(office, path) == slowly
    outcomes, problems = slowly
    assert problems == ()
    wrong = next(outcome for outcome in outcomes if outcome.check.id == "ABC001")
    assert [(finding.row, finding.value) for finding in wrong.findings] == [(4, "0")]


def test_a_file_that_was_refused_does_not_keep_the_next_from_being_read(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, visits = tmp_path / "empty.csv", tmp_path / "visits.csv"
    empty.write_text(f"{HEADER}\n")
    write_visits(visits)
    release = release_from_files([empty, visits], ReleaseFacts("x", "X"))
    slowly = run(release, Options(office))
    monkeypatch.setattr(delimited_text, "DIRECT_BYTES", 0)
    at_once = run(release, Options(office))
    assert [problem.path for problem in at_once.problems] == [str(empty)]
    assert at_once.problems == slowly.problems
    assert [replace(outcome, seconds=0.0) for outcome in at_once.outcomes] == [
        replace(outcome, seconds=0.0) for outcome in slowly.outcomes
    ]
    assert [entry.rows for entry in at_once.inputs] == [0, len(PLAIN)]
