"""网址样式: what the links of one body's items have in common, and what tells them apart.

The links of an item nearly always differ from its neighbours' by one token: a row id, a code, a
serial. Without it they are templates that all items of the body share. Where the token is a text
that the item states anyway, or the beginning of its row id, the templates say so; any other token
is all that is left of the links. Links that are of no such pattern are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

LINKS = ("online", "pc", "mobile", "appointment")
_RUNS: Callable[[str], list[str]] = re.compile(r"[0-9A-Za-z_-]{4,64}").findall
_LONGEST_SHARED = 12
"""Digits in the templates may be a region's code; what is longer is taken for another token."""
_SCHEME = len("https://")


def pattern_of(own: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the templates of an item's links, one a line, and the token that is not said elsewhere.

    The token is '' where there is nothing to say. None: the links are of no pattern.
    """
    links = own["links"]
    joined = "\n".join([links.get(name, "") for name in LINKS])
    if "{" in joined or "}" in joined:  # which have a meaning in templates
        return None
    token = _token_of(joined)
    place = _place_of(token, own) if token else ""
    pattern = joined.replace(token, place) if token else joined
    if len(templates_in(pattern)) != len(links):
        return None
    return pattern, token if place == "{links}" else ""


def _token_of(joined: str) -> str:
    """Return the longest word with digits of the first link that has one."""
    for link in joined.split("\n"):
        words = [word for word in _RUNS(link) if not word.isalpha()]
        if words:
            return max(words, key=len)
    return ""


def _place_of(token: str, own: Mapping[str, Any]) -> str:
    if own.get("row_id", "").startswith(token):
        return f"{{row_id:.{len(token)}}}"
    if token == own.get("code"):
        return "{code}"
    return "{handling_code}" if token == own.get("handling_code") else "{links}"


@lru_cache(maxsize=4096)
def templates_in(pattern: str) -> dict[str, str]:
    """Return the templates by their links' names; none where other items will hardly share them."""
    templates = pattern.split("\n")
    if len(templates) != len(LINKS) or not all(map(_is_shared, templates)):
        return {}
    return {name: to for name, to in zip(LINKS, templates, strict=True) if to}


def _is_shared(template: str) -> bool:
    """Tell whether the token stands behind the host, and nothing else looks like one."""
    place = template.find("{")
    if place >= 0 and not 0 <= template.find("/", _SCHEME) < place:
        return False
    words = _RUNS(re.sub(r"\{.*?\}", " ", template))
    return all(word.isalpha() or len(word) <= _LONGEST_SHARED for word in words)
