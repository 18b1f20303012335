"""What is said of one code: reason and remedy, in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    reason_zh: str
    remedy_zh: str
    reason_en: str
    remedy_en: str
