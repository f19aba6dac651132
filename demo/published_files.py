"""The files of the synthetic release: headers, rows, and how they are spelt out."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

Cell = str | int | dt.date | None
Row = dict[str, Cell]

EVENT: Final = "Event type"
DATE: Final = "Inspection date"
PUBLISHED: Final = "Publication date"
NUMBER: Final = "Event number"
OVERALL: Final = "Overall experiences and progress of children and young people"
EDUCATION: Final = "Outcomes in education and related learning activities"
HEALTH: Final = "Health services"
HELPED: Final = "How well children and young people are helped and protected"
LEADERS: Final = "The effectiveness of leaders and managers"
IMPACT: Final = "Impact of leaders on social work practice with children and families"
HELP: Final = "Experiences and progress of children who need help and protection"
IN_CARE: Final = "Experiences and progress of children in care and care leavers"
EFFECTIVENESS: Final = "Overall effectiveness"
ADOPTION: Final = "Adoption performance"
CARE_LEAVERS: Final = "Experiences and progress of care leavers"
LEADERSHIP: Final = "Leadership, management and governance"

PROVIDER: Final = (
    "Web link", "URN", "Linked Education URN", "Provision type", "Registration date",
    "Registration status", "Name", "Address 1", "Address 2", "Town", "County", "Postcode",
    "Ofsted region", "Government Office Region", "Local authority", "Parliamentary constituency",
    "Sector", "Places", "Short-break-only children's home", "Organisation which owns the provider",
)  # fmt: skip
EVENTS: Final = (EVENT, DATE, PUBLISHED, NUMBER)
JUDGEMENTS: Final = (OVERALL, EDUCATION, HEALTH, HELPED, LEADERS)
AUTHORITY: Final = (
    "Web link", "Local authority name", "URN", "LA code", "Ofsted region",
    "Government Office Region",
)  # fmt: skip
AUTHORITY_JUDGEMENTS: Final = (
    EFFECTIVENESS, IMPACT, HELP, IN_CARE, ADOPTION, CARE_LEAVERS, LEADERSHIP,
)  # fmt: skip


def with_prefix(prefix: str, headers: tuple[str, ...]) -> dict[str, str]:
    """Put words before headers, as some published files do.

    Parameters
    ----------
    prefix
        The words, such as "Inspection".
    headers
        The headers without them.

    Returns
    -------
    dict
        Header without to header with the words.
    """
    words = {header: header.removeprefix("Inspection ") for header in headers}
    return {header: f"{prefix} {text[0].lower()}{text[1:]}" for header, text in words.items()}


@dataclass(slots=True)
class Sheet:
    """One file with one table.

    ``above`` are the rows over the header, ``written`` the headers that are
    not written as the rows know them. A row that is empty is written blank;
    what stands under the header "" goes beyond the last column.
    """

    path: str
    headers: tuple[str, ...]
    rows: list[Row]
    above: list[list[str]] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)

    @property
    def header_row(self) -> int:
        """The number of the header's row, as a spreadsheet shows it."""
        return len(self.above) + 1

    def number(self, row: Row) -> int:
        """Tell the number of a row of this sheet, as a spreadsheet shows it."""
        place = next(place for place, other in enumerate(self.rows) if other is row)
        return self.header_row + 1 + place

    def header(self) -> list[str]:
        """Spell the header as it is written."""
        return [self.written.get(header, header) for header in self.headers]

    def content(self) -> bytes:
        """Spell the file out, as CSV or XLSX by its name."""
        return _as_xlsx(self) if self.path.endswith(".xlsx") else _as_csv(self)


def _as_csv(sheet: Sheet) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows(row + [""] * (len(sheet.headers) - len(row)) for row in sheet.above)
    writer.writerow(sheet.header())
    for row in sheet.rows:
        cells = [row.get(header) for header in sheet.headers]
        beyond = [row[""]] if "" in row else []
        writer.writerow([_spell(c) if isinstance(c, dt.date) else c for c in cells + beyond])
    return file.getvalue().encode()


@cache
def _spell(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y")


def _as_xlsx(sheet: Sheet) -> bytes:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        # The time of writing would make every copy of the file differ.
        book.set_properties({"title": sheet.above[0][0], "created": dt.datetime(2021, 9, 30)})  # noqa: DTZ001
        table = book.add_worksheet("LA_level_as_at")
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, cells in enumerate([*sheet.above, sheet.header()]):
            table.write_row(number, 0, cells)
        for number, row in enumerate(sheet.rows, sheet.header_row):
            for column, header in enumerate(sheet.headers):
                cell = row.get(header)
                if isinstance(cell, dt.date):
                    table.write_datetime(number, column, cell, as_date)
                elif cell is not None:
                    table.write(number, column, cell)
    return file.getvalue()
