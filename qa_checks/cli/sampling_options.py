"""The options that commands on samples share."""

from __future__ import annotations

from typing import Annotated

import typer

SIZE = "How large it is"

MaxErrorOption = Annotated[
    str,
    typer.Option(
        "--max-error",
        metavar="SHARE",
        help="The largest error rate that is accepted.",
        rich_help_panel=SIZE,
    ),
]
ConfidenceOption = Annotated[
    str,
    typer.Option(
        "--confidence",
        metavar="SHARE",
        help="How sure it must be that no more are wrong.",
        rich_help_panel=SIZE,
    ),
]
