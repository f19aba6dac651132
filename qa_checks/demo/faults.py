"""What is planted in the synthetic release: one list, from which README and tests are made."""

from __future__ import annotations

from typing import Final

from qa_checks.demo.planting import Fault

FAULTS: Final[tuple[Fault, ...]] = ()
