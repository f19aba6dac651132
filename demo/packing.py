"""The releases with and without faults, packed into the one file that the package carries."""

from __future__ import annotations

import io
import lzma
import tarfile
from pathlib import Path
from typing import Final

from demo.synthetic_release import contents

PACK: Final = Path(__file__).parents[1] / "qa_checks" / "demo_release.tar.xz"


def packed() -> dict[str, bytes]:
    """Give every file of the pack.

    Returns
    -------
    dict
        Path in the pack, which begins with `faulty/` or `clean/`, to what the file holds.
    """
    return {
        f"{variant}/{path}": content
        for variant in ("faulty", "clean")
        for path, content in contents(clean=variant == "clean").items()
    }


def write() -> None:
    """Write the pack; neither owner nor time is kept, so the same files make the same pack."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path, content in sorted(packed().items()):
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    PACK.write_bytes(lzma.compress(archive.getvalue()))
