"""事项数“基本相近”: how many items peers list, and who stands apart.

A region stands apart from its peers when both hold:

- its modified z-score |0.6745 · (x - median) / MAD| exceeds 3.5 (Iglewicz and Hoaglin, 1993); where
  more than half of the peers agree (MAD = 0) the mean absolute deviation takes its place, as they
  advise;
- it differs from the median by more than ``tolerance`` (a share of the median), so that among
  peers who nearly agree a difference of one item is not called a fault.

Median and MAD are moved by no single peer, however far off: the mean and its deviation would be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from app.surveying.matrix import Survey
from app.surveying.peers import Listed

LIMIT = 3.5
TOLERANCE = 0.2
FEWEST = 5
"""Of fewer peers nobody can say who stands apart."""


def spread(seen: Survey, line: str | None = None, tolerance: float = TOLERANCE) -> dict[str, Any]:
    """Return the spread of item counts over the peers, over all and per department line.

    Shape: ``{"tolerance", "groups": [{"line", "alike", "low", "q1", "median", "q3", "high",
    "points": [{"region", "name", "value", "odd"}]}]}``; ``line`` None is all lines together.
    ``alike`` is None where there are fewer than five peers.
    """
    names = {peer.id: peer for peer in seen.peers}
    listed = {peer.id: _by_line(seen.listings.within(peer.id)) for peer in seen.peers}
    lines: list[str | None] = [line] if line else [None, *seen.known_lines]
    groups = []
    for one in lines:
        values = {
            region: sum(its.values()) if one is None else its[one] for region, its in listed.items()
        }
        if any(values.values()):
            odd = apart(values, tolerance)
            points = [
                {
                    "region": names[region].code,
                    "name": names[region].name,
                    "value": value,
                    "odd": region in odd,
                }
                for region, value in sorted(values.items(), key=lambda entry: -entry[1])
            ]
            alike = None if len(values) < FEWEST else not odd
            groups.append({"line": one, "alike": alike, **five(values), "points": points})
    return {"tolerance": tolerance, "groups": groups}


def _by_line(listed: Listed) -> Counter[str | None]:
    """A region without a body of some line lists nothing in it: that is 0, not unknown."""
    counts: Counter[str | None] = Counter()
    for (_, line), items in listed.items():
        counts[line] += items
    return counts


def apart(values: Mapping[int, float], tolerance: float = TOLERANCE) -> set[int]:
    """Return the keys whose values stand apart from the rest.

    >>> apart({1: 100, 2: 101, 3: 99, 4: 102, 5: 98, 6: 240})
    {6}
    >>> apart({1: 7, 2: 7, 3: 7, 4: 7, 5: 8})
    set()
    """
    if len(values) < FEWEST:
        return set()
    middle = median(values.values())
    deviations = [abs(value - middle) for value in values.values()]
    scale = median(deviations) / 0.6745 or sum(deviations) / len(deviations) * 1.253314
    return {
        key
        for key, value in values.items()
        if scale
        and abs(value - middle) / scale > LIMIT
        and abs(value - middle) > tolerance * middle
    }


def five(values: Mapping[int, float]) -> dict[str, float]:
    """Return Tukey's five numbers of the values: least, quartiles and greatest."""
    ordered: Sequence[float] = sorted(values.values())
    if len(ordered) == 1:
        ordered = [ordered[0]] * 2
    q1, middle, q3 = quantiles(ordered, n=4, method="inclusive")
    return {"low": ordered[0], "q1": q1, "median": middle, "q3": q3, "high": ordered[-1]}
