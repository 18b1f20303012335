"""What can go wrong with a paper that was asked about."""

from __future__ import annotations

from app.kernel.problem import Problem


class PaperNotFound(Problem):
    """没有这份材料 No such paper.

    Papers are numbered as the catalogue meets them; `/materials` lists them by name. Numbers are
    given anew when the rules change and everything is judged again.
    """

    status = 404
    zh = "没有编号为 {paper} 的材料"
    en = "There is no paper with the number {paper}"
