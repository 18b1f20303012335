"""办理时限规则: the statutory and the promised limit, and special procedures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief, says_nothing
from app.elements.days import longer, order
from app.elements.spelled.limits import read_limit
from app.elements.time_limit import CALENDAR_DAY, HOUR, WORKING_DAY, Limit, TimeLimit
from app.kernel.text import fold

_AT_ONCE = re.compile(
    r"(?:当场|即时|当即|立即|马上)(?:办理?|办结|办理?完毕|发证|出证|决定)|即办件?|即审即办"
)
_CONDITIONAL = re.compile(r"[的,;.]|如|若|否则|情形")
A_WORKING_DAY_OF_HOURS = 8


def _limits(time_limit: TimeLimit) -> Iterator[tuple[str, Limit]]:
    for name, limit in (("statutory", time_limit.statutory), ("promised", time_limit.promised)):
        if limit is not None:
            yield f"/time_limit/{name}", limit


def is_over_a_day(limit: Limit) -> bool:
    """Tell whether a limit is longer than one day, in whatever unit it is stated."""
    if limit.number is None:
        return False
    most = {WORKING_DAY: 1, CALENDAR_DAY: 1, HOUR: A_WORKING_DAY_OF_HOURS}
    return limit.number > most.get(limit.unit or "", 0)


@value_rule(
    "time_limit",
    Severity.ERROR,
    zh="承诺办结时限 {promised}{promised_unit}，长于法定办结时限 {statutory}{statutory_unit}",
    en="The promised limit of {promised} {promised_unit} exceeds the statutory {statutory} {statutory_unit}",
)
def promise_longer_than_statutory(time_limit: TimeLimit) -> Iterator[Place]:
    """承诺办结时限长于法定办结时限。

    The promised limit is longer than the statutory one.

    为何要紧：承诺超过法定期限，等于预告违法；多半是两栏填反或单位填错。单位不同的先换算再比，
    换算后仍说不准的不报。
    如何改正：核对法定期限的条款和单位，把承诺压到法定期限之内。
    Why it matters: the promise announces a breach of law; mostly columns or units were mixed up.
    Different units are converted first; where that leaves a doubt nothing is said.
    Put right by: checking the article and the units, and promising no more than the law allows.
    Source: practice; a legal limit binds by the law that sets it, for licences 行政许可法 art. 42
    """
    statutory, promised = time_limit.statutory, time_limit.promised
    if statutory and promised and longer(promised, statutory):
        yield place(
            "/time_limit/promised",
            promised=promised.number,
            promised_unit=promised.unit,
            statutory=statutory.number,
            statutory_unit=statutory.unit,
        )


@value_rule(
    "time_limit",
    Severity.WARNING,
    zh="时限原文写“{text}”，数值却是 {number}{unit}",
    en="The limit reads “{text}” but is recorded as {number} {unit}",
)
def limit_text_differs(time_limit: TimeLimit) -> Iterator[Place]:
    """时限的文字与数值不一致。

    A limit's wording and its number differ.

    为何要紧：指南上写的是文字，统计和催办用的是数值，群众和窗口各执一词。
    如何改正：核对以哪一个为准，改正另一个。
    Why it matters: the guide shows the wording, the clock runs by the number.
    Put right by: settling which is right and correcting the other.
    Source: practice
    """
    for pointer, limit in _limits(time_limit):
        if limit.number is None or not limit.text:
            continue
        read = read_limit(limit.text)
        if read and read.number is not None and _differ(read, limit):
            yield place(pointer, text=brief(limit.text), number=limit.number, unit=limit.unit)


def _differ(read: Limit, stated: Limit) -> bool:
    """Tell whether the two surely differ; “20日” may mean working days or any."""
    if read.unit is None:
        return read.number != stated.number
    return order(read, stated) not in (0, None)


@value_rule(
    "time_limit",
    Severity.WARNING,
    zh="时限“{text}”读不出一个数值",
    en="No single number can be read from the limit “{text}”",
)
def limit_without_number(time_limit: TimeLimit) -> Iterator[Place]:
    """时限写成了读不出数值的文字。

    A limit is prose from which no number can be read.

    为何要紧：没有数值就无法倒计时、无法与标准比对，也算不进压缩比。
    如何改正：填写数值和单位，起算、扣除、延长等写在“说明”；确无规定的写“无”。
    Why it matters: without a number no clock runs, and nothing can be compared.
    Put right by: stating number and unit, with the rest in the note; 无 where none is set.
    Source: practice
    """
    for pointer, limit in _limits(time_limit):
        if limit.number is None and limit.text and not says_nothing(limit.text):
            yield place(pointer, text=brief(limit.text))


@value_rule(
    "time_limit",
    Severity.WARNING,
    zh="说明写“{text}”，时限却是 {number}{unit}",
    en="The note says “{text}” (at once), the limit is {number} {unit}",
)
def at_once_yet_days(time_limit: TimeLimit) -> Iterator[Place]:
    """说明写当场办结，时限却超过一天。

    The note says that the item is done on the spot, the limit is longer than a day.

    为何要紧：当场能办的事不该让人等几天；两种说法并存，群众不知信哪个。
    如何改正：当场办结的，承诺时限改为 0；不能当场办结的，改正说明。
    Why it matters: what is done on the spot needs no days; people cannot tell which is true.
    Put right by: a limit of 0, or a corrected note.
    Source: practice
    """
    for pointer, limit in _limits(time_limit):
        for text in (limit.text, limit.note):
            if text and is_over_a_day(limit) and _says_at_once(text):
                yield place(pointer, text=brief(text), number=limit.number, unit=limit.unit)
                break


def _says_at_once(text: str) -> bool:
    """A short, unconditional statement; “材料齐全的当场办结，否则五日” is not one."""
    folded = fold(text)
    return len(folded) <= 12 and bool(_AT_ONCE.search(folded)) and not _CONDITIONAL.search(folded)
