"""Problems of exports."""

from __future__ import annotations

from app.kernel.problem import Problem


class UnknownFormat(Problem):
    """没有这种输出格式 No such format of export.

    The formats are listed at `/exports`.
    """

    status = 404
    zh = "没有名为“{format}”的输出格式"
    en = "There is no format of export called “{format}”"
