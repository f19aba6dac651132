"""Signing by the ssh-agent, which never gives a private key away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from paramiko import Agent, Message, SSHException
from securesystemslib.signer import Key, SecretsHandler, Signature, Signer

from qa_checks.errors import UsageError
from qa_checks.sign_off.public_key import ED25519, PublicKey

if TYPE_CHECKING:
    from paramiko.agent import AgentKey


class AgentSigner(Signer):
    """A key that the ssh-agent holds."""

    def __init__(self, key: PublicKey) -> None:
        self._key = key
        self._verifier = key.verifier()

    @property
    def public_key(self) -> Key:
        """The key whose private half signs."""
        return self._verifier

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> Signer:
        """Refuse: the agent is asked by public key, see `find_in_agent`."""
        del public_key, secrets_handler  # named by the interface
        raise ValueError(f"A key of the ssh-agent has no address such as '{priv_key_uri}'.")

    def sign(self, payload: bytes) -> Signature:
        """Let the agent sign; for Ed25519 that is the plain signature of these bytes."""
        try:
            with _holding(self._key) as held:
                if held is None:
                    raise SSHException
                answer = Message(cast("bytes", held.sign_ssh_data(payload)))
            kind, signature = answer.get_text(), answer.get_binary()
        except (SSHException, OSError):
            raise UsageError(
                "The ssh-agent did not sign.",
                remedy="Unlock it, or confirm the use of the key, and try again.",
            ) from None
        if kind != ED25519:
            raise UsageError(f"The ssh-agent signed with {kind}, not with {ED25519}.")
        return Signature(self._verifier.keyid, signature.hex())


def find_in_agent(key: PublicKey) -> Signer | None:
    """The agent's signer for a key; None where there is no agent, or it does not hold the key."""
    try:
        with _holding(key) as held:
            return None if held is None else AgentSigner(key)
    except (SSHException, OSError):
        return None


@contextmanager
def _holding(key: PublicKey) -> Iterator[AgentKey | None]:
    agent = Agent()
    try:
        yield next((held for held in agent.get_keys() if held.blob == key.blob), None)
    finally:
        agent.close()
