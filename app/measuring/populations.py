"""统计范围: which implementation items an indicator is about, and why others are not."""

from __future__ import annotations

from dataclasses import dataclass

from app.publishing.lists.conditions import Words
from app.publishing.lists.definitions import EXCLUSIONS, POPULATION, exclusion_sql

JINING_TYPES = ("01", "05", "06", "07", "08", "10", "11")


@dataclass(frozen=True, slots=True)
class Population:
    """统计范围: ``exclusion`` is SQL over ``item i``: why it is left out, '' where it is not."""

    title: Words
    reasons: dict[str, Words]
    exclusion: str


def _of_types(types: tuple[str, ...]) -> str:
    """As the population of the lists, but of other types."""
    listed = ", ".join(f"'{code}'" for code in types)
    return (
        "CASE WHEN i.status = 3 THEN 'cancelled' WHEN i.status = 2 THEN 'suspended'"
        " WHEN i.status = 4 THEN 'draft' WHEN i.secret = 1 THEN 'secret'"
        " WHEN i.type IS NULL THEN 'type-unknown'"
        f" WHEN i.type NOT IN ({listed}) THEN 'other-type' ELSE '' END"
    )


POPULATIONS = {
    "applied-for": Population(POPULATION, EXCLUSIONS, exclusion_sql()),
    "jining": Population(
        Words(
            "在用、不涉密的实施清单事项，类型为行政许可、给付、检查、确认、奖励、其他行政权力和 11",
            "implementation items in use, no state secrets, of the types 01, 05, 06, 07, 08, 10, 11",
        ),
        {
            **{name: EXCLUSIONS[name] for name in ("cancelled", "suspended", "draft", "secret")},
            "type-unknown": EXCLUSIONS["type-unknown"],
            "other-type": Words("不在所列事项类型中", "of other types"),
        },
        _of_types(JINING_TYPES),
    ),
}
"""The population of the public lists, and the one that 济宁 counts."""
