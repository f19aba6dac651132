"""What the labels of rows and columns select."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.catalogue.cubes import Cube, listed
from qa_checks.published.declared_tables import EACH, WORDS, Labels
from qa_checks.published.times import TIMES

Selection = Mapping[str, Any]


class Meaning(Struct, frozen=True):
    """What the labels of one side of a table stand for."""

    declared: Mapping[str, Selection]
    each: str
    cube: Cube
    codes: Mapping[str, CodeList]

    def select(self, label: str) -> Selection | None:
        """What a label selects; None if the declaration does not know it."""
        folded = fold(label)
        if folded in self.declared:
            return self.declared[folded]
        if not (self.declared or self.cube.cube) and folded:
            return {}  # of a table without a cube, any word
        if not self.each:
            return None
        value = self._value(folded)
        return None if value is None else {self.each: value}

    @property
    def known(self) -> list[str]:
        """Labels that the declaration names, and the codes of the dimension."""
        dimension = self.cube.dimensions.get(self.each) if self.each else None
        code_list = self.codes.get((dimension.codes or "").partition(".")[0]) if dimension else None
        values = dimension.values if dimension else []
        return [*self.declared, *(code_list.codes if code_list else map(str, values))]

    def _value(self, folded: str) -> Any:
        """The value of the dimension that a label names by its code, an alias or a title."""
        dimension = self.cube.dimensions[self.each]
        if dimension.codes is None:
            return next((value for value in dimension.values if fold(str(value)) == folded), None)
        name, _, column = dimension.codes.partition(".")
        code_list = self.codes[name]
        titles = {fold(title): code for code, title in code_list.titles.items()}
        code = code_list.folded.get(folded, titles.get(folded))
        if code is None or not column:
            return code
        text = next(row[column] for row in code_list.rows if row["code"] == code)
        return int(text) if code_list.sql_type(column) == "BIGINT" and text else text or None


def meaning_of(labels: Labels, cube: Cube, codes: Mapping[str, CodeList]) -> Meaning:
    """What a declaration says of the labels of one side."""
    declared = {fold(label): item for label, item in labels_of(labels).items()}
    return Meaning(declared, each_of(labels), cube, codes)


def labels_of(labels: Labels | None) -> dict[str, Selection]:
    """The labels that are named one by one, each with what it selects."""
    named = labels if isinstance(labels, dict) else {}
    return {label: item for label, item in named.items() if not isinstance(item, str)}


def each_of(labels: Labels | None) -> str:
    """The dimension each value of which is a label; '' without one."""
    if labels is None or isinstance(labels, str):
        return "" if labels in (None, *TIMES) else str(labels)
    each = labels.get(EACH, "")
    return each if isinstance(each, str) else ""


def both(first: Selection, second: Selection) -> dict[str, Any]:
    """What meets both selections; of a dimension in both, the values that both have."""
    merged = {**first, **second}
    for name in first.keys() & second.keys():
        if name not in WORDS:
            others = listed(second[name])
            merged[name] = [value for value in listed(first[name]) if value in others]
    return merged
