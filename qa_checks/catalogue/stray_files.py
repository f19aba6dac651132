"""Files of a catalogue that nothing reads: a rule in one would never run."""

from __future__ import annotations

import os
from pathlib import Path

from qa_checks.errors import CatalogueError
from qa_checks.words import list_words, suggest

# What stands in the folders of schemas/, and what stands beside them.
FOLDERS = {"tables": ".yml", "layouts": ".yml", "cubes": ".yml", "comparisons": ".yml",
           "codes": ".csv"}  # fmt: skip
SINGLE = ("checklist.yml", "conditions.yml", "expectations.yml", "sampling_frame.yml")
OF_OLD = "figures.yml"  # a run names it
MEANT = (".yml", ".yaml", ".csv", ".sql")


def refuse_stray_files(folder: Path) -> None:
    """Refuse a file that looks like a part of a catalogue and is none, and a link to a folder.

    Raises
    ------
    CatalogueError
        With the file, and what is read in its place.
    """
    for part in ("schemas", "rules"):
        for place, folders, names in os.walk(folder / part):
            inside = Path(place)
            for name in sorted(folders):
                if (inside / name).is_symlink():
                    raise CatalogueError(
                        "This is a link to a folder: nothing in it is read.",
                        where=str(inside / name),
                    )
            for name in sorted(names):
                way = (*inside.relative_to(folder).parts, name)
                if Path(name).suffix.lower() in MEANT and (fault := _say_stray(way)):
                    raise CatalogueError(
                        f"Nothing reads this file. {fault}", where=str(inside / name)
                    )


def _say_stray(way: tuple[str, ...]) -> str:
    """What is read in the place of a file; '' if it is read itself."""
    part, *folders, name = way
    suffix = Path(name).suffix
    if part == "rules":
        return "" if suffix in (".yml", ".sql") else "The name of a rule's file ends in .yml."
    if not folders:
        otherwise = f"Beside its folders stand {list_words(SINGLE)}."
        return "" if name in (*SINGLE, OF_OLD) else suggest(name, SINGLE, otherwise)
    if folders[0] not in FOLDERS:
        return suggest(folders[0], FOLDERS, f"The folders of schemas are {list_words([*FOLDERS])}.")
    wanted = FOLDERS[folders[0]]
    if folders[1:] or suffix != wanted:
        return f"Its files stand in schemas/{folders[0]} itself, and end in {wanted}."
    return ""
