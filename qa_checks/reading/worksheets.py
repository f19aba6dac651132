"""The worksheets of a workbook, read by the library while Python does something else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata


class Worksheet(NamedTuple):
    """One of them: its place among all sheets from 0, what is said of it, and its cells."""

    place: int
    about: SheetMetadata
    cells: CalamineSheet


class Worksheets:
    """The worksheets of a workbook in their order, each read while the one before is used."""

    def __init__(self, source: str, aside: ThreadPoolExecutor) -> None:
        self._aside = aside
        self._opening = aside.submit(_open, source)
        self._ahead = aside.submit(self._read, 0)

    def list_all(self) -> list[SheetMetadata]:
        """What the workbook says of each sheet, charts among them."""
        return self._opening.result()[1]

    def list_places(self) -> list[int]:
        """The places of the worksheets among all sheets."""
        from python_calamine import SheetTypeEnum

        kinds = [about.typ for about in self.list_all()]
        return [place for place, kind in enumerate(kinds) if kind == SheetTypeEnum.WorkSheet]

    def __iter__(self) -> Iterator[Worksheet]:
        for number, place in enumerate(self.list_places(), start=1):
            cells = self._ahead.result()
            self._ahead = self._aside.submit(self._read, number)
            if cells is not None:
                yield Worksheet(place, self.list_all()[place], cells)

    def _read(self, number: int) -> CalamineSheet | None:
        places = self.list_places()
        workbook = self._opening.result()[0]
        return workbook.get_sheet_by_index(places[number]) if number < len(places) else None


def _open(source: str) -> tuple[CalamineWorkbook, list[SheetMetadata]]:
    """A workbook with what it says of its sheets, which it can not be asked while it reads one."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(source)
    return workbook, workbook.sheets_metadata
