"""What a value of a YAML file is beyond the limits that its field sets, in words."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Meta

SIZED = {str: ("string", "character"), list: ("list", "item"), dict: ("dictionary", "item")}


def say_beyond(limits: Meta, value: Any) -> str:
    """What a value is beyond the limits; '' where it is within them."""
    if isinstance(value, str | list | dict):
        whole, part = SIZED[type(value)]
        after = "" if isinstance(value, str) else f" after validation, not {len(value)}"
        least, most = limits.min_length or 0, limits.max_length or len(value)
        if not least <= len(value) <= most:
            word, bound = ("least", least) if len(value) < least else ("most", most)
            return f"{whole} should have at {word} {bound} {part}{'s' * (bound != 1)}{after}"
        if limits.pattern and isinstance(value, str) and not re.fullmatch(limits.pattern, value):
            return f"string should match pattern '{limits.pattern}'"
    elif limits.gt is not None and value <= limits.gt:
        return f"input should be greater than {limits.gt}"
    elif limits.ge is not None and value < limits.ge:
        return f"input should be greater than or equal to {limits.ge}"
    elif limits.le is not None and value > limits.le:
        return f"input should be less than or equal to {limits.le}"
    return ""
