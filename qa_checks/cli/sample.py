"""`qa-checks sample`: a sample of a release, compared with what was published."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import say
from qa_checks.cli.plain_help import PlainCommand
from qa_checks.cli.session import console
from qa_checks.cli.whole_release import open_whole
from qa_checks.errors import UsageError
from qa_checks.model.sampling import Level
from qa_checks.words import grouped, plural

if TYPE_CHECKING:
    from fractions import Fraction

    from qa_checks.opened import Opened
    from qa_checks.sampling.population import Population

SHEET = "sample.xlsx"
RELEASE = Path("release.yml")
SIZE = "How large it is"

MaxErrorOption = Annotated[
    str, o.option("--max-error", "SHARE", "The largest error rate that is accepted.", SIZE)
]
ConfidenceOption = Annotated[
    str, o.option("--confidence", "SHARE", "How sure it must be that no more are wrong.", SIZE)
]
sample_app = typer.Typer(
    help="Draw a sample of the release, to be compared with the published reports, and read it "
    "back.",
    no_args_is_help=True,
)


@sample_app.command("plan", cls=PlainCommand)
def plan_sample(
    max_error: MaxErrorOption = "1%",
    confidence: ConfidenceOption = "95%",
    population: Annotated[
        int | None,
        o.option(
            "--population",
            "NUMBER",
            "How many there are to draw from. [default: very many]",
            SIZE,
            min=1,
        ),
    ] = None,
    debug: o.DebugOption = False,
) -> None:
    """Say how many have to be compared to show a level, by how many errors may be among them."""
    del debug
    from qa_checks.sampling.acceptance import Acceptance, say_percent

    level = _read_level(max_error, confidence)
    acceptance = Acceptance(level, population)
    say(
        f"To show with {say_percent(level.confidence)} confidence that at most "
        f"{say_percent(level.max_error)} are wrong:"
    )
    for allowed in range(4):
        try:
            size = acceptance.find_size(allowed)
        except UsageError:
            break
        say(f"  {grouped(size):>7} compared, at most {grouped(allowed)} of them wrong")
    if population is not None:
        without = "each drawn once (hypergeometric)" if acceptance.exact else "binomial"
        say(f"Of {grouped(population)}: {without}.")


@sample_app.command("draw", cls=PlainCommand)
def draw_sample(
    release: o.ReleaseOption = None,
    output: Annotated[
        Path | None,
        o.option(
            "--output",
            "FILE.xlsx",
            "The sheet to write; nothing is ever replaced. [default: sample.xlsx, beside "
            "release.yml]",
        ),
    ] = None,
    max_error: MaxErrorOption = "1%",
    confidence: ConfidenceOption = "95%",
    allow: Annotated[
        int,
        o.option(
            "--allow",
            "NUMBER",
            "How many errors may be in it: the more, the larger it is.",
            SIZE,
            min=0,
        ),
    ] = 0,
    size: Annotated[
        int | None,
        o.option(
            "--size",
            "NUMBER",
            "A size of your own; how many errors may be in it follows.",
            SIZE,
            min=1,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        o.option(
            "--seed",
            "NUMBER",
            "The same seed draws the same of the same release. [default: by lot]",
            min=0,
        ),
    ] = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Draw a sample and write the sheet to fill in, with the address of each report.

    The sheet does not say what the release has: whoever fills it in reads the report. Every
    stratum (schemas/sampling_frame.yml) has its share, and at least one.
    """
    del debug
    from qa_checks.exports.new_file import new_file
    from qa_checks.exports.new_folder import refuse_taken
    from qa_checks.render.sample_sheet import write_sample
    from qa_checks.sampling.acceptance import say_percent
    from qa_checks.sampling.blank_sheet import make_sheet
    from qa_checks.sampling.draw import MOST_SEEDS, plan_draw

    output = output or _beside(_described(release))
    if output.suffix.lower() != ".xlsx":
        raise UsageError(
            f"--output: '{output}' is no XLSX file.", remedy="Let its name end in .xlsx."
        )
    if size is not None and allow:
        raise UsageError("--size and --allow do not go together.", remedy="Leave one of them out.")
    level = _read_level(max_error, confidence)
    refuse_taken(output)
    seed = secrets.randbelow(MOST_SEEDS) if seed is None else seed
    with _population(release, catalogue) as (read, population):
        planned, drawn = plan_draw(read.release.facts.id, population, level, (size, allow), seed)
        title = f"{read.release.facts.title}: a sample against the published reports"
        with new_file(output) as aside:
            write_sample(make_sheet(title, planned, drawn, population, read.catalogue), aside)
    further = (
        f", and {grouped(planned.further)} more for strata too small for a share"
        if planned.further
        else ""
    )
    words = ["qa-checks", "sample", "read", str(output)]
    for path in release or []:
        words += ["--release", str(path)]
    errors = plural(planned.allowed, "error is", "errors are")
    allowed = f"at most {errors}" if planned.allowed else "no error is"
    say(
        f"Drew {grouped(planned.size)} of {grouped(planned.population)} "
        f"{population.frame.rows_are}{further} (seed {planned.seed}).",
        f"At most {say_percent(level.max_error)} wrong with {say_percent(level.confidence)} "
        f"confidence: shown if {allowed} among them.",
        f"Wrote {output}: fill in its yellow cells, then `{shlex.join(words)}`.",
    )


@sample_app.command("read", cls=PlainCommand)
def read_sample(
    sheet: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE.xlsx",
            help="The sheet that was filled in. [default: sample.xlsx, beside release.yml]",
            show_default=False,
        ),
    ] = None,
    release: o.ReleaseOption = None,
    catalogue: o.CatalogueOption = None,
    debug: o.DebugOption = False,
) -> None:
    """Read a filled-in sheet: the error rate, its interval, and whether the level holds.

    It must be complete and as it was drawn. release.yml then names it, so that the next run says
    in its checklist what the sample shows. Exit code 0 if the level holds, 1 if it does not.
    """
    del debug
    from qa_checks.render.sample_as_terminal import print_sample
    from qa_checks.sampling.estimate import estimate
    from qa_checks.sampling.filled_sheet import read_filled

    described = _described(release)
    path = sheet or _beside(described)
    with _population(release, catalogue) as (read, population):
        filled = read_filled(path, read.release.facts, population, read.catalogue)
        result = estimate(str(path), filled, population)
        named = read.release.sample
    print_sample(result, console())
    if described:
        say("", *_name(described, path, named))
    raise typer.Exit(0 if result.holds else 1)


def _described(files: list[Path] | None) -> Path | None:
    """The release.yml; None where files are given as they are."""
    files = files or [RELEASE]
    return files[0] if len(files) == 1 and files[0].suffix in (".yml", ".yaml") else None


def _beside(described: Path | None) -> Path:
    return described.parent / SHEET if described else Path(SHEET)


def _name(release: Path, sheet: Path, named: tuple[Path, str] | None) -> list[str]:
    """Make the sheet part of the release, so that it is signed with it; say how it stands."""
    from qa_checks.record import ledger

    again = f"Check again with `qa-checks run {release}`: the checklist says what the sample shows."
    if named:
        if named[0].resolve() == sheet.resolve():
            return [again]
        return [
            f"{release} names another sample, {named[1]}: to sign this one, name it there instead."
        ]
    inside = sheet.resolve().is_relative_to(release.parent.resolve())
    name = sheet.resolve().relative_to(release.parent.resolve()).as_posix() if inside else ""
    if not inside or not ledger.adopt(release, "sample", name):
        return [
            f"To sign it as well, put it beside {release} and add 'sample: {sheet.name}' there."
        ]
    return [f"{release} names {name} now.", again]


@contextmanager
def _population(
    files: list[Path] | None, catalogue: Path | None
) -> Iterator[tuple[Opened, Population]]:
    """The release as it was read, and what there is to draw from."""
    from qa_checks.catalogue.sampling_frame import read_sampling_frame
    from qa_checks.sampling.population import read_population

    with open_whole(files, catalogue) as (read, engine):
        frame = read_sampling_frame(read.catalogue)
        yield read, read_population(engine, read.loaded.release, frame, read.catalogue)


def _read_level(max_error: str, confidence: str) -> Level:
    return Level(_read_share(max_error, "--max-error"), _read_share(confidence, "--confidence"))


def _read_share(text: str, option: str) -> Fraction:
    from qa_checks.sampling.acceptance import read_share

    try:
        return read_share(text)
    except ValueError:
        raise UsageError(
            f"{option}: '{text}' is no share between 0 and 100%.", remedy="Write it as 1%."
        ) from None
