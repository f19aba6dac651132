"""What sign-off and gate share: their options, whom they trust, and how they print."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import print_json
from qa_checks.cli.choices import Choices, Format
from qa_checks.cli.session import console
from qa_checks.errors import UsageError

if TYPE_CHECKING:
    from qa_checks.model.links import Link
    from qa_checks.sign_off.roles import Role
    from qa_checks.sign_off.verification import Trust

TRUST = "Whom to trust"
ALLOWED = "allowed_signers"
REVOKED = "revoked_signers"
# A release is signed as a whole.
A_PART = ("rules", "theme", "severity", "no_workbook", "failing_rows")

ReleaseArgument = Annotated[
    Path, typer.Argument(metavar="RELEASE.yml", help="The release, as `run` checked it.")
]
AllowedOption = Annotated[
    Path | None,
    o.option(
        "--allowed-signers",
        "FILE",
        "Who may sign and as what, in git's format. [default: allowed_signers beside the release]",
        TRUST,
    ),
]
RevokedOption = Annotated[
    Path | None,
    o.option(
        "--revoked",
        "FILE",
        "Public keys that no longer count, one a line. [default: revoked_signers beside "
        "the release, if there is one]",
        TRUST,
    ),
]
ReportFolderOption = Annotated[
    Path | None,
    o.option(
        "--output",
        "DIR",
        "Folder the report was written to. [default: reports/ and in it the release's id]",
        o.REPORT,
    ),
]
NoGateFileOption = Annotated[
    bool, o.flag("--no-files", help="Do not write gate.xml.", panel=o.REPORT)
]
OWN_WORDS = {"output": ReportFolderOption, "no_files": NoGateFileOption}


def find_role(name: str) -> Role:
    """The role of a name; it is refused if there is none."""
    from qa_checks.sign_off.roles import ROLES

    if name not in ROLES:
        raise UsageError(f"There is no role '{name}'.", remedy=f"Roles: {', '.join(ROLES)}.")
    return ROLES[name]


def read_trust(
    release: Path, allowed: Path | None, revoked: Path | None, max_age: int | None = None
) -> Trust:
    """Read the lists of signers and of revoked keys; the first must be there."""
    from qa_checks.release_file import refuse_missing
    from qa_checks.sign_off.allowed import read_allowed, read_revoked
    from qa_checks.sign_off.verification import Trust

    refuse_missing(release)  # beside it the list is looked for
    listed = allowed or release.parent / ALLOWED
    if not listed.exists():
        raise UsageError(
            "There is no list of who may sign.",
            where=str(listed),
            remedy='Write a line for each person: analyst@example.org namespaces="qa-checks/'
            'second-analyst" ssh-ed25519 AAAA…; or give another list with --allowed-signers.',
        )
    taken_back = revoked or release.parent / REVOKED
    return Trust(
        read_allowed(listed),
        read_revoked(taken_back) if revoked or os.path.lexists(taken_back) else frozenset(),
        dt.datetime.now(dt.UTC),
        dt.timedelta(days=max_age) if max_age is not None else None,
    )


def print_links(links: Sequence[Link], release: str | None, choices: Choices) -> None:
    """Print every link as the user wants it."""
    from qa_checks.render import link_lines as written

    try:
        match choices.format:
            case Format.JSON:
                print_json(written.as_json(links, release))
            case Format.GITHUB:
                sys.stdout.write(written.as_github(links, release))
            case Format.TABLE:
                written.as_table(links, console(), quiet=choices.quiet)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
