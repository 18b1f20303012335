"""Problems of the audit's routes."""

from __future__ import annotations

from app.kernel.problem import Problem


class RuleNotFound(Problem):
    """没有这条规则 No such rule.

    All rules are listed at `/audit/rules`.
    """

    status = 404
    zh = "没有编号为“{code}”的审核规则"
    en = "There is no audit rule “{code}”"


class UnknownPlace(Problem):
    """没有这个区划或主体 No such region or agency.

    Regions are named by their codes of 6, 9 or 12 digits, agencies by their codes.
    """

    status = 404
    zh = "目录里没有“{code}”"
    en = "The catalogue does not know “{code}”"
