"""`qa-checks sign-off`: someone other than the producer signs the release."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from qa_checks.cli import options as o
from qa_checks.cli.asking import say
from qa_checks.cli.choices import Choices
from qa_checks.cli.session import options_of, progress
from qa_checks.cli.shared_options import with_choices
from qa_checks.cli.signing_options import (
    A_PART,
    OWN_WORDS,
    AllowedOption,
    ReleaseArgument,
    RevokedOption,
    find_role,
    print_links,
    read_trust,
)

SIGNER = "Who signs"


@partial(with_choices, but=(*A_PART, "no_files"), words=OWN_WORDS)
def sign_off_command(
    release: ReleaseArgument = Path("release.yml"),
    key: Annotated[
        Path | None,
        o.option(
            "--key",
            "FILE",
            "Your OpenSSH key (Ed25519), or its .pub file to let the ssh-agent sign. "
            "[default: ~/.ssh/id_ed25519]",
            SIGNER,
        ),
    ] = None,
    role: Annotated[
        str, o.option("--role", "ROLE", "second-analyst or approver.", SIGNER)
    ] = "second-analyst",
    as_: Annotated[
        str | None,
        o.option(
            "--as",
            "E-MAIL",
            "Who you are, if allowed_signers gives the key to more than one person.",
            SIGNER,
        ),
    ] = None,
    allowed_signers: AllowedOption = None,
    revoked: RevokedOption = None,
    *,
    choices: Choices,
) -> None:
    """Sign a release that passes: its files, its report, and every decision in it.

    The checks are run again first. It is refused, with exit code 1, if the verdict is not pass, a
    point is open, anything changed since the report, or you are not the one to sign. Exit code 2:
    it could not be done. The signature and sign-off.html stand beside the report.

    A passphrase is asked for, or taken from the ssh-agent or from QA_CHECKS_PASSPHRASE.
    """
    from qa_checks.operating_system import forbid_core_dumps
    from qa_checks.sign_off import signing
    from qa_checks.sign_off.examination import examine
    from qa_checks.sign_off.keys import DEFAULT, open_key
    from qa_checks.sign_off.passphrase import take_passphrase

    forbid_core_dumps()
    passphrase = take_passphrase()
    wanted = find_role(role)
    public, signer = open_key(key or DEFAULT.expanduser(), passphrase)
    trust = read_trust(release, allowed_signers, revoked)
    address = as_ or signing.find_address(public, wanted, trust)
    with progress(choices) as tell:
        examination = examine(
            release, choices.output, options_of(choices, tell), before_signing=True
        )
    ready = signing.prepare(examination, wanted, (address, public), trust)
    name = examination.report.release.id if examination.report else None
    print_links(ready.links, name, choices)
    if ready.code:
        raise typer.Exit(ready.code)
    written = signing.sign(examination, ready, signer)
    if choices.format == "table":
        say(f"Signed as {wanted.name} by {address}: {written[-1]}")
        say(f"To read and print: {written[0]}")
