"""The releases before the one that is run, as its release.yml names them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from qa_checks.catalogue.yaml_files import find_line, read_model
from qa_checks.errors import ReleaseError
from qa_checks.model.inputs import Role
from qa_checks.release import InputFile
from qa_checks.release_inputs import list_files
from qa_checks.release_yaml import ReleaseFile
from qa_checks.words import show


class Earlier(Struct, frozen=True):
    """A release before the one that is run: its release.yml as that one names it."""

    name: str
    line: int
    file: ReleaseFile

    @property
    def newest_day(self) -> dt.date:
        """The latest day it speaks of."""
        facts = self.file.facts
        days = (facts.as_at, facts.period_end, facts.published_by)
        return max((day for day in days if day is not None), default=dt.date.min)

    def claims(self, folder: Path) -> tuple[Path, ...]:
        """Its claims.yml files, as far as they are kept."""
        beside = folder / Path(self.name).parent
        return tuple(path for name in self.file.claims if (path := beside / name).is_file())

    def tables(self, folder: Path) -> Path | None:
        """Its tables.yml, if it has one that is kept."""
        path = folder / Path(self.name).parent / self.file.tables if self.file.tables else None
        return path if path and path.is_file() else None

    def inputs(self, path: Path, role: Role, number: int = 0) -> Iterator[InputFile]:
        """Its files, shown by the way to them from the release.yml that is run."""
        return list_files(self.file, path, self.name, role, number)


def read_earlier(file: ReleaseFile, path: Path) -> tuple[Earlier | None, list[Earlier]]:
    """The previous release, which is the newest of the history unless it is named; and the others.

    Raises
    ------
    ReleaseError
        With file and line, if one is not there or not well formed, or is no earlier one.
    """
    named: dict[tuple[str | int, ...], str] = {}
    if file.previous:
        named["previous",] = file.previous
    named |= {("history", number): name for number, name in enumerate(file.history)}
    earlier: dict[Path, Earlier] = {}
    for keys, name in named.items():
        before, line = path.parent / name, find_line(path, keys)
        if not before.is_file():
            which = "previous" if keys == ("previous",) else "earlier"
            raise ReleaseError(f"There is no {which} release '{name}'.", where=f"{path}:{line}")
        release = Earlier(name, line, read_model(before, ReleaseFile, ReleaseError))
        _check_earlier(file, release, path, is_previous=keys == ("previous",))
        earlier.setdefault(before.resolve(), release)
    listed = list(earlier.values())
    if not listed:
        return None, []
    previous = (
        listed[0] if file.previous else max(listed, key=lambda candidate: candidate.newest_day)
    )
    return previous, [release for release in listed if release is not previous]


def _check_earlier(file: ReleaseFile, earlier: Earlier, path: Path, *, is_previous: bool) -> None:
    """Refuse a later release, under history also one of the same day, and this one itself."""
    key = "previous" if is_previous else "history"
    where, old, new = f"{path}:{earlier.line}", earlier.file.as_at, file.as_at
    if old and new and (old > new or (old == new and not is_previous)):
        raise ReleaseError(
            f"The release '{earlier.name}' is as at {show(old)}, not before this one, which is as "
            f"at {show(new)}.",
            where=where,
            remedy=f"List releases before this one under '{key}'.",
        )
    before = path.parent / earlier.name
    own = _files(file, path)
    kept = own & _files(earlier.file, before)
    if old == new and kept < own:  # a final release may keep some of the provisional one
        kept = set()
    if shared := {path.resolve()} & {before.resolve()} or kept:
        raise ReleaseError(
            f"'{min(shared).name}' is of this release and of '{earlier.name}': it would be "
            "compared with itself.",
            where=where,
            remedy=f"Name the files as they were published then, or take '{key}' out.",
        )


def _files(file: ReleaseFile, path: Path) -> set[Path]:
    named = (entry.path for entry in file.files if entry.path)
    return {Path(os.path.normpath(path.parent / name)) for name in named}
