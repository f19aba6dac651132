"""The built-in catalogue packed: read, guarded and bound once, as one file of JSON.

The YAML files stay what counts. A pack says which files it was made of, those of the catalogue and
those of the program that reads them, by one digest; where that is not the digest of the files at
hand, the pack is left alone and the files are read. ``python -m tests.generated`` packs anew.

What is packed is also what the digest of a rulebook in a report is taken of, whichever way it came:
`write_contents` of what was read, or the very bytes that were unpacked.

The rules on the form of files, which any catalogue has, are packed once more by themselves.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from qa_checks.catalogue.bound import BoundRule
from qa_checks.catalogue.canonical_json import read_json, write_json
from qa_checks.catalogue.checklist import Checklist
from qa_checks.catalogue.codes import CodeList
from qa_checks.catalogue.comparisons import Comparison
from qa_checks.catalogue.conditions import Given
from qa_checks.catalogue.cubes import Cube
from qa_checks.catalogue.extract import STRUCTURE, speaks_of_extract
from qa_checks.catalogue.layouts import Layout
from qa_checks.catalogue.rulebook import PARTS, Catalogue, builtin, catalogue_files
from qa_checks.catalogue.schemas import Table

PACKAGE = Path(__file__).parents[1]
PACK = PACKAGE / "catalogue" / "pack" / "contents.json"
EXAMPLES = PACKAGE / "catalogue" / "pack" / "examples.json"
SHARED = PACKAGE / "catalogue" / "pack" / "shared.json"
MAKERS = ("catalogue", "forms", "model")  # parts of the package on which a pack depends
OF_FORM = ("schemas", f"rules/{STRUCTURE}")  # what the rules on the form of files depend on
MAKER_FILES = ("days.py", "fields.py", "placeholders.py", "sql_text.py", "words.py")
CONTENTS: dict[str, Any] = {
    "tables": dict[str, Table],
    "layouts": dict[str, Layout],
    "codes": dict[str, CodeList],
    "cubes": dict[str, Cube],
    "comparisons": dict[str, Comparison],
    "conditions": dict[str, Given],
    "checklist": Checklist,
    "judged": frozenset[str],
    "lists": frozenset[str],
    "rules": dict[str, BoundRule],
}


def digest(contents: bytes) -> str:
    """The digest of a rulebook, of its contents as they are packed."""
    return hashlib.sha256(contents).hexdigest()


def write_contents(catalogue: Catalogue) -> bytes:
    """Everything a run can depend on, a rule or a table a line. Examples are not among it."""
    rules = _without_examples(catalogue)
    values = {name: getattr(catalogue, name) for name in CONTENTS} | {"rules": rules}
    parts = [f'"{name}":{_lines(value, catalogue.folder)}' for name, value in values.items()]
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _without_examples(catalogue: Catalogue) -> dict[str, BoundRule]:
    return {
        name: replace(rule, path=catalogue.folder / rule.where, examples={}, examples_text="")
        for name, rule in catalogue.rules.items()
    }


def _lines(value: Any, folder: Path) -> str:
    if not isinstance(value, dict) or not value:
        return write_json(value, folder)
    items = [f"{write_json(key, folder)}:{write_json(item, folder)}" for key, item in value.items()]
    return "{\n" + ",\n".join(items) + "\n}"


def pack(catalogue: Catalogue) -> dict[Path, bytes]:
    """The files of a pack of the built-in catalogue, which was read with its examples."""
    folder = catalogue.folder
    sources, of_form = (
        f"{_digest_sources(folder, parts)}\n".encode() for parts in (PARTS, OF_FORM)
    )
    examples = {name: rule.told_examples for name, rule in catalogue.rules.items()}
    told = _lines(examples, folder).encode() + b"\n"
    rules = {
        name: rule
        for name, rule in _without_examples(catalogue).items()
        if rule.check.theme == STRUCTURE and speaks_of_extract(rule.tables, catalogue.codes)
    }
    shared = _lines(rules, folder).encode() + b"\n"
    return {
        PACK: sources + write_contents(catalogue),
        EXAMPLES: sources + told,
        SHARED: of_form + shared,
    }


def unpack(examples: bool) -> Catalogue | None:
    """The built-in catalogue from its pack; None if that is not of the files at hand."""
    folder = builtin()
    sources = _digest_sources(folder, PARTS).encode()
    contents = _read(PACK, sources)
    told = _read(EXAMPLES, sources) if examples else b"{}"
    if contents is None or told is None:
        return None
    return _make(contents, told, folder)


def unpack_shared() -> dict[str, BoundRule] | None:
    """The rules on the form of files; None if their pack is not of the files at hand."""
    folder = builtin()
    contents = _read(SHARED, _digest_sources(folder, OF_FORM).encode())
    return None if contents is None else read_json(contents, dict[str, BoundRule], folder)


@lru_cache(maxsize=2)  # a process that runs several times makes the same once
def _make(contents: bytes, told: bytes, folder: Path) -> Catalogue:
    written = msgspec.json.decode(contents, type=dict[str, msgspec.Raw])
    parts = {name: read_json(written[name], kind, folder) for name, kind in CONTENTS.items()}
    given = msgspec.json.decode(told)
    if given:
        parts["rules"] = {
            name: replace(rule, examples_text=given[name]) for name, rule in parts["rules"].items()
        }
    return Catalogue(folder=folder, sha256=digest(contents), **parts)


def is_builtin(folder: Path) -> bool:
    """Whether a folder holds the built-in catalogue, itself or copied byte by byte."""
    own = builtin()
    return folder == own or _digest_sources(folder, PARTS) == _digest_sources(own, PARTS)


def _read(path: Path, sources: bytes) -> bytes | None:
    if not path.is_file():
        return None
    first, _, rest = path.read_bytes().partition(b"\n")
    return rest if first == sources else None


def _digest_sources(folder: Path, parts: Sequence[str]) -> str:
    """One digest over files of the catalogue and the modules that read them, names included."""
    taken = hashlib.sha256()
    for base, path in _sources(folder, parts):
        taken.update(path.removeprefix(base).replace(os.sep, "/").encode())
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  some 400 files
            taken.update(hashlib.sha256(file.read()).digest())
    return taken.hexdigest()


def _sources(folder: Path, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each file, with the folder from which it is named."""
    for path in catalogue_files(folder, parts):
        yield str(folder), path
    for part in MAKERS:
        for module in sorted(map(str, (PACKAGE / part).glob("*.py"))):
            yield str(PACKAGE), module
    for name in MAKER_FILES:
        yield str(PACKAGE), f"{PACKAGE}/{name}"
