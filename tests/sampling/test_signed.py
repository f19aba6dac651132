"""A sample is an item of the checklist, is signed with the release, and the gate looks at it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import FITS
from tests.loaded_modules import Loaded
from tests.sampling import drawn_release
from tests.sampling.drawn_release import write_answers
from tests.sampling.making import edit
from tests.sign_off import making
from tests.sign_off.making import ANALYST, ID, PRODUCER, Place

pytestmark = pytest.mark.usefixtures("workbooks_here")


def item(place: Place) -> dict[str, Any]:
    report = json.loads((place.report / "report.json").read_text())
    FITS.validate(report)
    [listed] = [entry for entry in report["checklist"] if entry["id"] == "reports"]
    assert isinstance(listed, dict)
    return listed


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return drawn_release.draw(tmp_path_factory.mktemp("sampled") / "release")


@pytest.fixture
def place(drawn: Place, tmp_path: Path) -> Place:
    return making.copy(drawn.folder, tmp_path / "release")


@pytest.fixture(scope="module")
def sealed(drawn: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same filled in, read back, run and signed. Never changed by a test."""
    place = making.copy(drawn.folder, tmp_path_factory.mktemp("sealed") / "release")
    drawn_release.fill_in(place)
    done = place.run("run")
    assert done.code == 0, done.out + done.err
    done = place.sign()
    assert done.code == 0, done.out + done.err
    return place


def test_without_a_sample_the_item_waits_for_a_person(place: Place) -> None:
    assert place.run("run").code == 0
    assert (item(place)["state"], item(place)["reason"]) == (
        "open", "there is no sample, and nobody has attested it",
    )  # fmt: skip
    done = place.run("attest", "reports", "--note", "Twenty read.", "--by", ANALYST)
    assert done.code == 0, done.err
    place.run("run")
    assert (item(place)["state"], item(place)["note"]) == ("attested", "Twenty read.")


def test_a_sample_that_holds_proves_the_item_and_is_signed(sealed: Place) -> None:
    wanted = (
        "the level of acceptance holds: at most 1% wrong with 95% confidence (0 errors, so at most "
        f"0.00% of all); 2 of 2 visits compared by {ANALYST} (sample.xlsx)"
    )
    assert (item(sealed)["state"], item(sealed)["reason"]) == ("proven", wanted)
    statement = sealed.statement()
    assert [
        entry["reason"] for entry in statement["predicate"]["checklist"] if entry["id"] == "reports"
    ] == [wanted]
    assert "sample.xlsx" in {subject["name"] for subject in statement["subject"]}
    assert sealed.gate() == (0, {})


def test_the_report_shows_what_the_sample_shows(sealed: Place) -> None:
    sample = json.loads((sealed.report / "report.json").read_text())["sample"]
    assert (sample["file"], sample["population"], sample["size"], sample["holds"]) == (
        "sample.xlsx", 2, 2, True,
    )  # fmt: skip
    assert sample["interval"] == {"rate": 0.0, "lower": 0.0, "upper": 0.0}
    assert sample["differences"] == []
    page = (sealed.report / "report.html").read_text()
    section = page.partition('<section id="sample"')[2].partition("</section>")[0]
    assert "2 of 2 visits compared with what was published (seed 1)." in section
    assert "0 of 2 differ: 0.00%, Clopper-Pearson interval 0.00%, all compared" in section


def test_the_gate_names_a_sheet_that_was_changed_after_it_was_signed(
    sealed: Place, tmp_path: Path
) -> None:
    place = making.copy(sealed.folder, tmp_path / "release")
    edit(place.folder / "sample.xlsx", lambda sheet: sheet.__setitem__("F2", "Looked at twice."))
    code, broken = place.gate()
    assert code == 1
    assert broken["second-analyst/digests"] == "sample.xlsx is not what was signed."


def test_the_gate_names_a_sample_that_holds_no_more(sealed: Place, tmp_path: Path) -> None:
    place = making.copy(sealed.folder, tmp_path / "release")
    write_answers(place, "Short", "Short")
    code, broken = place.gate()
    assert code == 1
    assert "'A sample says what the reports say' (reports) is failed" in broken["open points"]
    assert "sample.xlsx is not what was signed" in broken["second-analyst/digests"]


def test_the_gate_names_a_sheet_that_is_gone(sealed: Place, tmp_path: Path) -> None:
    place = making.copy(sealed.folder, tmp_path / "release")
    (place.folder / "sample.xlsx").unlink()
    code, broken = place.gate()
    assert (code, next(iter(broken))) == (1, "files")
    assert "sample.xlsx" in broken["files"]


BAD: dict[str, tuple[tuple[str, ...], str, str]] = {
    "half filled": (
        ("Full",), ANALYST, "1 row has nothing below 'In the report', of 2; this is the first.",
    ),
    "an error": (
        ("Full", "Full"), ANALYST,
        "the level of acceptance does not hold: at most 1% wrong with 95% confidence (1 error, so "
        "at most 50.00% of all)",
    ),
    "by the producer": (
        ("Full", "Short"), PRODUCER, f"{PRODUCER} is the producing analyst, whose comparison does",
    ),
    "no word": (("Full", "Brief"), ANALYST, "'Brief' is no word that can stand there."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_sample_that_shows_nothing_is_never_a_pass(place: Place, name: str) -> None:
    words, who, reason = BAD[name]
    write_answers(place, *words, who=who)
    place.edit(
        "release.yml", "checklist: checklist.yml", "checklist: checklist.yml\nsample: sample.xlsx"
    )
    assert place.run("run").code == 0  # the checks pass, and the item does not
    assert item(place)["state"] == "failed"
    assert reason in item(place)["reason"]
    assert str(place.folder) not in item(place)["reason"]
    assert place.run("attest", "reports", "--note", "Fine.", "--by", ANALYST).code == 2
    done = place.sign()
    assert done.code == 1
    assert "'A sample says what the reports say' (reports) is failed" in " ".join(done.out.split())


def test_what_the_gate_says_of_a_sheet_does_not_depend_on_where_it_looks(place: Place) -> None:
    """The gate reads a copy in a folder of its own, and the report must say the same."""
    write_answers(place, "Full")
    place.edit(
        "release.yml", "checklist: checklist.yml", "checklist: checklist.yml\nsample: sample.xlsx"
    )
    place.run("run")
    links = place.gate()[1]
    assert "report" not in links


def test_another_sheet_than_the_one_named_is_said(sealed: Place, tmp_path: Path) -> None:
    place = making.copy(sealed.folder, tmp_path / "release")
    (place.folder / "other.xlsx").write_bytes((place.folder / "sample.xlsx").read_bytes())
    done = place.run("sample", "read", "other.xlsx")
    assert (
        "release.yml names another sample, sample.xlsx: to sign this one, name it there instead."
    ) in done.out
    (tmp_path / "outside.xlsx").write_bytes((place.folder / "sample.xlsx").read_bytes())
    place.edit("release.yml", "sample: sample.xlsx\n", "")
    done = place.run("sample", "read", "../outside.xlsx")
    assert "put it beside release.yml and add 'sample: outside.xlsx' there." in done.out


def test_a_checklist_without_such_an_item_is_said(place: Place) -> None:
    place.edit(
        "catalogue/schemas/checklist.yml", "    sample: Read some.", "    attest: Read some."
    )
    place.edit(
        "release.yml", "checklist: checklist.yml", "checklist: checklist.yml\nsample: sample.xlsx"
    )
    done = place.run("run")
    assert done.code == 2
    assert "A sample is named, but no item of the checklist is shown by one." in done.err


def test_a_sheet_that_is_named_and_not_there_is_an_error_of_the_release(place: Place) -> None:
    (place.folder / "sample.xlsx").unlink()
    place.edit(
        "release.yml", "checklist: checklist.yml", "checklist: checklist.yml\nsample: sample.xlsx"
    )
    done = place.run("run")
    assert done.code == 2
    assert "There is no sample file 'sample.xlsx'." in done.err
    assert ID == "visits-2022"


def test_a_run_without_a_sample_loads_nothing_for_it(loaded: Loaded) -> None:
    """Nor does one whose sample is everything: there is nothing to estimate."""
    needed = {"qa_checks.sampling.estimate", "scipy"}
    assert loaded["a run"] & needed == set()
    assert loaded["a run with a sample"] & needed == {"qa_checks.sampling.estimate"}
