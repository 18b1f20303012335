"""一瞥: the look that spares most own parts the rules.

Own parts never repeat as wholes, so they cannot be judged once like element values. Their frames
do: that of the body, that of the base item. Where an own part is plainly composed of the two (see
``items.plain``), and each has been seen in own parts that the rules found clean, there is
nothing left for a rule to find.

This rests on the assumption that no own rule weighs a body against a base code.
``tests/auditing/test_glance.py`` holds the look against the rules themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.items.plain import PlainFrames


@dataclass(slots=True)
class Glance:
    """What has been seen in clean own parts of one transaction: frames by their numbers."""

    _bodies: set[int] = field(default_factory=set)
    _bases: set[tuple[int, bool]] = field(default_factory=set)
    """With whether there is a handling code."""

    def is_clean(self, frames: PlainFrames, *, split: bool) -> bool:
        """Tell whether both frames are known from clean own parts."""
        return frames[0] in self._bodies and (frames[1], split) in self._bases

    def remember(self, frames: PlainFrames, *, split: bool) -> None:
        """Note the frames of an own part in which no rule found anything."""
        self._bodies.add(frames[0])
        self._bases.add((frames[1], split))
