"""What can go wrong when something published is asked for."""

from __future__ import annotations

from app.kernel.problem import Problem


class GuideNotFound(Problem):
    """没有这个事项的指南 No guide for this item.

    Guides are published for implementation items that are in use and not state secrets, under their
    业务办理项编码 (33 digits), 实施编码 (31) or local code. Standards are at `/base-items/{code}`.
    """

    status = 404
    zh = "没有编码为“{code}”的办事指南"
    en = "There is no guide for the code “{code}”"


class ItemWithdrawn(Problem):
    """事项已停办 Item withdrawn.

    The item was suspended (暂停) or cancelled (取消), so its guide is no longer published. What it
    was can still be read at `/items/{code}`.
    """

    status = 410
    zh = "编码为“{code}”的事项已{state}，不再公布办事指南"
    en = "The item with the code “{code}” is {state_en}; its guide is no longer published"


class NotAcceptable(Problem):
    """没有这种格式 Not acceptable.

    The address answers in the media types that `detail` names; `Accept` asked for none of them.
    """

    status = 406
    zh = "这个地址的内容有 {offered} 格式，没有所要的格式"
    en = "This address answers as {offered}, none of which was asked for"


class UnknownList(Problem):
    """没有这个清单 Unknown list.

    The public lists are those at `/lists`.
    """

    status = 404
    zh = "没有名为“{slug}”的清单"
    en = "There is no list named “{slug}”"
