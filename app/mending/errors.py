"""Problems of working with findings."""

from __future__ import annotations

from app.kernel.problem import Problem


class RunNotFound(Problem):
    """没有这次审核 No such run.

    All full runs are listed at `/audit/runs`.
    """

    status = 404
    zh = "没有第 {id} 次全面审核"
    en = "There is no full run {id}"


class RunNotKept(Problem):
    """这次审核的明细已不留存 Run no longer kept.

    Of older runs only the counts are left. How many runs can be compared is a setting
    (`YIZHI_KEPT_RUNS`); `kept` in `/audit/runs` tells which ones can.
    """

    status = 410
    zh = "第 {id} 次全面审核只留下了计数，不能再比较"
    en = "Only the counts of full run {id} are left; it can no longer be compared"
