"""The release of 2025 with a text of 10,000 words, 750 numbers and 200 claims, and without it.

python benchmarks/run_texts.py DATA [--files FOLDER] [--pairs 5]

The text is written with noughts first; a run says what belongs in their place, and the text with
these numbers must have no finding before anything is timed.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

import yaml
from timing import HERE, QA_CHECKS, run_once, run_pairs

WORKBOOK = "childrens_social_care_2025.ods"
WORDS, NUMBERS, CLAIMS, HOLES = 10_000, 750, 200, 3
REGIONS = (
    "East Midlands|East of England|London|North East|North West|South East|South West"
    "|West Midlands|Yorkshire and The Humber"
).split("|")
FILLER = "The number of places and of homes depends on who runs them and on what they are for, "
Value = float | int


def main() -> None:
    """Write both releases, have the numbers filled in, and time them in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--files", type=Path, default=HERE.parents[1] / "shared/data/ofsted")
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    workbook = (options.files / WORKBOOK).resolve()
    with_text, without = options.data.resolve() / "with", options.data.resolve() / "without"
    write_release(without, workbook)
    write_release(with_text, workbook, claims="claims.yml")
    write_text(with_text, [{} for _ in range(CLAIMS)])
    command = [*QA_CHECKS, "run", "release.yml"]
    write_text(with_text, read_values(with_text, command))
    prove(with_text, command)
    pairs = run_pairs(command, command, options.pairs, (with_text, without))
    more = statistics.median(a.cpu - b.cpu for a, b in pairs)
    with_cpu, without_cpu = (
        statistics.median(run.cpu for run in side) for side in zip(*pairs, strict=True)
    )
    print(f"CPU s with the text {with_cpu:.2f}, without {without_cpu:.2f}, more {more:.2f}")


def write_release(folder: Path, workbook: Path, **more: object) -> None:
    """Write a release.yml of the workbook."""
    folder.mkdir(parents=True, exist_ok=True)
    release = {
        "release": "social-care-2025",
        "title": "Social care 2025",
        "as_at": "2025-03-31",
        "files": [{"path": str(workbook)}],
        **more,
    }
    (folder / "release.yml").write_text(yaml.safe_dump(release), encoding="utf-8")


def write_text(folder: Path, values: list[dict[str, Value]]) -> None:
    """Write a text with a claim on every paragraph, and numbers in between that nobody binds."""
    paragraphs, claims = [], []
    for number, value in enumerate(values):
        region, least = REGIONS[number % len(REGIONS)], number // len(REGIONS)
        named = f"In {region}, case {chr(97 + number % 26)}{chr(97 + number // 26)},"
        says = f"{named} {{n}} providers had {{places}} places, which is {{share}}% of all"
        filled = says.format(
            n=f"{value.get('n', 0):,}",
            places=f"{value.get('places', 0):,}",
            share=f"{value.get('share', 0):.1f}",
        )
        free = -(-(NUMBERS - HOLES * CLAIMS) * (number + 1) // CLAIMS) - -(
            -(NUMBERS - HOLES * CLAIMS) * number // CLAIMS
        )
        more = " ".join(f"They wrote {1000 + number} letters." for _ in range(free))
        words = FILLER * 3
        paragraphs.append(f"{filled}. {words}and so on. {more}".strip())
        query = (
            f"SELECT count(*) AS n, sum(places) AS places, 100.0 * sum(places) / "
            f"(SELECT sum(places) FROM providers) AS share FROM providers "
            f"WHERE government_office_region = '{region}' AND places > {least}"
        )
        claims.append({"says": says, "query": query})
    (folder / "findings.md").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    whole = {"text": "findings.md", "claims": claims}
    (folder / "claims.yml").write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")


def read_values(folder: Path, command: list[str]) -> list[dict[str, Value]]:
    """What the queries give, claim by claim."""
    return [claim["values"] for claim in read_text(folder, command)["claims"]]


def prove(folder: Path, command: list[str]) -> None:
    """Refuse to time a text that is not of the size, or not right."""
    text = read_text(folder, command)
    words = len((folder / "findings.md").read_text(encoding="utf-8").split())
    states = [number["state"] for number in text["numbers"]]
    if words < WORDS or len(states) < NUMBERS or states.count("verified") != HOLES * CLAIMS:
        raise SystemExit(f"{words} words, {len(states)} numbers, {states.count('verified')} right")


def read_text(folder: Path, command: list[str]) -> dict[str, list[dict[str, Value]]]:
    """The one text of a report."""
    run = run_once(command, folder)
    path = folder / "reports" / "social-care-2025" / "report.json"
    if not path.is_file():
        raise SystemExit(run.output)
    [text] = json.loads(path.read_text(encoding="utf-8"))["texts"]
    return text


if __name__ == "__main__":
    main()
