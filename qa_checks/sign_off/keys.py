"""The signer's private key: in an OpenSSH file, or held by the ssh-agent.

A key is loaded, used and forgotten; nothing of it is written, logged or shown.
Errors are raised without their cause, so that no traceback leads to a secret.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qa_checks.errors import QaChecksError, UsageError
from qa_checks.sign_off.allowed import read_key
from qa_checks.sign_off.passphrase import PASSPHRASE
from qa_checks.sign_off.public_key import ED25519, PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from securesystemslib.signer import Signer

DEFAULT = Path("~/.ssh/id_ed25519")
LARGEST = 64 * 1024
MAKE_ONE = "Make one with `ssh-keygen -t ed25519`."


def open_key(path: Path, passphrase: str | None) -> tuple[PublicKey, Signer]:
    """Open the key that is to sign.

    Parameters
    ----------
    path
        An OpenSSH private key, or a public one whose private half the ssh-agent holds.
    passphrase
        From the environment. Without one the agent is asked for a protected
        key, then the person at the terminal.

    Raises
    ------
    UsageError
        If there is no key, it is of another kind than Ed25519, or it cannot be opened.
    """
    text = _read(path)
    if not text.startswith(b"-----BEGIN"):
        key = _public(path, text)
        return key, _agent(path, key)
    try:
        return _from_file(path, text, None)
    except _ProtectedError:
        pass
    if passphrase:
        return _from_file(path, text, passphrase)
    beside = path.with_name(path.name + ".pub")
    if beside.is_file() and os.environ.get("SSH_AUTH_SOCK"):
        key = _public(beside, _read(beside))
        signer = _ask_agent(key)
        if signer:
            return key, signer
    if not sys.stdin.isatty():
        raise UsageError(
            "The key is protected by a passphrase, and there is no terminal to ask for it.",
            where=str(path),
            remedy=f"Add the key to the ssh-agent (`ssh-add`), or give {PASSPHRASE} in the "
            "environment.",
        )
    import getpass

    try:
        answer = getpass.getpass(f"Passphrase of {path}: ")
    except EOFError:
        answer = ""
    if not answer:
        raise UsageError("No passphrase was given.", where=str(path))
    return _from_file(path, text, answer)


class _ProtectedError(Exception):
    """The key needs a passphrase."""


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST)
    except OSError as fault:
        raise UsageError(
            f"The key cannot be read: {fault.strerror or fault}.",
            where=str(path),
            remedy=f"Give another one with --key. {MAKE_ONE}",
        ) from None


def _from_file(path: Path, text: bytes, passphrase: str | None) -> tuple[PublicKey, Signer]:
    from securesystemslib.signer import CryptoSigner

    private = _load(path, text, passphrase)
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return read_key(line.decode().split(), str(path)), CryptoSigner(private)


def _load(path: Path, text: bytes, passphrase: str | None) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        private = load_ssh_private_key(text, passphrase.encode() if passphrase else None)
    except TypeError:
        raise _ProtectedError from None
    except (ValueError, UnsupportedAlgorithm):
        what = "The file is no OpenSSH private key that can be read."
        if passphrase:
            what = "The passphrase does not open the key."
        raise UsageError(what, where=str(path), remedy=MAKE_ONE if not passphrase else "") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _kind(path, "of another kind")
    return private


def _public(path: Path, text: bytes) -> PublicKey:
    try:
        key = read_key(text.decode("ascii").split(), str(path))
    except (QaChecksError, UnicodeDecodeError):
        raise UsageError(
            "The file is neither an OpenSSH private key nor a public one.",
            where=str(path),
            remedy=MAKE_ONE,
        ) from None
    if key.kind != ED25519:
        raise _kind(path, key.kind)
    return key


def _kind(path: Path, kind: str) -> UsageError:
    return UsageError(
        f"The key is {kind}; a release is signed with an Ed25519 key.",
        where=str(path),
        remedy=MAKE_ONE,
    )


def _agent(path: Path, key: PublicKey) -> Signer:
    signer = _ask_agent(key)
    if signer is None:
        raise UsageError(
            f"The ssh-agent does not hold the key {key.fingerprint}.",
            where=str(path),
            remedy="Add it with `ssh-add`, or give the file of the private key.",
        )
    return signer


def _ask_agent(key: PublicKey) -> Signer | None:
    from qa_checks.sign_off.agent import find_in_agent

    return find_in_agent(key)
