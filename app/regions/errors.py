"""What can go wrong with a region that was asked about."""

from __future__ import annotations

from app.kernel.problem import Problem


class RegionNotFound(Problem):
    """没有这个行政区划 No such region.

    The catalogue holds the nation, provinces, cities and counties of one edition of the statistical
    codes; towns and villages, and newer counties, are there once they were added.
    """

    status = 404
    zh = "没有代码为“{code}”的行政区划"
    en = "There is no region with the code “{code}”"


class InvalidRegionCode(Problem):
    """行政区划代码写法不对 Region code malformed.

    A region code has 12 digits; 6 (down to counties) and 9 (towns) are padded with noughts.
    """

    status = 422
    zh = "“{code}”不是 6、9 或 12 位数字的行政区划代码"
    en = "“{code}” is not a region code of 6, 9 or 12 digits"
