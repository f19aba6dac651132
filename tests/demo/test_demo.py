from __future__ import annotations

import csv
import io
import re
import shutil
import tarfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from python_calamine import CalamineWorkbook

from demo.faults import FAULTS
from demo.packing import packed
from demo.planting import Planted
from demo.published_tables import GRADES
from demo.synthetic_release import AS_AT_FILE, IN_YEAR_FILE, LA_FILE, contents, make
from qa_checks.catalogue import builtin
from qa_checks.demo_release import PACK, unpack
from tests.cli.running import qa_checks

WAIVED = {"FRM003", "FRM005"}


@cache
def planted() -> tuple[Planted, ...]:
    """The faults, each with the place it was planted in."""
    return tuple(make().planted)


@dataclass(frozen=True)
class Ran:
    code: int
    report: dict[str, Any]

    def ids(self, outcome: str) -> set[str]:
        return {check["id"] for check in self.report["checks"] if check["outcome"] == outcome}


def run(release: Path) -> Ran:
    ended = qa_checks("run", "--no-files", "--format", "json", cwd=release.parent)
    return Ran(ended.code, ended.report)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(tmp_path_factory.mktemp("clean"), clean=True)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(tmp_path_factory.mktemp("faulty"))


@pytest.fixture(scope="module")
def clean_run(clean: Path) -> Ran:
    return run(clean)


@pytest.fixture(scope="module")
def faulty_run(faulty: Path) -> Ran:
    return run(faulty)


def parts(path: str, content: bytes) -> object:
    """What a file holds; of a workbook its members, as their compression is the zip library's."""
    if not path.endswith(".xlsx"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        return {name: workbook.read(name) for name in workbook.namelist()}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def decide_here(*words: str, cwd: Path) -> None:
    assert qa_checks("decide", *words, cwd=cwd).code == 0


def test_the_pack_is_what_is_made_today(
    clean: Path, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.packing.decide", decide_here)
    unpacked = {
        f"{variant}/{path}": content
        for variant, release in (("clean", clean), ("faulty", faulty))
        for path, content in files_of(release.parent).items()
    }
    made = packed()
    assert unpacked.keys() == made.keys()
    stale = [path for path in made if parts(path, unpacked[path]) != parts(path, made[path])]
    assert stale == [], "the pack is out of date: run python -m tests.generated"


def test_the_pack_is_small_and_says_nothing_of_who_made_it() -> None:
    assert PACK.stat().st_size < 300_000
    with tarfile.open(PACK) as pack:
        entries = pack.getmembers()
    assert {(entry.uid, entry.uname, entry.mtime, entry.type) for entry in entries} == {
        (0, "", 0, tarfile.REGTYPE)
    }


def test_what_would_leave_the_folder_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack.tar.xz"
    with tarfile.open(pack, "w:xz") as tar:
        for name in ("faulty/release.yml", "faulty/../../outside", "/faulty/root", "clean/other"):
            tar.addfile(tarfile.TarInfo(name))
        link = tarfile.TarInfo("faulty/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    monkeypatch.setattr("qa_checks.demo_release.PACK", pack)
    assert unpack(tmp_path / "a" / "b") == tmp_path / "a" / "b" / "release.yml"
    assert files_of(tmp_path / "a") == {"b/release.yml": b""}


def test_other_seed_other_bytes() -> None:
    ours, theirs = contents(), contents(seed=7)
    assert ours.keys() == theirs.keys()
    assert ours[AS_AT_FILE] != theirs[AS_AT_FILE]


def test_sizes(clean: Path) -> None:
    with (clean.parent / AS_AT_FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Provider information"
    assert "Latest Full Inspection" in rows[0]
    assert 3200 < len(rows) - 2 < 3400
    with (clean.parent / IN_YEAR_FILE).open(encoding="utf-8", newline="") as file:
        events = Counter(row["Inspection event type"] for row in csv.DictReader(file))
    assert 1250 < sum(events.values()) < 1350
    assert events.keys() >= {
        "Full inspection",
        "Monitoring inspection",
        "Interim inspection",
        "Assurance visit",
    }


def test_152_local_authorities_of_which_148_are_graded(clean: Path) -> None:
    book = CalamineWorkbook.from_path(clean.parent / LA_FILE)
    rows = book.get_sheet_by_index(0).to_python()
    header = rows[3]
    table = [dict(zip(header, row, strict=True)) for row in rows[4:]]
    assert len(table) == 152
    ungraded = {row["Local authority name"] for row in table if not row["Overall effectiveness"]}
    expect = yaml.safe_load(clean.read_text(encoding="utf-8"))["expect"]
    assert ungraded == set(expect["ungraded"])
    assert (expect["local_authorities"], expect["graded_local_authorities"]) == (152, 148)
    frameworks = Counter(row["Latest full inspection event type"] for row in table)
    assert frameworks["Single inspection"] > 20
    assert frameworks["Standard inspection"] > 40


def test_clean_release_passes(clean_run: Ran) -> None:
    assert clean_run.ids("failed") | clean_run.ids("errored") == set()
    assert clean_run.ids("waived") == WAIVED
    assert {finding["check"] for finding in clean_run.report["findings"]} == WAIVED
    assert clean_run.report["verdict"] == "pass"
    assert clean_run.code == 0


def test_faulty_release_fails(faulty_run: Ran) -> None:
    assert faulty_run.report["verdict"] == "fail"
    assert faulty_run.code == 1


def test_nothing_unexpected_fails(faulty_run: Ran) -> None:
    awaited = {check for fault in planted() for check in (fault.fault.check, *fault.fault.also)}
    assert faulty_run.ids("failed") == awaited
    assert faulty_run.ids("errored") == set()


def test_each_planted_fault_is_found(faulty_run: Ran) -> None:
    places = defaultdict(set)
    for finding in faulty_run.report["findings"]:
        places[finding["check"]].add((finding["file"], finding["row"]))
    for fault in planted():
        for check in (fault.fault.check, *fault.fault.also):
            assert {(fault.path, fault.row), (None, None)} & places[check], (check, fault.row)


def test_each_finding_is_of_a_planted_fault(faulty_run: Ran) -> None:
    told = {
        (check, fault.path, fault.row)
        for fault in planted()
        for check in (fault.fault.check, *fault.fault.also)
    }
    names = {
        (finding["check"], finding["file"], finding["row"])
        for finding in faulty_run.report["findings"]
        if finding["file"] is not None
    }
    assert {finding for finding in names if finding[0] not in WAIVED} <= told


def test_what_is_sent_back_has_only_what_is_right_as_it_is(
    faulty: Path, faulty_run: Ran, tmp_path: Path
) -> None:
    shutil.copytree(faulty.parent, tmp_path / "release")
    for path in (tmp_path / "release" / "corrected").iterdir():
        shutil.copy(path, tmp_path / "release" / "data" / path.name)
    again = run(tmp_path / "release" / "release.yml")
    assert again.report["verdict"] == "pass"
    right = {fault.check for fault in FAULTS if fault.right}
    assert again.ids("failed") == right == {"POS004", "PRV004"}
    keys = [
        {
            (finding["check"], finding["key"])
            for finding in ran.report["findings"]
            if finding["check"] in right
        }
        for ran in (faulty_run, again)
    ]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 2


def test_published_tables_are_counted_as_the_demo_counts_them(
    clean_run: Ran, faulty_run: Ran
) -> None:
    cells = [
        (table["name"], cell["row_label"], cell["column_label"], cell["state"])
        for table in clean_run.report["tables"]
        for row in table["cells"]
        for cell in row
    ]
    assert len(cells) == 8 + 8 + 13 * 5
    assert {state for *_, state in cells} == {"equal"}
    by_name = {
        finding["key"]: finding["message"].rpartition("). ")[2]
        for finding in faulty_run.report["findings"]
        if finding["check"].startswith("tables.")
    }
    assert by_name == {
        **{f"1 / 31 August 2021 / {grade}": "These are the numbers of 31 March 2021."
           for grade in GRADES},
        "3 / Children's home / Good": "None of 41 causes that were tried explains it.",
    }  # fmt: skip


def test_nothing_is_sent_back_of_a_clean_release(clean: Path) -> None:
    assert not (clean.parent / "corrected").exists()


def test_every_theme_that_the_demo_has_files_for_has_a_fault(faulty_run: Ran) -> None:
    decided = set.union(*(faulty_run.ids(outcome) for outcome in ("passed", "failed", "waived")))
    themes = {
        path.parent.name
        for path in (builtin() / "rules").glob("*/*.yml")
        if path.name.partition("_")[0] in decided
    }
    assert themes == {fault.theme for fault in FAULTS} - {"schema"}


def test_readme_lists_every_fault(faulty: Path) -> None:
    text = (faulty.parent / "README.md").read_text(encoding="utf-8")
    for fault in planted():
        row = "none" if fault.row is None else fault.row
        assert f"| {fault.fault.theme} | {fault.fault.check} |" in text
        assert f"| {fault.path} | {row} | {fault.fault.what} |" in text
    themes = list(dict.fromkeys(re.findall(r"^\| (\w+) \| [A-Z]{3}\d{3} \|", text, re.MULTILINE)))
    assert themes.index("grades") == themes.index("judgements") + 1


def test_another_fault_moves_none_of_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.synthetic_release.FAULTS", FAULTS[:-1])
    fewer = make().planted
    assert [(plant.path, plant.row) for plant in fewer] == [
        (plant.path, plant.row) for plant in planted()[:-1]
    ]
