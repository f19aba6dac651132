"""A private copy of everything a release names: what is judged is what is hashed.

Each file is read once, here. What happens to the files afterwards, or between
looking and reading, reaches neither the checks nor the digests. The copy stands
under the files' own absolute paths inside a temporary folder, so that relative
paths lead to the right places, and a message loses that folder's name to be true.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.rulebook import PARTS, catalogue_files
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import QaChecksError, ReleaseError
from qa_checks.model.inputs import Role
from qa_checks.reading.contents import MIB, Limits
from qa_checks.release import Release
from qa_checks.release_file import find_unnamed, read_release
from qa_checks.release_yaml import ReleaseFile, Rows
from qa_checks.sign_off.confined_files import RefusedError, open_inside


class PrivateCopy(Struct, frozen=True):
    """A release as it was copied.

    ``subjects`` are the digests of its files that the checks do not read as
    tables; ``faults`` says which files could not be taken, and why. With faults
    there is no ``release``.
    """

    folder: Path
    catalogue: Path
    release: Release | None = None
    subjects: dict[str, str] = {}
    faults: tuple[str, ...] = ()

    def name_truly(self, text: str) -> str:
        """A message about the copy, made one about the files that were copied."""
        return text.replace(str(self.folder), "")


@contextmanager
def copy_release(path: Path, catalogue: Path, limits: Limits) -> Iterator[PrivateCopy]:
    """Copy a release and the catalogue for as long as they are looked at.

    Raises
    ------
    QaChecksError
        If release.yml, or a file of YAML it names, is not well formed.
    """
    with tempfile.TemporaryDirectory(prefix="qa-checks-") as name:
        folder = Path(name)
        taken = _Taker(folder, limits.file_bytes)
        copied = PrivateCopy(folder, _copy_catalogue(catalogue, folder))
        try:
            yield _take_all(copied, taken, path)
        except QaChecksError as fault:
            where, remedy = copied.name_truly(fault.where), copied.name_truly(fault.remedy)
            raise type(fault)(copied.name_truly(fault.what), where=where, remedy=remedy) from None


def _copy_catalogue(catalogue: Path, folder: Path) -> Path:
    copy = folder / os.path.abspath(catalogue).lstrip("/")  # noqa: PTH100  links stay
    for kind in PARTS:
        if (catalogue / kind).is_dir():
            (copy / kind).mkdir(parents=True, exist_ok=True)
    for path in map(Path, catalogue_files(catalogue)):
        target = copy / path.relative_to(catalogue)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return copy


def _take_all(copied: PrivateCopy, taken: _Taker, path: Path) -> PrivateCopy:
    release = _take_release(taken, path)
    if release is None:
        return replace(copied, faults=tuple(taken.faults))
    earlier = dict.fromkeys(release.history, Role.HISTORY)
    earlier |= {release.previous: Role.PREVIOUS} if release.previous else {}
    for name, role in earlier.items():
        if not taken.refuses(path.parent, name):
            _take_release(taken, path.parent / name, role.name_file(name))
    if taken.faults:
        return replace(copied, faults=tuple(taken.faults))
    # A file that release.yml does not name is not copied, and is said to lie there all the same.
    unnamed = find_unnamed(release, path.parent)
    whole = replace(read_release(taken.place(path)), unnamed=unnamed)
    return replace(copied, release=whole, subjects=taken.subjects)


def _take_release(taken: _Taker, path: Path, earlier: str = "") -> ReleaseFile | None:
    """Copy a release.yml and the files it names; the YAML files' digests become subjects.

    ``earlier`` is the name under which that of an earlier release is a subject.
    """
    if not taken.copy(path.parent, path.name, earlier or path.name):
        return None  # taken.faults says why
    release = read_model(taken.place(path), ReleaseFile, ReleaseError)
    _take_rows(taken, path.parent, release, earlier)
    own = (release.decisions, release.checklist, release.tables, release.sample)
    documents = [document.path for document in release.documents]
    for named in filter(None, (*own, *release.claims, *documents) if not earlier else ()):
        taken.copy(path.parent, named, named)
    beside = os.path.dirname(earlier)  # noqa: PTH120  it begins with the role
    # Those of an earlier release are held beside these as far as they are kept.
    for named in filter(None, [release.tables, *release.claims]) if earlier else ():
        if (path.parent / named).is_file():
            taken.copy(path.parent, named, f"{beside}/{named}")
    for named in release.claims:
        if taken.place(path.parent / named).is_file():
            _take_text(taken, path.parent, named, beside)
    return release


def _take_rows(taken: _Taker, folder: Path, release: ReleaseFile, earlier: str) -> None:
    """Copy the files of rows, and those of the queries that databases are asked."""
    rows = [*release.files, *(release.sources if not earlier else ())]
    for name in dict.fromkeys(filter(None, map(_file_of, rows))):
        taken.copy(folder, name)
    for query in dict.fromkeys(filter(None, (entry.query_file for entry in rows))):
        shown = os.path.join(os.path.dirname(earlier), query)  # noqa: PTH118, PTH120
        taken.copy(folder, query, shown)


def _take_text(taken: _Taker, folder: Path, claims: str, beside: str) -> None:
    """Copy the text that a claims.yml, which is copied, speaks of."""
    from qa_checks.claims.claims_file import ClaimsFile

    file = read_model(taken.place(folder / claims), ClaimsFile, ReleaseError)
    text = os.path.normpath(PurePath(claims).parent / file.text)
    taken.copy(folder, text, f"{beside}/{text}" if beside else text)


def _file_of(entry: Rows) -> str | None:
    """The file that an entry reads, which may be a database; None of a database elsewhere."""
    if entry.database is None:
        return entry.path
    from qa_checks.sources.address import parse

    address = parse(entry.database)
    return address.database if address.backend == "sqlite" else None


class _Taker:
    """Reads files once, follows no link out of their folder, and remembers what failed.

    ``subjects`` are the digests of what was taken that the checks do not read as tables.
    """

    def __init__(self, into: Path, most: int) -> None:
        self.into = into
        self.most = most
        self.faults: list[str] = []
        self.subjects: dict[str, str] = {}

    def place(self, path: Path) -> Path:
        """Where the copy of a file stands."""
        return self.into / os.path.abspath(path).lstrip("/")  # noqa: PTH100  links stay

    def refuses(self, folder: Path, name: str) -> bool:
        """Whether a name would lead out of the copy; then it is a fault."""
        up = PurePath(os.path.normpath(name)).parts.count("..")
        if PurePath(name).is_absolute():
            fault = "is named by an absolute path; name it relative to release.yml"
        elif up >= len(PurePath(os.path.abspath(folder)).parts):  # noqa: PTH100  links stay
            fault = "leads above the topmost folder"
        else:
            return False
        self.faults.append(f"{name} {fault}")
        return True

    def copy(self, folder: Path, name: str, subject: str = "") -> bool:
        """Copy a file, unless it may not be taken, which is a fault.

        Of data the reader takes the digest; that of any other file becomes a ``subject``.
        """
        if self.refuses(folder, name):
            return False
        (self.place(folder) / name).parent.mkdir(parents=True, exist_ok=True)  # for `a/../b`
        target = self.place(folder / name)
        target.parent.mkdir(parents=True, exist_ok=True)
        return self._take(folder, name, target, subject)

    def _take(self, folder: Path, name: str, target: Path, subject: str) -> bool:
        try:
            source = open_inside(folder, name, self.most)
        except RefusedError as fault:
            self.faults.append(f"{name} {fault}")
            return False
        digest = hashlib.sha256()
        with source, target.open("wb") as copy:
            while chunk := source.read(MIB):
                if subject:
                    digest.update(chunk)
                copy.write(chunk)
        if subject and self.subjects.setdefault(subject, digest.hexdigest()) != digest.hexdigest():
            raise ReleaseError(f"Two files of the release are called '{subject}'.")
        return True
