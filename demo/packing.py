"""The releases with and without faults, packed into the one file that the package carries."""

from __future__ import annotations

import io
import lzma
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from demo.synthetic_release import Decided, contents, make

WHO: Final = "second.analyst@example.org"
WHEN: Final = "2021-10-05"
PACK: Final = Path(__file__).parents[1] / "qa_checks" / "demo_release.tar.xz"


def packed() -> dict[str, bytes]:
    """Give every file of the pack.

    Returns
    -------
    dict
        Path in the pack, which begins with `faulty/` or `clean/`, to what the file holds.
    """
    files = {}
    for variant in ("faulty", "clean"):
        listed = contents(clean=variant == "clean")
        listed["decisions.yml"] = _decided(listed, make(clean=variant == "clean").decisions)
        files.update({f"{variant}/{path}": content for path, content in listed.items()})
    return files


def decide(*words: str, cwd: Path) -> None:
    """Have the program write a decision."""
    subprocess.run(  # noqa: S603  the program itself, with words of the demo
        [sys.executable, "-m", "qa_checks", "decide", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _decided(files: Mapping[str, bytes], decisions: Sequence[Decided]) -> bytes:
    """The decisions.yml as the program writes it, dated as the demo is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        for decision in decisions:
            given = {"--keys": decision.key, "--decision": "accepted", "--reason": decision.reason}
            options = [word for option in {**given, "--who": WHO}.items() for word in option]
            decide(decision.check, *options, cwd=folder)
        text = (folder / "decisions.yml").read_text("utf-8")
    return re.sub(r"^    when: .*$", f"    when: {WHEN}", text, flags=re.MULTILINE).encode()


def write() -> None:
    """Write the pack; neither owner nor time is kept, so the same files make the same pack."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path, content in sorted(packed().items()):
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    PACK.write_bytes(lzma.compress(archive.getvalue()))
