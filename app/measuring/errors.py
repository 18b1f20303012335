"""Problems of the routes of indicators and scores."""

from __future__ import annotations

from app.kernel.problem import Problem


class UnknownIndicator(Problem):
    """没有这个指标 No such indicator.

    All indicators are listed at `/indicators`.
    """

    status = 404
    zh = "没有名为“{slug}”的指标"
    en = "There is no indicator “{slug}”"


class UnknownScoringProfile(Problem):
    """没有这个计分口径 No such scoring profile.

    All scoring profiles are listed at `/scores`.
    """

    status = 404
    zh = "没有名为“{name}”的计分口径"
    en = "There is no scoring profile “{name}”"


class UnknownBaseline(Problem):
    """没有这个基线 No such baseline.

    Baselines are listed at `/indicators/baselines`. An indicator that measures a reduction needs
    one: take it with `yizhi indicators baseline take` or `POST /indicators/baselines`.
    """

    status = 404
    zh = "没有名为“{name}”的基线"
    en = "There is no baseline “{name}”"


class NoBaseline(Problem):
    """还没有基线 No baseline yet.

    A reduction is measured against a date. Take a baseline first, with `yizhi indicators baseline
    take` or `POST /indicators/baselines`.
    """

    status = 409
    zh = "指标“{slug}”要与基线相比，但还没有留过基线"
    en = "The indicator “{slug}” is measured against a baseline, and none has been taken yet"


class BaselineExists(Problem):
    """已有同名基线 Baseline exists.

    A baseline is never overwritten: figures that were published against it must stay what they
    were. Choose another name, or drop it first.
    """

    status = 409
    zh = "已有名为“{name}”的基线"
    en = "There is a baseline “{name}” already"


class NoSnapshot(Problem):
    """没有那时的留存 No snapshot.

    Figures of the past are those that were kept then (`yizhi indicators snapshot`).
    """

    status = 404
    zh = "{at} 及以前没有留存过“{place}”的指标"
    en = "No figures of “{place}” were kept on {at} or before"


class CannotBeDivided(Problem):
    """不能这样细分 Cannot be divided so.

    The rates of the audit are counted per region and body, and so are the figures that were kept
    in snapshots. They cannot be narrowed or broken down by type or level, and what counts elements
    has no list of items: it opens into findings.
    """

    status = 422
    zh = "指标“{slug}”不能按“{by}”细分"
    en = "The indicator “{slug}” cannot be divided by “{by}”"
