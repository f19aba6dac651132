"""An office file as the package of parts that it is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cached_property


class Package(zipfile.ZipFile):
    """The parts of a file, found as office programs find them: whatever the case of their names.

    No two have names that differ in nothing else: such a file is refused when it is opened.
    """

    @cached_property
    def _spelt(self) -> dict[str, str]:
        return {name.casefold(): name for name in self.namelist()}

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._spelt

    def __iter__(self) -> Iterator[str]:
        return iter(self.namelist())

    def getinfo(self, name: str) -> zipfile.ZipInfo:
        """What the list of parts says of one."""
        return super().getinfo(self._spelt.get(name.casefold(), name))
