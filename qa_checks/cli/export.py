"""`qa-checks export`: the catalogue and the data as other tools want them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import say
from qa_checks.cli.plain_help import PlainCommand
from qa_checks.cli.whole_release import open_data
from qa_checks.words import plural

if TYPE_CHECKING:
    from qa_checks.catalogue import Schemas

export_app = typer.Typer(
    help="Write the schemas, the rules or the tables for pandera, Great Expectations, Frictionless "
    "or as JSON Schemas.",
    no_args_is_help=True,
)
OutputOption = Annotated[
    Path, o.option("--output", "DIR", "A new folder; nothing is ever replaced.")
]
DataArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="RELEASE.yml | FILE",
        help="A release, or published files as they are. [default: release.yml]",
    ),
]


@export_app.command("pandera", cls=PlainCommand)
def export_pandera(
    output: OutputOption, catalogue: o.CatalogueOption = None, debug: o.DebugOption = False
) -> None:
    """Write each table's schema as a pandera model: a Python package to import."""
    del debug
    from qa_checks.exports import as_pandera

    _write_schemas(output, catalogue, as_pandera.write)


@export_app.command("json-schema", cls=PlainCommand)
def export_json_schema(
    output: OutputOption, catalogue: o.CatalogueOption = None, debug: o.DebugOption = False
) -> None:
    """Write each table's schema as a JSON Schema of one row."""
    del debug
    from qa_checks.exports import as_json_schema

    _write_schemas(output, catalogue, as_json_schema.write)


@export_app.command("frictionless", cls=PlainCommand)
def export_frictionless(
    output: OutputOption,
    data: DataArgument = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Read a release and write its tables as a Frictionless data package."""
    del debug
    from qa_checks.exports import as_frictionless
    from qa_checks.exports.new_folder import refuse_taken, write_folder

    refuse_taken(output)
    with open_data(data, catalogue) as (read, _):
        files = write_folder(output, lambda folder: as_frictionless.write(read, folder))
    _say(files, output)


@export_app.command("gx", cls=PlainCommand)
def export_gx(
    output: OutputOption,
    data: DataArgument = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Check a release and write tables and checks as a Great Expectations project.

    It holds a suite for each table, a checkpoint that has been run, and Data Docs.
    """
    del debug
    from qa_checks.appraisal import judge
    from qa_checks.exports import as_gx
    from qa_checks.exports.new_folder import refuse_taken, write_folder

    refuse_taken(output)
    with open_data(data, catalogue) as (read, options):
        judged = judge(read, options)
        options.progress("running the expectations")
        files = write_folder(output, lambda folder: as_gx.write(read, judged, folder))
    _say(files, output)


def _write_schemas(
    output: Path, catalogue: Path | None, write: Callable[[Schemas, Path], None]
) -> None:
    """Write what needs no data: the schemas of a catalogue, in some other form."""
    from qa_checks.catalogue import load_schemas
    from qa_checks.exports.new_folder import refuse_taken, write_folder

    refuse_taken(output)
    schemas = load_schemas(catalogue)
    _say(write_folder(output, lambda folder: write(schemas, folder)), output)


def _say(files: list[Path], output: Path) -> None:
    say(f"Wrote {plural(len(files), 'file')} to {output}.")
