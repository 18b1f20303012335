"""说法: the words of import errors, Chinese first, English second; facts in braces."""

from __future__ import annotations
