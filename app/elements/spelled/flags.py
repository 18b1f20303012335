"""是否: yes and no, as people write them."""

from __future__ import annotations

from functools import lru_cache

from app.elements.spelled.blanks import clean
from app.kernel.text import fold

_YES = {
    "是", "1", "1.0", "y", "yes", "true", "t", "有", "支持", "可", "可以", "能", "已", "√", "✓",
    "✔", "对", "提供", "允许", "需要", "需", "涉及", "进驻", "已进驻", "开通", "已开通", "对接",
    "已对接", "收费", "实行", "支持办理", "可预约", "可网办",
}  # fmt: skip
_NO = {
    "否", "0", "0.0", "n", "no", "false", "f", "无", "不支持", "不可", "不可以", "不能", "未", "×", "x",
    "✗", "✘", "不是", "不提供", "不允许", "不需要", "不需", "不涉及", "没有", "未进驻", "不进驻", "未开通",
    "不开通", "未对接", "不收费", "免费", "不实行", "暂不支持", "暂无", "无需", "不可预约", "不可网办",
}  # fmt: skip


@lru_cache(maxsize=4096)
def read_yes_no(text: str) -> bool | None:
    """Read 是, 否, 1, 0, 支持, 不支持, <p>否</p>; None where it is neither."""
    folded = fold(clean(text))
    if folded in _YES:
        return True
    return False if folded in _NO else None
