"""Options that several commands take."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Workspace = Annotated[
    Path | None, typer.Option(help="Folder that holds all state.", show_default=".ringwatch/workspace")
]
Language = Annotated[
    Literal["auto", "zh", "en"] | None, typer.Option("--lang", help="Language of the output.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
