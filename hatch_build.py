"""Has the wheel carry the page's templates compiled, which spares each run compiling them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):
    """Writes the modules aside and puts them into the wheel; the checkout stays as it is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile with the jinja of this build; a run with another one compiles anew."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from qa_checks.render import as_html, page_templates

        modules = page_templates.compile_all(as_html.environment())
        folder = Path(self.directory) / "compiled"
        folder.mkdir(parents=True, exist_ok=True)
        for name, source in modules.items():
            (folder / name).write_text(source, encoding="utf-8", newline="\n")
            build_data["force_include"][str(folder / name)] = f"qa_checks/render/compiled/{name}"

    def finalize(self, *_: object) -> None:
        """Take away what was written aside."""
        shutil.rmtree(Path(self.directory) / "compiled", ignore_errors=True)
