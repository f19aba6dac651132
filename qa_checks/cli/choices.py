"""What every command that runs checks is told, besides what it is about."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from qa_checks.model.checks import Severity

if TYPE_CHECKING:
    from qa_checks.cli import options as o

FAILING_ROWS = "--failing-rows"


class Format(StrEnum):
    """What is printed to standard output."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"


class Listing(StrEnum):
    """How a list is printed to standard output."""

    TABLE = "table"
    JSON = "json"


class Choices(Struct, frozen=True):
    """The options that every command which runs checks has; each field is one."""

    catalogue: o.CatalogueOption = None
    rules: o.RulesOption = None
    theme: o.ThemeOption = None
    severity: o.SeverityOption = None
    format: o.FormatOption = Format.TABLE
    output: o.OutputOption = None
    no_files: o.NoFilesOption = False
    no_workbook: o.NoWorkbookOption = False
    failing_rows: o.FailingRowsOption = None
    fail_on: o.FailOnOption = Severity.ERROR
    max_findings: o.MostFindingsOption = 10_000
    second_opinion: o.SecondOpinionOption = False
    quiet: o.QuietOption = False
    debug: o.DebugOption = False
