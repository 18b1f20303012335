"""环节: names of steps that mean the same stage, and steps written as one text.

The stages of an application (申请与受理 → 审查与决定 → 颁证与送达) go by many names. A step is read as
the stages it covers; an inner step with a name of its own (初审, 公示, 现场勘查) stays itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.prose import fold_title
from app.elements.spelled.lists import drop_numbering, split_numbered, split_outside_brackets

ACCEPT, REVIEW, DECIDE, DELIVER = "受理", "审查", "决定", "送达"

_WORDS = {
    ACCEPT: (
        "申请", "提出申请", "提交申请", "申请人申请", "网上申请", "申报", "网上申报", "收件", "接件", "登记",
        "受理", "申请受理", "受理登记", "登记受理", "收件受理", "接件受理", "受理收件", "窗口受理", "受理申请",
        "材料受理", "收取材料", "收件登记", "立案", "申请收件", "预受理",
    ),
    REVIEW: ("审查", "审核", "材料审查", "材料审核", "审查审核", "书面审查", "实质审查", "审查材料", "核查"),
    DECIDE: (
        "决定", "作出决定", "审批", "批准", "核准", "审定", "核定", "办结", "决定公开", "审批决定", "行政决定",
        "办结决定", "决定办结", "许可决定", "行政许可决定", "作出行政许可决定", "审批办结",
    ),
    DELIVER: (
        "送达", "制证", "颁证", "发证", "取件", "领证", "制证送达", "颁证送达", "证件制作", "结果送达", "制发证件",
        "证件制定送达", "证件制作送达", "制证发证", "领取结果", "出证", "制作证件", "文书送达", "送达文书", "颁发证件",
        "制作送达", "制发", "发放证件", "公告送达", "办理结果送达",
    ),
}  # fmt: skip
_COMPOUNDS = {
    "审查决定": (REVIEW, DECIDE), "审核决定": (REVIEW, DECIDE), "审核审批": (REVIEW, DECIDE),
    "审查批准": (REVIEW, DECIDE), "审核批准": (REVIEW, DECIDE), "受理审查": (ACCEPT, REVIEW),
    "受理审核": (ACCEPT, REVIEW), "决定送达": (DECIDE, DELIVER), "办结送达": (DECIDE, DELIVER),
}  # fmt: skip
_STAGES = {word: (stage,) for stage, words in _WORDS.items() for word in words} | _COMPOUNDS
KNOWN = frozenset(_WORDS)
_JOINTS = re.compile(r"[与和及并,/、\-()]")
_TRIMMED = re.compile(r"(?:环节|阶段|步骤)$")
_ARROWS = re.compile(r"\s*(?:[—–\-－=]{0,3}[>＞》]+|[→➔➜⇒↓]|[—–－]{1,2}|-{1,2})\s*")
_LONGEST_STEP = 14
_LONGEST_TEXT = 600
_BLANKS = re.compile(r"[^\S\n]+")


@lru_cache(maxsize=4096)
def stages_of(step: str) -> tuple[str, ...]:
    """Return the stages that a step's name covers; a name of its own as itself."""
    name = _TRIMMED.sub("", fold_title(drop_numbering(step)).strip("()"))
    bare = _JOINTS.sub("", name)
    return _STAGES.get(bare) or ((name,) if name else ())


def stages(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stages of a process in order; one that follows itself counts once."""
    found: list[str] = []
    for step in steps:
        found += [stage for stage in stages_of(step) if found[-1:] != [stage]]
    return tuple(found)


@lru_cache(maxsize=4096)
def read_steps(text: str) -> tuple[str, ...] | None:
    """Read 申请—受理—审查—决定—送达 as the names of steps; None where the text is prose."""
    if len(text) > _LONGEST_TEXT:
        return None
    text = _BLANKS.sub(" ", text)
    parts = [part for part in _ARROWS.split(text.strip()) if part.strip(" 。.;；")]
    if len(parts) < 2:
        parts = split_numbered(text.strip())
    if len(parts) < 2:
        parts = split_outside_brackets(text, "、，,；;\n")
    names = tuple(drop_numbering(part).strip(" 。.;；，,：:") for part in parts)
    plain = len(names) > 1 and all(0 < len(name) <= _LONGEST_STEP for name in names)
    known = sum(bool(KNOWN & set(stages_of(name))) for name in names)
    return names if plain and known * 2 >= len(names) else None
