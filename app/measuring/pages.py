"""指标页: docs/indicators/, a page per indicator and one per way of scoring, written from the data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.kernel.pages import MARK
from app.measuring.definitions import Indicator, indicators
from app.measuring.populations import POPULATIONS
from app.measuring.scoring import ScorePart, ScoringProfile, scoring_profiles

FOLDER = "docs/indicators"
MARKS = {
    "verified": ("已见原文", "its text was seen"),
    "memory": ("未见原文", "its text was not seen"),
    "recommended": ("本系统的建议", "this project's recommendation"),
}
DIRECTIONS = {"up": "越高越好 the higher the better", "down": "越低越好 the lower the better"}
_FILE = "[schemas/indicators/{0}.json](../../schemas/indicators/{0}.json)"
UNITS = {"1": "工作日", "2": "自然日", "3": "月", "4": "年", "5": "小时"}


def pages() -> dict[str, str]:
    """Return {path: text} of the folder of indicators."""
    found = {f"{FOLDER}/{slug}.md": indicator_page(one) for slug, one in indicators().items()}
    return {**found, f"{FOLDER}/scoring.md": _scoring_page(), f"{FOLDER}/README.md": _index()}


def indicator_page(one: Indicator) -> str:
    """Return the page of one indicator: Chinese first, then English."""
    return _page(
        [
            f"# {one.title}",
            one.title_en,
            f"`{one.slug}` · 第 {one.version} 版 version {one.version} · {DIRECTIONS[one.direction]}",
            f"> {one.formula}  \n> {one.formula_en}",
            *_sections(one),
        ]
    )


def _sections(one: Indicator) -> Iterator[str]:
    if one.population:
        population = POPULATIONS[one.population].title
        yield f"## 统计范围 Population\n\n{population.zh}。  \n{population.en[:1].upper()}{population.en[1:]}."
    if one.exclusions:
        yield f"## 不计入 Left out\n\n{_exclusions(one)}"
    yield f"## 没有写明的 Not stated\n\n{one.missing}。  \n{one.missing_en}."
    if one.conversion:
        factors = "、".join(f"1 {UNITS[unit]} = {n:g}" for unit, n in one.conversion.items())
        yield f"## 换算为工作日 In working days\n\n{factors}。没有列出的单位不计入。"
    if one.target:
        yield f"## 目标 Target\n\n{one.target.value:g}：{one.target.source}。  \n{one.target.source_en}."
    mark = MARKS[one.mark]
    yield f"## 出处 Source\n\n{one.source}（{mark[0]}）。  \n{one.source_en} ({mark[1]})."
    if others := list(_variants(one)):
        yield "## 另一种算法 Other formulas\n\n" + "\n".join(others)
    yield f"## 算式 Expression\n\n```json\n{_expression(one)}\n```\n\n{_FILE.format(one.slug)}"


def _exclusions(one: Indicator) -> str:
    rows = (f"| `{e.reason}` | {e.title} | {e.title_en} |" for e in one.exclusions)
    return "依次判断，第一个成立的为原因。\n\n| | 原因 | Reason |\n|---|---|---|\n" + "\n".join(
        rows
    )


def _variants(one: Indicator) -> Iterator[str]:
    family = one.variant_of or one.slug
    for other in indicators().values():
        if other.slug != one.slug and family in (other.slug, other.variant_of):
            yield f"- [{other.title}]({other.slug}.md) {other.title_en}"


def _expression(one: Indicator) -> str:
    told: dict[str, Any] = {"measure": one.measure.model_dump(exclude_none=True, mode="json")}
    told |= {"not counted": {e.reason: e.when for e in one.exclusions}} if one.exclusions else {}
    told |= {"unknown": one.unknown} if one.unknown else {}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _scoring_page() -> str:
    about = (
        "计分口径是 [schemas/scoring/](../../schemas/scoring) 里的数据；得分见 `GET /scores`，每处扣分都能打开。\n\n"
        "Scoring profiles are data; `GET /scores` gives the scores, and every deduction opens."
    )
    sections = [_profile(one) for one in scoring_profiles().values()]
    return _page(["# 计分口径 Scoring profiles", about, *sections])


def _profile(one: ScoringProfile) -> str:
    mark = MARKS[one.mark]
    rows = "\n".join(
        f"| {part.title} {part.title_en} | {part.full:g} | {_how(part)} |" for part in one.parts
    )
    return (
        f"## {one.title} {one.title_en}\n\n`{one.name}`\n\n{one.source}（{mark[0]} {mark[1]}）。"
        f"{one.note}\n\n| 得分项 Part | 满分 | 怎样给分 |\n|---|---|---|\n{rows}"
    )


def _how(part: ScorePart) -> str:
    if part.kind == "tiers":
        steps = "，".join(f"≥ {tier.least:.0%} 得 {tier.points:g}" for tier in part.tiers)
        return f"[{part.indicator}]({part.indicator}.md)：{steps}"
    if part.kind == "classes":
        return (
            f"每类扣 {part.off:g}，最多扣 {part.most:g}（{part.severity} 及以上，一条规则为一类）"
        )
    return "；".join(f"[{a.indicator}]({a.indicator}.md) ≥ {a.least:.0%}" for a in part.targets)


def _index() -> str:
    rows = (
        f"| [{one.title}]({one.slug}.md) | {one.title_en} | {_target(one)} | {MARKS[one.mark][0]} |"
        for one in indicators().values()
    )
    about = (
        "指标是 [schemas/indicators/](../../schemas/indicators) 里的数据：算式改了，版本加一；另一种算法是另一个"
        "指标。现值见 `GET /indicators` 和 `yizhi indicators`；分子、分母和不计入的都能打开。"
        "得分见[计分口径](scoring.md)。\n\n"
        "Indicators are data. Another formula is another indicator, and a changed formula another"
        " version. Every numerator, denominator and exclusion opens into its items."
    )
    table = "| 指标 | Indicator | 目标 Target | 出处 |\n|---|---|---|---|\n" + "\n".join(rows)
    return _page(["# 指标 Indicators", about, table])


def _target(one: Indicator) -> str:
    return f"{one.target.value:.1%}" if one.target else ""


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join((MARK, *parts)) + "\n"
