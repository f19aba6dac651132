"""A first release.yml for files that are there: what they show is filled in."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue import Catalogue, load
from qa_checks.errors import InputError
from qa_checks.model import Input
from qa_checks.reading.release_files import Reading, read_files
from qa_checks.reading.store import Store, connect, prepare
from qa_checks.release import InputFile

BASES = ("latest", "in_year", "register")
REGISTER = "local_authorities"
NEEDED = {"valid_from", "valid_to", "government_office_region"}
MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS)
_DAY = rf"(\d{{1,2}}) ({_MONTH}) (\d{{4}})"
AS_AT = re.compile(rf"\b(?:as )?at {_DAY}\b")
SPAN = re.compile(rf"\b{_DAY} (?:to|until|and) {_DAY}\b")
MONTHS_SPAN = re.compile(rf"\b({_MONTH})(?: (\d{{4}}))? to ({_MONTH}) (\d{{4}})\b")
YEAR = re.compile(r"\b(?:in|for|during)? ?(?:the )?(?:year )?(20\d\d) (\d\d)\b(?! \d)")
DASH = re.compile(r"\s+[–—-]\s+")

HEAD = """\
# A first draft by `qa-checks init`: read it through, correct it, then check the release with
# `qa-checks run`. Lines that begin with # are not read. Paths are relative to this file.

"""
UNKNOWN_AS_AT = """\
# as_at: 2021-08-31                            # the date the latest inspections are counted on
"""
UNKNOWN_PERIOD = """\
# period: {start: 2021-04-01, end: 2021-08-31}  # first and last day, both included
"""
OPEN_FACTS = """\
# published_by: 2021-09-30                     # cut-off: reports published later are not counted
# status: provisional                          # or: final
# producer: producing.analyst@example.org
"""
OPEN_NUMBERS = """\
# expect:                                      # numbers that rules compare with
#   providers: 3000
"""
OPEN_UNGRADED = """\
#   graded_local_authorities: 148
#   ungraded:                                  # each one without a grade, and why
#     North Northamptonshire: formed 1 April 2021
"""
OPEN_END = """\
# previous: ../summer-2021/release.yml         # the release before this one, to compare with
# documents:
#   - {path: main_findings.docx, title: Main findings}
# decisions: decisions.yml                     # what was decided about findings, and until when
"""


@dataclass(frozen=True)
class Clue:
    """A text that says something of the release, and where it stands."""

    text: str
    where: str

    @property
    def words(self) -> str:
        """The text in lower case with one blank between words, so that file names read alike."""
        return re.sub(r"[\s_\-–—/.,]+", " ", self.text).casefold()


def draft_release(files: Sequence[Path], beside: Path, catalogue_folder: Path) -> str:
    """Read the files as a run would and describe what they show.

    Parameters
    ----------
    files
        The files of the release.
    beside
        The folder the release file will stand in; paths are written relative to it.
    catalogue_folder
        Holds the layouts that files are recognised by.

    Returns
    -------
    str
        The text of a release.yml, with comments.

    Raises
    ------
    InputError
        If one of the files cannot be read or is no known table.
    """
    connection = connect()
    shown = [_relative(path, beside) for path in files]
    inputs = [InputFile(path, name) for path, name in zip(files, shown, strict=True)]
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        catalogue = load(catalogue_folder, connection)
        store = Store(connection, catalogue, Path(scratch))
        prepare(store)
        reading = read_files(store, inputs)
        if reading.problems:
            raise InputError(" ".join(problem.message for problem in reading.problems))
        clues = _clues(store, reading)
        as_at, as_at_clue = guess_as_at(clues)
        return "".join(
            (
                HEAD,
                _identity(clues, files),
                _line("as_at", f"{as_at}", as_at_clue) if as_at else UNKNOWN_AS_AT,
                _period(clues),
                OPEN_FACTS,
                _files(shown, reading.inputs, catalogue),
                _expectations(store, reading, as_at),
                OPEN_END,
            )
        )


def guess_as_at(clues: Sequence[Clue]) -> tuple[dt.date | None, Clue | None]:
    """The latest date that stands behind 'as at' or 'at'."""
    found = [
        (day, clue)
        for clue in clues
        for match in AS_AT.finditer(clue.words)
        if (day := _day(*match.groups()))
    ]
    return max(found, key=lambda pair: pair[0], default=(None, None))


def guess_period(clues: Sequence[Clue]) -> tuple[dt.date, dt.date, Clue] | None:
    """The first span of days or months, else the first year such as 2023-24 (April to March)."""
    for clue in clues:
        for match in SPAN.finditer(clue.words):
            start, end = _day(*match.groups()[:3]), _day(*match.groups()[3:])
            if start and end and start <= end:
                return start, end, clue
        for match in MONTHS_SPAN.finditer(clue.words):
            start, end = _day("1", match[1], match[2] or match[4]), _last_day(match[3], match[4])
            if start and start <= end:
                return start, end, clue
    for clue in clues:
        for match in YEAR.finditer(clue.words):
            year = int(match[1])
            if (year + 1) % 100 == int(match[2]):
                return dt.date(year, 4, 1), dt.date(year + 1, 3, 31), clue
    return None


def _day(day: str, month: str, year: str) -> dt.date | None:
    number = next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(month))
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def _last_day(month: str, year: str) -> dt.date:
    first = _day("28", month, year) or dt.date.max
    return (first + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _clues(store: Store, reading: Reading) -> list[Clue]:
    """Title rows and sheet names of the known tables, then file names."""
    rows = store.connection.execute(
        "SELECT file, sheet, title FROM extract_sheets ORDER BY _source"
    ).fetchall()
    clues = []
    for file, sheet, title in rows:
        place = f"{Path(file).name}, sheet {sheet}" if sheet else Path(file).name
        first = (title or "").split(" / ")[0]
        clues += [Clue(first, f"the title of {place}")] if first else []
    clues += [Clue(sheet, f"a sheet of {Path(file).name}") for file, sheet, _ in rows if sheet]
    names = dict.fromkeys(one.path for one in reading.inputs)
    return clues + [Clue(Path(name).name.split(".")[0], "the file's name") for name in names]


def _identity(clues: Sequence[Clue], files: Sequence[Path]) -> str:
    titles = [clue for clue in clues if clue.where.startswith("the title") and len(clue.words) > 25]
    if titles:
        parts = [DASH.split(clue.text)[0].strip() for clue in titles]
        several = len(titles) > 1 and len(set(parts)) == 1
        title, where = (parts[0] if several else titles[0].text), titles[0].where
    else:
        stem = re.sub(r"[_\s]+", " ", files[0].name.split(".")[0]).strip()
        title, where = f"{stem[:1].upper()}{stem[1:]}" or "Release", "the file's name"
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold().replace("'", "").replace("’", ""))
    name = name.strip("-")[:60].strip("-") or "release"
    return (
        f"# Made of the title; reports go to reports/{name}.\nrelease: {name}\n"
        f"# From {where}.\ntitle: {_quote(title)}\n"
    )


def _period(clues: Sequence[Clue]) -> str:
    period = guess_period(clues)
    if period is None:
        return UNKNOWN_PERIOD
    start, end, clue = period
    return _line("period", f"{{start: {start}, end: {end}}}", clue)


def _line(key: str, value: str, clue: Clue | None) -> str:
    said = f"# From {clue.where}: {_shorten(clue.text)}\n" if clue else ""
    return f"{said}{key}: {value}\n"


def _files(shown: Sequence[str], inputs: Sequence[Input], catalogue: Catalogue) -> str:
    lines = ["files:\n"]
    for path in shown:
        known = [one for one in inputs if one.path == path and one.layout]
        bases = {catalogue.layouts[one.layout or ""].set.get("basis") for one in known}
        basis = bases.pop() if len(bases) == 1 else None
        for one in known:
            sheet = f"sheet {one.sheet}: " if one.sheet else ""
            lines.append(f"  # {_shorten(sheet)}{one.layout_title}, {one.rows:,} rows\n")
        unknown = sum(one.path == path and not one.layout for one in inputs)
        if unknown:
            lines.append(
                f"  # Not checked: {unknown} more {'sheet' if unknown == 1 else 'sheets'}\n"
            )
        tail = f", basis: {basis}" if basis in BASES else ""
        lines.append(f"  - {{path: {_quote(path)}{tail}}}\n")
    return "".join(lines)


def _expectations(store: Store, reading: Reading, as_at: dt.date | None) -> str:
    """Local authorities of the date by the register; what is graded is for the analyst to say."""
    tables = {name for one in reading.inputs for name in one.tables}
    register = store.catalogue.codes.get(REGISTER)
    if REGISTER not in tables or register is None or not set(register.columns) >= NEEDED:
        return OPEN_NUMBERS
    if as_at is None:
        return f"# expect:\n#   local_authorities: 152\n{OPEN_UNGRADED}"
    [(existing, listed)] = store.connection.execute(
        f"SELECT count(DISTINCT code), (SELECT count(DISTINCT local_authority) FROM {REGISTER}) "
        f"FROM codes.{REGISTER} WHERE government_office_region <> 'Wales' "
        "AND $1 BETWEEN coalesce(valid_from, $1) AND coalesce(valid_to, $1)",
        [as_at],
    ).fetchall()
    return (
        "expect:\n"
        f"  # The register of local authorities has {existing} at {as_at:%d/%m/%Y}; "
        f"the files list {listed}.\n"
        f"  local_authorities: {existing}\n{OPEN_UNGRADED}"
    )


def _relative(path: Path, beside: Path) -> str:
    return Path(os.path.relpath(path.absolute(), beside.absolute())).as_posix()


def _quote(text: str) -> str:
    """A text as YAML, plain where that is safe."""
    plain = re.fullmatch(r"(\.\./)*[A-Za-z][A-Za-z0-9 _./'()–-]*[A-Za-z0-9)]", text)
    if plain and text.casefold() not in ("yes", "no", "on", "off", "true", "false", "null"):
        return text
    return json.dumps(text)


def _shorten(text: str) -> str:
    """A text that fits into a comment: one line, not too long, nothing that acts."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= 90 else f"{line[:89]}…"
