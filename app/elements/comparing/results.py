"""办理结果: the same kinds of result under the same name."""

from __future__ import annotations

from app.elements.comparing.answers import Answer, Comparison, changed, combine, unproven
from app.elements.prose import fold_title
from app.elements.result import Result
from app.elements.spelled.blanks import is_blank, says_none

_NO_RESULT = {"99"}
_NATION = "中华人民共和国"


def compare_results(standard: Result, local: Result) -> Comparison:
    """Compare what the standard states of kinds and name; where there is no result, only that."""
    if standard.types is not None and set(standard.types) == _NO_RESULT:
        return combine({"types": _compare_types(standard, local)})
    parts = {}
    if standard.types is not None:
        parts["types"] = _compare_types(standard, local)
    if _stated(standard.name):
        parts["name"] = _compare_names(standard.name or "", local.name)
    return combine(parts) if parts else unproven("not-stated")


def _stated(name: str | None) -> bool:
    return name is not None and not is_blank(name) and not says_none(name)


def _compare_types(standard: Result, local: Result) -> Comparison:
    if local.types is None:
        return unproven("not-stated")
    theirs, ours = sorted(set(standard.types or ())), sorted(set(local.types))
    if theirs == ours:
        return Comparison(Answer.SAME)
    return Comparison(Answer.DIFFERENT, {"changed": [changed("", "types", theirs, ours)]})


def _compare_names(standard: str, local: str | None) -> Comparison:
    """A name that contains the other (许可证, 食品经营许可证) may be the same document."""
    if local is None or not _stated(local):
        return unproven("not-stated")
    theirs, ours = (fold_title(name).replace(_NATION, "") for name in (standard, local))
    if theirs == ours:
        return Comparison(Answer.SAME)
    difference = {"changed": [changed("", "name", standard, local)]}
    if theirs in ours or ours in theirs:
        return unproven("similar-name", **difference)
    return Comparison(Answer.DIFFERENT, difference)
