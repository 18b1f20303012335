"""由方案生成的规则: what a comparison with the standard may answer, element by element.

*Worse*, *different*, *better* and *unproven* are reported with the severity the profile gives
them. Better is never a fault: it is a hint to raise the standard.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from app.auditing.generated_rules import SEVERITIES
from app.auditing.rule import Rule
from app.elements.profiles import Profile, ProfileElement

Answer = Literal["worse", "different", "better", "unproven"]
SCALARS = {"type": ("/type", "type"), "code": ("/base_code", "base_code")}
"""Kinds that are columns of the item: place, and the column a finding shows."""


class _Words(NamedTuple):
    zh: str
    en: str
    title: str
    title_en: str
    why: str
    why_en: str
    remedy: str
    remedy_en: str


WORDS: dict[Answer, _Words] = {
    "worse": _Words(
        "“{title}”比标准更不利于申请人：{{difference}}",
        "“{title}” is worse for applicants than the standard: {{difference}}",
        "“{title}”比标准更不利于申请人",
        "“{title}” is worse for applicants than the standard.",
        "同一事项在这里办，材料更多、时限更长或费用更高，做不到“同标准办理”。",
        "The same item asks more of people here than elsewhere.",
        "改得与标准一致；地方确需更严的，须有地方性法规依据。",
        "bringing it into line; anything stricter needs a basis in local law.",
    ),
    "different": _Words(
        "“{title}”与标准不同：{{difference}}",
        "“{title}” differs from the standard: {{difference}}",
        "“{title}”与标准不同",
        "“{title}” differs from the standard.",
        "同一事项在各级、各地说法不一，群众和系统都无法对照。",
        "The same item reads differently from place to place.",
        "改得与标准一致；标准有误的，向发布机关反映。",
        "bringing it into line, or telling the issuer where the standard is mistaken.",
    ),
    "better": _Words(
        "“{title}”优于标准：{{difference}}",
        "“{title}” is better for applicants than the standard: {{difference}}",
        "“{title}”优于标准",
        "“{title}” is better for applicants than the standard.",
        "这里已经做到材料更少、时限更短或费用更低，标准可以跟进。",
        "What has been achieved here may become the standard.",
        "不用改。目录发布机关可以考虑提高标准。",
        "nothing; the issuer of the catalogue may raise the standard.",
    ),
    "unproven": _Words(
        "“{title}”是否与标准一致，无法判断：{{difference}}",
        "Whether “{title}” agrees with the standard cannot be told: {{difference}}",
        "“{title}”是否与标准一致无法判断",
        "Whether “{title}” agrees with the standard cannot be told.",
        "有一方没有写清，机器不作断言，由人核对。",
        "One side is not clear enough; a person must look.",
        "把没有写清的一方补全，或人工核对后豁免。",
        "completing the side that is unclear, or waiving it after a look.",
    ),
}


@lru_cache(maxsize=8)
def pair_rules(profile: Profile) -> tuple[Rule, ...]:
    """Return the rules of every element of a profile."""
    return tuple(rule for element in profile.elements for rule in _of(profile, element))


def _of(profile: Profile, element: ProfileElement) -> Iterator[Rule]:
    for answer in WORDS:
        if element.kind not in SCALARS or answer == "different":
            yield _rule(profile, element, answer)


def _rule(profile: Profile, element: ProfileElement, answer: Answer) -> Rule:
    words = WORDS[answer]
    place, column = SCALARS.get(element.kind, (f"/{element.kind}", None))
    zh, en = words.zh.format(title=element.title), words.en.format(title=element.title_en)
    if column:
        zh = f"{element.title}“{{{column}}}”与标准不同"
        en = f"{element.title_en} “{{{column}}}” differs from the standard's"
    return Rule(
        code=f"{answer}-{element.element}".replace("_", "-"),
        form="pair",
        severity=SEVERITIES[getattr(element.severity, answer)],
        zh=zh,
        en=en,
        title=words.title.format(title=element.title),
        title_en=words.title_en.format(title=element.title_en),
        why=words.why,
        why_en=words.why_en,
        remedy=words.remedy,
        remedy_en=words.remedy_en,
        source="policy",
        citation=profile.source,
        since="0.1",
        aspect="consistency",
        applies="any",
        element=element.element,
        place=place,
        facts=(column,) if column else (),
        generated=True,
    )
