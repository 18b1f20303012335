"""Problems of elements."""

from __future__ import annotations

from app.kernel.problem import Problem


class ProfileUnknown(Problem):
    """没有这个口径 Profile unknown.

    The setting `YIZHI_PROFILE` names a profile that is not in `schemas/profiles/`: nothing can be
    held against a standard. Whoever runs the service sets it to one that is there.
    """

    status = 503
    zh = "设置 YIZHI_PROFILE 写的口径“{name}”不存在，可以写：{known}"
    en = "YIZHI_PROFILE names “{name}”, which is no profile; there are {known}"
