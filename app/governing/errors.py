"""Problems of declining."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.problem import FieldError, Problem


class DeclineNotFound(Problem):
    """没有这条不认领的记录 No such decline.

    All of them, withdrawn ones too, are listed at `/claims/declines`.
    """

    status = 404
    zh = "没有第 {id} 号不认领的记录"
    en = "There is no decline {id}"


class NotAsked(Problem):
    """没有要求这里认领 Nobody asks for it here.

    A base item is asked of the regions within its issuer's, at the levels it names. What is not
    asked of a region need not be declined.
    """

    status = 409
    zh = "基本目录事项“{code}”不要求 {region} 认领：层级或地域不在目录的规定之内"
    en = "Base item “{code}” is not asked of {region}: not at its level, or not within its issuer's"


class AlreadyClaimed(Problem):
    """这里已经认领 Claimed already.

    The region lists an item that follows the base item. Cancel that item first; then say why.
    """

    status = 409
    zh = "{region} 已经认领基本目录事项“{code}”，不能同时写明不认领"
    en = "{region} lists items under base item “{code}”; it cannot decline it as well"


class ReasonUnsaid(Problem):
    """没有写明原因 No reason in words.

    The reason `other` says nothing by itself; `note` must say what it is.
    """

    status = 422
    zh = "原因为“其他”的，要在说明里写清楚"
    en = "Where the reason is “other”, the note must say what it is"


class SheetRefused(Problem):
    """有的行不能接受 Rows that cannot be taken.

    Nothing was written: each row of `errors` says what is wrong with it. Mend them, or ask with
    `mode=valid` for the others to be taken.
    """

    status = 422
    zh = "{count} 行不能接受，什么也没有写入"
    en = "{count} rows cannot be taken; nothing was written"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(count=len(errors), errors=errors)


class SheetUnreadable(Problem):
    """读不懂这份表格 Sheet not understood.

    A CSV in UTF-8 or GB 18030 whose first line has at least the headers 基本编码, 区划代码, 原因 and
    填报人 (or base_code, region, reason, by).
    """

    status = 422
    zh = "这份表格读不出来：{why}"
    en = "The sheet cannot be read: {why}"
