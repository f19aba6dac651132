"""Local authorities as the code lists know them, each with one town."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOWNS: Final = Path(__file__).with_name("places.csv")
CODES: Final = Path(__file__).parents[1] / "schemas" / "codes" / "local_authorities.csv"


@dataclass(frozen=True, slots=True)
class Authority:
    """One local authority, its regions, and a town in it with an outward postcode."""

    name: str
    la_code: str
    government_office_region: str
    ofsted_region: str
    valid_from: str
    valid_to: str
    successor: str
    town: str = ""
    outward_code: str = ""

    @property
    def county(self) -> str:
        """The county in an address: shire counties only."""
        return self.name if self.la_code.startswith("E10") else ""

    def exists_on(self, day: dt.date) -> bool:
        """Whether it is a local authority on a day."""
        return self.valid_from <= day.isoformat() <= (self.valid_to or "9999")


def read_authorities(as_at: dt.date) -> list[Authority]:
    """Read the local authorities of England that exist on a day.

    Parameters
    ----------
    as_at
        The day.

    Returns
    -------
    list of Authority
        In the order of the code list.
    """
    with TOWNS.open(encoding="utf-8", newline="") as file:
        towns = {row["local_authority"]: row for row in csv.DictReader(file)}
    with CODES.open(encoding="utf-8", newline="") as file:
        every = [_authority(row, towns.get(row["code"], {})) for row in csv.DictReader(file)]
    english = [authority for authority in every if authority.government_office_region != "Wales"]
    return [authority for authority in english if authority.exists_on(as_at)]


def _authority(code: dict[str, str], town: dict[str, str]) -> Authority:
    return Authority(
        name=code["code"],
        la_code=code["la_code"],
        government_office_region=code["government_office_region"],
        ofsted_region=code["ofsted_region"],
        valid_from=code["valid_from"],
        valid_to=code["valid_to"],
        successor=code["successor"],
        town=town.get("town", ""),
        outward_code=town.get("outward_code", ""),
    )
