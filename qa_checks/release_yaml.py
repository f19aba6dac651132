"""What release.yml may say: its keys and their values."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from qa_checks.fields import OTHERS, Before, Day, Record, Text, says
from qa_checks.model.inputs import ReleaseFacts


def _check_name(name: Any) -> Any:
    if isinstance(name, str) and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError("a name is made of lower-case letters, digits and underscores")
    return name


class Period(Record, frozen=True, kw_only=True):
    """First and last day of the period, both included."""

    start: Day
    end: Day


class Rows(Record, frozen=True, kw_only=True):
    """A file, or a database and what it is asked; and what kind of table that gives."""

    path: Annotated[
        Text | None,
        says(
            "A file, relative to release.yml. Other folders, absolute paths and links are followed."
        ),
    ] = None
    database: Annotated[
        Text | None,
        says(
            "Instead of a file: the URL of a database without a password, such as "
            "postgresql://reader@db.example/care or sqlite:///care.db."
        ),
    ] = None
    query: Annotated[
        Text | None, says("What the database is asked: SQL, or the name of a .sql file beside.")
    ] = None
    basis: Annotated[
        Text | None, says("What the layouts of the catalogue call such a file: latest, in_year.")
    ] = None
    layout: Annotated[Text | None, says("The one layout it has.")] = None

    def __post_init__(self) -> None:
        if self.path is not None and "://" in self.path:
            raise ValueError("a URL is named under 'database', with its 'query', not as a path")
        if (self.path is None) == (self.database is None):
            raise ValueError("name either a file ('path') or a database ('database' and 'query')")
        if (self.database is None) != (self.query is None):
            raise ValueError("a database and what it is asked ('query') belong together")

    @property
    def query_file(self) -> str | None:
        """The .sql file that holds the query, where it does not stand here."""
        is_name = self.query is not None and re.fullmatch(r"\S[^\n]*\.sql", self.query)
        return self.query if is_name else None


class ReleaseInput(Rows, frozen=True, kw_only=True):
    """One file of the release and what it is."""

    unchecked: Annotated[
        dict[str, Text],
        says("Sheets that look like data and need not be checked, each with the reason."),
    ] = field(default_factory=dict)


class SourceInput(Rows, frozen=True, kw_only=True):
    """What the system of record says of a table: the release is compared with it."""

    table: Annotated[Text, says("The table of the catalogue: providers, inspections.")]
    key: Annotated[
        list[Text], says("The columns that name a row in both; without it, the key of the table.")
    ] = field(default_factory=list)
    columns: Annotated[
        list[Text], says("The columns to compare; without it, all that both sides have.")
    ] = field(default_factory=list)


def _read_share(share: object) -> object:
    """'60%' as 0.6; what else is given is the model's to judge."""
    if isinstance(share, str) and (percent := re.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?%", share)):
        return float(percent[1]) / 100
    raise ValueError("a share is written in percent, such as 60%")


def _listed(names: object) -> object:
    """One name as a list of it."""
    return [names] if isinstance(names, str) else names


Percent = Annotated[float, Before(_read_share, written=str), Meta(ge=0, le=1)]


class Coverage(Record, frozen=True, kw_only=True):
    """Which share of the numbers of each text must be verified, and may be unbound."""

    verified: Annotated[Percent | None, says("At least so many: 60%.")] = None
    unbound: Annotated[Percent | None, says("At most so many: 0%.")] = None

    def __post_init__(self) -> None:
        if not self.verified and self.unbound in (None, 1):
            raise ValueError(
                "every text has at least 0% verified and at most 100% unbound: ask for a share "
                "that one could miss"
            )


class Document(Record, frozen=True, kw_only=True):
    """A document that belongs to the release."""

    path: Text
    title: str = ""


class Expect(Record, frozen=True, kw_only=True):
    """What the producing analyst says must come out: numbers, and lists with reasons."""

    told: Annotated[
        dict[Annotated[str, Before(_check_name)], int | float | dict[str, Text]],
        says(None, alias=OTHERS),
    ] = field(default_factory=dict)


class ReleaseFile(Record, frozen=True, kw_only=True):
    """release.yml."""

    release: Annotated[
        str,
        Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}$"),
        says("The release's id: lower-case letters, digits, dots and hyphens."),
    ]
    title: Text
    as_at: Day | None = None
    period: Period | None = None
    published_by: Annotated[Day | None, says("Publication cut-off of the reports.")] = None
    status: Literal["provisional", "final"] | None = None
    producer: Annotated[Text | None, says("The producing analyst.")] = None
    files: Annotated[list[ReleaseInput], says(None, min_length=1)]
    sources: Annotated[
        list[SourceInput],
        says("The system of record: what it says of tables of the release, row by row."),
    ] = field(default_factory=list)
    previous: Annotated[
        Text | None,
        says("release.yml of the previous release; without it, the newest under history."),
    ] = None
    history: Annotated[
        list[Text],
        says("release.yml of each earlier release that tables and texts go back to."),
    ] = field(default_factory=list)
    expect: Expect = Expect()
    absent: Annotated[
        dict[str, Text],
        says(
            "Columns the files of this release do not have although such files always have them, "
            "each with the reason: a header, or table.column."
        ),
    ] = field(default_factory=dict)
    tables: Annotated[
        Text | None, says("tables.yml, beside this file: the published tables of the release.")
    ] = None
    claims: Annotated[
        list[Text],
        Before(_listed, written=Text | list[Text]),
        says(
            "claims.yml, beside this file: the text of the release and what its sentences are "
            "bound to. A list, where the release has several texts.",
            min_length=1,
        ),
    ] = field(default_factory=list)
    coverage: Annotated[Coverage | None, says("What the texts must reach, or the run fails.")] = (
        None
    )
    sample: Annotated[
        Text | None, says("The sheet of `qa-checks sample`, filled in: sample.xlsx.")
    ] = None
    documents: list[Document] = field(default_factory=list)
    decisions: Annotated[Text | None, says("decisions.yml, beside this file.")] = None
    checklist: Annotated[
        Text | None, says("checklist.yml, beside this file: what the second analyst attests.")
    ] = None

    @property
    def facts(self) -> ReleaseFacts:
        """What it says of its release as a whole."""
        return ReleaseFacts(
            id=self.release,
            title=self.title,
            as_at=self.as_at,
            period_start=self.period.start if self.period else None,
            period_end=self.period.end if self.period else None,
            published_by=self.published_by,
            status=self.status,
            producer=self.producer,
        )
