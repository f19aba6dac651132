"""Options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qa_checks.cli.choices import FAILING_ROWS, Format
from qa_checks.errors import UsageError
from qa_checks.model.checks import Severity


def _refuse_empty(option: typer.CallbackParam, value: str | None) -> str | None:
    """Refuse a selection of nothing: it would mean everything."""
    if value is not None and not value.replace(",", " ").strip():
        raise UsageError(
            f"{option.opts[0]} is empty: it selects no check.",
            remedy="Name some, or leave the option out to run them all.",
        )
    return value


def refuse_blank(
    option: typer.CallbackParam, value: str | list[str] | None
) -> str | list[str] | None:
    """Refuse blanks in the place of a text: what is written for people would say nothing."""
    texts = [value] if isinstance(value, str) and value else value or []
    if not all(text.strip() for text in texts):
        raise UsageError(
            f"{option.opts[0]} is blank.", remedy="Give it a text, or leave the option out."
        )
    return value


def _count(value: int) -> int:
    return min(value, MOST)


MOST = 100_000_000  # no report can hold more; an engine may not count further
CHOICE = "Which checks"
REPORT = "Report"


def option(
    name: str,
    metavar: str,
    help: str,  # noqa: A002  typer's word
    panel: str | None = None,
    **limits: Any,
) -> Any:
    """An option with a value."""
    return typer.Option(name, metavar=metavar, help=help, rich_help_panel=panel, **limits)


def flag(*names: str, help: str, panel: str | None = None) -> Any:  # noqa: A002  typer's word
    """An option without a value; help would else say that it takes a <bool>."""
    return typer.Option(*names, metavar="", help=help, rich_help_panel=panel)


CatalogueOption = Annotated[
    Path | None,
    option(
        "--catalogue",
        "DIR",
        "A folder with schemas/ and rules/ to use instead of the built-in catalogue.",
        CHOICE,
    ),
]
ReleaseOption = Annotated[
    list[Path] | None,
    option(
        "--release",
        "RELEASE.yml|FILE",
        "The release, or published files as they are, each with the option. [default: release.yml]",
    ),
]
RulesOption = Annotated[
    str | None,
    option(
        "--rules",
        "IDS",
        "Only these checks: ids with commas between; * stands for any text ('GRD*,DAT004').",
        CHOICE,
        callback=_refuse_empty,
    ),
]
ThemeOption = Annotated[
    str | None,
    option(
        "--theme",
        "THEMES",
        "Only checks of these themes, with commas between "
        "('dates,grades'; 'schema' for the schemas' own).",
        CHOICE,
        callback=_refuse_empty,
    ),
]
SeverityOption = Annotated[
    Severity | None,
    typer.Option("--severity", help="Only checks of this severity.", rich_help_panel=CHOICE),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="What to print: a table for people, JSON for programs, "
        "or annotations for a GitHub workflow.",
        rich_help_panel=REPORT,
    ),
]
OutputOption = Annotated[
    Path | None,
    option(
        "--output",
        "DIR",
        "Folder for report.html, report.json, junit.xml and findings.xlsx. "
        "[default: reports/ and in it the release's id]",
        REPORT,
    ),
]
NoFilesOption = Annotated[
    bool, flag("--no-files", help="Print only; write no report files.", panel=REPORT)
]
NoWorkbookOption = Annotated[
    bool,
    flag(
        "--no-workbook",
        help="Leave findings.xlsx out: of all report files it takes the longest to write.",
        panel=REPORT,
    ),
]
FailingRowsOption = Annotated[
    Path | None,
    option(
        FAILING_ROWS,
        "DIR",
        "A new folder for the rows at fault, with all their columns: a CSV file for each check.",
        REPORT,
    ),
]
FailOnOption = Annotated[
    Severity,
    typer.Option(
        "--fail-on", help="Lowest severity that makes the verdict fail.", rich_help_panel=REPORT
    ),
]
MostFindingsOption = Annotated[
    int,
    option(
        "--max-findings",
        "NUMBER",
        "How many findings of each check the reports hold; the counts are always true.",
        REPORT,
        min=1,
        callback=_count,
    ),
]
SecondOpinionOption = Annotated[
    bool,
    flag(
        "--second-opinion",
        help="Have pandera and Great Expectations count as well, and compare. Slower.",
        panel=CHOICE,
    ),
]
QuietOption = Annotated[bool, flag("--quiet", "-q", help="Print the verdict only.", panel=REPORT)]
DebugOption = Annotated[bool, flag("--debug", help="Show a traceback when something goes wrong.")]
SubjectOption = Annotated[Path, option("--release", "RELEASE.yml", "The release it is about.")]
FACTS = "What is known of the files"

AsAtOption = Annotated[
    str | None,
    option(
        "--as-at",
        "DATE",
        "Reference date of the release (31/08/2021). [default: as the title says]",
        FACTS,
    ),
]
LayoutOption = Annotated[
    str | None,
    option("--layout", "LAYOUT", "What kind of file it is, if it is not recognised.", FACTS),
]
PeriodOption = Annotated[
    str | None,
    option(
        "--period",
        "START..END",
        "First and last day of the period (01/04/2021..31/08/2021). [default: as the title says]",
        FACTS,
    ),
]
PublishedByOption = Annotated[
    str | None,
    option("--published-by", "DATE", "Publication cut-off of the inspection reports.", FACTS),
]
PreviousOption = Annotated[
    list[Path] | None,
    option(
        "--previous",
        "FILE",
        "A file of the previous release to compare with; may be given several times.",
        FACTS,
    ),
]
FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Published files: CSV, XLSX, XLS, ODS, Parquet, or gzip of these; texts: HTML, "
        "Markdown, DOCX, ODT, PDF or plain text.",
    ),
]
ReleaseArgument = Annotated[
    Path, typer.Argument(metavar="RELEASE.yml", help="The release to check.")
]
