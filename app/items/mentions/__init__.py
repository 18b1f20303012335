"""提及: which laws and papers the element values name, as rows that can be looked up.

Derived once per distinct value, never from items: a million items that follow a few thousand
standards have a few thousand rows here. Values never change and their ids only grow, so what is
new is what lies beyond a watermark (``catch_up``).
"""

from __future__ import annotations

from app.items.mentions.indexing import catch_up, forget, paper_key, relink
from app.items.mentions.models import Citation, Mention, Paper

__all__ = ["Citation", "Mention", "Paper", "catch_up", "forget", "paper_key", "relink"]
