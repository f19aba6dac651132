"""The templates of the page; a built package carries them compiled (`hatch_build.py`).

Compiling them takes longer than filling them.
"""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FunctionLoader, Template

TEMPLATES = Path(__file__).with_name("templates")
COMPILED = "qa_checks.render.compiled"


@cache
def read(name: str) -> str:
    """The text of a file of the page: a template, its style or its script."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def module_of(name: str) -> str:
    """The module that a template is compiled into."""
    return name.partition(".")[0]


class CompiledTemplates(FunctionLoader):
    """Loads what is compiled; what has changed since, or was compiled by another jinja, anew."""

    def __init__(self) -> None:
        super().__init__(read)

    def load(
        self, environment: Environment, name: str, known: MutableMapping[str, Any] | None = None
    ) -> Template:
        """The template of this name."""
        try:
            compiled = vars(import_module(f"{COMPILED}.{module_of(name)}"))
        except ImportError:
            return super().load(environment, name, known)
        if compiled["made_of"] != _made_of(name):
            return super().load(environment, name, known)
        return Template.from_module_dict(environment, compiled, known or {})


def compile_all(environment: Environment) -> dict[str, str]:
    """Every template as a module of Python, by the name of its file."""
    names = sorted(path.name for path in TEMPLATES.iterdir() if path.suffix == ".j2")
    sources = {f"{module_of(name)}.py": _compile(environment, name) for name in names}
    return {"__init__.py": '"""The page\'s templates, compiled by jinja."""\n', **sources}


def _compile(environment: Environment, name: str) -> str:
    source = environment.compile(read(name), name, name, raw=True, defer_init=True)
    return f'"""templates/{name}, compiled by jinja."""\n\nmade_of = "{_made_of(name)}"\n{source}\n'


def _made_of(name: str) -> str:
    return hashlib.sha256(f"{jinja2.__version__} {read(name)}".encode()).hexdigest()
