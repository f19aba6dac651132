"""The passphrase of a key, which may stand in the environment."""

from __future__ import annotations

import os

PASSPHRASE = "QA_CHECKS_PASSPHRASE"  # noqa: S105  the name of a variable


def take_passphrase() -> str | None:
    """Take the passphrase out of the environment, so that no process started later has it."""
    return os.environ.pop(PASSPHRASE, None)
