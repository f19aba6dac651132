"""The words names are made of. None of them names a real provider or owner."""

from __future__ import annotations

from typing import Final

_BEGINNINGS: Final[str] = (
    "Ash Birk Cald Drum Elder Fen Glas Hather Ivel Kirn Lind Mar Nor Ouse Pen Ros Skel Thorn "
    "Ulls Whin Yar Aln Brad Cor Dun Esk Fal Gar Hod Irth"
)
_ENDINGS: Final[str] = (
    "brindle corfen dalby estow garrow hesket lorne merrin nockle pellow quarn rushen sorrel "
    "tansy wyke belford cromby dimple fennick gossamer haddle kestow lavering mossop "
    "narrock pinner"
)
STEMS: Final = tuple(first + second for second in _ENDINGS.split() for first in _BEGINNINGS.split())
STREETS: Final = (
    "Station Road", "Church Lane", "Mill Street", "High Street", "Orchard Way", "Park Avenue",
    "Victoria Road", "Manor Drive", "Canal Street", "Bridge Street", "Chapel Hill", "King Street",
)  # fmt: skip
QUARTERS: Final = ("North", "South", "East", "West", "Central")
INWARD_LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"
