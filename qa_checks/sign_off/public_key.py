"""A public key as OpenSSH writes it."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from securesystemslib.signer import SSlibKey

ED25519 = "ssh-ed25519"


class PublicKey(Struct, frozen=True):
    """Kind and bytes of a key, as they stand in a line of id_ed25519.pub."""

    kind: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` prints it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode()
        return f"SHA256:{digest.rstrip('=')}"

    @property
    def line(self) -> str:
        """As in id_ed25519.pub."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"

    def verifier(self) -> SSlibKey:
        """The key for verifying signatures; only of kind Ed25519."""
        from cryptography.hazmat.primitives.serialization import load_ssh_public_key
        from securesystemslib.signer import SSlibKey

        return SSlibKey.from_crypto(load_ssh_public_key(self.line.encode()))
