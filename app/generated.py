"""Everything in the repository that is written from the code: ``yizhi generate``."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

import app
from app.kernel import pages
from app.main import openapi_text


def everything() -> dict[str, str]:
    """Return every generated file: path from the top of the repository → text."""
    result = {"docs/openapi.json": openapi_text()}
    for module in load_all():
        if module.__name__.endswith(".pages") and module is not pages:
            result |= module.pages()
    return result | pages.pages()


def load_all() -> list[ModuleType]:
    """Import every module, so that every room has declared its tables and problems."""
    found = pkgutil.walk_packages(app.__path__, "app.")
    return [import_module(module.name) for module in found]
