"""A release opened: its files read and its catalogue at hand, until the end of a `with`."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks.allowance import Patience, allow
from qa_checks.catalogue import Catalogue, Schemas, load_rules, load_schemas
from qa_checks.catalogue.limits import find_limits
from qa_checks.engines.memory import bounded
from qa_checks.errors import InputError, ReleaseError
from qa_checks.model.checks import Severity
from qa_checks.model.inputs import Role
from qa_checks.plan import Choice, Given
from qa_checks.plan.reasons import EXPECTED
from qa_checks.reading.absences import find_absences
from qa_checks.reading.cell_faults import find_faults
from qa_checks.reading.connection import connect, hold_little, hold_more, lock, open_empty
from qa_checks.reading.contents import Limits
from qa_checks.reading.earlier_rows import build_history
from qa_checks.reading.formats import PACKED
from qa_checks.reading.impossible import take_out_impossible
from qa_checks.reading.loaded import Loaded, with_facts
from qa_checks.reading.release_files import hand_over, take_in
from qa_checks.reading.stated import take_from_titles
from qa_checks.reading.system_of_record import check_sources, tell_sources
from qa_checks.reading.unread_cells import find_concerned
from qa_checks.reference_days import refuse_days_to_come, refuse_late_cut_off
from qa_checks.release import Expected, Release
from qa_checks.text_files import is_text
from qa_checks.words import suggest

if TYPE_CHECKING:
    from qa_checks.claims.claims_file import DeclaredText
    from qa_checks.duckdb_core import Connection
    from qa_checks.published.declaration import Declaration

MOST_FINDINGS = 10_000
# Below this many bytes a statement's threads cost more than they save.
MUCH = 64 * 1024 * 1024
MANY_TIMES = 5  # a packed file holds about so many times its size


class Options(Struct, frozen=True):
    """How to run.

    ``keep`` is how many findings of each check the report holds;
    ``second_opinion`` has other engines count as well; without ``packed`` all rules are read from
    their files, for a sign-off; ``compared`` has the release compared with
    the one before it, and ``take`` is given every change then, as lines for a table.
    ``open_database`` gives an empty database, and ``meanwhile`` is done beside the checks;
    ``put_away`` is given the closing of the database, which takes as long as writing a page.
    """

    catalogue: Path | None = None
    selection: Choice = field(default_factory=Choice)
    fail_on: Severity = Severity.ERROR
    keep: int = MOST_FINDINGS
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[str], None] = lambda _: None
    second_opinion: bool = False
    packed: bool = True
    compared: bool = False
    take: Callable[[Iterator[Sequence[str]]], None] | None = None
    open_database: Callable[[], Connection] = open_empty
    meanwhile: Callable[[], None] = lambda: None
    put_away: Callable[[Callable[[], None]], object] = lambda close: close()


class Opened(Struct, frozen=True):
    """A release as it was read, the catalogue it is judged by, and what a plan can count on.

    ``release`` has what titles say where nothing was given, and ``notes`` say so;
    ``declaration`` is that of its published tables, if it has any, and ``texts`` are its texts with
    their claims. ``started`` and ``clock`` are
    from before it was read.
    """

    loaded: Loaded
    catalogue: Catalogue
    given: Given
    release: Release
    notes: tuple[str, ...] = ()
    declaration: Declaration | None = None
    texts: tuple[DeclaredText, ...] = ()
    started: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    clock: float = field(default_factory=time.perf_counter)


@contextmanager
def opened(
    release: Release, options: Options, beside: Callable[[], None] = lambda: None
) -> Iterator[Opened]:
    """Read a release's files; their tables are there until the end of the `with`.

    Parameters
    ----------
    beside
        Is done while the files are read.

    Raises
    ------
    QaChecksError
        If the catalogue is wrong, or no file could be read.
    """
    started, clock = dt.datetime.now(dt.UTC), time.perf_counter()
    refuse_days_to_come(release)
    size = _bytes(release)
    allowance = allow(size, Patience().most if _asks(release) else 0)
    threads = None if size > MUCH else 1
    with ExitStack() as held, bounded(allowance.memory), ThreadPoolExecutor(1) as aside:
        scratch = held.enter_context(tempfile.TemporaryDirectory(prefix="qa-checks-"))
        connection = connect(threads, Path(scratch), allowance, options.open_database)
        held.callback(connection.close)
        options.progress("rulebook")
        schemas = load_schemas(options.catalogue, connection)
        # Reading needs no rules: they are read beside it.
        rules = aside.submit(load_rules, schemas, connection.cursor(), packed=options.packed)
        aside.submit(beside)
        check_sources(release.sources, schemas.tables, str(release.path))
        declaration = _read_declaration(release, schemas)
        texts = _read_claims(release)
        titles = _titles(release, declaration)
        if _asks(release):
            hold_little(connection)
        inputs = release.tell_inputs(titles)
        intake = take_in(
            connection, schemas, Path(scratch), inputs, options.limits, options.progress
        )
        catalogue = rules.result()
        limits = find_limits(catalogue.tables.values(), catalogue.rules.values())
        take_out_impossible(intake, limits, release.today)
        loaded = hand_over(intake)
        sources = tell_sources(release.sources, loaded, intake.delivered)
        loaded = replace(loaded, sources=sources)
        lists = schemas.lists
        _check_expectations(release, catalogue, lists)
        _check_something_read(loaded)
        release, notes = take_from_titles(release, loaded)
        refuse_late_cut_off(release)
        loaded = with_facts(loaded, release.facts_of)
        build_history(loaded)
        notes = (*notes, *_name_unread(catalogue), *_name_unnamed(release))
        notes = (*notes, *_name_unclaimed(release.documents, texts))
        if release.expected:  # and so nothing is on a list that is not there
            nothing: dict[str, Expected] = {name: {} for name in lists}
            release = replace(release, expected={**nothing, **release.expected})
        given = _given(loaded, release, lists)
        if _asks(release):
            hold_more(connection, allowance)
        lock(connection, loaded.paths, allowance)
        yield Opened(loaded, catalogue, given, release, notes, declaration, texts, started, clock)
        options.put_away(held.pop_all().close)


def _read_declaration(release: Release, schemas: Schemas) -> Declaration | None:
    if release.tables is None:
        return None
    from qa_checks.published.declaration import read_declaration

    return read_declaration(release.tables, schemas)


def _titles(release: Release, declaration: Declaration | None) -> dict[str, tuple[str, ...]]:
    """The titles of the published tables of each release, by the database of its rows."""
    titles: dict[str, tuple[str, ...]] = {}
    if release.earlier_tables:
        from qa_checks.published.declaration import read_titles

        titles = {database: read_titles(path) for database, path in release.earlier_tables.items()}
    if declaration:
        titles[Role.RELEASE.database()] = tuple(table.title for table in declaration.tables)
    return titles


def _read_claims(release: Release) -> tuple[DeclaredText, ...]:
    """The texts of a release with the claims on them, and texts that have none."""
    if not (release.claims or release.texts):
        return ()
    from qa_checks.claims.claims_file import DeclaredText, find_text, read_claims

    folder = release.path.parent if release.path else Path()
    claimed = [read_claims(path, folder, release.coverage) for path in release.claims]
    before = (
        *(find_text(path, folder) for path in release.claims_before),
        *((path, str(path)) for path in release.texts_before),
    )
    texts = (*claimed, *(DeclaredText(path, str(path)) for path in release.texts))
    return tuple(replace(text, before=before) for text in texts)


def _asks(release: Release) -> bool:
    """Whether rows come from a database, which may give any number of them."""
    return any(item.query for item in release.inputs)


def _bytes(release: Release) -> int:
    """Size of all files; those that cannot be looked at are the reader's to report.

    What a database will deliver is not known, and may be much.
    """
    total = MUCH + 1 if _asks(release) else 0
    for item in release.inputs:
        with suppress(OSError, ValueError):
            packed = MANY_TIMES if item.path.suffix.lower() in PACKED else 1
            total += item.path.stat().st_size * packed
    return total


def _name_unread(catalogue: Catalogue) -> tuple[str, ...]:
    """A file that catalogues of earlier versions have, and that says nothing any more."""
    path = catalogue.folder / "schemas" / "figures.yml"
    if not path.is_file():
        return ()
    return (f"{path} is not read: figures and charts now stand in schemas/cubes (docs/cubes.md).",)


def _name_unnamed(release: Release) -> tuple[str, ...]:
    """Files that lie beside release.yml and that it does not name."""
    return tuple(
        f"Warning: {kind}.yml lies beside release.yml, which does not name it: it was not read. "
        f"Add the line '{kind}: {kind}.yml', or take the file away."
        for kind in release.unnamed
    )


def _name_unclaimed(documents: Sequence[Path], texts: Sequence[DeclaredText]) -> Iterator[str]:
    """Documents that are texts, whose numbers nobody has bound to anything."""
    claimed = {text.path.resolve() for text in texts}
    for path in documents:
        if is_text(path) and path.resolve() not in claimed:
            yield (
                f"{path.name} is a text, and no claims.yml is on it: none of its numbers was "
                "looked at."
            )


def _check_expectations(release: Release, catalogue: Catalogue, lists: frozenset[str]) -> None:
    """Refuse an expectation that no rule compares with: it would seem to have been checked."""
    named = {fact for bound in catalogue.rules.values() for fact in bound.facts}
    known = sorted(fact.removeprefix(EXPECTED) for fact in named if fact.startswith(EXPECTED))
    for name, told in release.expected.items():
        if name in known and isinstance(told, Mapping) is (name in lists):
            continue
        from qa_checks.catalogue.yaml_files import find_line

        line = find_line(release.path, ("expect", name)) if release.path else 0
        where = f"{release.path}:{line}" if release.path else "expect"
        if name in known:
            kind = "a list of names, each with a reason" if name in lists else "a number"
            raise ReleaseError(f"What is expected as '{name}' is {kind}.", where=where)
        what = f"No rule compares anything with the expected '{name}'."
        raise ReleaseError(
            f"{what} {suggest(name, known)}".rstrip(),
            where=where,
            remedy=f"Available: {', '.join(known)}." if known else "Take it out.",
        )


def _check_something_read(loaded: Loaded) -> None:
    if loaded.problems and not loaded.release.tables:
        raise InputError(" ".join(problem.message for problem in loaded.problems))


def _given(loaded: Loaded, release: Release, lists: frozenset[str]) -> Given:
    return Given(
        tables=loaded.tables,
        columns=loaded.columns,
        facts=release.parameters,
        strict=release.strict,
        unread=find_concerned(loaded),
        neighbours=loaded.release.neighbours,
        beyond=find_faults(loaded.connection),
        has_previous=any(item.role is Role.PREVIOUS for item in release.inputs),
        has_history=any(item.role.is_earlier for item in release.inputs),
        absent=find_absences(loaded, release),
        lists=lists,
    )
