"""要素比对: how a local value is held against the standard's, element by element.

Judged once per distinct pair of values and kept. Two values that differ only in looks are the
same whatever the comparator. A false alarm costs more than a missed one: in doubt, unproven.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.elements.comparing.answers import Answer, Comparison, Difference, unproven
from app.elements.comparing.audiences import compare_objects
from app.elements.comparing.bases import compare_bases
from app.elements.comparing.fees import compare_fees
from app.elements.comparing.forms import compare_forms
from app.elements.comparing.limits import compare_limits, compare_statutory
from app.elements.comparing.materials import compare_materials
from app.elements.comparing.processes import compare_processes
from app.elements.comparing.results import compare_results
from app.elements.comparing.texts import compare_conditions, compare_names
from app.elements.kinds import KIND_BY_NAME

__all__ = ["COMPARATORS", "Answer", "Comparator", "Comparison", "Difference"]


@dataclass(frozen=True, slots=True)
class Comparator:
    """比较器: a name for profiles, the kind of value it takes, and the comparison of two."""

    name: str
    kind: str
    of_stated: Callable[[Any, Any], Comparison]

    def compare(self, standard: Any | None, local: Any | None) -> Comparison:
        """Compare two values of ``kind``; where one is absent nothing is proved."""
        if standard is None or local is None:
            return unproven("absent-standard" if standard is None else "absent-local")
        canonical = KIND_BY_NAME[self.kind].canonical
        if standard == local or canonical(standard) == canonical(local):
            return Comparison(Answer.SAME)
        return self.of_stated(standard, local)


_ALL = (
    Comparator("name", "name", compare_names),
    Comparator("legal_basis", "legal_basis", compare_bases),
    Comparator("process", "process", compare_processes),
    Comparator("time_limit", "time_limit", compare_limits),
    Comparator("statutory_limit", "time_limit", compare_statutory),
    Comparator("materials", "materials", compare_materials),
    Comparator("forms", "materials", compare_forms),
    Comparator("fees", "fees", compare_fees),
    Comparator("result", "result", compare_results),
    Comparator("conditions", "conditions", compare_conditions),
    Comparator("service_objects", "audience", compare_objects),
)

COMPARATORS: dict[str, Comparator] = {comparator.name: comparator for comparator in _ALL}
