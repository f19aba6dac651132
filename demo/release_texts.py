"""The texts that go with the data: release.yml, decisions.yml and README."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from demo import published_tables
from demo.planting import Planted
from demo.shapes import (
    AS_AT,
    PERIOD_START,
    PREVIOUS_AS_AT,
    PREVIOUS_PERIOD_START,
    PREVIOUS_PUBLISHED_BY,
    PUBLISHED_BY,
)

RELEASE_ID: Final = "la-and-childrens-homes-autumn-2021"
RELEASE: Final = """\
release: {id}
title: Local authority and children's homes inspections and outcomes, {season} (synthetic)
as_at: {as_at}
period: {{start: {start}, end: {as_at}}}
published_by: {published_by}
status: {status}
producer: producing.analyst@example.org
files:
{files}
"""
TABLES: Final = f"  - {{path: {published_tables.PATH}}}\ntables: tables.yml\n"
CLAIMS: Final = "claims: claims.yml\ncoverage: {verified: 60%, unbound: 0%}\n"
PREVIOUS: Final = "previous: previous/release.yml\n"
EXPECT: Final = """\
expect:
  local_authorities: {authorities}
  graded_local_authorities: {graded}
  ungraded:
{ungraded}
"""
DECISIONS: Final = """\
# What was decided about findings. `qa-checks decide` adds to it. Each entry waives exactly the
# findings it names, as long as they say what they said then; one that names a finding that is not
# there any more is itself a failure. An error that is accepted needs an end date.
decisions:
"""
CHECKLIST: Final = """\
# What the second analyst looked at, item by item, and states of the release as a whole.
# `qa-checks attest` goes through what is open; an attestation by the producing analyst does not
# count.
attested:
assumptions:
  - Every provider that was registered on 31 August 2021 is in the extract.
limitations:
  - Four local authorities have no grade; release.yml says why.
  - The judgements of two frameworks stand side by side and are not compared.
assurance:
"""
OLD_FRAMEWORK: Final = (
    "The methodology report says how many local authorities stand under the earlier framework."
)
ACROSS_FRAMEWORKS: Final = (
    "No change between the two frameworks is called improved or declined; the break is marked."
)
README: Final = """\
# A synthetic release

Made by `qa-checks demo`. Its size and shape follow what Ofsted publishes; the providers, owners,
numbers, places and results are invented. The local authorities exist, their results here do not.

| file | what it is |
|---|---|
{files}
| release.yml | what the release says of itself |
| tables.yml | what each published table shows |
| claims.yml | what each sentence of the main findings is bound to |
| decisions.yml | what was decided about findings: two frameworks stand side by side |
| checklist.yml | what the second analyst attests, as yet nothing |
| previous/ | the release before this one, as at 31 March 2021 |

Check it with `qa-checks run release.yml`.

"""
BESIDE: Final = {"grades": "judgements"}
CLEAN: Final = "No fault is planted: the verdict is pass.\n"
PLANTED: Final = """\
## Planted faults

Each of these {count} faults must be found by the check named, in the row named; a few are
bound to be found by other checks too. Nothing else is wrong.

| theme | check | also found by | file | row | what is wrong |
|---|---|---|---|---|---|
{rows}

## Sent back

`corrected/` holds the files as the producing analyst sends them back. What is still found there is
right as it is, and needs a decision by the second analyst:

| check | why it is right |
|---|---|
{right}
"""


def release_text(
    files: Mapping[str, str],
    ungraded: Mapping[str, str],
    counts: tuple[int, int],
    release_id: str,
) -> str:
    """Write the release.yml of the release.

    Parameters
    ----------
    files
        Path to basis.
    ungraded
        Local authorities without a grade, each with its reason.
    counts
        How many local authorities there are, and how many of them are graded.
    release_id
        The release's id, which names the folder of its reports.

    Returns
    -------
    str
        YAML.
    """
    names = {"id": release_id, "season": "autumn 2021"}
    days = {"as_at": AS_AT, "start": PERIOD_START, "published_by": PUBLISHED_BY}
    return (
        RELEASE.format(**names, **days, status="provisional", files=_files(files))
        + TABLES
        + CLAIMS
        + PREVIOUS
        + _expect(ungraded, counts)
        + "decisions: decisions.yml\nchecklist: checklist.yml\n"
    )


def previous_text(
    files: Mapping[str, str], ungraded: Mapping[str, str], counts: tuple[int, int]
) -> str:
    """Write the release.yml of the release before.

    Parameters
    ----------
    files
        Path to basis.
    ungraded
        Local authorities without a grade, each with its reason.
    counts
        How many local authorities there are, and how many of them are graded.

    Returns
    -------
    str
        YAML.
    """
    names = {"id": "la-and-childrens-homes-summer-2021", "season": "summer 2021"}
    days: dict[str, dt.date] = {
        "as_at": PREVIOUS_AS_AT,
        "start": PREVIOUS_PERIOD_START,
        "published_by": PREVIOUS_PUBLISHED_BY,
    }
    text = RELEASE.format(**names, **days, status="final", files=_files(files))
    return f"{text}claims: claims.yml\n{_expect(ungraded, counts)}"


def readme_text(titles: Mapping[str, str], planted: Sequence[Planted]) -> str:
    """Write the README, with one line per planted fault.

    Parameters
    ----------
    titles
        Path to what the file is.
    planted
        The faults and their places; none in a clean release.

    Returns
    -------
    str
        Markdown.
    """
    files = "\n".join(f"| {path} | {title} |" for path, title in titles.items())
    text = README.format(files=files)
    if not planted:
        return text + CLEAN
    rows = "\n".join(
        f"| {plant.fault.theme} | {plant.fault.check} | {', '.join(plant.fault.also)} "
        f"| {plant.path} | {'none' if plant.row is None else plant.row} | {plant.fault.what} |"
        for plant in _by_theme(planted)
    )
    right = "\n".join(
        f"| {plant.fault.check} | {plant.fault.right} |" for plant in planted if plant.fault.right
    )
    return text + PLANTED.format(count=len(planted), rows=rows, right=right)


def _files(files: Mapping[str, str]) -> str:
    return "\n".join(f"  - {{path: {path}, basis: {basis}}}" for path, basis in files.items())


def _expect(ungraded: Mapping[str, str], counts: tuple[int, int]) -> str:
    lines = "\n".join(f'    "{name}": "{reason}"' for name, reason in ungraded.items())
    return EXPECT.format(authorities=counts[0], graded=counts[1], ungraded=lines)


def _by_theme(planted: Sequence[Planted]) -> list[Planted]:
    """The faults as they were planted, those of grades beside those of judgements."""
    places = [BESIDE.get(plant.fault.theme, plant.fault.theme) for plant in planted]
    order = sorted(range(len(planted)), key=lambda number: places.index(places[number]))
    return [planted[number] for number in order]
