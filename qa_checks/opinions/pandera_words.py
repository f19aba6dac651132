"""What a column may hold in pandera's words: counted by here, and written by the export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from qa_checks.catalogue.limits import limits_of

if TYPE_CHECKING:
    from qa_checks.catalogue.codes import CodeList
    from qa_checks.catalogue.schemas import Column


def check_words(column: Column, codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """The built-in checks of pandera that a column has, each with its argument."""
    words: dict[str, Any] = {}
    for word, limit in limits_of(column, codes).items():
        match limit:
            case dt.date():
                words[word] = pd.Timestamp(limit)
            case str():
                words[word] = rf"(?:{limit})\Z"
            case _:
                words["isin" if word == "in" else word] = limit
    return words
