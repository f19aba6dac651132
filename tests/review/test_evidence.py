"""An item is proven by checks or attested by a person who did not produce the release."""

from __future__ import annotations

import datetime as dt
import fnmatch
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from qa_checks.catalogue import Catalogue, builtin, load
from qa_checks.catalogue.checklist import Checklist
from qa_checks.catalogue.typed_records import read_record
from qa_checks.errors import CatalogueError, ReleaseError
from qa_checks.model.accountability import Assurance, ChecklistItem
from qa_checks.model.checks import Outcome, State
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.record.attestations import AttestationFile, read_attestations
from qa_checks.record.decision_file import DecisionFile
from qa_checks.review.evidence import Proofs, check_proofs, fill
from tests import markdown
from tests.own_rules import parser
from tests.render.reports import check, finding, outcome

TODAY = dt.date(2022, 1, 31)
FACTS = ReleaseFacts("autumn", "Autumn", producer="producing.analyst@example.org")
LIST = read_record(
    {
        "areas": [
            {
                "area": "processing",
                "title": "Processing",
                "items": [
                    {"id": "dates", "title": "Dates agree", "checks": ["DAT*", "visits.day.*"]},
                    {"id": "code-read", "title": "The code was read", "attest": "Read it."},
                ],
            }
        ]
    },
    Checklist,
)


def attested(item: str = "code-read", **changes: Any) -> AttestationFile:
    entry = {
        "item": item,
        "note": "Version 3, line by line.",
        "who": "second.analyst@example.org",
        "when": dt.date(2022, 1, 31),
        **changes,
    }
    return read_record({"attested": [entry]}, AttestationFile)


def filled(
    outcomes: Sequence[Outcome] | None = (), attested: AttestationFile | None = None
) -> tuple[ChecklistItem, ...]:
    return fill(LIST, Proofs(outcomes), attested, FACTS, TODAY)


def ended(state: str, id: str = "DAT004", **parts: object) -> Outcome:  # noqa: A002
    of = check(id)
    findings = [finding(of)] if state in ("failed", "waived") else []
    return outcome(of, state, findings, **parts)


def stands(*outcomes: Outcome) -> tuple[str, str]:
    dates, _ = filled(outcomes)
    return dates.state, dates.reason


def test_checks_that_passed_prove_an_item() -> None:
    dates, code = filled(
        [ended("passed"), ended("passed", "visits.day.type"), ended("failed", "GRD001")]
    )
    assert (dates.state, dates.reason) == ("proven", "2 checks passed")
    assert (dates.area, dates.checks) == ("Processing", ("DAT004", "visits.day.type"))
    assert (code.state, code.reason, code.asks) == ("open", "nobody has attested it", "Read it.")
    assert (code.note, code.who, code.when, code.checks) == (None, None, None, ())


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([ended("passed"), ended("waived", "DAT005")], ("proven", "1 check passed, 1 waived")),
        (
            [ended("passed"), ended("skipped", "DAT005", reason="no row in its scope")],
            ("proven", "1 check passed; 1 does not apply to this release"),
        ),
        ([ended("passed"), ended("failed", "DAT005")], ("failed", "DAT005 failed")),
        (
            [ended("passed"), ended("skipped", "DAT005", reason="no as-at date", required=True)],
            ("not checked", "DAT005 skipped (no as-at date)"),
        ),
        (
            [ended("passed"), ended("errored", "DAT005", reason="overflow", required=True)],
            ("not checked", "DAT005 errored (overflow)"),
        ),
        (
            [ended("skipped", f"DAT00{n}", reason="no previous release") for n in range(7)],
            (
                "not checked",
                "DAT000, DAT001, DAT002, DAT003, DAT004 and 2 more skipped (no previous release)",
            ),
        ),
        ([ended("passed", "GRD001")], ("not checked", "none of its checks was run")),
    ],
    ids=["waived", "not applicable", "failed", "required", "errored", "all skipped", "none"],
)
def test_what_did_not_pass_proves_nothing(
    outcomes: list[Outcome], expected: tuple[str, str]
) -> None:
    assert stands(*outcomes) == expected


def warned(id: str = "DAT006") -> Outcome:  # noqa: A002
    of = check(id, "warning")
    return outcome(of, "failed", [finding(of)])


def test_a_warning_leaves_an_item_open_until_it_is_decided() -> None:
    assert stands(ended("passed"), warned(), warned("DAT007")) == (
        "open", "no decision yet on DAT006 and DAT007",
    )  # fmt: skip
    assert stands(warned(), ended("failed", "DAT005")) == ("failed", "DAT005 failed")
    [item, _] = filled([warned()], attested("dates"))
    assert (item.state, item.who) == ("open", None), "a finding is decided, not attested"


def test_a_column_that_is_absent_leaves_an_item_unproven() -> None:
    lacks = {"lacks": ("Publication date", "Town")}
    assert stands(ended("passed", **lacks), ended("passed", "DAT005")) == (
        "not checked", "no column Publication date or Town",
    )  # fmt: skip
    beside = ended("skipped", "DAT005", reason="no row in its scope", **lacks)
    assert stands(ended("passed"), beside)[0] == "proven"


def test_a_run_of_some_checks_proves_nothing() -> None:
    dates, code = filled(None)
    assert (dates.state, dates.reason) == ("not checked", "only some checks were run")
    assert code.state == "open"


def test_the_second_analyst_attests_what_no_check_proves() -> None:
    _, code = filled([], attested())
    assert (code.state, code.reason, code.note) == ("attested", "", "Version 3, line by line.")
    assert (code.who, code.when) == ("second.analyst@example.org", dt.date(2022, 1, 31))


@pytest.mark.parametrize(
    "who", ["producing.analyst@example.org", " Producing.Analyst@EXAMPLE.org "]
)
def test_the_producing_analyst_cannot_attest(who: str) -> None:
    _, code = filled([], attested(who=who))
    assert (code.state, code.reason) == (
        "open",
        "attested by the producing analyst, which does not count",
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"when": dt.date(2022, 1, 30)},
            "attested on 30/01/2022, before the last day of this release",
        ),
        (
            {"note": "ok"},
            "attested by 'second.analyst@example.org' with the note 'ok', which does not say what "
            "was looked at, or by whom",
        ),
        (
            {"who": "?"},
            "attested by '?' with the note 'Version 3, line by line.', which does not say what was "
            "looked at, or by whom",
        ),
    ],
)
def test_what_was_looked_at_before_the_release_or_is_not_said_does_not_count(
    changes: dict[str, Any], reason: str
) -> None:
    facts = replace(FACTS, as_at=dt.date(2022, 1, 31))
    _, code = fill(LIST, Proofs([]), attested(**changes), facts, TODAY)
    assert (code.state, code.reason) == ("open", reason)


def test_an_attestation_of_tomorrow_does_not_count_today() -> None:
    _, code = filled([], attested(when=dt.date(2022, 2, 1)))
    assert (code.state, code.reason) == ("open", "attested on 01/02/2022, after this run")


def test_what_could_not_be_checked_may_be_attested_and_still_says_why() -> None:
    skipped = ended("skipped", reason="no previous release")
    dates, _ = filled([skipped], attested("dates"))
    assert (dates.state, dates.reason) == ("attested", "DAT004 skipped (no previous release)")


@pytest.mark.parametrize("state", [State.PASSED, State.FAILED])
def test_a_persons_word_changes_nothing_that_a_check_says(state: State) -> None:
    assert filled([ended(state)], attested("dates")) == filled([ended(state)])


def test_an_item_that_is_not_on_the_checklist_is_refused() -> None:
    with pytest.raises(ReleaseError) as caught:
        filled([], attested("code-raed"))
    assert str(caught.value) == (
        "'code-raed' is attested, but is not an item of the checklist. Did you mean 'code-read'?"
    )
    with pytest.raises(ReleaseError, match="The catalogue has no checklist"):
        fill(Checklist(), Proofs([]), attested(), FACTS, TODAY)


def test_a_skeleton_of_attestations_is_read(tmp_path: Path) -> None:
    path = tmp_path / "checklist.yml"
    path.write_text("attested:\nassumptions:\nlimitations: [Two areas are new.]\nassurance:\n")
    read = read_attestations(path)
    assert (read.attested, read.stated) == ([], Assurance("", (), ("Two areas are new.",)))


@pytest.mark.parametrize(
    ("assurance", "stated"), [("OK.", ""), ("FILL IN", ""), ("It may go out.", "It may go out.")]
)
def test_a_statement_that_says_nothing_states_nothing(assurance: str, stated: str) -> None:
    assert read_record({"assurance": assurance}, AttestationFile).stated.statement == stated


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("attested:\n  - {item: a, note: n, who: w}\n", "2: 'when' is missing."),
        ("attestd: []\n", "1: 'attestd' is not a key of this file. Did you mean 'attested'?"),
        (
            "attested:\n  - {item: a, note: n, who: w, when: 2022-01-01}\n"
            "  - {item: a, note: n, who: w, when: 2022-01-01}\n",
            "the item 'a' is attested twice.",
        ),
    ],
)
def test_attestations_that_are_not_well_formed_are_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "checklist.yml"
    path.write_text(text)
    with pytest.raises(ReleaseError) as caught:
        read_attestations(path)
    assert str(caught.value).endswith(message)


def test_the_built_in_checklist_covers_the_areas_of_the_methodology(catalogue: Catalogue) -> None:
    checklist = catalogue.checklist
    assert [area.title for area in checklist.areas] == [
        "SQL that exports the data",
        "Processing and calculations",
        "Release template",
        "Combined dataset",
        "Analysis",
        "Main findings",
        "Supplementary statistics",
    ]
    assert all(any(item.attest for item in area.items) for area in checklist.areas)


def test_every_rule_proves_some_item(catalogue: Catalogue) -> None:
    patterns = [
        pattern
        for area in catalogue.checklist.areas
        for item in area.items
        for pattern in item.checks or ()
    ]
    assert [
        rule for rule in catalogue.rules if not any(fnmatch.fnmatchcase(rule, p) for p in patterns)
    ] == []


@pytest.fixture
def changed(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the built-in catalogue whose checklist has another text."""
    for part in ("schemas", "rules"):
        shutil.copytree(builtin() / part, tmp_path / part)
    path = tmp_path / "schemas" / "checklist.yml"
    old, new = request.param
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (('"STR*"', '"STX*"'), ":16: 'STX*' fits the id of no check."),
        (('"providers.*"', '"provider.*"'), "'provider.*' fits the id of no check."),
        (("id: dates", "id: sql-read"), "the item 'sql-read' is there twice."),
        (("area: analysis", "area: sql"), "the area 'sql' is there twice."),
        (('checks: ["STR*"]', "atest: x"), "'atest' is not a key of this file."),
        (
            ('checks: ["STR*"]', ""),
            "an item has 'checks' that prove it, 'attest', or both, or 'sample'.",
        ),
        (("sample: >-", "attest: a\n        sample: >-"), "an item with 'sample' has neither"),
    ],
    indirect=["changed"],
)  # fmt: skip
def test_a_checklist_that_is_not_well_formed_is_refused(changed: Path, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        check_proofs(load(changed, parser()))
    assert str(changed / "schemas" / "checklist.yml") in str(caught.value)
    assert message in str(caught.value)


def test_the_files_of_the_docs_are_well_formed() -> None:
    decided, attested, own = markdown.blocks(markdown.read("docs/decisions.md"), "yaml")
    [entry] = read_record(yaml.safe_load(decided), DecisionFile).decisions
    assert [identity.file for identity in entry.identities] == ["data/homes.csv"]
    record = read_record(yaml.safe_load(attested), AttestationFile)
    assert [note.item for note in record.attested] == ["sql-read"]
    assert read_record(yaml.safe_load(own), Checklist).areas[0].area == "extract"
    page = markdown.read("docs/decisions.md").partition("## The checklist")[2]
    assert re.findall(r"^\| ([a-z ]+) \| ", page, re.MULTILINE) == [
        "proven", "failed", "not checked", "open", "attested",
    ]  # fmt: skip


def test_a_catalogue_may_have_no_checklist(tmp_path: Path) -> None:
    for part in ("schemas", "rules"):
        shutil.copytree(builtin() / part, tmp_path / part)
    (tmp_path / "schemas" / "checklist.yml").unlink()
    assert load(tmp_path).checklist == Checklist()
