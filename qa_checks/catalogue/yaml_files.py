"""YAML files, read strictly: known keys only, no anchors, no key twice, faults with their line."""

from __future__ import annotations

import re
import stat
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from qa_checks.catalogue.kinds import Fault, Wrong
from qa_checks.catalogue.typed_records import Model, RecordError, known_keys, read_record
from qa_checks.errors import QaChecksError
from qa_checks.fields import Record
from qa_checks.words import suggest

LARGEST_FILE = 1_000_000
KEY = re.compile(r"[\n\x85\u2028\u2029][^\s#]")  # behind any line end that YAML knows
OPENING = re.compile(r"[\[{]|[-?:] ")
MERGE = "tag:yaml.org,2002:merge"
MANY_OPENINGS = 1_000  # signs that may open a level; with fewer it cannot get too deep
DEEPEST = 50  # levels; the library that reads YAML ends the process at some ten thousand
TOO_DEEP = f"Its keys and lists stand more than {DEEPEST} levels deep inside each other."


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, which also refuses merge keys and a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a single word or text", key.start_mark
                )
            if key.tag == MERGE:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the merge key '{key.value}' is not used here", key.start_mark
                )
            if key.value in seen:
                raise _given_twice(key)
            seen.add(key.value)
        result: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        if len(result) < len(seen):  # one key in two spellings, such as 1 and 0x1
            raise _given_twice(node.value[-1][0])
        return result

    def construct_located(self, node: yaml.ScalarNode) -> Any:
        """Construct a date, a number, or yes or no; what is none (31 June) is said with its line.

        PyYAML falls over its own tables for a word that a tag calls what it is not (!!bool x).
        """
        make = yaml.SafeLoader.yaml_constructors[node.tag]
        problem = f"it is no {node.tag.rpartition(':')[2]}"
        try:
            return make(self, node)
        except ValueError as fault:
            problem = str(fault)
        except (LookupError, AttributeError):
            pass
        raise yaml.constructor.ConstructorError(
            None, None, f"'{node.value[:40]}': {problem}", node.start_mark
        )


def _given_twice(key: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(
        None, None, f"the key '{key.value}' is given twice", key.start_mark
    )


for _tag in ("timestamp", "int", "float", "bool"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _Loader.construct_located)


def read_text(path: Path, error: type[QaChecksError]) -> str:
    """Read a small UTF-8 text file, or say in one sentence why not."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            raise error("This is not an ordinary file.", where=str(path))  # it might never end
        if about.st_size > LARGEST_FILE:
            raise error("The file is larger than 1 MB.", where=str(path))
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise error("There is no such file.", where=str(path)) from None
    except UnicodeDecodeError:
        raise error("The file is not UTF-8 text.", where=str(path)) from None
    except OSError as fault:
        raise error(f"The file cannot be read: {fault.strerror}.", where=str(path)) from None


def read_yaml(path: Path, error: type[QaChecksError], until: str | None = None) -> Any:
    """Read one YAML document.

    Parameters
    ----------
    until
        A top-level key, the last of its file, that need not be read.

    Raises
    ------
    QaChecksError
        Of the class given, with file and line, if the text is not strict YAML.
    """
    text = read_text(path, error)
    if until is not None:
        last = re.search(rf"\n{until}:(?=\s)", text)
        if last and not KEY.search(text, last.end()):  # else all of the file counts
            text = text[: last.start()]
    try:
        _check_events(text, path, error)
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader, made stricter
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(fault, "problem", None) or str(fault).splitlines()[0]
        if "nesting depth" in problem:  # libyaml's own limit, which it may meet first
            raise error(TOO_DEEP, where=f"{path}{line}") from None
        raise error(f"This is not well-formed YAML: {problem}.", where=f"{path}{line}") from None
    except (ValueError, RecursionError) as fault:
        raise error(f"This is not well-formed YAML: {fault}.", where=str(path)) from None


def _check_events(text: str, path: Path, error: type[QaChecksError]) -> None:
    """Refuse anchors, and a text that opens one thing inside another without end.

    A few lines of aliases may stand for more than any memory holds, and no alias is without its
    anchor. Only a text that may have either is parsed for it.
    """
    many = len(text) >= MANY_OPENINGS and len(OPENING.findall(text)) >= MANY_OPENINGS
    if "&" not in text and not many:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        where = f"{path}:{event.start_mark.line + 1}" if event.start_mark else str(path)
        if getattr(event, "anchor", None) is not None:
            raise error(
                "Anchors and aliases (& and *) are not used here.",
                where=where,
                remedy="Write the text out; one that begins with & or * stands in quotation marks.",
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise error(TOO_DEEP, where=where)


def read_model(
    path: Path, model: type[Model], error: type[QaChecksError], until: str | None = None
) -> Model:
    """Read one YAML file, or its part before the key `until`, as a record of the class `model`."""
    return check_model(read_yaml(path, error, until), path, model, error)


def check_model(data: Any, path: Path, model: type[Model], error: type[QaChecksError]) -> Model:
    """Turn parsed YAML into a record, or say which key on which line is wrong."""
    if not isinstance(data, dict):
        raise error("The file must be a set of 'key: value' lines.", where=f"{path}:1")
    try:
        return read_record(data, model)
    except RecordError as wrong:
        faults = wrong.faults
    fault = faults[0]
    if fault.wrong is Wrong.MISSING:  # perhaps only misspelt
        fault = next((other for other in faults if other.wrong is Wrong.UNKNOWN), fault)
    more = len(faults) - 1
    tail = f" ({more} more fault{'s' * (more > 1)} in this file)" if more else ""
    line = find_line(path, fault.place)
    raise error(f"{_say(fault, model)}{tail}", where=f"{path}:{line}")


def _say(fault: Fault, model: type[Record]) -> str:
    """A sentence that suggests the key that was meant."""
    if fault.wrong is Wrong.UNKNOWN:
        known = known_keys(model)
        hint = suggest(fault.name, known, f"Known here: {', '.join(known)}.")
        return f"'{fault.name}' is not a key of this file. {hint}"
    if fault.wrong is Wrong.MISSING:
        return f"'{fault.name}' is missing."
    return f"'{fault.name}': {fault.text}."


def find_line(path: Path, location: tuple[str | int, ...]) -> int:
    """Line (from 1) of the key or list entry that a path of keys leads to."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, OSError, RecursionError):
        return 1
    line = node.start_mark.line if node else 0
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if _is_key(pair[0], part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def _is_key(node: yaml.Node, part: str | int) -> bool:
    """Whether a key in the file is one of what was read from it, be it no text, such as null."""
    if node.value == str(part):
        return True
    return not isinstance(part, str) and yaml.safe_load(yaml.serialize(node)) == part


def find_entry_lines(path: Path, key: str) -> list[int]:
    """Lines (from 1) of all entries of a top-level list, or that of a key that holds no list."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if name.value == key:
            entries = value.value if isinstance(value, yaml.SequenceNode) else [name]
            return [entry.start_mark.line + 1 for entry in entries]
    return []
