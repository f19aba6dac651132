"""One fault in a slice of a published file is one finding, whatever else it would have upset."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from qa_checks.assessment import run
from qa_checks.model.checks import Finding
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.model.report import Report
from qa_checks.opened import Options
from qa_checks.release import release_from_files
from tests.fuzz.slices import DATA, Slice, read_published

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(),
    reason=f"the published files are not there ({DATA}); they stand beside the project",
)
AS_AT = "providers_as_at_31_march_2021.csv"
IN_YEAR = "inspections_2021-22.csv"
FACTS = {
    AS_AT: ReleaseFacts("slice", "Slice", as_at=dt.date(2021, 3, 31)),
    IN_YEAR: ReleaseFacts(
        "slice", "Slice", period_start=dt.date(2021, 4, 1), period_end=dt.date(2022, 3, 31)
    ),
}
ROW = 5  # which is changed, counted from 0; of a provider that is inspected twice in the year
Found = tuple[str, int | None, str | None]


def cut(name: str) -> Slice:
    """Sixty rows of a published file that have hardly a finding."""
    header, rows = read_published(name)
    return Slice(name, list(header), [list(row) for row in rows[100:160]])


def as_text(piece: Slice) -> str:
    """The slice as a program would export it."""
    stream = io.StringIO()
    csv.writer(stream).writerows([*piece.above, piece.header, *piece.rows])
    return stream.getvalue()


def check(folder: Path, name: str, text: str) -> Report:
    path = folder / name
    path.write_bytes(text.encode())
    return run(release_from_files([path], FACTS[name]), Options())


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Finding]:
    """What is found in the slices as they were published."""
    folder = tmp_path_factory.mktemp("published")
    return frozenset(
        finding for name in FACTS for finding in check(folder, name, as_text(cut(name))).findings
    )


def new(report: Report, known: frozenset[Finding]) -> list[Found]:
    """Check, row and value of what the slice as it was published does not have."""
    before = {(finding.check, finding.row, finding.message) for finding in known}
    return [
        (finding.check, finding.row, finding.value)
        for finding in report.findings
        if (finding.check, finding.row, finding.message) not in before
    ]


IMPOSSIBLE = [
    ("inspected", "05/11/2109", "DAT012"),
    ("inspected", "05/11/1019", "DAT012"),
    ("inspected", "05/11/0019", "DAT012"),
    ("published", "05/11/2109", "DAT020"),
    ("published", "05/11/1019", "DAT023"),
    ("published", "05/11/0019", "DAT023"),
    ("registered", "05/11/2109", "DAT021"),
    ("registered", "05/11/0019", "DAT013"),
    ("inspected", "05/11/19", "inspections.inspection_date.type"),
]


@pytest.mark.parametrize("name", FACTS)
def test_a_year_that_cannot_be(tmp_path: Path, known: frozenset[Finding], name: str) -> None:
    piece = cut(name)
    for row, (column, date, _) in enumerate(IMPOSSIBLE, start=ROW):
        assert piece.put(row, column, date)
    findings = new(check(tmp_path, name, as_text(piece)), known)
    assert sorted(findings) == sorted(
        (reported_by, piece.shown(row), date)
        for row, (_, date, reported_by) in enumerate(IMPOSSIBLE, start=ROW)
    )


def in_lines(piece: Slice) -> list[str]:
    return as_text(piece).splitlines()


@pytest.mark.parametrize("change", ["one more", "one less"])
def test_a_row_of_another_length(tmp_path: Path, known: frozenset[Finding], change: str) -> None:
    piece = cut(AS_AT)
    changed = range(ROW, ROW + 4)
    for row, at in zip(changed, [3, 7, 10, 20], strict=True):
        if change == "one more":
            piece.rows[row].insert(at, "x")
        else:
            del piece.rows[row][at]
    findings = new(check(tmp_path, AS_AT, as_text(piece)), known)
    assert findings == [("STR008", piece.shown(row), None) for row in changed]


def test_a_line_break_in_an_address(tmp_path: Path, known: frozenset[Finding]) -> None:
    lines = in_lines(cut(AS_AT))
    at = next(number for number, line in enumerate(lines) if "Unit" in line or "House," in line)
    head, tail = lines[at].split(",", 8)[:8], lines[at].split(",", 8)[8]
    lines[at] = ",".join([*head, f"\r{tail}"])
    report = check(tmp_path, AS_AT, "\n".join(lines))
    assert [
        (finding.check, finding.row) for finding in report.findings if finding.check == "STR008"
    ] == [("STR008", at + 1)]
    before = {finding.message for finding in known}  # the rows below it are one further down
    assert [finding.check for finding in report.findings if finding.message not in before] == [
        "STR008"
    ]


@pytest.mark.parametrize("sign", ["\x1a", "\x1a\x1a\n", "\x0c\n"])
def test_an_old_mark_of_the_end(tmp_path: Path, known: frozenset[Finding], sign: str) -> None:
    piece = cut(AS_AT)
    report = check(tmp_path, AS_AT, as_text(piece) + sign)
    assert new(report, known) == [("STR007", piece.shown(len(piece.rows)), None)]


@pytest.mark.parametrize(
    "title", ["Table 1: Providers, continued", '"Providers as at 31 March 2021, continued"']
)
def test_a_title_and_a_header_again(tmp_path: Path, known: frozenset[Finding], title: str) -> None:
    lines = in_lines(cut(AS_AT))
    report = check(tmp_path, AS_AT, "\n".join([*lines, title, *lines[:1], ""]))
    assert [finding[0] for finding in new(report, known)] == ["STR009"]


def test_every_row_moved_sideways(tmp_path: Path, known: frozenset[Finding]) -> None:
    for name, right in ((AS_AT, True), (AS_AT, False), (IN_YEAR, False)):
        piece = cut(name)
        for row in piece.rows:
            if right:  # a column put in among the rows
                row.insert(3, "")
                row.pop()
            else:  # and one taken out
                del row[5]
                row.append("")
        report = check(tmp_path, name, as_text(piece))
        [finding] = [finding for finding in report.findings if finding.check == "STR043"]
        assert new(report, known) == [("STR043", 2, None)], (name, right)
        assert ("further right" in finding.message) == right


@pytest.mark.parametrize(
    ("name", "first", "other"),
    [
        (AS_AT, "sector", "authority"),
        (AS_AT, "registered", "places"),
        (AS_AT, "registered", "owner"),
        (AS_AT, "overall", "event"),
        (IN_YEAR, "urn", "places"),
        (IN_YEAR, "sector", "region"),
    ],
)
def test_two_headers_exchanged(
    tmp_path: Path, known: frozenset[Finding], name: str, first: str, other: str
) -> None:
    piece = cut(name)
    names = [piece.place(first), piece.place(other)]
    headers = [piece.header[place] for place in names]
    piece.header[names[0]], piece.header[names[1]] = headers[1], headers[0]
    report = check(tmp_path, name, as_text(piece))
    told = [finding for finding in report.findings if finding.check == "STR042"]
    assert {finding.check for finding in told} == {finding[0] for finding in new(report, known)}
    assert {finding.column for finding in told} <= set(headers)
    assert [finding.column for finding in told] != []
    assert len(told) == len({finding.column for finding in told})


@pytest.mark.parametrize(
    ("first", "other"),
    [("inspected", "published"), ("registered", "inspected"), ("registered", "published")],
)
def test_two_columns_of_days_exchanged_are_one_finding(
    tmp_path: Path, known: frozenset[Finding], first: str, other: str
) -> None:
    piece = cut(AS_AT)
    names = [piece.place(first), piece.place(other)]
    headers = [piece.header[place] for place in names if place is not None]
    for place, header in zip(names, headers[::-1], strict=True):
        assert place is not None
        piece.header[place] = header
    report = check(tmp_path, AS_AT, as_text(piece))
    [fault] = [fault for fault in report.findings if fault.check == "STR042"]
    before = {(finding.check, finding.row) for finding in known}  # one of them shows the day
    assert {item[:2] for item in new(report, known)} - before == {("STR042", 2)}
    assert f"exchanged with '{headers[0]}'" in fault.message
    assert fault.column == headers[1]


def test_a_word_for_an_error_is_told_once(tmp_path: Path, known: frozenset[Finding]) -> None:
    piece = cut(AS_AT)
    words = {
        "sector": "#WERT!",
        "urn": "#NV",
        "authority": "#VALEUR!",
        "provision type": "#¡VALOR!",
        "places": "#BEZUG!",
        "inspected": "#NOM?",
        "owner": "#WAARDE!",
        "region": "#N/D",
        "status": "#GWERTH!",
    }
    for row, (column, word) in enumerate(words.items(), start=ROW):
        assert piece.put(row, column, word)
    for row, name in enumerate(("#1 Care Ltd", "#NV Homes!", "# !"), start=ROW + 20):
        assert piece.put(row, "owner", name)
    findings = new(check(tmp_path, AS_AT, as_text(piece)), known)
    assert sorted(findings) == sorted(
        ("STR017", piece.shown(row), word) for row, word in enumerate(words.values(), start=ROW)
    )


def test_rows_that_are_all_of_another_length(tmp_path: Path, known: frozenset[Finding]) -> None:
    piece = cut(IN_YEAR)
    for row in piece.rows:
        del row[5]
    [finding] = new(check(tmp_path, IN_YEAR, as_text(piece)), known)
    assert finding == ("STR008", 2, None)


def test_a_header_again_with_marks_in_it(tmp_path: Path, known: frozenset[Finding]) -> None:
    lines = in_lines(cut(IN_YEAR))
    again = ",".join(f"{name}\u200b" for name in lines[0].split(","))
    report = check(tmp_path, IN_YEAR, "\n".join([*lines, again, ""]))
    assert [finding[:2] for finding in new(report, known)] == [
        ("STR009", len(lines) + 1),
        ("STR019", len(lines) + 1),
    ]


def test_what_follows_from_a_fault_is_not_told_with_it(
    tmp_path: Path, known: frozenset[Finding]
) -> None:
    for name, column, value, check_id, row in (
        (IN_YEAR, "sector", "Voluntary", "DUP005", None),
        (AS_AT, "government office region", "North East", "REG002", ROW),
    ):
        piece = cut(name)
        place = [header.casefold() for header in piece.header].index(column)
        assert piece.rows[ROW][place] != value
        piece.rows[ROW][place] = value
        piece.rows[31] = list(piece.rows[30])
        findings = new(check(tmp_path, name, as_text(piece)), known)
        assert sorted(item[0] for item in findings) == sorted([check_id, "STR010"]), name
        rows = {item[0]: item[1] for item in findings}
        assert rows["STR010"] == piece.shown(31)
        assert row is None or rows[check_id] == piece.shown(row)


def test_a_detail_that_differs_between_two_rows_is_told_by_the_rule_that_knows_it_too(
    tmp_path: Path, known: frozenset[Finding]
) -> None:
    piece = cut(IN_YEAR)
    changes = {
        10: ("event", "Monitoring inspection", {"EVT006", "EVT007"}),
        24: ("provision type", "Boarding School", {"DUP005", "DIS009"}),
        44: ("owner", "Exampleshire County Council", {"DUP005", "SEC005"}),
        51: ("registered", "01/04/2022", {"DAT008", "DUP005"}),
        54: ("government office region", "London", {"REG002"}),
    }
    headers = [header.casefold() for header in piece.header]
    for row, (column, value, _) in changes.items():
        if column == "government office region":
            piece.rows[row][headers.index(column)] = value
        else:
            assert piece.put(row, column, value)
    findings = new(check(tmp_path, IN_YEAR, as_text(piece)), known)
    told = sorted(item[0] for item in findings)
    assert told == sorted(check_id for _, _, checks in changes.values() for check_id in checks)


def test_what_cannot_be_read_hides_no_other_fault(
    tmp_path: Path, known: frozenset[Finding]
) -> None:
    piece = cut(AS_AT)
    for row, column, value in (
        (3, "provision type", "Home"),
        (3, "Name", "Oak House"),
        (4, "provision type", "Home"),
        (4, "Town", "Leeds"),
        (24, "government office region", "Mercia"),
        (24, "Ofsted region", "London"),
    ):
        headers = [header.casefold() for header in piece.header]
        piece.rows[row][headers.index(column.casefold())] = value
    findings = new(check(tmp_path, AS_AT, as_text(piece)), known)
    assert sorted(item[:2] for item in findings) == [
        ("DIS001", piece.shown(3)),
        ("DIS008", piece.shown(4)),
        ("REG003", piece.shown(24)),
        ("providers.government_office_region.in", piece.shown(24)),
        ("providers.provision_type.in", piece.shown(3)),
        ("providers.provision_type.in", piece.shown(4)),
    ]
