"""`qa-checks gate`: whether the release may be published."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.choices import Choices
from qa_checks.cli.session import options_of, progress
from qa_checks.cli.shared_options import with_choices
from qa_checks.cli.signing_options import (
    A_PART,
    OWN_WORDS,
    TRUST,
    AllowedOption,
    ReleaseArgument,
    RevokedOption,
    find_role,
    print_links,
    read_trust,
)
from qa_checks.errors import ReleaseError, writing
from qa_checks.model.links import Link, exit_code

JUNIT = "gate.xml"
WITHOUT = "Give --no-files to write nothing."


@partial(with_choices, but=A_PART, words=OWN_WORDS)
def gate_command(
    release: ReleaseArgument = Path("release.yml"),
    require: Annotated[
        list[str] | None,
        o.option(
            "--require",
            "ROLE",
            "A role that must have signed besides the second analyst: approver.",
            TRUST,
        ),
    ] = None,
    allowed_signers: AllowedOption = None,
    revoked: RevokedOption = None,
    max_age: Annotated[
        int | None,
        o.option("--max-age", "DAYS", "How old a signature may be.", TRUST, min=0, max=36_500),
    ] = None,
    *,
    choices: Choices,
) -> None:
    """Say whether a release may be published: every link from its files to its signatures holds.

    The checks are run again on what is there. The exit code is 0 if every link holds, 1 if one is
    broken, which is then named, and 2 if it could not be found out. The report is left as it is;
    gate.xml beside it says the same as JUnit.
    """
    from qa_checks.sign_off.chain import check_chain
    from qa_checks.sign_off.examination import examine

    if not choices.no_files:
        _remove_stale(choices.output, release)
    required = [find_role(name).name for name in require or []]
    with progress(choices) as tell:
        # Who is trusted, and what time it is, is settled before the release is looked at.
        trust = read_trust(release, allowed_signers, revoked, max_age)
        examination = examine(
            release, choices.output, options_of(choices, tell), before_signing=False
        )
        tell("verifying")
        links = check_chain(examination, trust, required)
    name = examination.report.release.id if examination.report else None
    if not choices.no_files and examination.folder.is_dir():
        _write(examination.folder / JUNIT, links, name)
    print_links(links, name, choices)
    raise typer.Exit(exit_code(links))


def _remove_stale(output: Path | None, release: Path) -> None:
    """Take an earlier gate.xml away before anything can fail: it would go on saying pass."""
    for path in _stale(output, release):
        with writing("It", path, WITHOUT):
            path.unlink(missing_ok=True)


def _stale(output: Path | None, release: Path) -> list[Path]:
    """Where an earlier gate.xml may stand: of every report, if release.yml does not say whose."""
    from qa_checks.catalogue.yaml_files import read_yaml
    from qa_checks.render.report_folder import REPORTS

    if output is not None:
        return [output / JUNIT]
    if not release.exists():
        return []
    name = None
    with suppress(ReleaseError):
        read = read_yaml(release, ReleaseError)
        name = read.get("release") if isinstance(read, dict) else None
    return [path for path in REPORTS.glob(f"*/{JUNIT}") if name is None or name == path.parent.name]


def _write(path: Path, links: Sequence[Link], release: str | None) -> None:
    from qa_checks.placement import write_file
    from qa_checks.render.link_lines import as_junit

    with writing("It", path, WITHOUT):
        write_file(path, as_junit(links, release).encode())
