"""时限: what people write for a limit, as number and unit.

A number is read only where the text leaves no doubt. “二十日内…经批准，可以延长十日” has one
deadline and an extension: 20. Two deadlines, a range, a fraction, a term that is not a deadline
(有效期5年) leave the text as it is, without number. A bare 日 or 天 has no unit: whether it means
working days depends on the law that is quoted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.elements.numerals import CHINESE, NUMERAL, chinese_number
from app.elements.spelled.blanks import clean, is_blank
from app.elements.time_limit import CALENDAR_DAY, HOUR, MONTH, WORKING_DAY, YEAR, Limit

_AT_ONCE = re.compile(
    r"(?:即时|当场|当即|当日|当天|马上|立即)(?:办结|办理完毕|办理|办|即办)?件?|即办[件结]?|现场办结"
    r"|立等可取|即[到来审]即办|随到随办"
)
_UNIT = (
    r"(?P<unit>工作日|工作天|自然日|自然天|日历日|日历天|小时|分钟|星期|周(?![岁年])|月|年|日|天)"
)
_NUMBER = rf"(?P<number>{NUMERAL})"
_LONGEST = 600
_AMOUNT = rf"{_NUMBER}(?:个)?\(?(?:个)?{_UNIT}\)?"
_PLAIN = re.compile(
    rf"(?:为|共|需|最长|不超过|法定|承诺)?(?:办结)?(?:时限|期限)?[:为]?{_AMOUNT}(?:之?以?内)?(?:办结|办理|办理完毕|完成)?"
)
_IN_PROSE = re.compile(
    rf"(?P<anchor>起|不超过|不得超过|不多于|最长|最迟|时限:?|期限:?|时限为|期限为|应当?在|当在|必须在|须在|于)?{_AMOUNT}"
    r"(?P<within>之内|以内|内|办结|办理完毕|完成)?"
)
_BARE = re.compile(rf"{_NUMBER}")
_DATES = re.compile(r"(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?")
_RANGE = re.compile(rf"(?:\d|{CHINESE})(?:-|至|到|\.)(?:\d|{CHINESE})")
_EXTENSION = re.compile(r"(?:延长|延期|顺延|再延)[^,.;]{0,12}$")
_NOT_A_DEADLINE = re.compile(r"(?:有效期|有效|满|每|前|近|后|提前|工龄|从业|超过)[^,.;]{0,4}$")
_UNIT_CODE = {
    "工作日": WORKING_DAY, "工作天": WORKING_DAY, "自然日": CALENDAR_DAY, "自然天": CALENDAR_DAY,
    "日历日": CALENDAR_DAY, "日历天": CALENDAR_DAY, "月": MONTH, "年": YEAR, "小时": HOUR,
}  # fmt: skip


@lru_cache(maxsize=16384)
def read_limit(text: str) -> Limit | None:
    """Read 20(工作日), 44 个工作日, 即办, 二十日内, 2个月; None where the cell is blank.

    The spelling is kept in ``text``; where it cannot be read there is nothing else.
    """
    shown = clean(text)
    if is_blank(shown):
        return None
    folded = "".join(unicodedata.normalize("NFKC", shown).split()).rstrip(".;,。；，、")
    folded = folded.replace("。", ".").replace("，", ",").replace("；", ";").replace("、", ",")
    number, unit = _read(folded) if len(folded) <= _LONGEST else (None, None)
    return Limit(number=number, unit=unit, text=shown)


def _read(folded: str) -> tuple[int | None, str | None]:
    if _AT_ONCE.fullmatch(folded):
        return 0, WORKING_DAY
    if match := _BARE.fullmatch(folded):
        return chinese_number(match["number"]), None
    if match := _PLAIN.fullmatch(folded):
        return _amount(match)
    return _read_prose(folded)


def _amount(match: re.Match[str]) -> tuple[int | None, str | None]:
    """Convert only what converts exactly: a week is 7 days, 60 minutes are an hour."""
    number = chinese_number(match["number"])
    if number is None:
        return None, None
    unit = match["unit"]
    if unit in {"周", "星期"}:
        return number * 7, CALENDAR_DAY
    if unit == "分钟":
        return (number // 60, HOUR) if number % 60 == 0 else (None, None)
    return number, _UNIT_CODE.get(unit)


def _read_prose(folded: str) -> tuple[int | None, str | None]:
    prose = _DATES.sub("", folded)
    if _RANGE.search(prose):
        return None, None
    found = set()
    for match in _IN_PROSE.finditer(prose):
        before = prose[: match.start()]
        if _EXTENSION.search(before):
            continue
        if not (match["anchor"] or match["within"] or not before) or _NOT_A_DEADLINE.search(before):
            return None, None
        found.add(_amount(match))
    return found.pop() if len(found) == 1 else (None, None)
