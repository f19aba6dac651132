"""What closes in a text between its own numbers, and what contradicts itself."""

from qa_checks.texts.coherence.closings import Closing, close_numbers
from qa_checks.texts.coherence.relation import ClosingKind

__all__ = ["Closing", "ClosingKind", "close_numbers"]
