"""代码表: the enumerations of the standard, read from schemas/enumerations/."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from app.elements.schemas import ENUMERATIONS, read_schema, schemas_root
from app.kernel.text import fold


class Member(NamedTuple):
    """代码项: one code of an enumeration."""

    code: str
    title: str
    title_en: str
    description: str
    aliases: tuple[str, ...]


@lru_cache(maxsize=1)
def enumeration_names() -> tuple[str, ...]:
    """Return the names of all enumerations."""
    return tuple(sorted(path.stem for path in (schemas_root() / ENUMERATIONS).glob("*.json")))


def enumeration_title(name: str) -> tuple[str, str, str]:
    """Return the title of an enumeration, its English title, and the note on it."""
    schema = read_schema(f"{ENUMERATIONS}{name}.json")
    return schema["title"], schema["x-en"], schema.get("description", "")


@lru_cache(maxsize=64)
def enumeration_members(name: str) -> tuple[Member, ...]:
    """Return the codes of an enumeration such as ``item-type``, in its own order."""
    return tuple(
        Member(
            member["const"],
            member["title"],
            member["x-en"],
            member.get("description", ""),
            tuple(member.get("x-aliases", ())),
        )
        for member in read_schema(f"{ENUMERATIONS}{name}.json")["oneOf"]
    )


def enumeration(name: str) -> dict[str, str]:
    """Return {code: Chinese label} of an enumeration."""
    return {member.code: member.title for member in enumeration_members(name)}


def label(name: str, code: str, english: bool = False) -> str | None:
    """Return what a code of an enumeration means, or None where it is undefined."""
    for member in enumeration_members(name):
        if member.code == code:
            return member.title_en if english else member.title
    return None


@lru_cache(maxsize=64)
def codes_by_label(name: str) -> Mapping[str, str]:
    """Return {folded label, alias or code: code} of an enumeration, to read what people write."""
    index: dict[str, str] = {}
    for member in enumeration_members(name):
        for spelling in (member.code, member.title, *member.aliases):
            known = index.setdefault(fold(spelling), member.code)
            if known != member.code:
                raise ValueError(f"{spelling} means both {known} and {member.code} in {name}")
    return index
