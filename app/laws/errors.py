"""What can go wrong with a law that was asked about."""

from __future__ import annotations

from app.kernel.problem import Problem


class LawNotFound(Problem):
    """没有登记这部法规 No such law.

    The registry holds the laws that come with the project and those added with `yizhi laws add`.
    A law that items cite and the registry lacks is listed at `/laws/unknown`.
    """

    status = 404
    zh = "没有登记编号为 {id} 的法规"
    en = "The registry has no law with the number {id}"
