"""流程图: the steps of a process drawn as SVG, in as many columns as there is room for.

Each drawing is for one width: the page holds a wide and a narrow one and shows that which fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from markupsafe import Markup, escape

BOX, HIGH, GAP, DROP, EDGE = 164, 78, 34, 40, 4
SIGN = 15
"""The width of a Chinese sign in a step's name; a Latin one takes a little more than half."""


class Step(NamedTuple):
    """One step as it is drawn: its name, how long it takes, and who does it."""

    name: str
    days: str = ""
    office: str = ""


class _Spot(NamedTuple):
    left: int
    top: int


def flowchart(steps: Sequence[Step], columns: int, title: str, key: str) -> Markup:
    """Return the drawing of ``steps``, read row by row; ``key`` makes its ids unique on a page."""
    columns = min(columns, len(steps)) or 1
    rows = -(-len(steps) // columns)
    width = columns * BOX + (columns - 1) * GAP + 2 * EDGE
    height = rows * HIGH + (rows - 1) * DROP + 2 * EDGE
    spots = [_spot(place, columns) for place in range(len(steps))]
    drawn = [_arrow(one, other, key) for one, other in pairwise(spots)]
    drawn += [_box(place, step, spots[place]) for place, step in enumerate(steps)]
    told = " → ".join(" ".join(filter(None, (step.name, step.days))) for step in steps)
    head = Markup(
        '<svg class="flow" role="img" aria-labelledby="{0}-title {0}-desc"'
        ' viewBox="0 0 {1} {2}" width="{1}" height="{2}" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{0}-title">{3}</title><desc id="{0}-desc">{4}</desc>'
        '<defs><marker id="{0}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto"><path class="tip" d="M0 0 L8 4 L0 8 z"/></marker></defs>'
    ).format(key, width, height, title, told)
    return head + Markup("").join(drawn) + Markup("</svg>")


def lines(text: str, room: float) -> list[str]:
    """Break a name into at most two lines of ``room`` signs; what is longer ends in …."""
    found, width = [""], 0.0
    for sign in text:
        step = 1.0 if east_asian_width(sign) in "WFA" else 0.56
        if width + step > room:
            if len(found) == 2:
                found[-1] = found[-1][:-1] + "…"
                break
            found.append("")
            width = 0.0
        found[-1] += sign
        width += step
    return found


def _spot(place: int, columns: int) -> _Spot:
    row, column = divmod(place, columns)
    return _Spot(EDGE + column * (BOX + GAP), EDGE + row * (HIGH + DROP))


def _arrow(one: _Spot, other: _Spot, key: str) -> Markup:
    """Draw the way to the next step: across in a row, round the corner to the next row."""
    if one.top == other.top:
        path = f"M{one.left + BOX} {one.top + HIGH // 2} H{other.left - 1}"
    else:
        half = one.top + HIGH + DROP // 2
        path = (
            f"M{one.left + BOX // 2} {one.top + HIGH} V{half} H{other.left + BOX // 2}"
            f" V{other.top - 1}"
        )
    return Markup('<path class="way" d="{}" marker-end="url(#{}-tip)"/>').format(path, key)


def _box(place: int, step: Step, spot: _Spot) -> Markup:
    frame = Markup('<rect class="step" x="{}" y="{}" width="{}" height="{}" rx="8"/>')
    number = Markup('<text class="number" x="{}" y="{}">{}</text>')
    texts = Markup("").join(_texts(step, spot))
    return (
        frame.format(spot.left, spot.top, BOX, HIGH)
        + number.format(spot.left + 9, spot.top + 17, place + 1)
        + texts
    )


def _texts(step: Step, spot: _Spot) -> Iterator[Markup]:
    name = lines(step.name, (BOX - 28) / SIGN)
    below = [(kind, text) for kind, text in (("days", step.days), ("office", step.office)) if text]
    rows = [*(("name", line) for line in name), *below][:4]
    pitch = 18
    first = spot.top + HIGH / 2 - pitch * (len(rows) - 1) / 2 + 5
    for place, (kind, text) in enumerate(rows):
        shown = text if kind == "name" else lines(text, (BOX - 16) / 12)[0]
        yield Markup('<text class="{}" x="{}" y="{:.0f}">{}</text>').format(
            kind, spot.left + BOX // 2, first + place * pitch, escape(shown)
        )
