"""Number formats that an XLS sheet gives to cells under a condition, in old and new records."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from qa_checks.reading.cell_marks.format_conditions import (
    BETWEEN,
    NOT_BETWEEN,
    Condition,
    Conditional,
)
from qa_checks.reading.cell_marks.marks import Area
from qa_checks.reading.cell_marks.number_formats import NumberFormat, read_format
from qa_checks.reading.cell_marks.xls_texts import read_counted

_AREAS, _RULE = 0x01B0, 0x01B1
_NEW_AREAS, _NEW_RULE, _MORE_OF_RULE = 0x0879, 0x087A, 0x087B
_HEAD = 12  # bytes that new records begin with
_COMPARES = 1  # the kind of a rule that compares the cell's value
_SIGNS = {1: BETWEEN, 2: NOT_BETWEEN, 3: "=", 4: "<>", 5: ">", 6: "<", 7: ">=", 8: "<="}
_HAS_FORMAT = 1 << 25  # in the flags of a style: it begins with a number format
_SPELT_OUT = 1
_FLAGS = 6  # bytes
_WHOLE, _NUMBER, _NEGATIVE = 0x1E, 0x1F, 0x13  # in a formula
_MOST = 1_000


class _Rules(NamedTuple):
    """The areas of some rules, and the condition of each rule in its order."""

    areas: Sequence[Area]
    conditions: list[Condition]


def find_conditionals(
    records: Iterable[tuple[int, bytes]], codes: Mapping[str, str]
) -> tuple[Conditional, ...]:
    """The areas of a sheet in which a condition may change what is shown.

    Parameters
    ----------
    codes
        The number formats of the workbook, by their number.
    """
    conditionals: list[Conditional] = []
    known: dict[int, _Rules] = {}
    rules = _Rules((), [])
    for kind, data in records:
        with suppress(struct.error, IndexError, KeyError):
            if kind in (_AREAS, _NEW_AREAS):
                start = _HEAD if kind == _NEW_AREAS else 0
                rules = _Rules([*_areas(data, start)], [])
                known[struct.unpack_from("<H", data, start + 2)[0] >> 1] = rules
            elif kind in (_RULE, _NEW_RULE):
                condition, style = _rule(data, kind)
                rules.conditions.append(condition)
                conditionals += _under(rules.areas, condition, _format_of(style, codes))
            elif kind == _MORE_OF_RULE:
                conditionals += _more(data, known, codes)
    return tuple(conditionals[:_MOST])


def _under(
    areas: Sequence[Area], condition: Condition, shown: NumberFormat | None
) -> Iterator[Conditional]:
    if shown is not None:
        yield from (Conditional(area, condition, shown) for area in areas)


def _areas(data: bytes, start: int) -> Iterator[Area]:
    (many,) = struct.unpack_from("<H", data, start + 12)
    for place in range(min(many, _MOST)):
        top, bottom, left, right = struct.unpack_from("<4H", data, start + 14 + 8 * place)
        yield Area(top, left, bottom, right)


def _rule(data: bytes, kind: int) -> tuple[Condition, bytes]:
    """The condition of a rule, and the style that it gives."""
    start = _HEAD if kind == _NEW_RULE else 0
    what, sign, first, second = struct.unpack_from("<BBHH", data, start)
    style, formulas = data[start + 6 :], data[len(data) - first - second :]
    if kind == _NEW_RULE:
        style, formulas = _new_style(style)
    if what != _COMPARES or sign not in _SIGNS:
        return Condition(), style
    texts = formulas[:first], formulas[first : first + second]
    limits = [_read_number(text) for text in texts if text]
    told = [limit for limit in limits if limit is not None]
    return Condition(_SIGNS[sign], tuple(told)) if told == limits else Condition(), style


def _new_style(data: bytes) -> tuple[bytes, bytes]:
    """A style with its length before it, and what stands behind it."""
    (length,) = struct.unpack_from("<I", data)
    end = 4 + (length or 2)
    return data[4:end] if length else b"", data[end:]


def _more(
    data: bytes, known: Mapping[int, _Rules], codes: Mapping[str, str]
) -> Iterator[Conditional]:
    """What a newer program says of the style of an old rule."""
    is_new, number = struct.unpack_from("<IH", data, _HEAD)
    if is_new:
        return
    (place,) = struct.unpack_from("<H", data, _HEAD + 6)
    has_style = data[_HEAD + 13]
    if has_style:
        style, _ = _new_style(data[_HEAD + 14 :])
        rules = known[number]
        yield from _under(rules.areas, rules.conditions[place], _format_of(style, codes))


def _format_of(style: bytes, codes: Mapping[str, str]) -> NumberFormat | None:
    """The number format of a style, where it may show a value as another text."""
    if len(style) < _FLAGS:
        return None
    flags, more = struct.unpack_from("<IH", style)
    if not flags & _HAS_FORMAT:
        return None
    if more & _SPELT_OUT:
        code, _ = read_counted(style, _FLAGS + 2)
    else:
        code = codes.get(str(style[_FLAGS + 1]), "")
    shown = read_format(code)
    return shown if shown.matters else None


def _read_number(formula: bytes) -> float | None:
    """The number that a formula is; None if it is anything else."""
    sign = -1.0 if formula.endswith(bytes([_NEGATIVE])) and len(formula) in (4, 10) else 1.0
    bare = formula[:-1] if sign < 0 else formula
    if bare[0] == _WHOLE and len(bare) == 3:
        return sign * float(struct.unpack_from("<H", bare, 1)[0])
    if bare[0] == _NUMBER and len(bare) == 9:
        return sign * float(struct.unpack_from("<d", bare, 1)[0])
    return None
