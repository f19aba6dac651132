"""What published rows show of themselves: all but what reports mask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qa_checks.catalogue import Catalogue
from qa_checks.catalogue.schemas import Column
from qa_checks.exports.published_rows import Rows
from qa_checks.judging.secrets import Secrets
from qa_checks.model.inputs import Input, ReadColumn
from qa_checks.model.report import Report
from qa_checks.reading.loaded import Place
from qa_checks.record.identity import is_masked
from qa_checks.words import MASKED

LEAD = ("File", "Sheet", "Row", "What is wrong")  # before the columns of a row; theirs are others


class Masks:
    """What is masked in the rows of a run: columns, and texts in whatever column they stand.

    ``rows`` are those of which a finding does not show a value: they show no free text at all.
    """

    def __init__(self, report: Report, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sheets = {
            Place(sheet.path, sheet.sheet, sheet.role): sheet for sheet in report.inputs
        }
        self._names = {name for rule in catalogue.rules.values() for name in rule.masked}
        self._secrets = Secrets()
        self._headers: dict[tuple[Place, int], set[str]] = {}
        for finding in report.findings:
            if not is_masked(finding):
                continue
            for at in finding.all_places:
                place = Place(at.file, at.sheet, finding.role)
                if at.row and place in self._sheets:
                    headers = self._headers.setdefault((place, at.row), set())
                    headers.update([finding.column] if finding.column else [])

    @property
    def rows(self) -> set[tuple[Place, int]]:
        """Sheet and number of the rows of which a finding does not show a value."""
        return set(self._headers)

    def learn(self, published: Mapping[Place, Rows]) -> None:
        """Take note of the texts that are shown nowhere, from the rows that hold them."""
        texts = set()
        for place, rows in published.items():
            columns = self._sheets[place].columns
            for row, cells in rows.items():
                headers = self._headers.get((place, row), ())
                texts |= {
                    cell
                    for column, cell in zip(columns, cells, strict=False)
                    if column.header in headers or self._is_sensitive(column)
                }
        self._secrets = Secrets(texts)

    def show(self, place: Place, row: int, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by header, each with a name of its own."""
        sheet = self._sheets[place]
        width = len(sheet.columns)
        masked = {column.position for column in sheet.columns if self._is_masked(column)}
        if (place, row) in self._headers:
            masked |= {column.position for column in sheet.columns if self._is_free(column)}
        if any(cell.strip() for cell in cells[width:]):  # shifted, nobody knows from where on
            masked |= set(range(min(masked, default=width) + 1, len(cells) + 1))
        shown = {}
        for position, header in enumerate(_name_columns(sheet, len(cells)), 1):
            cell = cells[position - 1] if position <= len(cells) else ""
            secret = position in masked or self._secrets.hide(cell)
            shown[header] = MASKED if secret and cell.strip() else cell
        return shown

    def _is_masked(self, column: ReadColumn) -> bool:
        """Whether reports never repeat it; one that comes twice may be such a one."""
        named = column.table is not None and column.column in self._names
        return named or column.recognised == "repeated" or self._is_sensitive(column)

    def _is_sensitive(self, column: ReadColumn) -> bool:
        of_schema = self._of_schema(column)
        return of_schema is not None and of_schema.sensitive

    def _is_free(self, column: ReadColumn) -> bool:
        """Whether anything may stand in it, as in no number, date, identifier or code."""
        of_schema = self._of_schema(column)
        if of_schema is None:
            return column.table is None
        return of_schema.type == "text" and of_schema.in_ is None

    def _of_schema(self, column: ReadColumn) -> Column | None:
        table = self._catalogue.tables.get(column.table or "")
        return table.columns.get(column.column or "") if table else None


def _name_columns(sheet: Input, cells: int) -> Iterator[str]:
    used = set(LEAD)
    for position in range(1, max(len(sheet.columns), cells) + 1):
        header = sheet.columns[position - 1].header if position <= len(sheet.columns) else ""
        place = f"column {position}"
        name = f"{header} ({place})" if header in used else header or place
        used.add(name)
        yield name
