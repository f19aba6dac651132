"""A statement in a DSSE envelope: signed, and read back with nothing taken on trust."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from qa_checks.errors import QaChecksError
from qa_checks.sign_off.public_key import PublicKey

if TYPE_CHECKING:
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import Signer

PAYLOAD_TYPE = "application/vnd.in-toto+json"
LARGEST = 16 * 1024 * 1024


class EnvelopeError(QaChecksError):
    """An envelope is not what it should be."""

    fault = "The signature cannot be used"


class Opened(Struct, frozen=True):
    """An envelope that is well formed; its statement is not to be believed before `verify`."""

    envelope: Envelope
    keyid: str
    payload: bytes

    def verify(self, key: PublicKey) -> bool:
        """Whether the key's private half made the signature."""
        from securesystemslib.exceptions import UnverifiedSignatureError

        signature = self.envelope.signatures[self.keyid]
        try:
            key.verifier().verify_signature(signature, self.envelope.pae())
        except UnverifiedSignatureError:
            return False
        return True


def seal(statement: dict[str, Any], signer: Signer) -> bytes:
    """Sign a statement and give the envelope's file."""
    from securesystemslib.dsse import Envelope

    envelope = Envelope(write(statement), PAYLOAD_TYPE, {})
    envelope.sign(signer)
    return (json.dumps(envelope.to_dict(), indent=2) + "\n").encode()


def write(statement: dict[str, Any]) -> bytes:
    """The one way in which a statement is written."""
    return json.dumps(statement, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def unseal(content: bytes) -> Opened:
    """Take an envelope apart.

    Raises
    ------
    EnvelopeError
        If it is no DSSE envelope of exactly one signature over an in-toto statement.
    """
    from securesystemslib.dsse import Envelope

    try:
        statement = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
        number = len(statement["signatures"])
        if number != 1:
            raise EnvelopeError(f"It holds {number} signatures, not one.")
        # A second reading and writing: what comes out otherwise was not written as it should be.
        envelope = Envelope.from_dict(copy.deepcopy(statement))
        regular = envelope.to_dict() == statement
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise EnvelopeError("It is cut off or no DSSE envelope.") from None
    if len(content) > LARGEST or not regular:
        raise EnvelopeError("It is not written as a DSSE envelope is.")
    if envelope.payload_type != PAYLOAD_TYPE:
        raise EnvelopeError(
            f"Its payload is of the type '{envelope.payload_type}', not '{PAYLOAD_TYPE}'."
        )
    return Opened(envelope, next(iter(envelope.signatures)), envelope.payload)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; of a key given twice two readers might take one each."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise EnvelopeError("It gives a key twice.")
    return fields


def read(payload: bytes) -> dict[str, Any]:
    """The statement of a verified envelope.

    Raises
    ------
    EnvelopeError
        If it is not written as `write` writes it: then two readers might read two things.
    """
    try:
        statement = json.loads(payload.decode("ascii"))
        regular = isinstance(statement, dict) and write(statement) == payload
    except (ValueError, RecursionError):
        regular = False
    if not regular:
        raise EnvelopeError("Its statement is not written as qa-checks writes one.")
    result: dict[str, Any] = statement
    return result
