"""What can go wrong with an item that was asked about."""

from __future__ import annotations

from app.kernel.problem import Problem


class ItemNotFound(Problem):
    """没有这个事项 No such item.

    An item is asked for by its 业务办理项编码 (33 digits), 实施编码 (31), local code, or, for a base
    item, 基本编码 (12 or 14). `/codes/{code}` tells whether a code is well formed. Items that are
    state secrets are not served.
    """

    status = 404
    zh = "没有编码为“{code}”的事项"
    en = "There is no item with the code “{code}”"


class RevisionNotFound(Problem):
    """没有这个版本 No such revision.

    Revisions of an item are numbered from 1; `/items/{code}/revisions` lists those there are.
    """

    status = 404
    zh = "事项“{code}”没有第 {number} 版"
    en = "The item “{code}” has no revision {number}"
