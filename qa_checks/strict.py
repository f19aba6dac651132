"""The parts YAML files are read with: records whose unknown keys are errors, texts, SQL, days."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _refuse_number(value: Any) -> Any:
    """Refuse what would be read as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and not DATE.match(value)):
        raise PydanticCustomError("date_number", "not a date")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Sql = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Day = Annotated[dt.date, BeforeValidator(_refuse_number)]


class Strict(BaseModel):
    """A record whose unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
