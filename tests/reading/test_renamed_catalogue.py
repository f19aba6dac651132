"""Nothing hangs on a name: the built-in schemas with other names read every file alike."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from qa_checks.catalogue import Catalogue, Schemas, builtin, load_schemas
from qa_checks.model.inputs import Role
from qa_checks.reading.contents import File
from qa_checks.reading.loaded import Loaded
from qa_checks.release import InputFile
from tests.own_rules import parser
from tests.published import HEADER, provider
from tests.reading.loading import loaded, rows_of
from tests.small_catalogue import sheet_of

NAMES = {
    "providers": "dwellings",
    "inspections": "visits",
    "judgements": "marks",
    "local_authorities": "councils",
    "urn": "house_number",
    "la_urn": "council_number",
    "basis": "angle",
    "remit": "reach",
    "local_authority": "council",
    "judgement": "subject",
    "word": "mark",
    "inspection_date": "day",
    "in_year": "of_the_year",
}
PRECEDING = [
    "Previous full inspection event number",
    "Previous full inspection date",
    "Previous full inspection overall effectiveness",
]
COUNCILS = ["Local authority", "Ofsted region", "Inspection date", "Event type", "Event number",
            "Overall effectiveness", "Impact of leaders"]  # fmt: skip


def renamed(text: str) -> str:
    """A text of the catalogue with its own names replaced; headers begin with a capital."""
    return re.sub(rf"\b({'|'.join(NAMES)})\b", lambda name: NAMES[name[0]], text)


@pytest.fixture
def other(tmp_path: Path) -> Schemas:
    """The built-in schemas under other names."""
    folder = tmp_path / "other"
    shutil.copytree(builtin() / "schemas", folder / "schemas")
    (folder / "rules").mkdir()
    for path in sorted((folder / "schemas").rglob("*")):
        if path.suffix == ".yml" and path.name != "checklist.yml":
            text = renamed(path.read_text(encoding="utf-8"))
            text = re.sub(r"^angle: ", "basis: ", text, flags=re.MULTILINE)  # the layouts' own key
            path.write_text(text, encoding="utf-8")
        if path.suffix == ".csv":
            header, _, rows = path.read_text(encoding="utf-8").partition("\n")
            rows = renamed(rows) if path.stem in ("bases", "judgements", "frameworks") else rows
            path.write_text(f"{renamed(header)}\n{rows}", encoding="utf-8")
        path.rename(path.with_name(renamed(path.stem) + path.suffix))
    return load_schemas(folder, parser())


def files(*names: str) -> list[InputFile]:
    """An as-at view with its previous inspections, the in-year view, and local authorities."""
    previous = ["10000900", "11/11/2015", "Adequate"]
    blank = {"Inspection_date": "", "Event_number": "", "Event_type": ""}
    as_at = [
        [*HEADER, *PRECEDING],
        [*provider(1), *previous],
        [*provider(2, **blank), "", "", ""],
        [*provider(3), "", "", ""],
    ]
    in_year = [HEADER, provider(1), provider(1, Event_number="10000950"), provider(3)]
    inspected = ["10/05/2019", "Standard inspection", "1000001", "Good", "Outstanding"]
    councils = [COUNCILS, ["Barnet", "London", *inspected], ["Dorset", "South West", *[""] * 5]]
    return [
        InputFile(Path(f"{number}.csv"), f"{number}.csv", basis, role=role, opened=opened)
        for role in (Role.RELEASE, Role.PREVIOUS, Role.HISTORY)
        for number, (rows, basis) in enumerate(
            zip((as_at, in_year, councils), names, strict=True), start=1
        )
        for opened in [File(Path(f"{number}.csv"), "0" * 64, 1, (sheet_of(rows),))]
    ]


def content(read: Loaded, name: str) -> list[list[tuple[object, ...]]]:
    """Every row of one table in each release, with the header of each of its columns."""
    reports = []
    for snapshot in read.snapshots.values():
        listed = ", ".join(
            f'CAST("{column}" AS VARCHAR)' for column in read.schemas.tables[name].columns
        )
        rows = rows_of(
            read, f"SELECT _source, _block, _entry, _row, {listed} FROM {snapshot.prefix}{name}"
        )
        reports.append(sorted((tuple(renamed(str(cell)) for cell in row) for row in rows), key=str))
    return reports


def test_the_built_in_schemas_under_other_names_read_the_same(
    catalogue: Catalogue, other: Schemas, tmp_path: Path
) -> None:
    release = loaded(catalogue, tmp_path / "1", *files("latest", "in_year", "latest"))
    two = loaded(other, tmp_path / "2", *files("latest", "of_the_year", "latest"))
    assert release.problems == two.problems == ()
    for name in NAMES.keys() & catalogue.tables.keys():
        assert content(release, name) == content(two, renamed(name)), name
        assert content(release, name)[0], name
    assert {(*key[:3], renamed(key.column)): text for key, text in release.headers.items()} == {
        (*key[:3], key.column): text for key, text in two.headers.items()
    }
    assert {(renamed(table), renamed(column)) for table, column in release.columns} == two.columns
    preceding = "SELECT urn, inspection_date, overall FROM inspections WHERE basis = 'preceding'"
    [(urn, day, overall)] = rows_of(release, preceding)
    assert (urn, str(day), overall) == ("SC000001", "2015-11-11", "Adequate")
