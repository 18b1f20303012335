"""建议的表格: proposals as CSV, one line each, with the evidence in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.kernel.language import Language
from app.surveying.drift import words

HEADERS = {
    "zh": (
        "建议", "分数", "左编码", "左名称", "左主体", "左区划", "右编码", "右名称", "右主体",
        "右区划", "名称差别", "分数构成", "相同要素", "共同法规", "共同材料", "事项数", "地区数", "怎么办",
    ),
    "en": (
        "proposal", "score", "left code", "left name", "left body", "left region", "right code",
        "right name", "right body", "right region", "differences", "parts", "same elements",
        "common laws", "common papers", "items", "regions", "what to do",
    ),
}  # fmt: skip


def lines(rows: Iterable[dict[str, Any]], language: Language) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of rows as ``telling.told`` gives them, in the order of ``HEADERS``."""
    for row in rows:
        sides = (cell for side in (row["left"], row["right"]) for cell in _side(side))
        yield (
            row["title"],
            row["score"],
            *sides,
            "；".join(map(difference, row["differences"])),
            "；".join(map(part, row["parts"])),
            "、".join(one["title"] for one in row["elements"] if one["answer"] == "same"),
            "；".join(row["laws"]),
            "；".join(row["papers"]),
            row["items"],
            row["regions"],
            words.said(words.ADVICE[row["kind"]], language),
        )


def difference(one: dict[str, Any]) -> str:
    """Say in one phrase how two names differ."""
    return f"{one['title']}：{one['left'] or '—'} / {one['right'] or '—'}"


def part(one: dict[str, Any]) -> str:
    """Say one part of a score: what it came to, out of what."""
    value = "?" if one["value"] is None else f"{one['value']:g}"
    return f"{one['title']} {value}×{one['weight']}"


def _side(side: dict[str, Any]) -> tuple[Any, ...]:
    return side["code"], side["name"], side["agency_name"], side["region_name"]
