"""The folder of an export: written aside, then moved into place whole; and its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qa_checks.errors import UsageError, writing
from qa_checks.placement import folder_aside


def write_folder(
    folder: Path, fill: Callable[[Path], None], option: str = "--output"
) -> list[Path]:
    """Make a new folder of what ``fill`` writes into the one it is given.

    Nothing is there until everything is written, and nothing is replaced.

    Parameters
    ----------
    folder
        A name that is free, or an empty folder.
    fill
        Writes the files.
    option
        The option that names the folder.

    Returns
    -------
    list of Path
        The files, sorted.

    Raises
    ------
    UsageError
        If something is there already, or the folder cannot be written.
    """
    refuse_taken(folder, option)
    with writing("The export", folder, f"Give {option} a folder that can be written."):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder_aside(folder.parent) as aside:
            fill(aside)
            aside.chmod(0o755)
            aside.rename(folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def refuse_taken(folder: Path, option: str = "--output") -> None:
    """Refuse a name that is taken, before any work is done.

    Raises
    ------
    UsageError
        If it is a file or a folder with something in it.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        kind = "folder holds something" if folder.is_dir() else "name is taken by a file"
        raise UsageError(
            f"The {kind}; an export never replaces anything.",
            where=str(folder),
            remedy=f"Give {option} another name, or move away what is there.",
        )


def write_text(path: Path, text: str) -> None:
    """Write a text, the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON to be read by people too."""
    write_text(path, f"{json.dumps(content, indent=2, ensure_ascii=False, default=str)}\n")
