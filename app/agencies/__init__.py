"""实施主体: the bodies that carry out service items."""

from __future__ import annotations

from app.agencies.index import LOCAL_PREFIX, AgencyIndex, local_code
from app.agencies.lines import LINES, line_of
from app.agencies.queries import by_code

__all__ = ["LINES", "LOCAL_PREFIX", "AgencyIndex", "by_code", "line_of", "local_code"]
