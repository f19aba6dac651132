"""How many of what: counts and frequencies like those of published files.

Only sizes and shares are taken from what Ofsted publishes, never a record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

AS_AT: Final = dt.date(2021, 8, 31)
PERIOD_START: Final = dt.date(2021, 4, 1)
PUBLISHED_BY: Final = dt.date(2021, 9, 30)
PREVIOUS_AS_AT: Final = dt.date(2021, 3, 31)
PREVIOUS_PERIOD_START: Final = dt.date(2020, 4, 1)
PREVIOUS_PUBLISHED_BY: Final = dt.date(2021, 5, 31)

SUSPENDED_FROM: Final = dt.date(2020, 3, 17)
RESUMED: Final = dt.date(2021, 4, 12)
NEW_URNS_FROM: Final = dt.date(2014, 6, 1)

JOINERS: Final = 130
LEAVERS: Final = 84

REGION_WEIGHTS: Final = {
    "North West": 753,
    "West Midlands": 559,
    "South East": 454,
    "East Midlands": 337,
    "Yorkshire and The Humber": 315,
    "South West": 277,
    "East of England": 269,
    "London": 247,
    "North East": 191,
}

HOME: Final = "Children's home"
SECURE_HOME: Final = "Secure children's home"
SCHOOL_HOME: Final = "Residential special school (registered as a children's home)"


@dataclass(frozen=True, slots=True)
class Kind:
    """One provision type: how many, whose, how large, and when they were inspected.

    ``inspected`` of ``count`` providers have a full inspection by the previous
    as-at date, ``full`` and ``monitoring`` are the inspections of the period.
    """

    provision_type: str
    count: int
    inspected: int
    full: int
    monitoring: int
    sectors: dict[str, int]
    places: tuple[int, ...]
    years: dict[int, int]
    noun: str


RECENT: Final = {2019: 75, 2020: 25}
EVERY_THREE_YEARS: Final = {2017: 18, 2018: 42, 2019: 34, 2020: 6}
SMALL: Final = (1,) * 6 + (2,) * 16 + (3,) * 24 + (4,) * 25 + (5,) * 14 + (6,) * 11 + (7, 8, 10)
LARGE: Final = (8, 10, 12, 15, 16, 18, 20, 22, 24, 28, 30, 40)
BOARDING: Final = (12, 24, 40, 55, 70, 80, 100, 120, 160, 224, 250)

KINDS: Final = (
    Kind(HOME, 2500, 2050, 1015, 138,
         {"Private": 2046, "Local Authority": 420, "Voluntary": 142, "Health Authority": 9},
         SMALL, RECENT, "House"),
    Kind("Independent Fostering Agency", 312, 276, 39, 3,
         {"Private": 261, "Voluntary": 55}, (), EVERY_THREE_YEARS, "Fostering"),
    Kind("Residential Special School", 126, 123, 19, 0,
         {"Local Authority": 51, "Voluntary": 33, "Academy": 22, "Private": 20},
         LARGE, {2019: 68, 2020: 32}, "School"),
    Kind(SCHOOL_HOME, 69, 65, 28, 18,
         {"Private": 51, "Voluntary": 15, "Local Authority": 3}, LARGE, RECENT, "School"),
    Kind("Boarding School", 60, 57, 2, 3,
         {"Academy": 23, "Private": 19, "Voluntary": 12, "Local Authority": 6},
         BOARDING, EVERY_THREE_YEARS, "Boarding House"),
    Kind("Residential Family Centre", 58, 46, 8, 5,
         {"Private": 50, "Voluntary": 8}, (3, 4, 5, 5, 6, 9, 10), EVERY_THREE_YEARS,
         "Family Centre"),
    Kind("Further Education College with Residential Accommodation", 39, 37, 1, 0,
         {"Voluntary": 22, "Private": 12, "Local Authority": 4}, BOARDING, EVERY_THREE_YEARS,
         "College"),
    Kind("Voluntary Adoption Agency", 37, 33, 0, 0, {"Voluntary": 1}, (), EVERY_THREE_YEARS,
         "Adoption"),
    Kind("Adoption Support Agency", 37, 28, 2, 0, {"Private": 27, "Voluntary": 10}, (),
         EVERY_THREE_YEARS, "Adoption Support"),
    Kind("Residential Holiday Scheme for Disabled Children", 18, 14, 0, 0,
         {"Voluntary": 10, "Private": 8}, (), RECENT, "Holidays"),
    Kind(SECURE_HOME, 13, 13, 6, 1, {"Local Authority": 1}, (10, 12, 12, 16, 20, 24), RECENT,
         "House"),
    Kind("Secure Training Centre", 2, 2, 1, 1, {"Private": 1}, (), RECENT, "Training Centre"),
)  # fmt: skip

Grades = tuple[int, int, int]
BEFORE: Final[dict[Grades, int]] = {
    (2, 2, 2): 1213, (1, 1, 1): 369, (3, 3, 3): 320, (2, 2, 3): 295, (2, 3, 2): 117,
    (1, 2, 1): 105, (2, 2, 1): 102, (3, 3, 4): 67, (1, 1, 2): 53, (2, 3, 3): 44, (4, 4, 4): 44,
    (1, 2, 2): 37, (2, 1, 2): 22, (3, 2, 3): 22, (3, 3, 2): 12,
}  # fmt: skip
NOW: Final[dict[Grades, int]] = {
    (2, 2, 2): 480, (3, 3, 3): 190, (4, 4, 4): 75, (2, 2, 3): 120, (1, 1, 1): 68, (3, 3, 4): 40,
    (2, 3, 2): 34, (1, 2, 1): 20, (2, 2, 1): 25, (1, 1, 2): 12, (2, 3, 3): 15, (3, 2, 3): 12,
}  # fmt: skip

# Local authorities: overall, impact of leaders, help and protection, in care.
LaGrades = tuple[int, int, int, int]
ILACS_GRADES: Final[dict[LaGrades, int]] = {
    (2, 2, 2, 2): 34, (3, 3, 3, 3): 30, (2, 2, 3, 2): 14, (1, 1, 2, 1): 10, (2, 1, 2, 2): 9,
    (1, 1, 1, 2): 6, (3, 3, 3, 2): 6, (3, 2, 3, 3): 4, (1, 1, 1, 1): 6, (4, 4, 4, 4): 7,
    (4, 4, 4, 3): 6, (4, 4, 3, 4): 2, (2, 2, 2, 3): 4, (2, 2, 2, 1): 2,
}  # fmt: skip
# Under the earlier framework, six of them: overall, leadership, help, in care, adoption, leavers.
SIF_GRADES: Final[dict[tuple[int, ...], int]] = {
    (2, 2, 2, 2, 2, 2): 14, (3, 3, 3, 3, 2, 3): 10, (2, 2, 3, 2, 2, 2): 5, (3, 3, 3, 2, 2, 3): 4,
    (1, 1, 2, 1, 1, 2): 2, (3, 3, 3, 3, 3, 3): 3,
}  # fmt: skip
SIF_COUNT: Final = 34
LA_FULL: Final = 12
LA_FOCUSED: Final = 22
LA_MONITORING: Final = 14

INTERIM: Final = 8
ASSURANCE: Final = 5
EMERGENCY: Final = 2
