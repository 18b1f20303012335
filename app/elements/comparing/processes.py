"""办理流程: the same stages in the same order; one more is worse, one fewer better.

The same steps in another order are different, however their names fold into stages.
"""

from __future__ import annotations

from app.elements.comparing.answers import Answer, Comparison, Difference, changed, unproven
from app.elements.process import Process
from app.elements.prose import fold_prose, fold_title
from app.elements.stages import ACCEPT, DELIVER, KNOWN, read_steps, stages


def step_names(process: Process) -> tuple[str, ...] | None:
    """Return the names of the steps, from the list or from a text that is one."""
    if process.steps:
        names = tuple(step.name for step in process.steps if step.name)
        return names if len(names) == len(process.steps) else None
    return read_steps(process.text) if process.text else None


def compare_processes(standard: Process, local: Process) -> Comparison:
    """Compare stages in order; a text that is no list of steps only by its wording."""
    theirs, ours = step_names(standard), step_names(local)
    if theirs is None or ours is None:
        wording = standard.text is not None and local.text is not None
        if wording and fold_prose(standard.text or "") == fold_prose(local.text or ""):
            return Comparison(Answer.SAME)
        return unproven("not-comparable" if wording else "not-stated")
    return _compare(theirs, ours)


def _compare(theirs: tuple[str, ...], ours: tuple[str, ...]) -> Comparison:
    expected, found = stages(theirs), stages(ours)
    if expected == found:
        return Comparison(Answer.SAME)
    missing = [stage for stage in expected if stage not in found]
    extra = [stage for stage in found if stage not in expected]
    difference: Difference = {"changed": [changed("", "steps", list(theirs), list(ours))]}
    if missing:
        difference["missing"] = missing
    if extra:
        difference["extra"] = extra
    reordered = sorted(map(fold_title, theirs)) == sorted(map(fold_title, ours))
    answer = Answer.DIFFERENT if reordered else _judge(expected, found, missing, extra)
    if answer is Answer.UNPROVEN:
        difference["reason"] = "similar-steps"
    return Comparison(answer, difference)


def _judge(
    expected: tuple[str, ...], found: tuple[str, ...], missing: list[str], extra: list[str]
) -> Answer:
    if _inner(expected) == _inner(found):
        return Answer.UNPROVEN
    if not extra and _within(found, expected):
        return Answer.BETTER
    if not missing and _within(expected, found):
        return Answer.WORSE
    renamed = len(missing) == len(extra) and not KNOWN & {*missing, *extra}
    return Answer.UNPROVEN if renamed and missing else Answer.DIFFERENT


def _inner(found: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out 受理 at the start and 送达 at the end: every case has them, not every list does."""
    start = 1 if found[:1] == (ACCEPT,) else 0
    return found[start : -1 if found[-1:] == (DELIVER,) else None]


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether ``short`` is ``long`` with some stages left out."""
    rest = iter(long)
    return all(stage in rest for stage in short)
