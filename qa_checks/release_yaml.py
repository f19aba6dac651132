"""What release.yml may say: its keys and their values."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StrictFloat,
    StrictInt,
    StringConstraints,
    Tag,
    model_validator,
)

from qa_checks.fields import Day, Text
from qa_checks.release import Expected
from qa_checks.strict import Strict


def _check_name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError("a name is made of lower-case letters, digits and underscores")
    return name


_Number = StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
_Expected = Annotated[
    Annotated[_Number, Tag("number")] | Annotated[dict[str, Text], Tag("list")],
    Discriminator(lambda told: "list" if isinstance(told, dict) else "number"),
]


class Period(Strict):
    """First and last day of the period, both included."""

    start: Day
    end: Day


class Rows(Strict):
    """A file, or a database and what it is asked; and what kind of table that gives."""

    path: Text | None = Field(
        None,
        description="A file, relative to release.yml. Other folders, absolute paths and links are "
        "followed.",
    )
    database: Text | None = Field(
        None,
        description="Instead of a file: the URL of a database without a password, such as "
        "postgresql://reader@db.example/care or sqlite:///care.db.",
    )
    query: Text | None = Field(
        None, description="What the database is asked: SQL, or the name of a .sql file beside."
    )
    basis: Text | None = Field(
        None, description="What the layouts of the catalogue call such a file: latest, in_year."
    )
    layout: Text | None = Field(None, description="The one layout it has.")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.path is not None and "://" in self.path:
            raise ValueError("a URL is named under 'database', with its 'query', not as a path")
        if (self.path is None) == (self.database is None):
            raise ValueError("name either a file ('path') or a database ('database' and 'query')")
        if (self.database is None) != (self.query is None):
            raise ValueError("a database and what it is asked ('query') belong together")
        return self

    @property
    def query_file(self) -> str | None:
        """The .sql file that holds the query, where it does not stand here."""
        is_name = self.query is not None and re.fullmatch(r"\S[^\n]*\.sql", self.query)
        return self.query if is_name else None


class ReleaseInput(Rows):
    """One file of the release and what it is."""

    unchecked: dict[str, Text] = Field(
        default_factory=dict,
        description="Sheets that look like data and need not be checked, each with the reason.",
    )


class SourceInput(Rows):
    """What the system of record says of a table: the release is compared with it."""

    table: Text = Field(description="The table of the catalogue: providers, inspections.")
    key: list[Text] = Field(
        default_factory=list,
        description="The columns that name a row in both; without it, the key of the table.",
    )
    columns: list[Text] = Field(
        default_factory=list,
        description="The columns to compare; without it, all that both sides have.",
    )


def _read_share(share: object) -> object:
    """'60%' as 0.6; what else is given is the model's to judge."""
    if isinstance(share, str) and (percent := re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?%", share)):
        return float(percent[1]) / 100
    raise ValueError("a share is written in percent, such as 60%")


def _listed(names: object) -> object:
    """One name as a list of it."""
    return [names] if isinstance(names, str) else names


Percent = Annotated[
    float,
    BeforeValidator(_read_share, json_schema_input_type=str),
    Field(ge=0, le=1),
]


class Coverage(Strict):
    """Which share of the numbers of each text must be verified, and may be unbound."""

    verified: Percent | None = Field(None, description="At least so many: 60%.")
    unbound: Percent | None = Field(None, description="At most so many: 0%.")


class Document(Strict):
    """A document that belongs to the release."""

    path: Text
    title: str = ""


class Expect(Strict):
    """What the producing analyst says must come out: numbers, and lists with reasons."""

    model_config = Strict.model_config | {"extra": "allow"}

    __pydantic_extra__: dict[Annotated[str, AfterValidator(_check_name)], _Expected]

    @property
    def told(self) -> dict[str, Expected]:
        """What is expected, by its name."""
        return dict(self.__pydantic_extra__ or {})


class ReleaseFile(Strict):
    """release.yml."""

    release: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$")] = Field(
        description="The release's id: lower-case letters, digits, dots and hyphens."
    )
    title: Text
    as_at: Day | None = None
    period: Period | None = None
    published_by: Day | None = Field(None, description="Publication cut-off of the reports.")
    status: Literal["provisional", "final"] | None = None
    producer: Text | None = Field(None, description="The producing analyst.")
    files: list[ReleaseInput] = Field(min_length=1)
    sources: list[SourceInput] = Field(
        default_factory=list,
        description="The system of record: what it says of tables of the release, row by row.",
    )
    previous: Text | None = Field(
        None,
        description="release.yml of the previous release; without it, the newest under history.",
    )
    history: list[Text] = Field(
        default_factory=list,
        description="release.yml of each earlier release that tables and texts go back to.",
    )
    expect: Expect = Field(default_factory=lambda: Expect.model_validate({}))
    absent: dict[str, Text] = Field(
        default_factory=dict,
        description="Columns the files of this release do not have although such files always "
        "have them, each with the reason: a header, or table.column.",
    )
    tables: Text | None = Field(
        None, description="tables.yml, beside this file: the published tables of the release."
    )
    claims: Annotated[
        list[Text],
        BeforeValidator(_listed, json_schema_input_type=Text | list[Text]),
        Field(min_length=1),
    ] = Field(
        default_factory=list,
        description="claims.yml, beside this file: the text of the release and what its sentences "
        "are bound to. A list, where the release has several texts.",
    )
    coverage: Coverage | None = Field(
        None, description="What the texts must reach, or the run fails."
    )
    sample: Text | None = Field(
        None, description="The sheet of `qa-checks sample`, filled in: sample.xlsx."
    )
    documents: list[Document] = Field(default_factory=list)
    decisions: Text | None = Field(None, description="decisions.yml, beside this file.")
    checklist: Text | None = Field(
        None, description="checklist.yml, beside this file: what the second analyst attests."
    )
