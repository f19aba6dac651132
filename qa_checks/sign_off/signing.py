"""Signing: the links that must hold before, the envelope, and the page with the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from qa_checks.errors import UsageError, writing
from qa_checks.model.links import Link, exit_code
from qa_checks.placement import write_file
from qa_checks.sign_off import envelope, record_page
from qa_checks.sign_off.chain import (
    FOLDER,
    PAGE,
    check_signatures,
    envelope_name,
    is_signed,
    put_changes_first,
)
from qa_checks.sign_off.examination import Examination
from qa_checks.sign_off.people import check_people
from qa_checks.sign_off.public_key import PublicKey
from qa_checks.sign_off.roles import ROLES, Role
from qa_checks.sign_off.statement import Evidence, Signing, make_statement
from qa_checks.sign_off.verification import (
    ASK,
    Signature,
    Trust,
    key_fault,
    link,
    people_before,
    role_fault,
    time_fault,
)
from qa_checks.words import list_words

if TYPE_CHECKING:
    from securesystemslib.signer import Signer


class Ready(Struct, frozen=True):
    """What stands before a signature: its links, and what would be signed if they hold.

    Without evidence there is nothing to sign; the links then say why.
    """

    links: tuple[Link, ...]
    signing: Signing | None = None
    evidence: Evidence | None = None
    earlier: tuple[Signature, ...] = ()

    @property
    def code(self) -> int:
        """0 if it may be signed, else 1 or 2."""
        return exit_code(self.links)


def find_address(key: PublicKey, role: Role, trust: Trust) -> str:
    """Whose key it is, by allowed_signers.

    Raises
    ------
    UsageError
        If the list does not tell one person.
    """
    lines = [signer for signer in trust.allowed if signer.key == key]
    lines = [line for line in lines if line.gives(role.namespace)] or lines
    people = {line.person for line in lines}
    person = next(iter(people)) if len(people) == 1 else None
    if lines and person is None:
        raise UsageError(
            f"allowed_signers gives the key {key.fingerprint} to more than one person.",
            remedy="Say who you are: --as you@example.org.",
        )
    return person or ""


def prepare(
    examination: Examination, role: Role, who: tuple[str, PublicKey], trust: Trust
) -> Ready:
    """Look at everything that must hold before a role may sign."""
    if (examination.folder / FOLDER).is_symlink():
        raise UsageError(
            "The folder of the signatures is a link to somewhere else.",
            where=str(examination.folder / FOLDER),
            remedy="Put a folder there.",
        )
    if examination.evidence is None:
        return Ready(examination.links)
    evidence, email, key = examination.evidence, *who
    earlier_roles = [ROLES[role.after]] if role.after else []
    links, signatures, evidence = check_signatures(
        examination.folder, evidence, trust, earlier_roles
    )
    before: dict[str, Signature | None] = {
        earlier_role.name: signatures.get(earlier_role.name) for earlier_role in earlier_roles
    }
    moment = trust.now.replace(microsecond=0)
    signing = Signing(
        role, email, key, moment, people_before(evidence, before), len(evidence.history)
    )
    signers = {
        name: (signature.signing.email, signature.signing.key)
        for name, signature in signatures.items()
    }
    signers[role.name] = who
    own = (
        link(role, "key", key_fault(signing, trust, (moment,)), ASK),
        link(role, "role", role_fault(signing, trust.allowed), ASK),
        replace(
            link(
                role, "time", time_fault(signing, evidence, trust, before), "Set the clock right."
            ),
            title=_later_than(earlier_roles),
        ),
    )
    people = check_people(evidence.report, signers, trust.allowed)
    everything = put_changes_first((*examination.links, *links, *own, people))
    return Ready(everything, signing, evidence, tuple(signatures.values()))


def _later_than(earlier: Sequence[Role]) -> str:
    before = [f"the {role.title.lower()}'s signature" for role in earlier]
    return f"Signing now is later than {list_words(['the report', *before])}"


def sign(examination: Examination, ready: Ready, signer: Signer) -> list[Path]:
    """Sign, and write the envelope and the page.

    Returns
    -------
    list of Path
        The files written. A later role's envelope, which was about the earlier
        one of this role, is taken away.
    """
    if ready.code or not (ready.signing and ready.evidence and examination.report):
        raise UsageError("A release is signed only if every link holds.")
    role = ready.signing.role
    statement = make_statement(ready.evidence, ready.signing)
    content = envelope.seal(statement, signer)
    if not envelope.unseal(content).verify(ready.signing.key):
        raise UsageError("The key does not verify what it has signed.", remedy="Try another key.")
    statements = [*(signature.statement for signature in ready.earlier), statement]
    page = record_page.render_page(examination.report, statements)
    folder = examination.folder
    with writing("The sign-off", folder, "Choose a folder that can be written to."):
        (folder / FOLDER).mkdir(exist_ok=True)
        written = [
            write_file(folder / PAGE, page),
            write_file(folder / envelope_name(role.name), content),
        ]
        for later in ROLES.values():  # not before the new one stands: what fails loses nothing
            if later.after == role.name and is_signed(folder, later.name):
                (folder / envelope_name(later.name)).unlink()
    return written
