"""A first release.yml, and tables.yml, for files that are there: what they show is filled in."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from qa_checks.catalogue import load_schemas
from qa_checks.engines import reference
from qa_checks.errors import InputError, UsageError
from qa_checks.model.inputs import ReleaseFacts
from qa_checks.published.numbers import Numbers
from qa_checks.reading.absences import find_absences
from qa_checks.reading.clues import Clue, guess_as_at, guess_period
from qa_checks.reading.connection import connect
from qa_checks.reading.headers import known_names, recognise
from qa_checks.reading.loaded import OF_RELEASE, Loaded, with_facts
from qa_checks.reading.release_files import read_files
from qa_checks.reading.unread_sheets import explain_unread
from qa_checks.release import TO_FILL_IN, InputFile, Release
from qa_checks.scaffold.expected import draft_expected
from qa_checks.scaffold.met_tables import open_with_titles, titles_in
from qa_checks.scaffold.readings import Reader
from qa_checks.scaffold.release_title import name_release, title_of
from qa_checks.scaffold.tables_draft import TablesDraft, draft_tables
from qa_checks.text_files import is_text
from qa_checks.words import plural
from qa_checks.yaml_text import quote, shorten

HEAD = """\
# A first draft by `qa-checks init`: read it through, correct it, then check the release with
# `qa-checks run`. Lines that begin with # are not read. Paths are relative to this file.

"""
UNKNOWN_AS_AT = """\
# as_at: 2021-08-31                            # the date the release describes
"""
UNKNOWN_PERIOD = """\
# period: {start: 2021-04-01, end: 2021-08-31}  # first and last day, both included
"""
OPEN_FACTS = """\
# The publication cut-off: what is published later is not counted. Without it the checks that
# need it are skipped, and the verdict is at best incomplete.
# published_by: 2021-09-30
# status: provisional                          # or: final
# producer: producing.analyst@example.org
"""
OPEN_PREVIOUS = """\
# previous: ../summer-2021/release.yml         # the release before this one, to compare with
"""
OPEN_ABSENT = """\
# absent:                                      # columns such files have, and these have not: why
#   {column}: the system of record does not give it
"""
OPEN_TABLES = """\
# tables: tables.yml                           # what each published table shows
"""
TO_COMPLETE = """\
# tables: tables.yml  # nothing of it is told by the tables: complete it, then take the # away
"""
OPEN_DOCUMENTS = """\
# documents:
#   - {path: main_findings.docx, title: Main findings}
"""
OPEN_CLAIMS = """\
# claims: claims.yml                           # what the numbers of a text are, bound to queries
"""
OPEN_END = """\
# decisions: decisions.yml                     # what was decided: `qa-checks decide` writes it
# checklist: checklist.yml                     # what was looked at: `qa-checks attest` writes it
"""


class Draft(Struct, frozen=True):
    """The text of a release.yml, and of the tables.yml it names if published tables were met."""

    release: str
    tables: TablesDraft | None = None


def draft_release(files: Sequence[Path], beside: Path, catalogue_folder: Path | None) -> Draft:
    """Read the files as a run would and describe what they show.

    Parameters
    ----------
    beside
        The folder the release file will stand in; paths are written relative to it.
    catalogue_folder
        Holds the layouts that files are recognised by.

    Returns
    -------
    Draft
        Both texts, with comments.

    Raises
    ------
    InputError
        If one of the files cannot be read or is no known table.
    UsageError
        If all of them are texts.
    """
    texts = [path for path in files if is_text(path)]
    files = [path for path in files if path not in texts]
    if not files:
        raise UsageError(
            "There are only texts among these files, and no rows or tables.",
            remedy="Give the data files of the release as well, or check the texts alone with "
            "`qa-checks check`.",
        )
    shown = [_relative(path, beside) for path in files]
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as scratch:
        connection = connect(scratch=Path(scratch))
        schemas = load_schemas(catalogue_folder, connection)
        inputs = [
            open_with_titles(InputFile(path, name), schemas, Path(scratch))
            for path, name in zip(files, shown, strict=True)
        ]
        loaded = read_files(connection, schemas, Path(scratch), inputs)
        if loaded.problems:
            raise InputError(" ".join(problem.message for problem in loaded.problems))
        clues = _clues(loaded)
        as_at, as_at_clue = guess_as_at(clues)
        tables = _tables(inputs, loaded, as_at, guess_period(clues))
        declared = tables.titles if tables else ()
        text = "".join(
            (
                HEAD,
                name_release(clues, files),
                _line("as_at", f"{as_at}", as_at_clue) if as_at else UNKNOWN_AS_AT,
                _period(clues),
                OPEN_FACTS,
                _files(inputs, loaded, _unread(inputs, loaded, declared), declared),
                TO_COMPLETE if tables and not declared else "",
                "tables: tables.yml  # what each published table shows\n" if declared else "",
                draft_expected(loaded, as_at),
                OPEN_PREVIOUS,
                _absent(loaded, as_at),
                "" if tables else OPEN_TABLES,
                _documents(texts, beside),
                OPEN_END,
            )
        )
        return Draft(text, tables)


def _tables(
    inputs: Sequence[InputFile],
    loaded: Loaded,
    as_at: dt.date | None,
    period: tuple[dt.date, dt.date, Clue] | None,
) -> TablesDraft | None:
    """What the published tables show that stand in the files; None without any."""
    titles = list(dict.fromkeys(title for item in inputs for title in item.titles))
    if not titles:
        return None
    start, end = period[:2] if period else (None, None)
    facts = ReleaseFacts("", "", as_at=as_at, period_start=start, period_end=end)
    loaded = with_facts(loaded, {OF_RELEASE: facts})
    engine = reference.start(loaded, Release(facts, ()).parameters)
    return draft_tables(titles, Reader(Numbers(engine, loaded), loaded.schemas.codes))


def _clues(loaded: Loaded) -> list[Clue]:
    """Title rows and sheet names of the known tables, then file names."""
    rows = loaded.connection.execute(
        "SELECT file, sheet, title FROM extract_sheets ORDER BY _source"
    ).fetchall()
    clues = []
    for file, sheet, title in rows:
        place = f"{Path(file).name}, sheet {sheet}" if sheet else Path(file).name
        first = (title or "").split(" / ")[0]
        clues += [Clue(first, f"the title of {place}")] if first else []
    clues += [Clue(sheet, f"a sheet of {Path(file).name}") for file, sheet, _ in rows if sheet]
    names = dict.fromkeys(item.path for item in loaded.inputs)
    return clues + [Clue(Path(name).name.split(".")[0], "the file's name") for name in names]


def _period(clues: Sequence[Clue]) -> str:
    period = guess_period(clues)
    if period is None:
        return UNKNOWN_PERIOD
    start, end, clue = period
    return _line("period", f"{{start: {start}, end: {end}}}", clue)


def _line(key: str, value: str, clue: Clue | None) -> str:
    told = "" if not clue or clue.where.startswith("the title") else f": {clue.text}"
    comment = f"# {shorten(f'From {clue.where}{told}')}\n" if clue else ""
    return f"{comment}{key}: {value}\n"


def _unread(
    inputs: Sequence[InputFile], loaded: Loaded, declared: Collection[str]
) -> dict[str, dict[str, str]]:
    """Sheets of each file that look like data and are no known table, for a person to say why."""
    layouts = [known_names(layout) for layout in loaded.schemas.layouts.values()]
    unread: dict[str, dict[str, str]] = {}
    for item in inputs:
        read = {entry.sheet for entry in loaded.inputs if entry.path == item.shown and entry.layout}
        for sheet in item.opened.sheets if item.opened else ():
            name = sheet.name or ""
            known = recognise(sheet.head, layouts) or not set(declared).isdisjoint(titles_in(sheet))
            if sheet.name in read or known:
                continue
            if explain_unread(sheet, item, layouts, loaded.schemas):
                why = f"{TO_FILL_IN}: say why it need not be checked"
                unread.setdefault(item.shown, {})[name] = why
    return unread


def _files(
    inputs: Sequence[InputFile],
    loaded: Loaded,
    unread: Mapping[str, Mapping[str, str]],
    declared: Collection[str],
) -> str:
    lines = ["files:\n"]
    for given in inputs:
        path = given.shown
        entries = [item for item in loaded.inputs if item.path == path]
        known = [item for item in entries if item.layout]
        bases = {loaded.schemas.layouts[item.layout or ""].basis for item in known}
        basis = bases.pop() if len(bases) == 1 else None
        for item in known:
            sheet = f"sheet {item.sheet}: " if item.sheet else ""
            lines.append(f"  # {shorten(sheet)}{item.layout_title}, {plural(item.rows, 'row')}\n")
        tables = sum(title in declared for title in given.titles)
        lines += [f"  # {plural(tables, 'published table')}\n"] if tables else []
        unknown = sum(not item.layout and not item.published for item in entries)
        if unknown:
            lines.append(f"  # Not checked: {plural(unknown, 'more sheet')}\n")
        if not known and not tables:
            lines.append("  # Published tables that nothing declares yet: complete tables.yml\n")
        tail = f", basis: {basis}" if basis else ""
        if path not in unread:
            lines.append(f"  - {{path: {quote(path)}{tail}}}\n")
            continue
        lines.append(f"  - path: {quote(path)}\n")
        lines += [f"    basis: {basis}\n"] if basis else []
        lines.append("    unchecked:  # they look like data and are no known table\n")
        lines += [f"      {quote(name)}: {quote(why)}\n" for name, why in unread[path].items()]
    return "".join(lines)


def _documents(texts: Sequence[Path], beside: Path) -> str:
    """The texts of the release: the sign-off covers them, and claims may be about them."""
    if not texts:
        return OPEN_DOCUMENTS
    lines = []
    for path in texts:
        if not path.is_file():
            raise InputError("There is no such file.", where=str(path))
        shown, title = quote(_relative(path, beside)), quote(title_of(path) or "Text")
        lines.append(f"  - {{path: {shown}, title: {title}}}\n")
    return "".join(["documents:\n", *lines, OPEN_CLAIMS])


def _absent(loaded: Loaded, as_at: dt.date | None) -> str:
    """The columns such files always have and these have not, for a person to say why."""
    release = Release(ReleaseFacts(id="", title="", as_at=as_at), inputs=())
    absent = find_absences(loaded, release)
    titles = dict.fromkeys(column.title for column in absent)
    if not titles:
        return OPEN_ABSENT.format(column=quote(_last_column(loaded)))
    lines = [
        f"  {quote(title)}: {quote(f'{TO_FILL_IN}: say why it is absent')}\n" for title in titles
    ]
    return "".join(
        ["absent:  # such files have these columns: restore them, or say why not\n", *lines]
    )


def _last_column(loaded: Loaded) -> str:
    """The header of one column of the files, as an example."""
    known = [entry for entry in loaded.inputs if entry.layout]
    read = [
        column.header.strip() for entry in known[:1] for column in entry.columns if column.table
    ]
    return read[-1] if read else "Name of a column"


def _relative(path: Path, beside: Path) -> str:
    return Path(os.path.relpath(path.absolute(), beside.absolute())).as_posix()
