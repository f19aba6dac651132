"""How the files, databases and sources that a release.yml names become what is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.yaml_files import find_line
from qa_checks.errors import InputError, ReleaseError
from qa_checks.model.inputs import Role
from qa_checks.model.sources import Query, Source
from qa_checks.release import InputFile
from qa_checks.release_yaml import ReleaseFile, Rows


def list_files(
    file: ReleaseFile, path: Path, name: str = "", role: Role = Role.RELEASE, number: int = 0
) -> Iterator[InputFile]:
    """The files and databases that are the extract of a release.

    Parameters
    ----------
    path
        The release.yml that is run.
    name
        That of an earlier release, as the one that is run names it; its files are shown by the way
        to them from there.
    number
        Tells the releases of history apart.

    Raises
    ------
    ReleaseError
        With file and line, if a database is not well named or its query is not there.
    """
    beside = Path(name).parent
    own = path.parent / name if name else path
    for place, entry in enumerate(file.files):
        given = _Given(own, beside, entry, ("files", place))
        read = given.read(_count_before(file.files[:place], entry))
        yield replace(read, role=role, number=number, unchecked=entry.unchecked)


def list_sources(file: ReleaseFile, path: Path) -> Iterator[tuple[Source, InputFile]]:
    """What the system of record says of tables of a release.

    Raises
    ------
    ReleaseError
        With file and line, if a database is not well named or its query is not there.
    """
    for place, entry in enumerate(file.sources):
        given = _Given(path, Path(), entry, ("sources", place))
        given.refuse_same(file.files)
        read = given.read(_count_before([*file.files, *file.sources[:place]], entry))
        item = replace(
            read, role=Role.SOURCE, number=place + 1, table=entry.table, key=tuple(entry.key)
        )
        source = Source(
            table=entry.table,
            shown=item.shown,
            key=item.key,
            compared=tuple(entry.columns),
            database=item.database,
            query=item.query,
            line=find_line(path, ("sources", place)),
        )
        yield source, item


def _count_before(entries: Sequence[Rows], entry: Rows) -> int:
    """How many of the entries before one ask the same database in the same words or file."""
    return sum(
        other.database == entry.database and (other.query_file or "") == (entry.query_file or "")
        for other in entries
        if entry.database
    )


class _Given(Struct):
    """One entry of a list in a release.yml, with the folder from which its names are shown."""

    own: Path
    beside: Path
    entry: Rows
    keys: tuple[str, int]

    def read(self, before: int) -> InputFile:
        """The entry as what is read; ``before`` it so many others would have its name."""
        entry = self.entry
        if entry.path is not None:
            shown = str(self.beside / entry.path)
            return InputFile(self.own.parent / entry.path, shown, entry.basis, entry.layout)
        from qa_checks.sources.address import find_file, parse

        try:
            address = parse(entry.database or "")
        except InputError as fault:
            raise ReleaseError(
                fault.what, where=self._where("database"), remedy=fault.remedy
            ) from None
        asked = self.beside / (entry.query_file or "query")
        query = Query(
            address.url, address.shown, address.dialect, self._text(), entry.query_file or ""
        )
        shown = f"{query.shown}, {asked}" + (f" {before + 1}" if before else "")
        path = find_file(address, self.own.parent)
        return InputFile(path or Path(shown), shown, entry.basis, entry.layout, query=query)

    def refuse_same(self, extract: Sequence[Rows]) -> None:
        """Refuse a source that is a part of the extract: it has nothing to be held against."""
        if self._origin(self.entry) in map(self._origin, extract):
            raise ReleaseError(
                "This source is of the extract itself, under 'files': it would be compared with "
                "itself.",
                where=self._where("path" if self.entry.path else "query"),
                remedy="Name where the system of record has these rows, or take the source out.",
            )

    def _origin(self, entry: Rows) -> tuple[object, ...]:
        """What tells where rows come from: a file, or a database and what it is asked."""
        if entry.path is not None:
            return ((self.own.parent / entry.path).resolve(),)
        return entry.database, " ".join((entry.query or "").split())

    def _text(self) -> str:
        """The SQL, which may stand in a file beside release.yml."""
        name = self.entry.query_file
        if name is None:
            return self.entry.query or ""
        try:
            return (self.own.parent / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            what = "is not text in UTF-8" if isinstance(fault, ValueError) else "cannot be read"
            raise ReleaseError(
                f"The file of the query '{name}' {what}.",
                where=self._where("query"),
                remedy="Write the SQL into it, or under 'query' itself.",
            ) from None

    def _where(self, key: str) -> str:
        return f"{self.own}:{find_line(self.own, (*self.keys, key))}"
