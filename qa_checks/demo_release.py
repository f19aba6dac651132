"""The synthetic release that the package carries: made beforehand, unpacked where it is wanted."""

from __future__ import annotations

import tarfile
from pathlib import Path, PurePosixPath
from typing import Final

PACK: Final = Path(__file__).with_name("demo_release.tar.xz")


def unpack(folder: Path, *, clean: bool = False) -> Path:
    """Write the synthetic release to a folder, and give its release.yml.

    Parameters
    ----------
    folder
        Where to write; made if it does not exist.
    clean
        Whether it is the one without planted faults.
    """
    wanted = "clean" if clean else "faulty"
    with tarfile.open(PACK) as pack:
        for entry in filter(tarfile.TarInfo.isfile, pack):
            variant, *parts = PurePosixPath(entry.name).parts
            content = pack.extractfile(entry)
            if content is None or variant != wanted or ".." in parts:
                continue
            path = folder.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())
    return folder / "release.yml"
