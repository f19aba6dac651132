"""Find the header of a sheet and say what each column is: by name, never by position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from qa_checks.catalogue.layouts import Layout
from qa_checks.reading.header_text import normalise, visible

IDENTIFIER = re.compile("[A-Za-z]{0,3}[0-9]{5,}")
YEAR = re.compile(r"\b(19|20)[0-9]{2}\b")
ANY_YEAR = "yyyy"  # how a layout writes a year that is another in each release
NEAR = 0.86
NEAR_BEST = 6
KNOWN_SHARE = 0.6
KNOWN_SHARE_WITHOUT_REQUIRED = 0.8


class Target(Struct, frozen=True):
    """A column of one block of a layout."""

    block: int
    table: str
    column: str


class HeaderCell(Struct, frozen=True):
    """One column of a sheet (``position`` from 1) and what it was recognised as.

    ``recognised`` is exact, prefix, nearest, unknown, ignored, repeated (a column again),
    blank (data under no header), empty, or missing (no such column).
    """

    position: int | None
    header: str | None
    target: Target | None
    recognised: str
    nearest: str | None = None
    required: bool = False

    @property
    def text(self) -> str:
        """The header without blanks around it; '' where there is none."""
        return (self.header or "").strip()

    @property
    def target_columns(self) -> tuple[int, str | None, str | None]:
        """Block, table and column that it was recognised as."""
        target = self.target
        return (target.block, target.table, target.column) if target else (0, None, None)


class Names(Struct, frozen=True):
    """Every header text a layout knows, normalised."""

    layout: Layout
    targets: dict[str, tuple[Target, str]]
    ignored: frozenset[str]
    required: frozenset[Target]

    def find(self, key: str) -> tuple[Target, str] | None:
        """The column that a normalised header names, whatever year it says; None if it names none.

        Examples
        --------
        >>> layout = Layout(
        ...     layout="visits",
        ...     title="visits",
        ...     blocks=[Block(table="visits", columns={"open": ["Open on 1 April YYYY"]})],
        ... )
        >>> names = known_names(layout)
        >>> names.find("open on 1 april 2025")[0].column, names.find("open on 1 may 2025")
        ('open', None)
        """
        return self.targets.get(key) or self.targets.get(of_any_year(key))


class Match(Struct, frozen=True):
    """A layout that fits a sheet, where its header stands and what each column is."""

    layout: Layout
    header_row: int
    title: str
    cells: tuple[HeaderCell, ...]

    @property
    def by_target(self) -> dict[Target, HeaderCell]:
        """Recognised columns that have a place in the sheet."""
        return {
            cell.target: cell
            for cell in self.cells
            if cell.target is not None and cell.position is not None
            if cell.recognised in ("exact", "prefix", "nearest")
        }

    @property
    def places(self) -> tuple[int, dict[Target, int | None]]:
        """The row of the header, and the position of each column."""
        return self.header_row, {target: cell.position for target, cell in self.by_target.items()}


@lru_cache(maxsize=10_000)
def of_any_year(key: str) -> str:
    """A normalised header with a word for the year in the place of each year."""
    return YEAR.sub(ANY_YEAR, key)


def known_names(layout: Layout) -> Names:
    """Spell out every header a layout accepts, prefixes included."""
    targets: dict[str, tuple[Target, str]] = {}
    prefixed: dict[str, tuple[Target, str]] = {}
    first: dict[str, Target] = {}
    for number, block in enumerate(layout.blocks):
        for column, headers in block.columns.items():
            target = Target(number, block.table, column)
            first.setdefault(f"{block.table}.{column}", target)
            signed = [f"{header} {sign}" for header in headers for sign in layout.shorthand]
            for header in (*headers, *signed):
                if not block.only_prefixed:
                    targets.setdefault(normalise(header), (target, "exact"))
                for prefix in block.prefixes:
                    prefixed.setdefault(normalise(f"{prefix} {header}"), (target, "prefix"))
    return Names(
        layout,
        {**prefixed, **targets},
        frozenset(normalise(header) for header in layout.ignored),
        frozenset(first[name] for name in layout.required),
    )


def _header_row(head: Sequence[Sequence[str]], keys: Sequence[Sequence[str]], names: Names) -> int:
    """The first row, counted from 0, that is a header of the layout.

    One further down may know more headers: that of a second table, below the rows of the first.
    Without any, it is the row with the most known headers.
    """
    hits = [_hits(row, names) for row in keys]
    best = max(range(len(keys)), key=lambda row: (hits[row], -row), default=0)
    for row in range(best):
        if hits[row] > 1 and hits[row] * 2 >= hits[best] and _fits(_match(head, row, names)):
            return row
    return best


def recognise(head: Sequence[Sequence[str]], layouts: Sequence[Names]) -> list[Match]:
    """Layouts that fit the first rows of a sheet, best first; empty if none does.

    Layouts that fit equally well (as at and in year have the same columns)
    all come back, those whose clues stand in the title rows or headers first.
    """
    known = frozenset().union(*(names.targets for names in layouts))
    keys = [
        [key for key in map(normalise, row) if key in known or of_any_year(key) in known]
        for row in head
    ]
    rows = [_header_row(head, keys, names) for names in layouts]
    hits = [
        _hits(keys[row], names) if keys else 0 for row, names in zip(rows, layouts, strict=True)
    ]
    scored: list[tuple[float, int, Match]] = []
    for row, count, names in zip(rows, hits, layouts, strict=True):
        if count and count >= max(hits) - NEAR_BEST:
            match = _match(head, row, names)
            above = match.title.split(" / ")[0]
            if _fits(match) and find_never(match.layout, [above, *head[row]]) is None:
                scored.append((_score(match), clues_of(match), match))
    if not scored:
        return []
    top = max(score for score, _, _ in scored)
    tied = [(clues, match) for score, clues, match in scored if score == top]
    most = max(clues for clues, _ in tied)
    return [match for clues, match in tied if clues == most]


def count_data_above(head: Sequence[Sequence[str]], match: Match) -> int:
    """How many rows above a header are rows of data, as full as those below: a title fills few.

    A single full row may be the upper row of a header, but not if it holds an identifier.
    """
    full = min(_headers(match), 4 if _headers(match) > 7 else 3)
    above = [
        row
        for row in head[: match.header_row - 1]
        if len({cell.strip() for cell in row if cell.strip()}) >= full
    ]
    single = len(above) == 1 and not any(IDENTIFIER.fullmatch(cell.strip()) for cell in above[0])
    return 0 if single else len(above)


def find_never(layout: Layout, texts: Sequence[str]) -> str | None:
    """The first of some headers and titles that a file of this kind never has."""
    nevers = [f" {normalise(never)}" for never in layout.never]
    for text in texts if nevers else ():
        words = " " + normalise(text.replace("(", " "))
        if any(never in words for never in nevers):
            return visible(text).strip()
    return None


def count_known(row: Sequence[str], names: Names) -> int:
    """How many columns of a layout the cells of a row name."""
    return _hits([normalise(cell) for cell in row], names)


def _hits(keys: Sequence[str], names: Names) -> int:
    return len({header[0] for key in keys if (header := names.find(key))})


def _match(head: Sequence[Sequence[str]], row: int, names: Names) -> Match:
    cells: list[HeaderCell] = []
    taken: set[Target] = set()
    for position, text in enumerate(head[row], start=1):
        cell = _name_cell(position, text, names)
        if cell.target in taken:
            cell = HeaderCell(position, text, cell.target, "repeated")
        elif cell.target is not None:
            taken.add(cell.target)
        cells.append(cell)
    cells = [_try_nearest(cell, names, taken) for cell in cells]
    for target in dict.fromkeys(target for target, _ in names.targets.values()):
        if target not in taken:
            usual = names.layout.blocks[target.block].columns[target.column][0]
            required = target in names.required
            cells.append(HeaderCell(None, None, target, "missing", usual, required))
    title = " / ".join(
        text for line in head[:row] for cell in line if (text := visible(cell).strip())
    )
    return Match(names.layout, row + 1, title[:2000], tuple(cells))


def _name_cell(position: int, written: str, names: Names) -> HeaderCell:
    text, key = visible(written), normalise(written)
    if not key:
        return HeaderCell(position, text, None, "empty")
    if known := names.find(key):
        target, how = known
        return HeaderCell(position, text, target, how)
    return HeaderCell(position, text, None, "ignored" if key in names.ignored else "unknown")


def _try_nearest(cell: HeaderCell, names: Names, taken: set[Target]) -> HeaderCell:
    """A misspelt header is read as the one known name it must be, if there is only one."""
    if cell.recognised != "unknown" or cell.header is None:
        return cell
    import difflib

    free = {key: target for key, (target, _) in names.targets.items() if target not in taken}
    near = difflib.get_close_matches(normalise(cell.header), list(free), n=3, cutoff=NEAR)
    if len({free[key] for key in near}) != 1:
        return cell
    taken.add(free[near[0]])
    return HeaderCell(cell.position, cell.header, free[near[0]], "nearest", nearest=near[0])


def _fits(match: Match) -> bool:
    share = _known(match) / max(1, _headers(match))
    missing = [cell for cell in match.cells if cell.recognised == "missing" and cell.required]
    if not missing:
        return share > KNOWN_SHARE
    return share >= KNOWN_SHARE_WITHOUT_REQUIRED and len(missing) * 2 <= len(match.layout.required)


def _known(match: Match) -> int:
    return sum(cell.recognised in ("exact", "prefix", "nearest", "ignored") for cell in match.cells)


def _headers(match: Match) -> int:
    return sum(cell.recognised not in ("missing", "empty", "blank") for cell in match.cells)


def _score(match: Match) -> float:
    missing = sum(cell.recognised == "missing" and cell.required for cell in match.cells)
    return _known(match) - 3 * missing


def clues_of(match: Match) -> int:
    """How many of the words that name its kind stand in the title or the header of a sheet."""
    headers = " / ".join(cell.header for cell in match.cells if cell.header)
    return count_clues(match.layout, f"{match.title} / {headers}")


def count_clues(layout: Layout, text: str) -> int:
    """How many of the words that name a kind stand in a title, a header or a name."""
    words = f" {normalise(text)} "
    return sum(f" {normalise(clue)} " in words for clue in layout.clues)
