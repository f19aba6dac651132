"""A first tables.yml for published tables that are there: what can be proven is declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.catalogue.cubes import listed, say_value
from qa_checks.published.declared_tables import Labels, name_of
from qa_checks.scaffold.met_tables import MetTable, meet_tables
from qa_checks.scaffold.readings import Reader, Reading, Side
from qa_checks.scaffold.table_choice import Chosen, choose
from qa_checks.scaffold.table_sums import propose_sums
from qa_checks.words import list_some, plural, say_place
from qa_checks.yaml_text import printable, quote, shorten

WIDTH = 100
HEAD = """\
# A first draft by `qa-checks init` of what each published table shows: read it through and correct
# it (docs/published-tables.md). What stands here was told by the labels and borne out by the
# numbers of this release; lines that begin with # were not, and are for you to complete.

"""
ALIKE = "  # {rivals} gives the same numbers: see that the cube is the one that is meant\n"
BARE = """\
  # There are no rows that they could be counted from: what is printed can be added up (adds_up).
  - titles:
"""
SUMS = "# They hold in every row of this release: take out what holds by accident.\n"


class TablesDraft(Struct, frozen=True):
    """The text of a tables.yml, the titles it declares, and how many are left to a person."""

    text: str
    titles: tuple[str, ...]
    left: int


class Family(Struct):
    """Tables of one form: those whose rows and columns can be declared together."""

    columns: Side
    tables: list[tuple[Chosen, Reading]] = []

    def takes(self, reading: Reading) -> bool:
        """Whether a table has the same cube and rows, and no column that stands for another."""
        first = self.tables[0][1]
        if (first.cube, first.rows, first.ignore) != (reading.cube, reading.rows, reading.ignore):
            return False
        known, other = self.columns.choices, reading.columns.choices
        return self.columns.each == reading.columns.each and all(
            known[label] == other[label] for label in known.keys() & other.keys()
        )

    def add(self, item: Chosen, reading: Reading) -> None:
        """Take in a table with its columns."""
        choices = {**self.columns.choices, **reading.columns.choices}
        self.columns = replace(self.columns, choices=choices)
        self.tables.append((item, reading))


def draft_tables(titles: Sequence[str], reader: Reader) -> TablesDraft:
    """Declare the tables below these titles, as far as can be proven."""
    met, unclear = meet_tables(titles, reader.numbers.loaded.published)
    families: list[Family] = []
    left: list[Chosen] = []
    names: set[str] = set()
    named = {name_of(item.begins).casefold(): item.begins for item in reversed(met)}
    bare = [] if reader.cubes else [*named.values()][::-1]
    for item in choose(met, reader) if reader.cubes else []:
        check = item.reading.declared().check if item.reading else ""
        if item.reading is None or not item.is_proven or check in names:
            left.append(item)
            continue
        names.add(check)
        family = next((family for family in families if family.takes(item.reading)), None)
        if family is None:
            families.append(family := Family(item.reading.columns))
        family.add(item, item.reading)
    sums = propose_sums([[reading for _, reading in family.tables] for family in families], reader)
    declared = "".join(map(_family, families))
    if bare:
        declared = BARE + "".join(f"      {quote(title)}: {{}}\n" for title in bare)
    text = "".join(
        (
            HEAD,
            f"tables:\n{declared}" if declared else "# tables:\n",
            "".join(map(_left, left)),
            "".join(f"# {shorten(sentence)}\n" for sentence in unclear),
            f"{SUMS}adds_up:\n{''.join(map(_sum, sums))}" if sums else "",
        )
    )
    begins = [item.met.begins for family in families for item, _ in family.tables]
    return TablesDraft(text, (*begins, *bare), len(left) + len(unclear))


def _family(family: Family) -> str:
    rivals = set.intersection(*(set(item.rivals) for item, _ in family.tables))
    doubts = {text: "" for _, reading in family.tables for text in reading.doubtful}
    return "".join(
        (
            ALIKE.format(rivals=" or ".join(sorted(rivals))) if rivals else "",
            _entry(family.tables[0][1], family.columns),
            *(
                f"    # {shorten(label)}: nothing says what it stands for\n"
                for label in doubts
                if label not in family.columns.choices
            ),
            "    titles:\n",
            *(_title(item, reading) for item, reading in family.tables),
        )
    )


def _entry(reading: Reading, columns: Side) -> str:
    """All of an entry but its titles."""
    ignored = f"    ignore: [{', '.join(map(quote, reading.ignore))}]\n"
    return "".join(
        (
            f"  - cube: {reading.cube.cube}\n",
            _side("rows", reading.rows.declare()),
            ignored if reading.ignore else "",
            _side("columns", columns.declare()),
        )
    )


def _side(key: str, labels: Labels) -> str:
    if isinstance(labels, str):
        return f"    {key}: {labels}\n"
    items = [
        f"{quote(label)}: {value if isinstance(value, str) else _selection(value)}"
        for label, value in labels.items()
    ]
    line = f"    {key}: {{{', '.join(items)}}}\n"
    if len(line) <= WIDTH:
        return line
    return f"    {key}:\n" + "".join(f"      {item}\n" for item in items)


def _selection(selection: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{name}: {_value(value)}' for name, value in selection.items())}}}"


def _value(value: Any) -> str:
    values = [quote(item) if isinstance(item, str) else say_value(item) for item in listed(value)]
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _title(item: Chosen, reading: Reading) -> str:
    told = f"      # {_agreement(reading)}\n" if reading.score.differs else ""
    others = " or ".join(map(_selection, item.others))
    told += f"      # {others} gives the same numbers: see which is meant\n" if others else ""
    return f"{told}      {quote(item.met.begins)}: {_selection(reading.selection)}\n"


def _agreement(reading: Reading) -> str:
    score = reading.score
    equal = score.equal + score.noughts
    if not equal + score.differs:
        return "no cell of this release could be compared"
    return f"{equal} of {plural(equal + score.differs, 'cell')} of this release are equal"


def _left(item: Chosen) -> str:
    """A table that nobody can tell the meaning of: what is there, and what comes nearest."""
    lines = _describe(item.met)
    if item.reading is None:
        lines.append("No cube has such rows and columns.")
    else:
        lines.append(f"Nearest, and not proven ({_agreement(item.reading)}):")
        lines += _entry(item.reading, item.reading.columns).splitlines()
        title = f"{quote(item.met.begins)}: {_selection(item.reading.selection)}"
        lines.append(f"    titles: {{{title}}}")
    return "".join(f"# {printable(line)}\n" for line in lines)


def _describe(met: MetTable) -> list[str]:
    located = met.located
    place = say_place(located.sheet.file, located.sheet.sheet, located.row)
    headers = list_some([header.label for header in located.headers], 8)
    labels = list_some([line.label for line in located.lines], 4)
    return [
        f"To complete: {shorten(located.title)}",
        f"  in {place}",
        f"  rows: {shorten(labels)}",
        f"  columns: {shorten(headers)}",
    ]


def _sum(text: str) -> str:
    if len(text) < WIDTH - 6:
        return f"  - {text if text.isascii() and ': ' not in text else quote(text)}\n"
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > WIDTH - 6:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "  - >-\n" + "".join(f"    {line}\n" for line in lines)
