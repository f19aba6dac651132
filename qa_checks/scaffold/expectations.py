"""What a draft of release.yml expects of the local authorities, by their register."""

from __future__ import annotations

import datetime as dt

from qa_checks.model import Role
from qa_checks.reading.loaded import Loaded
from qa_checks.release import TO_FILL_IN
from qa_checks.scaffold.notation import quote

REGISTER = "local_authorities"
NEEDED = {"valid_from", "valid_to", "government_office_region"}
EXISTS = "$1 BETWEEN coalesce(valid_from, $1) AND coalesce(valid_to, $1)"
OPEN_NUMBERS = """\
# expect:                                      # numbers that rules compare with
#   providers: 3000
"""
OPEN_UNGRADED = """\
#   graded_local_authorities: 148
#   ungraded:                                  # each one without a grade, and why
#     North Northamptonshire: formed 1 April 2021
"""


# So long after it was formed an authority may be waiting for its first inspection.
WAITING = dt.timedelta(days=4 * 365)
REASON = f"{TO_FILL_IN}: say why it has no grade"


def draft_expectations(loaded: Loaded, as_at: dt.date | None) -> str:
    """How many local authorities there are and are graded, and why the others are not.

    The numbers come from the register, so that one the files have lost is missed.
    """
    register = loaded.schemas.codes.get(REGISTER)
    if (
        REGISTER not in loaded.snapshots[Role.RELEASE].tables
        or register is None
        or not set(register.columns) >= NEEDED
    ):
        return OPEN_NUMBERS
    if as_at is None:
        return f"# expect:\n#   local_authorities: 152\n{OPEN_UNGRADED}"
    [(existing, listed)] = loaded.connection.execute(
        f"SELECT count(DISTINCT code), (SELECT count(DISTINCT local_authority) FROM {REGISTER}) "
        f"FROM codes.{REGISTER} WHERE government_office_region <> 'Wales' AND {EXISTS}",
        [as_at],
    ).fetchall()
    counted = f"has {existing} at {as_at:%d/%m/%Y}; the files list {listed}"
    lines = [
        "expect:",
        f"  # The register of local authorities {counted}.",
        f"  local_authorities: {existing}",
    ]
    if "overall_grade" not in loaded.schemas.tables[REGISTER].columns:
        return "\n".join([*lines, OPEN_UNGRADED])
    ungraded = _ungraded(loaded, as_at)
    lines += [
        f"  # The register's {existing}, less those named below: the files have no grade for them.",
        f"  graded_local_authorities: {existing - len(ungraded)}",
    ]
    if ungraded:
        lines.append("  ungraded:  # each one without a grade, and why: confirm or correct it")
    lines += [f"    {quote(name)}: {quote(why)}" for name, why in ungraded.items()]
    return "\n".join([*lines, ""])


def _ungraded(loaded: Loaded, as_at: dt.date) -> dict[str, str]:
    """Local authorities the files list without a grade, and why as far as the register tells."""
    rows = loaded.connection.execute(
        "SELECT l.local_authority, max(c.valid_from) "
        f"FROM {REGISTER} AS l LEFT JOIN codes.{REGISTER} AS c "
        f"ON c.code = l.local_authority AND {EXISTS} "
        "WHERE l.local_authority IS NOT NULL "
        "GROUP BY l.local_authority HAVING count(l.overall_grade) = 0 ORDER BY 1",
        [as_at],
    ).fetchall()
    return {name: _reason(since, as_at) for name, since in rows}


def _reason(since: dt.date | None, as_at: dt.date) -> str:
    if since is None or as_at - since > WAITING:
        return REASON
    return f"in its present form since {since.day} {since:%B %Y}, not graded since"
