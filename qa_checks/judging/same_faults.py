"""One fault that stands in several views or files is one finding with several places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from qa_checks.catalogue.schemas import Table
from qa_checks.model.checks import Finding, FindingPlace
from qa_checks.reading.loaded import Loaded
from qa_checks.words import show


class _Fault(Struct):
    """A finding, the further places of its fault, and each file with the view it has of it."""

    first: Finding
    seen: set[tuple[str | None, object]]
    places: list[FindingPlace] = []

    @property
    def finding(self) -> Finding:
        return self.first._replace(places=tuple(self.places)) if self.places else self.first


def have_places_in_common(loaded: Loaded, name: str) -> bool:
    """Whether a fault of a table can stand in several places: its rows come from several blocks."""
    table = loaded.schemas.tables.get(name)
    if table is None or table.views is None:
        return False
    layouts = loaded.schemas.layouts
    blocks = [
        block
        for entry in loaded.inputs
        if entry.layout in layouts
        for block in layouts[entry.layout].blocks
        if block.table == name
    ]
    return len(blocks) > 1


def join_same_faults(
    table: Table,
    findings: Sequence[Finding],
    rows: Iterable[Mapping[str, object]],
    shown: Sequence[str],
) -> tuple[Finding, ...]:
    """Join findings of a check that say the same of the same thing in another view or file.

    Two rows of one view in one file stay two findings, and so do rows whose key is not known
    but for the view.

    Parameters
    ----------
    table
        The check's. Where it has no views, nothing is joined.
    findings
        One for each row at fault.
    rows
        Those rows, in the same order.
    shown
        Columns that findings show: where a value is masked, another is another fault.
    """
    if table.views is None:
        return tuple(findings)
    view = table.views.column
    unit = [name for name in table.key if name != view]
    faults: list[_Fault] = []
    alike: dict[tuple[object, ...], list[_Fault]] = {}
    for finding, row in zip(findings, rows, strict=True):
        where = (finding.file, row.get(view))
        fault = _Fault(finding, {where})
        if finding.file is None or any(row.get(name) is None for name in unit):
            faults.append(fault)
            continue
        words = tuple(show(row.get(name)) for name in (*unit, *shown))
        same = alike.setdefault(
            (finding.role, finding.column, finding.value, finding.message, words), []
        )
        known = next((earlier for earlier in same if where not in earlier.seen), None)
        if known is None:
            same.append(fault)
            faults.append(fault)
        else:
            known.seen.add(where)
            known.places.append(FindingPlace(finding.file, finding.sheet, finding.row))
    return tuple(fault.finding for fault in faults)
