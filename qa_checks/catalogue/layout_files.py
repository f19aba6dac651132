"""The layouts of a catalogue, read from their files and checked against its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from qa_checks.catalogue.layouts import Block, Layout
from qa_checks.catalogue.schema_sql import Fault, refuse, unknown
from qa_checks.catalogue.schemas import Table
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import CatalogueError


def read_layouts(folder: Path, tables: Mapping[str, Table]) -> dict[str, Layout]:
    """Read every layout of a folder, each with what it takes over from another.

    Raises
    ------
    CatalogueError
        At the first fault, with file and line.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    read = {name: read_model(path, Layout, CatalogueError) for name, path in paths.items()}
    layouts = {}
    for name, layout in read.items():
        for place, fault in _own_faults(name, layout, read):
            refuse(paths[name], place, fault)
        layouts[name] = _take_over(layout, read[layout.like]) if layout.like else layout
        for place, fault in _faults(layouts[name], tables):
            refuse(paths[name], place, fault)
    return layouts


def _own_faults(name: str, layout: Layout, read: Mapping[str, Layout]) -> Iterator[Fault]:
    """What is wrong with its name and with what it takes over."""
    if layout.layout != name:
        yield ("layout",), f"the layout is '{layout.layout}': name the file so"
    taken: list[str] = []
    if layout.like:
        yield from unknown(("like",), "layout", [layout.like], read)
        if read[layout.like].like:
            yield ("like",), f"'{layout.like}' takes over another itself: name one that does not"
        taken = [block.table for block in read[layout.like].blocks]
    yield from unknown(("distinct",), "taken-over table", layout.distinct, taken)


def _take_over(layout: Layout, model: Layout) -> Layout:
    blocks = [
        replace(block, distinct=block.distinct or block.table in layout.distinct)
        for block in model.blocks
    ]
    return replace(
        layout,
        blocks=[*blocks, *layout.blocks],
        required=layout.required or model.required,
        usual=model.usual if layout.usual is None else layout.usual,
        ignored=[*model.ignored, *layout.ignored],
    )


def _faults(layout: Layout, tables: Mapping[str, Table]) -> Iterator[Fault]:
    """What is wrong with what it gives to tables."""
    for block in layout.blocks:
        yield from unknown(("blocks",), "table", [block.table], tables)
        of_table = f"column of table '{block.table}'"
        yield from unknown(("blocks",), of_table, _names(block), tables[block.table].columns)
    columns = [column for block in layout.blocks for column in tables[block.table].columns]
    yield from unknown(("set",), "column of its tables", [*layout.set], columns)
    headed = [(block.table, column) for block in layout.blocks for column in block.columns]
    repeated = [layout.repeats_rows] if layout.repeats_rows else []
    yield from unknown(
        ("repeats_rows",), "column of its blocks", repeated, [column for _, column in headed]
    )
    given = [f"{table}.{column}" for table, column in headed]
    usual = [wanted for since in layout.usual or () for wanted in since.columns]
    yield from unknown(("required",), "column of its blocks", layout.required, given)
    yield from unknown(("usual",), "column of its blocks", usual, given)
    yield from _doubled(layout.blocks)


def _doubled(blocks: Sequence[Block]) -> Iterator[Fault]:
    """Headers of two columns, of which the first would be read and the other never."""
    first: dict[str, tuple[Block, str]] = {}
    for block in blocks:
        before = [f"{words} " for words in block.prefixes] or [""]
        for column, headers in block.columns.items():
            for header in (words + header for words in before for header in headers):
                other, taken = first.setdefault(header.casefold(), (block, column))
                if (other, taken) != (block, column):
                    both = f"{other.table}.{taken} and of {block.table}.{column}"
                    fault = f"'{header}' is a header of {both}: leave it to the first"
                    yield ("blocks",), f"{fault}, which the other 'repeats' in its table"


def _names(block: Block) -> list[str]:
    """The columns of its table that a block names."""
    named = [block.unpivot.name, block.unpivot.value] if block.unpivot else [*block.columns]
    return [*named, *block.set]
