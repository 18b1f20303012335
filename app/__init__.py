"""Yizhi 一致: one catalogue of government service items, held against its standard."""

from __future__ import annotations

__version__ = "0.1.0"
