"""The sheet of a sample, as it is given to people: what stands in it and what they fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from qa_checks.catalogue import Schemas
from qa_checks.catalogue.sampling_frame import OWN_HEADERS
from qa_checks.model.sampling import SampleSheet
from qa_checks.sampling.acceptance import read_share, say_percent
from qa_checks.sampling.draw import Draw, Drawn
from qa_checks.sampling.population import Population

NUMBER, LINK, ANSWER, WHO, NOTE = OWN_HEADERS
TO_FILL_IN = (ANSWER, WHO, NOTE)
NO_REPORT = "no report"  # what was published cannot be found, so nothing agrees with it
SEAL = "Digest of these lines"

# What the page says of the draw: how each line is called, and how its text is read.
LINES: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "release": ("Release", str),
    "population": ("Drawn from so many", int),
    "population_sha256": ("Digest of those", str),
    "size": ("Proportional sample", int),
    "further": ("Further, for small strata", int),
    "seed": ("Seed", int),
    "max_error": ("Largest error rate accepted", read_share),
    "confidence": ("Confidence", read_share),
    "allowed": ("Errors that may be in it", int),
}


def make_sheet(
    title: str, planned: Draw, drawn: Sequence[Drawn], population: Population, schemas: Schemas
) -> SampleSheet:
    """The sheet of a sample that was drawn, to be filled in."""
    frame = population.frame
    words = frame.words(schemas.codes)
    return SampleSheet(
        title=title,
        instructions=(
            f"Open each report, and write below '{ANSWER}' the word that stands there.",
            f"Where there is no report, write '{NO_REPORT}': it counts as an error.",
            f"Below '{WHO}' write your name or e-mail; it cannot be the producing analyst.",
            f"'{NOTE}' is for what is worth knowing. Rows may be sorted; leave all else as it is.",
            "When every row is filled in: qa-checks sample read",
        ),
        lines=_say_draw(planned),
        header=(NUMBER, LINK, *(item.title for item in frame.columns.values()), *TO_FILL_IN),
        entries=len(TO_FILL_IN),
        rows=[(item.number, item.unit.link or None, *item.unit.shown) for item in drawn],
        words=[*words, NO_REPORT] if words else [],
    )


def _say_draw(planned: Draw) -> list[tuple[str, str]]:
    """What the page of a sheet says of its draw."""
    values = ((title, getattr(planned, name)) for name, (title, _) in LINES.items())
    told = [
        (title, say_percent(value) if isinstance(value, Fraction) else str(value))
        for title, value in values
    ]
    return [*told, (SEAL, planned.sha256)]
