"""What schemas/sampling_frame.yml may say: which values are compared with what was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, field

from qa_checks.catalogue.codes import CodeList, fold
from qa_checks.catalogue.known_tables import known_tables
from qa_checks.catalogue.masking import masked_origins
from qa_checks.catalogue.schema_sql import Fault, SchemaSql, check_own_sql, refuse, unknown
from qa_checks.catalogue.schemas import Schemas
from qa_checks.catalogue.sql_names import Names
from qa_checks.catalogue.yaml_files import read_model
from qa_checks.errors import CatalogueError, UsageError
from qa_checks.fields import Name, Record, Sql, Text, says

SLOT = re.compile(r"\{([^{}]*)\}")
# What every sheet has besides the columns of its frame; the last three are filled in.
OWN_HEADERS = ("No.", "Report", "In the report", "Checked by", "Note")


class ShownColumn(Record, frozen=True, kw_only=True):
    """A column of the sheet."""

    title: Text
    codes: Annotated[
        Name | None, says("The code list whose titles are shown instead of its codes.")
    ] = None


class Compared(Record, frozen=True, kw_only=True):
    """The column whose values are compared; the sheet does not show them."""

    column: Name
    codes: Annotated[Name | None, says("The code list of its values.")] = None


class SamplingFrame(Record, frozen=True, kw_only=True):
    """schemas/sampling_frame.yml: the values a sample is drawn from, one row each."""

    rows_are: Annotated[Text, says("What the rows are, in the plural: judgements.")]
    tables: Annotated[list[Name], says("Tables the files must give.", min_length=1)]
    select: Annotated[Sql, says("SELECT of the rows, one for each value that is compared.")]
    columns: Annotated[
        dict[Name, ShownColumn],
        says("Columns of the SELECT that the sheet shows, in its order.", min_length=1),
    ]
    strata: Annotated[
        list[Name],
        says("Those by which the rows are divided: each part has its share of the sample."),
    ] = field(default_factory=list)
    compared: Compared
    link: Annotated[
        Annotated[str, Meta(pattern=r"^https?://[^\s{}/]+/\S*$")] | None,
        says("Address of what was published, with columns in braces: {urn}."),
    ] = None

    def words(self, codes: dict[str, CodeList]) -> list[str]:
        """The words that can stand in what was published; none where no code list says."""
        name = self.compared.codes
        return codes[name].codes if name else []

    def read_word(self, text: str, codes: dict[str, CodeList]) -> str | None:
        """The word that is meant, whatever its capitals; None if the code list has no such word."""
        name = self.compared.codes
        return codes[name].folded.get(fold(text)) if name else text


def read_sampling_frame(schemas: Schemas) -> SamplingFrame:
    """Read from what a catalogue draws samples; its SQL passes the guard.

    Raises
    ------
    UsageError
        If the catalogue does not say it.
    CatalogueError
        With file and line, if it is not well formed.
    """
    from qa_checks.duckdb_core import connect

    path = schemas.folder / "schemas" / "sampling_frame.yml"
    if not path.is_file():
        raise UsageError(
            "This catalogue does not say what a sample is drawn from: it has no "
            "schemas/sampling_frame.yml.",
            where=str(schemas.folder),
            remedy="Write one (docs/report-sample.md), or use the catalogue that has it.",
        )
    frame = read_model(path, SamplingFrame, CatalogueError)
    piece = SchemaSql(path, ("select",), frame.select)
    why = "a sample is drawn from one release alone"
    with connect() as connection:
        [names] = check_own_sql([piece], schemas, connection, why)
    for key, fault in _faults(frame, names, schemas):
        refuse(path, key, fault)
    return frame


def _faults(frame: SamplingFrame, names: Names, schemas: Schemas) -> Iterator[Fault]:
    """What is wrong with a frame whose SELECT has passed the guard, by key."""
    if names.gives is None:
        yield ("select",), "It must name its columns one by one, not by *."
        return
    given = [name for name in names.gives if name]
    compared = frame.compared.column
    yield from unknown(("tables",), "table", frame.tables, schemas.tables)
    yield from unknown(("columns",), "column of the SELECT", list(frame.columns), given)
    yield from unknown(("compared",), "column of the SELECT", [compared], given)
    yield from unknown(("strata",), "column of the sheet", frame.strata, frame.columns)
    slots = SLOT.findall(frame.link or "")
    yield from unknown(("link",), "column of the sheet", slots, frame.columns)
    for key, codes in [
        *((("columns", name, "codes"), item.codes) for name, item in frame.columns.items()),
        (("compared", "codes"), frame.compared.codes),
    ]:
        yield from unknown(key, "code list", [codes] if codes else [], schemas.codes)
    if compared in frame.columns:
        yield (
            ("columns", compared),
            f"'{compared}' is compared: whoever reads what was published must not see it.",
        )
    titles = [item.title.casefold() for item in frame.columns.values()]
    titles += [header.casefold() for header in OWN_HEADERS]
    for name, item in frame.columns.items():
        if titles.count(item.title.casefold()) > 1:
            yield ("columns", name), f"Two columns have the title '{item.title}'."
    known = known_tables(schemas.tables, schemas.codes).columns
    for shown in masked_origins(names, known, schemas.tables).values():
        yield ("select",), f"'{min(shown)}' would be shown, which reports mask."
