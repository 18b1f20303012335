"""新旧对照: what an edited workbook changes of an item, old beside new; what is the same is counted.

A part is told as entries: a list as its members, a record as its fields, each a tuple of texts. Of
entries that both sides have nothing is shown; of a member that was edited, its first field (which
names it) and those that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.kernel.language import Language
from app.publishing.labels import labelled
from app.web.comparing import Line
from app.web.words import is_coded, is_limit, say, title

Part = dict[str, Any]
Entry = tuple[str, ...]


def changed_items(items: Iterable[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Return the items of a preview with the sides of their parts as lines."""
    return [{**item, "parts": [_sides(part, language) for part in item["parts"]]} for item in items]


def _sides(part: Part, language: Language) -> Part:
    exported, now, workbook = (
        entries(part["part"], part[side], language) for side in ("exported", "now", "workbook")
    )
    return {
        **part,
        "exported": differing(exported, now, language),
        "now": differing(now, workbook, language),
        "workbook": differing(workbook, now, language),
    }


def entries(part: str, value: Any, language: Language) -> list[Entry]:
    """Return what a part holds, entry by entry; none for a part that is not there."""
    if value is None:
        return []
    shown = labelled(part, value, language)
    if isinstance(shown, list) and any(isinstance(one, dict) for one in shown):
        places = enumerate(shown)
        return [tuple(_texts(f"/{part}/{place}", one, language)) for place, one in places]
    return [(text,) for text in _texts(f"/{part}", shown, language)]


def differing(here: list[Entry], there: list[Entry], language: Language) -> list[Line]:
    """Return the entries of one side that the other has not, and how many are the same."""
    mine = [(place, entry) for place, entry in enumerate(here, 1) if entry not in there]
    theirs = [entry for entry in there if entry not in here]
    numbered = any(len(entry) > 1 for entry in here)
    lines = [
        Line(
            _told(place if numbered else None, entry, theirs[at] if at < len(theirs) else ()), True
        )
        for at, (place, entry) in enumerate(mine)
    ]
    same = len(here) - len(mine)
    if same:
        told = f"其余 {same} 处相同" if language == "zh" else f"{same} more are the same"
        lines.append(Line(told))
    return lines


def _told(place: int | None, entry: Entry, other: Entry) -> str:
    edited = len(set(entry) & set(other)) > 0
    fields = [entry[0], *(text for text in entry[1:] if not edited or text not in other)]
    number = f"{place}. " if place else ""
    return number + "；".join(fields)


def _texts(pointer: str, value: Any, language: Language) -> Iterator[str]:
    """Yield the fields of a record with their names; anything else in one go."""
    if not isinstance(value, dict) or is_coded(value) or is_limit(value):
        yield _text(pointer, value, language)
        return
    colon = ": " if language == "en" else "："
    for name, one in value.items():
        yield f"{title(f'{pointer}/{name}', language)}{colon}{_text(f'{pointer}/{name}', one, language)}"


def _text(pointer: str, value: Any, language: Language) -> str:
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        told = enumerate(value)
        members = ("，".join(_texts(f"{pointer}/{place}", one, language)) for place, one in told)
        return "；".join(members)
    if isinstance(value, dict) and not is_coded(value) and not is_limit(value):
        return "，".join(_texts(pointer, value, language))
    return say(value, language)
