"""比较的各部分: what a line of two runs compared may be."""

from __future__ import annotations

from typing import Literal, get_args

Part = Literal[
    "new",
    "new-with-item",
    "new-with-rule",
    "mended",
    "gone-with-item",
    "gone-with-rule",
    "unchanged",
]
PARTS: tuple[Part, ...] = get_args(Part)
CHANGED = PARTS[:-1]
"""In the order of their numbers: what is there now by its cause, then what is no longer there."""
