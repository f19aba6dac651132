"""The parts YAML files are read with: records whose unknown keys are errors, texts, SQL, days."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from qa_checks.days import FORMS, read_day


def _read_day(value: Any) -> Any:
    """Read a date as people print it; a number would be read as seconds since 1970."""
    try:
        if isinstance(value, str):
            return read_day(value)
    except ValueError:
        raise PydanticCustomError("date_text", "not a date") from None
    if isinstance(value, int | float):
        raise PydanticCustomError("date_number", "not a date")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Sql = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Day = Annotated[
    dt.date,
    BeforeValidator(_read_day),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[^0-9].*[0-9]{4})$",
            "description": f"A date: {FORMS}.",
        }
    ),
]


class Strict(BaseModel):
    """A record whose unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
