"""办理流程规则: the steps from application to delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief
from app.elements.process import Process
from app.kernel.text import fold

_STAGES = {
    "acceptance": re.compile(r"受理|收件|申请|申报|登记|接收|提交|提出|预审|取号|办理"),
    "decision": re.compile(
        r"决定|办结|审批|审定|核准|批准|核定|核发|发证|制证|出证|签发|备案|登记|确认|公布|公示|办理|拨付|发放|出具|答复|裁决|审核"
    ),
}
_FIRST = re.compile(r"受理|受理申请|申请受理|申请与受理")
_THEN = re.compile(r"审查|审核|实质审查|书面审查|决定|审批|办结|审查与决定|作出决定")
_LAST = re.compile(r"送达|颁证与送达|制证与送达|发证送达|结果送达")
_DECIDED = re.compile(r"决定|审查与决定|作出决定|审批|审定")


def _names(process: Process) -> tuple[str, ...]:
    return tuple(fold(step.name or "") for step in process.steps or ())


@lru_cache(maxsize=4096)
def _lacking(names: tuple[str, ...]) -> list[str]:
    return [stage for stage, words in _STAGES.items() if not any(map(words.search, names))]


@lru_cache(maxsize=4096)
def _out_of_order(names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places of steps that should be the other way round: (earlier, later)."""
    apart = []
    for earlier, later in ((_FIRST, _THEN), (_DECIDED, _LAST)):
        begun = next((at for at, name in enumerate(names) if earlier.fullmatch(name)), None)
        then = next((at for at, name in enumerate(names) if later.fullmatch(name)), None)
        if begun is not None and then is not None and then < begun:
            apart.append((begun, then))
    return apart


@value_rule(
    "process",
    Severity.INFO,
    zh="{total} 个环节中有 {count} 个没有时限：{names}",
    en="{count} of {total} steps have no limit: {names}",
    aspect="completeness",
)
def step_without_limit(process: Process) -> Iterator[Place]:
    """有的环节没有时限。

    Some steps have no limit of their own.

    为何要紧：总时限落不到环节，就查不出卡在哪里。各环节都不写时限的，当作只列次序，不报。
    如何改正：给每个环节填时限，各环节之和等于承诺时限；当场完成的填 0。
    Why it matters: nobody can tell where a case is stuck. A list without any limit is taken to
    show only the order, and left alone.
    Put right by: a limit for each step, adding up to the promise; 0 for what is done at once.
    Source: practice
    """
    steps = process.steps or ()
    lacking = [step.name or "" for step in steps if step.number is None]
    if lacking and len(lacking) < len(steps):
        names = [brief(name) for name in lacking[:5]]
        yield place("/process/steps", total=len(steps), count=len(lacking), names=names)


@value_rule(
    "process",
    Severity.INFO,
    zh="办理环节中看不出“{lacking}”",
    en="The steps show no {lacking}",
    aspect="completeness",
)
def process_lacks_stage(process: Process) -> Iterator[Place]:
    """办理流程缺少受理或决定环节。

    The process shows no acceptance or no decision.

    为何要紧：流程要让人看懂从哪里开始、到哪一步算办完。
    如何改正：按“受理—审查—决定—送达”补全环节。
    Why it matters: people must see where it begins and when it is done.
    Put right by: completing the steps: acceptance, review, decision, delivery.
    Source: practice
    """
    names = _names(process)
    if len(names) > 1 and (lacking := _lacking(names)):
        yield place("/process/steps", lacking=lacking)


@value_rule(
    "process",
    Severity.WARNING,
    zh="“{later}”排在“{earlier}”之前",
    en="“{later}” comes before “{earlier}”",
)
def steps_out_of_order(process: Process) -> Iterator[Place]:
    """办理环节次序颠倒。

    The steps are out of order.

    为何要紧：先审查后受理、先送达后决定，流程图照此画出来就是错的，计时也从错误的一步开始。
    如何改正：按办理的先后重新排列环节。
    Why it matters: the chart drawn from it is wrong, and the clock starts at the wrong step.
    Put right by: putting the steps in the order in which they happen.
    Source: practice
    """
    names = _names(process)
    for begun, then in _out_of_order(names):
        yield place(f"/process/steps/{then}", later=names[then], earlier=names[begun])


@value_rule(
    "process",
    Severity.INFO,
    zh="环节“{name}”连续列了两次",
    en="The step “{name}” is listed twice in a row",
)
def repeated_step(process: Process) -> Iterator[Place]:
    """同一环节连续列了两次。

    The same step stands twice in a row.

    为何要紧：环节数虚增，“减环节”就算不准。
    如何改正：合并；确系两级审核的，写明各自的办理机构。
    Why it matters: the number of steps, which the reform is to reduce, is wrong.
    Put right by: merging them, or naming the office of each where two offices review.
    Source: practice
    """
    steps = process.steps or ()
    for index in range(1, len(steps)):
        before, after = steps[index - 1], steps[index]
        same_work = (after.office, after.note) == (before.office, before.note)
        if after.name and same_work and fold(after.name) == fold(before.name or ""):
            yield place(f"/process/steps/{index}", name=brief(after.name))
