"""What is planted in the synthetic release: one list, from which README and tests are made."""

from __future__ import annotations

import datetime as dt
from typing import Final

from demo import published_files as files
from demo.planting import Fault
from demo.published_files import DATE, EVENT, NUMBER, PUBLISHED, Row
from demo.shapes import HOME, PERIOD_START, SUSPENDED_FROM

AS_AT: Final = "providers as at"
IN_YEAR: Final = "providers in year"
LA_AS_AT: Final = "authorities as at"
LA_IN_YEAR: Final = "authorities in year"
GRADES: Final = (files.OVERALL, files.HELPED, files.LEADERS)
AFTER: Final = ("Full inspection", dt.date(2021, 9, 7), dt.date(2021, 9, 29), "59000001",
                "Good", "Good", "Good")  # fmt: skip
LA_OF_2013: Final[Row] = {
    EVENT: "", DATE: dt.date(2013, 6, 10), PUBLISHED: dt.date(2013, 7, 19), NUMBER: "49000001",
    files.IMPACT: "", files.HELP: "", files.IN_CARE: "",
}  # fmt: skip
ADDRESS: Final = ("Address 1", "Address 2", "Town", "County", "Postcode")
REGISTERED: Final = "Registration date"
OWNER: Final = "Organisation which owns the provider"


def _joined(row: Row) -> bool:
    """Say whether a provider is new: not inspected, and in no other file."""
    registered = row[REGISTERED]
    return isinstance(registered, dt.date) and registered >= PERIOD_START


def _new_home(row: Row) -> bool:
    return _joined(row) and row["Provision type"] == HOME


def _new_agency(row: Row) -> bool:
    return _joined(row) and row["Provision type"] == "Independent Fostering Agency"


def _monitoring(row: Row) -> bool:
    return row.get(EVENT) == "Monitoring inspection" and row["Registration status"] == "Active"


def _left(row: Row) -> bool:
    """Say whether a full inspection is of a provider that left: its judgements are only here."""
    return row.get(EVENT) == "Full inspection" and row["Registration status"] == "Resigned"


def _left_good(row: Row) -> bool:
    return _left(row) and row[files.OVERALL] == row[files.LEADERS] == "Good"


def _good(row: Row) -> bool:
    """Say whether a full inspection is good throughout, and of a provider that is still active."""
    words = {row.get(header) for header in GRADES}
    return words == {"Good"} and row["Registration status"] == "Active"


def _unchanged(row: Row) -> bool:
    """Say whether the latest inspection is the one that the release before already had."""
    day = row.get(DATE)
    return isinstance(day, dt.date) and day < PERIOD_START and row[files.OVERALL] == "Good"


def _inspected_first(row: Row) -> bool:
    """Say whether the first full inspection fell into the period."""
    day, registered = row.get(DATE), row[REGISTERED]
    if not (isinstance(day, dt.date) and isinstance(registered, dt.date)):
        return False
    return day >= PERIOD_START and registered >= SUSPENDED_FROM


def _is_good(row: Row) -> bool:
    return row[files.EFFECTIVENESS] == "Good"


def _days_after(row: Row, header: str, days: int) -> dt.date:
    """Count days from a date in a row."""
    day = row[header]
    if not isinstance(day, dt.date):
        raise TypeError(f"{header} is no date: {day!r}")
    return day + dt.timedelta(days)


# Another fault goes to the end: then those before it stay in their rows.
FAULTS: Final[tuple[Fault, ...]] = (
    Fault("structure", "STR003", "the header of the publication date is misspelt", IN_YEAR,
          cells=lambda _: {PUBLISHED: "Inspection publicaton date"}, how="header"),
    Fault("structure", "STR007", "a blank row in the middle", AS_AT, how="blank"),
    Fault("structure", "STR008", "a cell too many", LA_IN_YEAR,
          cells=lambda _: {"": "see note"}),
    Fault("structure", "STR016", "the event number is shortened by a spreadsheet", IN_YEAR,
          _monitoring, lambda _: {NUMBER: "5.01E+07"}),
    Fault("structure", "STR017", "the owner is the word NULL", AS_AT,
          _new_home, lambda _: {OWNER: "NULL"}),
    Fault("schema", "inspections.publication_date.type", "the publication date is 31 June", IN_YEAR,
          _monitoring, lambda _: {PUBLISHED: "31/06/2021"}),
    Fault("schema", "providers.sector.spelling", "the sector is written in lower case", AS_AT,
          _new_home, lambda row: {"Sector": str(row["Sector"]).lower()}),
    Fault("identifiers", "providers.urn.str_matches", "the URN has a letter too many", AS_AT,
          _new_home, lambda row: {"URN": f"{row['URN']}A"}),
    Fault("identifiers", "IDN005", "a children's home has the number of a school", AS_AT,
          _new_home, lambda _: {"Linked Education URN": "987654"}),
    Fault("duplicates", "DUP003", "an inspection is listed under a second number", IN_YEAR,
          _monitoring, lambda _: {NUMBER: "59999999"}, "add"),
    Fault("dates", "DAT001", "the inspection took place after the period", IN_YEAR,
          _monitoring, lambda _: {DATE: dt.date(2021, 9, 2), PUBLISHED: dt.date(2021, 9, 29)}),
    Fault("dates", "DAT004", "the report was published a week before the inspection", IN_YEAR,
          _monitoring, lambda row: {PUBLISHED: _days_after(row, DATE, -7)}),
    Fault("dates", "DAT005", "the report was published after the cut-off", IN_YEAR,
          _monitoring, lambda _: {PUBLISHED: dt.date(2021, 10, 4)}),
    Fault("dates", "DAT014", "a full inspection while routine inspection was suspended", IN_YEAR,
          _left, lambda _: {DATE: dt.date(2021, 4, 8), PUBLISHED: dt.date(2021, 5, 13)}),
    Fault("events", "EVT001", "an assurance inspection, a year before there were any", IN_YEAR,
          _monitoring, lambda _: {EVENT: "Assurance inspection"}),
    Fault("events", "EVT011", "a full inspection without an overall grade", IN_YEAR,
          _left, lambda _: {files.OVERALL: ""}),
    Fault("judgements", "JDG007", "overall good although protection is inadequate", IN_YEAR,
          _left_good, lambda _: {files.HELPED: "Inadequate"}),
    Fault("judgements", "JDG006", "a separate judgement on care leavers years before there was one",
          LA_AS_AT, lambda row: row.get(EVENT) == "Standard inspection",
          lambda _: {files.CARE_LEAVERS: "Good"}, alone=True, also=("PRV024",)),
    Fault("frameworks", "FRM002", "the latest inspection is one of 2013, as if none had followed",
          LA_AS_AT, lambda row: row.get(EVENT) == "Standard inspection" and _is_good(row),
          lambda _: LA_OF_2013, alone=True, also=("FRM003", "LAT013", "EVT015")),
    Fault("latest", "LAT003", "an inspection a week after the as-at date", AS_AT,
          _new_home, lambda _: dict(zip((*files.EVENTS, *GRADES), AFTER, strict=True))),
    Fault("latest", "LAT005", "the first inspection, held in the period, is missing", AS_AT,
          _inspected_first, lambda _: dict.fromkeys((*files.EVENTS, *GRADES), "")),
    Fault("local_authorities", "LAR001", "Isles of Scilly is not listed", LA_AS_AT,
          lambda row: row["Local authority name"] == "Isles of Scilly", how="remove",
          also=("LAR009", "LAR010")),
    Fault("local_authorities", "LAR003", "the code is of no local authority", LA_AS_AT,
          lambda row: row.get(EVENT), lambda _: {"LA code": "E09000099"}),
    Fault("regions", "REG001", "the two regions of the provider disagree", AS_AT,
          lambda row: _new_home(row) and row["Ofsted region"] != "London",
          lambda _: {"Ofsted region": "London"}),
    Fault("disclosure", "DIS001", "the name of a children's home is shown", AS_AT,
          _new_home, lambda _: {"Name": "Rosmerrin House"}),
    Fault("disclosure", "DIS009", "the address of a fostering agency is redacted", AS_AT,
          _new_agency, lambda _: dict.fromkeys(ADDRESS, "REDACTED")),
    Fault("postcodes", "POS001", "the postcode has lost its last letter", AS_AT,
          _new_agency, lambda row: {"Postcode": str(row["Postcode"])[:-1]}),
    Fault("postcodes", "POS004", "the postcode is in Cornwall, the provider is not", AS_AT,
          lambda row: _new_agency(row) and row["Local authority"] != "Cornwall",
          lambda _: {"Postcode": "TR1 2XY"},
          right="The agency has moved to Cornwall and asked for its registration to be varied."),
    Fault("sectors", "SEC003", "a fostering agency is said to be run by the council", AS_AT,
          _new_agency, lambda row: {"Sector": "Local Authority",
                                    OWNER: f"{row['Local authority']} Council"}),
    Fault("places", "PLC001", "a children's home has no places", AS_AT,
          _new_home, lambda _: {"Places": 0}),
    Fault("tables", "TAB001", "the sector differs from the one in the as-at file", IN_YEAR,
          lambda row: _good(row) and "Residential Care" in str(row[OWNER]),
          lambda _: {"Sector": "Voluntary"}),
    Fault("tables", "TAB006", "the registration date differs from the as-at file", IN_YEAR,
          _good, lambda row: {REGISTERED: _days_after(row, REGISTERED, -30)}),
    Fault("previous", "PRV004", "the registration date was different in March", AS_AT,
          _unchanged, lambda row: {REGISTERED: _days_after(row, REGISTERED, -365)}, alone=True,
          right="The date published in March was a slip; the register has the one given now."),
    Fault("previous", "PRV006", "a grade of the same inspection was different in March", AS_AT,
          lambda row: _unchanged(row) and row[files.LEADERS] == "Good",
          lambda _: {files.LEADERS: "Outstanding"}, alone=True),
    Fault("grades", "GRD001", "a word of the scale given up in 2015", IN_YEAR,
          _left_good, lambda _: {files.LEADERS: "Adequate"}),
    Fault("missing", "MIS005", "the constituency is left blank", AS_AT,
          _new_agency, lambda _: {"Parliamentary constituency": ""}),
)  # fmt: skip
