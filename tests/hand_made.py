"""A small release and the faults made in it by hand, each in a row of its own."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qa_checks.catalogue import builtin
from qa_checks.model.inputs import ReleaseFacts, Role
from qa_checks.release import InputFile, Release
from tests.published import write_csv

OVERALL = "Overall experiences and progress of children and young people"
HELPED = "How well children and young people are helped and protected"
LEADERS = "The effectiveness of leaders and managers"
ADDRESS = ("Name", "Address 1", "Address 2", "Town", "County", "Postcode")
EVENT = {
    "event type": "Full inspection",
    "date": "10/05/2022",
    "publication date": "14/06/2022",
    "event number": "",
}
HOME = {
    "URN": "",
    "Provision type": "Children's home",
    "Registration date": "04/01/2010",
    "Registration status": "Active",
    **dict.fromkeys(ADDRESS, "REDACTED"),
    "Ofsted region": "London",
    "Government Office Region": "London",
    "Local authority": "Barnet",
    "Sector": "Private",
    "Places": "4",
    "Organisation which owns the provider": "Example Care Limited",
}
JUDGED = dict.fromkeys((OVERALL, HELPED, LEADERS), "Good")
BEFORE = {f"Previous full inspection {name}": "" for name in EVENT} | {f"Previous {OVERALL}": ""}
AGENCY = {
    "Provision type": "Independent Fostering Agency",
    "Sector": "Private",
    "Places": "",
    **dict(zip(ADDRESS, ("Agency", "1 High Road", "", "London", "", "NW4 4BT"), strict=True)),
}
ADOPTION = AGENCY | {"Provision type": "Voluntary Adoption Agency", "Sector": "Voluntary"}
PREFIX = {
    "as at": "Latest full inspection",
    "in year": "Inspection",
    "before": "Latest full inspection",
}
FACTS = ReleaseFacts(
    id="named",
    title="named",
    as_at=dt.date(2022, 8, 31),
    period_start=dt.date(2022, 4, 1),
    period_end=dt.date(2022, 8, 31),
    published_by=dt.date(2022, 9, 30),
)
NAME, DAY, EFFECTIVENESS = "Local authority name", "Inspection date", "Overall effectiveness"
JUDGED_THEN = (
    "Impact of leaders",
    "Experiences and progress of children who need help and protection",
    "Experiences and progress of children in care",
)
CARE_LEAVERS = "Experiences and progress of care leavers"
UNGRADED = {
    "Dorset": "boundary changed",
    "North Northamptonshire": "new",
    "Isles of Scilly": "small",
}
EVERYWHERE = ("as at", "in year", "before")


@dataclass(frozen=True)
class Fault:
    """One fault: its check, and what is odd in which of a provider's rows."""

    what: str
    check: str
    rows: tuple[tuple[str, Mapping[str, str]], ...]
    where: str

    @property
    def name(self) -> str:
        return f"{self.check}-{self.what.replace(' ', '-')}"


def odd(what: str, check: str, where: str = "as at", **changes: str) -> Fault:
    """A provider with one odd row; in its other rows nothing is odd."""
    return Fault(what, check, ((where, _headers(changes, where)),), where)


def odd_in(what: str, check: str, kind: Mapping[str, str], **changes: str) -> Fault:
    """A provider of another kind, odd as at the date."""
    return Fault(what, check, (("as at", {**kind, **_headers(changes, "as at")}),), "as at")


def _headers(changes: Mapping[str, str], where: str) -> dict[str, str]:
    names = {
        "overall": OVERALL, "helped": HELPED, "leaders": LEADERS, "sector": "Sector",
        "provision": "Provision type", "authority": "Local authority", "urn": "URN",
        "registered": "Registration date", "region": "Ofsted region",
        "gor": "Government Office Region", "postcode": "Postcode", "name": "Name",
        "event": f"{PREFIX[where]} event type", "date": f"{PREFIX[where]} date",
        "published": f"{PREFIX[where]} publication date", "number": f"{PREFIX[where]} event number",
        "previous_event": "Previous full inspection event type",
        "previous_date": "Previous full inspection date",
        "previous_number": "Previous full inspection event number",
        "previous_overall": f"Previous {OVERALL}",
    }  # fmt: skip
    return {names[name]: value for name, value in changes.items()}


RTB = "Requires improvement to be good"
SUSTAINED = "Sustained effectiveness"
INTERIM = "Interim inspection"
VISIT = "Monitoring inspection"
MIDLANDS = {"gor": "East Midlands", "region": "East Midlands"}
BEFORE_2017 = {
    "previous_event": "Full inspection",
    "previous_date": "10/05/2016",
    "previous_number": "10777777",
    "previous_overall": "Outstanding",
}
EARLY = {"date": "10/05/2016", "published": "14/06/2016"}
FAULTS = (
    odd("a word that is no grade", "judgements.word.in", overall="Great"),
    odd("adequate after its time", "GRD001", overall="Adequate"),
    odd("to be good before its time", "GRD002", overall=RTB, **EARLY),
    odd("two scales", "GRD003", overall=RTB, leaders="Adequate"),
    odd("an interim inspection with a grade", "EVT008", "in year", event="Interim inspection"),
    odd("interim judged further", "EVT009", "in year", event=INTERIM, overall=SUSTAINED),
    odd("progress at a full inspection", "EVT010", "in year", overall="Improved effectiveness"),
    odd("a graded monitoring visit", "EVT006", "in year", event=VISIT, overall=RTB),
    odd("monitoring visit with good", "EVT005", "in year", event=VISIT),
    odd("monitoring as the latest", "LAT002", event=VISIT, overall=RTB),
    odd("full inspection not judged", "EVT011", overall="Not judged"),
    odd("unknown sector", "providers.sector.in", sector="Charity"),
    odd("sector in lower case", "providers.sector.spelling", sector="private"),
    odd("sector with a blank", "STR018", sector="Private "),
    odd("home of an academy", "SEC001", sector="Academy"),
    odd_in("fostering agency of the council", "SEC003", AGENCY, sector="Local Authority"),
    odd_in("private adoption agency", "SEC004", ADOPTION, sector="Private"),
    Fault("the same row twice", "STR010", (("in year", {}), ("in year", {})), "in year"),
    odd("event number of another home", "DUP001", number="10000001"),
    Fault(
        "one inspection under two numbers",
        "DUP003",
        (("in year", {}), ("in year", {"Inspection event number": "19999999"})),
        "in year",
    ),
    Fault(
        "two latest inspections",
        "providers.key",
        (("as at", {}), ("as at", _headers({"date": "12/04/2022", "number": "19999998"}, "as at"))),
        "as at",
    ),
    odd("local authority misspelt", "providers.local_authority.in", authority="Barnett"),
    odd("local authority in capitals", "providers.local_authority.spelling", authority="BARNET"),
    odd("abolished local authority", "LAR007", authority="Northamptonshire", **MIDLANDS),
    odd("region of another place", "REG002", gor="South East", region="South East"),
    odd("two regions that disagree", "REG001", region="South East"),
    odd("event before there was such", "EVT001", "in year", event=INTERIM, overall=SUSTAINED),
    odd("overall better than protection allows", "JDG007", helped="Inadequate"),
    odd("overall better than leaders allow", "JDG008", leaders="Inadequate"),
    odd("a change across frameworks", "FRM004", **BEFORE_2017),
    odd("after the period", "DAT001", "in year", date="02/09/2022", published="29/09/2022"),
    odd("before the period", "DAT002", "in year", date="29/03/2022", published="14/06/2022"),
    odd("published before inspected", "DAT004", published="09/05/2022"),
    odd("published after the cut-off", "DAT005", published="03/10/2022"),
    odd("published late", "DAT006", date="10/08/2021"),
    odd("inspected before registered", "DAT008", registered="11/05/2022"),
    odd("after the as-at date", "LAT003", date="06/09/2022", published="29/09/2022"),
    odd("name of a home", "DIS001", name="Rose House"),
    odd("postcode of a home", "DIS002", postcode="NW4 4BT"),
    odd("another word of redaction", "DIS007", postcode="WITHHELD"),
    odd_in("agency redacted", "DIS009", AGENCY | dict.fromkeys(ADDRESS, "REDACTED")),
    odd_in("postcode cut short", "POS001", AGENCY, postcode="NW4 4B"),
    odd_in("postcode without its blank", "POS002", AGENCY, postcode="NW44BT"),
    odd_in("postcode in Wales", "POS003", AGENCY, postcode="CF10 1EP"),
    odd_in("postcode elsewhere", "POS004", AGENCY, postcode="TR1 2XY"),
    odd("a later inspection in year", "LAT004", date="05/04/2022", number="10555555"),
    odd("another sector in year", "TAB001", "in year", sector="Voluntary"),
    odd("another grade in year", "TAB014", "in year", overall=RTB),
    odd("sector was another", "PRV001", sector="Voluntary"),
    odd("local authority was another", "PRV003", authority="Camden"),
    odd("grade was another", "PRV006", overall="Outstanding"),
    odd("event number was another", "PRV025", number="19999997"),
)


class Written:
    """The release on disk, and in which rows each fault stands."""

    def __init__(self, folder: Path, faults: tuple[Fault, ...]) -> None:
        self.folder = folder
        self.places: dict[str, set[int]] = {}
        self.tables: dict[str, list[dict[str, str]]] = {where: [] for where in EVERYWHERE}
        for number in range(1, 31):
            self.add(number, {})
        for number, fault in enumerate(faults, start=31):
            self.add(number, {}, fault)
        # Branches of one adoption agency are inspected together, under one number.
        for number in (901, 902):
            self.add(number, ADOPTION)
            for where in EVERYWHERE:
                self.tables[where][-1][f"{PREFIX[where]} event number"] = "10000901"
        for where, rows in self.tables.items():
            header = list(rows[0])
            write_csv(
                folder / f"{where}.csv", [header, *([row[h] for h in header] for row in rows)]
            )

    def add(self, number: int, kind: Mapping[str, str], fault: Fault | None = None) -> None:
        """One provider in each of the three tables, odd where the fault says so."""
        for where, rows in self.tables.items():
            events = {f"{PREFIX[where]} {name}": value for name, value in EVENT.items()}
            own = {"URN": f"SC{number:06}", f"{PREFIX[where]} event number": f"{10000000 + number}"}
            usual = {
                **HOME,
                **events,
                **JUDGED,
                **(BEFORE if where == "as at" else {}),
                **own,
                **kind,
            }
            odd_rows = [changes for name, changes in (fault.rows if fault else ()) if name == where]
            for changes in odd_rows or [{}]:
                rows.append({**usual, **changes})
                if fault and odd_rows:
                    self.places.setdefault(fault.name, set()).add(len(rows) + 1)

    def release(self, authorities: Path) -> Release:
        """The release of these files."""
        listed = (
            ("as at", "latest", Role.RELEASE),
            ("in year", "in_year", Role.RELEASE),
            ("before", "latest", Role.PREVIOUS),
        )
        files = [
            InputFile(self.folder / f"{name}.csv", f"{name}.csv", basis, None, role)
            for name, basis, role in listed
        ]
        return Release(
            facts=FACTS,
            inputs=(*files, InputFile(authorities, "authorities.csv")),
            expected={
                "local_authorities": 152,
                "graded_local_authorities": 149,
                "ungraded": UNGRADED,
            },
        )


def write_authorities(path: Path, changes: Mapping[str, Mapping[str, str]]) -> Path:
    """All local authorities of the as-at date; one that changes to nothing is left out."""
    codes = builtin() / "schemas" / "codes" / "local_authorities.csv"
    with codes.open(encoding="utf-8", newline="") as stream:
        listed = [row for row in csv.DictReader(stream) if _exists(row)]
    rows = []
    for row in listed:
        graded = row["code"] not in UNGRADED
        full = {
            NAME: row["code"],
            "Ofsted region": row["ofsted_region"],
            "LA code": row["la_code"],
            DAY: "09/05/2022" if graded else "",
            EFFECTIVENESS: "Good" if graded else "",
            **dict.fromkeys(JUDGED_THEN, "Good" if graded else ""),
            CARE_LEAVERS: "",
        }
        if changes.get(row["code"], full):
            rows.append({**full, **changes.get(row["code"], {})})
    return write_csv(path, [list(rows[0]), *(list(row.values()) for row in rows)])


def _exists(row: Mapping[str, str]) -> bool:
    day = FACTS.as_at.isoformat() if FACTS.as_at else ""
    in_force = (row["valid_from"] or "0000") <= day <= (row["valid_to"] or "9999")
    return in_force and row["government_office_region"] != "Wales"


# For each local authority: the check, part of the finding's key, and what is odd in its row.
AUTHORITY_FAULTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "Camden": ("LAR001", "Camden", {}),
    "Bexley": ("LAR003", "Bexley", {"LA code": "E09000099"}),
    "Brent": ("REG004", "Brent", {"Ofsted region": "South West"}),
    "Bury": ("LAR011", "Bury", {DAY: "", EFFECTIVENESS: ""}),
    "Dorset": ("LAR012", "Dorset", {DAY: "09/05/2022", EFFECTIVENESS: "Good"}),
    "Derby": ("FRM001", "E06000015", {DAY: "09/05/2008"}),
    "Kent": ("JDG006", "E10000016", {CARE_LEAVERS: "Good"}),
    "Leeds": ("JDG011", "E08000035", {JUDGED_THEN[2]: "Inadequate"}),
    "Sefton": ("local_authorities.local_authority.spelling", "Sefton", {NAME: "SEFTON"}),
    "Luton": ("local_authorities.key", "Slough", {NAME: "Slough"}),
}
