"""Written aside, then moved into place: what stands under a name is whole, or what stood there.

What is aside lies beside its place, so that moving it is one step, and is gone when
the work ends in a fault. Only a process that is killed leaves it behind.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE

ASIDE = ".qa-checks-"


@contextmanager
def file_aside(path: Path) -> Iterator[Path]:
    """Give an empty file to be filled, which then takes the place of another.

    It has the permissions of the file it replaces. A link is replaced, not followed.
    """
    handle, name = tempfile.mkstemp(prefix=ASIDE, suffix=path.suffix, dir=path.parent)
    os.close(handle)
    aside = Path(name)
    try:
        aside.chmod(
            S_IMODE(path.stat().st_mode) if path.is_file() and not path.is_symlink() else 0o644
        )
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def write_file(path: Path, content: bytes) -> Path:
    """Put all of the content under a name, or leave what is there."""
    with file_aside(path) as aside:
        aside.write_bytes(content)
    return path


@contextmanager
def folder_aside(beside: Path) -> Iterator[Path]:
    """Give an empty folder inside another, for what is on its way; it is gone in the end."""
    aside = Path(tempfile.mkdtemp(prefix=ASIDE, dir=beside))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def remove_left_behind(folder: Path, own: Path) -> None:
    """Remove the folders aside that killed processes left in a folder, all but one's own.

    A process that is still at work there fails, so that the files of two never mix.
    """
    for other in folder.glob(f"{ASIDE}*"):
        # By name: since Python 3.12 mkdtemp gives an absolute path for a relative folder.
        if other.name != own.name and other.is_dir() and not other.is_symlink():
            shutil.rmtree(other, ignore_errors=True)


def move_together(aside: Path, folder: Path, written: Sequence[str], names: Sequence[str]) -> None:
    """Put files that belong together in the place of earlier ones: all of them or none.

    Parameters
    ----------
    aside
        A `folder_aside` of the folder, where they were written.
    folder
        Where they go.
    written
        Their names.
    names
        Every name that may stand there. The first is taken away first and put in place
        last, so that where it stands the files beside it belong to it.
    """
    earlier = aside / "earlier"
    earlier.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if (folder / name).is_file():
                (folder / name).replace(earlier / name)
        for name in reversed(written):
            (aside / name).replace(folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            (folder / name).unlink()
        for name in reversed(names):
            if (earlier / name).is_file():
                (earlier / name).replace(folder / name)
        raise
