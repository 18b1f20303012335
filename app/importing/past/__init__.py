"""过往批次: what imports left behind, over HTTP."""

from __future__ import annotations
