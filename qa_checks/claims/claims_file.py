"""What claims.yml may say: the sentences of a text, each with the query that it is bound to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from qa_checks import fields
from qa_checks.catalogue.guard import FACTS
from qa_checks.catalogue.yaml_files import find_entry_lines, read_model
from qa_checks.claims.sayings import Hole, HoleKind, Piece, holes_of, read_saying
from qa_checks.errors import ReleaseError
from qa_checks.fields import Name, Record, Sql, Text

PRINTED = "printed"
_Rounded = Annotated[int | float, Meta(gt=0)]


class ClaimEntry(Record, frozen=True, kw_only=True, dict=True):
    """A sentence of the text and what it is bound to: a query, `empty` or `outside`."""

    says: Annotated[
        Text,
        fields.says(
            "The words as they stand in the text, with a hole {name} for each number, or "
            "{name:kind} with one of the kinds number, fraction, direction, multiple, rank and "
            "word; … stands for words left out."
        ),
    ]
    query: Annotated[
        Sql | None,
        fields.says(
            "SELECT of one row, its columns called as the holes. Printed numbers are parameters: "
            "$name."
        ),
    ] = None
    empty: Annotated[
        Sql | None, fields.says("SELECT of the rows that contradict the sentence.")
    ] = None
    outside: Annotated[
        Text | None, fields.says("Why no query can tell of holes without a column, and who has.")
    ] = None
    rounded: Annotated[
        dict[Name, _Rounded], fields.says("What the number in a hole is rounded to: 100.")
    ] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.query is None and self.empty is None and self.outside is None:
            raise ValueError("say what the sentence is bound to: query, empty or outside")
        holes = holes_of(self.pieces)
        names = {hole.name for hole in holes}
        numeric = {hole.name for hole in holes if hole.kind is HoleKind.NUMBER}
        if facts := FACTS & names:
            raise ValueError(f"'{min(facts)}' is a fact of the release: give the hole another name")
        for name in self.rounded:
            if name not in numeric:
                raise ValueError(f"rounded: there is no hole {{{name}}} for a number in says")
        if self.query is not None and not names:
            raise ValueError("a query says what belongs in the holes of says, and it has none")

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words and holes of `says`."""
        return read_saying(self.says)


class ClaimsFile(Record, frozen=True, kw_only=True):
    """claims.yml."""

    text: Annotated[Text, fields.says("The file of the text, relative to this file.")]
    changes: Annotated[
        Literal["unrounded", "printed"],
        fields.says(
            "How differences are made in this release: of unrounded numbers, or of the numbers as "
            "they are printed."
        ),
    ] = "unrounded"
    claims: list[ClaimEntry] = field(default_factory=list)


class DeclaredClaim(Struct, frozen=True):
    """A claim of claims.yml: its number from 1, and the line it begins in."""

    number: int
    line: int
    entry: ClaimEntry

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes of its words, in order."""
        return holes_of(self.entry.pieces)

    @property
    def numeric(self) -> frozenset[str]:
        """Names of the holes that hold a printed number, and so may be parameters."""
        return frozenset(hole.name for hole in self.holes if hole.kind is HoleKind.NUMBER)


class DeclaredText(Struct, frozen=True):
    """A text and the claims on it; ``shown`` and ``shown_claims`` are their names in reports.

    Without ``claims_path`` nobody has bound anything. ``before`` are the texts of the last release
    with their names in reports.
    """

    path: Path
    shown: str
    claims_path: Path | None = None
    shown_claims: str = ""
    claims: tuple[DeclaredClaim, ...] = ()
    changes: str = "unrounded"
    required: Mapping[str, float] = {}
    before: tuple[tuple[Path, str], ...] = ()


def find_text(path: Path, folder: Path) -> tuple[Path, str]:
    """The text that a claims.yml is on, and its name relative to a folder.

    Raises
    ------
    ReleaseError
        With file and line, if claims.yml is not well formed or the text is not there.
    """
    text = _text_of(read_model(path, ClaimsFile, ReleaseError), path)
    return text, os.path.relpath(text, folder)


def _text_of(file: ClaimsFile, path: Path) -> Path:
    text = path.parent / file.text
    if not text.is_file():
        [line] = find_entry_lines(path, "text") or [1]
        raise ReleaseError(
            f"There is no text '{file.text}'.",
            where=f"{path}:{line}",
            remedy="Name the file of the text relative to claims.yml.",
        )
    return text


def read_claims(path: Path, folder: Path, required: Mapping[str, float]) -> DeclaredText:
    """Read one claims.yml.

    Parameters
    ----------
    path
        Of claims.yml; the text stands relative to it.
    folder
        That of release.yml: reports name files relative to it.
    required
        The shares of its numbers that the release asks for, by state.

    Raises
    ------
    ReleaseError
        With file and line, if it is not well formed or the text is not there.
    """
    file = read_model(path, ClaimsFile, ReleaseError)
    text = _text_of(file, path)
    lines = find_entry_lines(path, "claims")
    claims = [
        DeclaredClaim(number, line, entry)
        for number, (line, entry) in enumerate(zip(lines, file.claims, strict=True), start=1)
    ]
    return DeclaredText(
        text,
        os.path.relpath(text, folder),
        path,
        os.path.relpath(path, folder),
        tuple(claims),
        file.changes,
        required,
    )
