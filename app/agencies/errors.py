"""What can go wrong with an agency that was asked about."""

from __future__ import annotations

from app.kernel.problem import Problem


class AgencyNotFound(Problem):
    """没有这个实施主体 No such agency.

    Agencies come with the items they carry out: a body without items is not in the catalogue.
    """

    status = 404
    zh = "没有代码为“{code}”的实施主体"
    en = "There is no agency with the code “{code}”"
