"""A word in both languages: the parts and meanings of codes carry these."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """中文在前: a Chinese term of the field and its English rendering."""

    zh: str
    en: str
