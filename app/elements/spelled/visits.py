"""到办事现场次数: how often the applicant must come, as people write it."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.numerals import CHINESE, chinese_number
from app.elements.spelled.blanks import clean
from app.kernel.text import fold

_NUMBER = re.compile(rf"(\d{{1,5}}(?:\.0)?|{CHINESE}{{1,2}})")
_TIMES = re.compile(rf"((?<!\d)\d{{1,4}}|{CHINESE}{{1,2}})[次趟]")
_NEVER = re.compile(
    r"(?:零跑[动腿]|跑零[次趟]|零次|一次(?:都)?不(?:用)?跑|不见面(?:审批)?|无[需须](?:到|前往|去|跑).{0,6}"
    r"|不[需用必]要?(?:到|前往|去|跑).{0,6}|免跑(?:动|腿)?)"
)
_UNCLEAR = re.compile(r"\d[-至到]\d|以上|至少|若干|多次|不少于")


@lru_cache(maxsize=4096)
def read_visits(text: str) -> int | None:
    """Read 0, 0次, 最多到现场2次即可办结, 只跑一次, 零跑动; None where no one number is stated."""
    folded = fold(clean(text))
    if whole := _NUMBER.fullmatch(folded):
        return chinese_number(whole[1].removesuffix(".0"))
    if _NEVER.fullmatch(folded):
        return 0
    if _UNCLEAR.search(folded):
        return None
    found = {chinese_number(number) for number in _TIMES.findall(folded)}
    return found.pop() if len(found) == 1 else None
