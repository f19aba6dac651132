"""Options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qa_checks.cli.choices import FAILING_ROWS, FailOn, Format
from qa_checks.errors import UsageError


def _refuse_empty(option: typer.CallbackParam, value: str | None) -> str | None:
    """Refuse a selection of nothing: it would mean everything."""
    if value is not None and not value.replace(",", " ").strip():
        raise UsageError(
            f"{option.opts[0]} is empty: it selects no check.",
            remedy="Name some, or leave the option out to run them all.",
        )
    return value


def _count(value: int) -> int:
    return min(value, MOST)


MOST = 100_000_000  # no report can hold more; an engine may not count further
CHOICE = "Which checks"
REPORT = "Report"


def flag(*names: str, help: str, panel: str | None = None) -> Any:  # noqa: A002  typer's word
    """An option without a value; help would else say that it takes a <bool>."""
    return typer.Option(*names, metavar="", help=help, rich_help_panel=panel)


CatalogueOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        metavar="DIR",
        help="A folder with schemas/ and rules/ to use instead of the built-in catalogue.",
        rich_help_panel=CHOICE,
    ),
]
ReleaseOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--release",
        metavar="RELEASE.yml|FILE",
        help="The release, or published files as they are, each with the option. "
        "[default: release.yml]",
    ),
]
RulesOption = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="IDS",
        help="Only these checks: ids with commas between; * stands for any text ('GRD*,DAT004').",
        callback=_refuse_empty,
        rich_help_panel=CHOICE,
    ),
]
ThemeOption = Annotated[
    str | None,
    typer.Option(
        "--theme",
        metavar="THEMES",
        help="Only checks of these themes, with commas between "
        "('dates,grades'; 'schema' for the schemas' own).",
        callback=_refuse_empty,
        rich_help_panel=CHOICE,
    ),
]
SeverityOption = Annotated[
    FailOn | None,
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
    typer.Option(
        "--output",
        metavar="DIR",
        help="Folder for report.html, report.json, junit.xml and findings.xlsx. "
        "[default: reports/ and in it the release's id]",
        rich_help_panel=REPORT,
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
    typer.Option(
        FAILING_ROWS,
        metavar="DIR",
        help="A new folder for the rows at fault, with all their columns: a CSV file for each "
        "check.",
        rich_help_panel=REPORT,
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on", help="Lowest severity that makes the verdict fail.", rich_help_panel=REPORT
    ),
]
MostFindingsOption = Annotated[
    int,
    typer.Option(
        "--max-findings",
        metavar="NUMBER",
        min=1,
        callback=_count,
        help="How many findings of each check the reports hold; the counts are always true.",
        rich_help_panel=REPORT,
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
FACTS = "What is known of the files"

AsAtOption = Annotated[
    str | None,
    typer.Option(
        "--as-at",
        metavar="DATE",
        help="Reference date of the release (31/08/2021). [default: as the title says]",
        rich_help_panel=FACTS,
    ),
]
LayoutOption = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="LAYOUT",
        help="What kind of file it is, if it is not recognised.",
        rich_help_panel=FACTS,
    ),
]
PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="START..END",
        help="First and last day of the period (01/04/2021..31/08/2021). "
        "[default: as the title says]",
        rich_help_panel=FACTS,
    ),
]
PublishedByOption = Annotated[
    str | None,
    typer.Option(
        "--published-by",
        metavar="DATE",
        help="Publication cut-off of the inspection reports.",
        rich_help_panel=FACTS,
    ),
]
PreviousOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--previous",
        metavar="FILE",
        help="A file of the previous release to compare with; may be given several times.",
        rich_help_panel=FACTS,
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
