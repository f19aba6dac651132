"""What a release says of itself: release.yml, or the options of `check`."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from qa_checks.errors import UsageError
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.model.sources import Query, Source
from qa_checks.text_files import is_text

if TYPE_CHECKING:
    from qa_checks.reading.contents import File
    from qa_checks.record.attestations import AttestationFile
    from qa_checks.record.decision_file import DecisionEntry

URL = "[a-zA-Z][a-zA-Z0-9+]+:/"  # a path has lost the second stroke
TO_FILL_IN = "FILL IN"  # begins what a draft of `init` leaves to a person
Expected = int | float | Mapping[str, str]  # a number, or names with the reason for each
FactValue = dt.date | str | int | float | list[str] | None


class InputFile(Struct, frozen=True):
    """A file to read, and what is declared of it.

    ``shown`` is the name the report uses; ``opened`` is the file's content
    where it is not on disk. ``number`` tells the releases of history apart.
    ``fact`` is ``as_at`` or ``period`` if only that one is given of its
    release, and so tells what kind of file it is. ``unchecked`` are sheets that need not be
    checked, each with the reason; ``complete`` says that every other one that looks like a table
    must be. ``titles`` are those of published tables that may stand in it. ``query`` is what a
    database is asked that is read instead of a file. A source says which ``table`` it has, and by
    which ``key``; its columns are called as the table's where no layout is declared.
    """

    path: Path
    shown: str
    basis: str | None = None
    layout: str | None = None
    role: Role = Role.RELEASE
    number: int = 0
    opened: File | None = None
    fact: str | None = None
    unchecked: Mapping[str, str] = {}
    complete: bool = False
    titles: tuple[str, ...] = ()
    query: Query | None = None
    table: str | None = None
    key: tuple[str, ...] = ()

    @property
    def database(self) -> str:
        """Where the tables of its release stand."""
        return self.role.database(self.number)


class Release(Struct, frozen=True):
    """Everything a run is given besides the catalogue.

    ``strict`` says that each check whose tables are there is required, as in
    `run`; in `check` one that lacks facts is only listed. ``path`` is that of release.yml,
    ``tables`` that of tables.yml, ``claims`` those of claims.yml, ``coverage`` what their texts
    must reach, from 0 to 1; ``texts`` are texts without claims; ``claims_before`` and
    ``texts_before`` are those of the last release, ``earlier_tables`` the tables.yml of each
    earlier one by its database; ``sample`` is the sheet of its sample and how
    release.yml names that; ``sources`` are what the system of record says of some tables;
    ``unnamed`` are files of the kinds it names which lie beside it but
    that it does not name; ``documents`` are those that belong to it.
    ``today`` is the day of the run: nothing in the data can have happened after it.
    """

    facts: ReleaseFacts
    inputs: tuple[InputFile, ...]
    expected: Mapping[str, Expected] = {}
    absent: Mapping[str, str] = {}
    previous_facts: ReleaseFacts | None = None
    history: tuple[ReleaseFacts, ...] = ()
    decisions: tuple[DecisionEntry, ...] = ()
    attestations: AttestationFile | None = None
    strict: bool = False
    tables: Path | None = None
    claims: tuple[Path, ...] = ()
    coverage: Mapping[str, float] = {}
    texts: tuple[Path, ...] = ()
    claims_before: tuple[Path, ...] = ()
    texts_before: tuple[Path, ...] = ()
    earlier_tables: Mapping[str, Path] = {}
    sample: tuple[Path, str] | None = None
    sources: tuple[Source, ...] = ()
    path: Path | None = None
    unnamed: tuple[str, ...] = ()
    documents: tuple[Path, ...] = ()
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())

    def tell_inputs(self, titles: Mapping[str, tuple[str, ...]]) -> tuple[InputFile, ...]:
        """The files, with what is given of their release, and its titles of published tables."""
        return tuple(
            replace(
                item,
                fact=_lone_fact(self.facts_of.get(item.database)),
                complete=self.strict and item.role is Role.RELEASE,
                titles=titles.get(item.database, ()),
            )
            for item in self.inputs
        )

    @property
    def facts_of(self) -> dict[str, ReleaseFacts]:
        """What each release says of itself, by the database that holds its tables."""
        told = {Role.RELEASE.database(): self.facts}
        told |= {source.database: self.facts for source in self.sources}
        if self.previous_facts:
            told[Role.PREVIOUS.database()] = self.previous_facts
        return told | {
            Role.HISTORY.database(number): facts for number, facts in enumerate(self.history, 1)
        }

    @property
    def parameters(self) -> dict[str, FactValue]:
        """Named parameters of rules; only those the release gives."""
        facts = self.facts
        values: dict[str, FactValue] = {
            "as_at": facts.as_at,
            "period_start": facts.period_start,
            "period_end": facts.period_end,
            "published_by": facts.published_by,
            "status": facts.status,
            "today": self.today,
            **{f"expected_{name}": _without_reasons(told) for name, told in self.expected.items()},
        }
        if self.previous_facts:
            values["previous_as_at"] = self.previous_facts.as_at
            values["previous_period_end"] = self.previous_facts.period_end
            values["previous_published_by"] = self.previous_facts.published_by
        return {name: value for name, value in values.items() if value is not None}


def since(new: Release, old: Release, id_: str) -> Release:
    """A release with another as the one before it, to be compared and not to be judged whole."""
    inputs = [item for item in new.inputs if item.role is Role.RELEASE]
    start = new.path.parent if new.path else None
    for item in old.inputs:
        if item.role is Role.RELEASE:
            near = start and not item.query
            shown = os.path.relpath(item.path, start) if near else item.shown
            inputs.append(replace(item, shown=shown, role=Role.PREVIOUS))
    title = (
        f"{new.facts.title or new.facts.id}: what changed since {old.facts.title or old.facts.id}"
    )
    return replace(
        new,
        facts=replace(new.facts, id=id_, title=title),
        inputs=tuple(inputs),
        previous_facts=old.facts,
        history=(),
        earlier_tables={Role.PREVIOUS.database(): old.tables} if old.tables else {},
        sources=(),
        attestations=None,
        strict=False,
        unnamed=(),
        documents=(),
    )


def _without_reasons(told: Expected) -> int | float | list[str]:
    return list(told) if isinstance(told, Mapping) else told


def _lone_fact(facts: ReleaseFacts | None) -> str | None:
    """Which of date and period is given, if it is only one."""
    if facts is None:
        return None
    period = facts.period_start is not None or facts.period_end is not None
    if period == (facts.as_at is not None):
        return None
    return "period" if period else "as_at"


def release_from_files(
    files: Sequence[Path],
    facts: ReleaseFacts,
    layout: str | None = None,
    previous: Sequence[Path] = (),
) -> Release:
    """Make a release of loose files, as `check` does.

    Raises
    ------
    UsageError
        If one is the URL of a database, which is not repeated: a password may stand in it.
    """
    if any(re.match(URL, str(path)) for path in (*files, *previous)):
        raise UsageError(
            "A database is not checked by its URL alone.",
            remedy="Name it in release.yml under 'files', with the query and without a password, "
            "and run that.",
        )
    texts = tuple(path for path in files if is_text(path))
    inputs = [InputFile(path, str(path), layout=layout) for path in files if path not in texts]
    before = tuple(path for path in previous if is_text(path))
    inputs += [
        InputFile(path, str(path), layout=layout, role=Role.PREVIOUS)
        for path in previous
        if path not in before
    ]
    return Release(facts=facts, inputs=tuple(inputs), texts=texts, texts_before=before)
