"""指标的对照算法: every formula again in plain Python, over documents, one after the other.

Nothing here is taken from the code under test but the names of indicators.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Document = dict[str, Any]
APPLIED = {"01", "05", "07", "08", "09", "10", "20"}
JINING = {"01", "05", "06", "07", "08", "10", "11"}
OWN = {"1": "1", "2": "0.685", "3": "22", "4": "250", "5": "0.125"}
WENZHOU = {"1": "1", "3": "22", "4": "250"}
AS_WRITTEN = dict.fromkeys("12345", "1")


@dataclass
class Expected:
    """What an indicator should be."""

    population: int = 0
    items: int = 0
    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    unknown: int = 0
    gone: int = 0
    excluded: Counter[str] = field(default_factory=Counter)

    @property
    def value(self) -> float | None:
        return float(self.numerator / self.denominator) if self.denominator else None


@dataclass
class Formula:
    """One formula: each part is asked of one document."""

    left_out: Callable[[Document], str] = lambda d: ""
    share: Callable[[Document], bool] | None = None
    unknown: Callable[[Document], bool] = lambda d: False
    above: Callable[[Document], Fraction] = lambda d: Fraction(0)
    below: Callable[[Document], Fraction] = lambda d: Fraction(1)
    types: frozenset[str] = frozenset(APPLIED)


def expected(formula: Formula, documents: Iterable[Document]) -> Expected:
    """Return the figure of a formula over documents."""
    figure = Expected()
    for document in documents:
        reason = outside(document, formula.types)
        figure.population += not reason
        reason = reason or formula.left_out(document)
        if reason:
            figure.excluded[reason] += 1
            continue
        figure.items += 1
        figure.denominator += 1 if formula.share else formula.below(document)
        if formula.share is None:
            figure.numerator += formula.above(document)
        elif formula.share(document):
            figure.numerator += 1
        else:
            figure.unknown += formula.unknown(document)
    return figure


def outside(document: Document, types: frozenset[str]) -> str:
    """Why a document is not in the population, '' where it is."""
    status = {"2": "suspended", "3": "cancelled", "4": "draft"}.get(document.get("status", "1"))
    if status:
        return status
    if document.get("secret"):
        return "secret"
    kind = document.get("type")
    if kind is None:
        return "type-unknown"
    if kind in types:
        return ""
    if types == frozenset(JINING):
        return "other-type"
    return "not-applied-for" if kind in {"02", "03", "04", "06"} else "type-undefined"


def handling(document: Document, name: str) -> Any:
    return document.get("handling", {}).get(name)


def visits(document: Document) -> int | None:
    number = handling(document, "visits")
    return number if number is not None and number >= 0 else None


def depth(document: Document) -> set[str]:
    return set(handling(document, "depth") or ())


def entrance(document: Document) -> bool:
    links = document.get("links") or {}
    return bool(links.get("online") or links.get("pc") or links.get("mobile"))


def one_network(document: Document) -> bool:
    received = depth(document) & set("234567")
    return handling(document, "online") is True and bool(received) and entrance(document)


def one_network_possible(document: Document) -> bool:
    said = handling(document, "online")
    shallow = depth(document) and not depth(document) & set("234567")
    return said is not False and not shallow and entrance(document)


def one_visit(document: Document) -> bool:
    return visits(document) in (0, 1)


def way_out(document: Document) -> bool:
    none = set((document.get("result") or {}).get("types", ())) == {"99"}
    return handling(document, "delivery") is True or "7" in depth(document) or none


def way_out_possible(document: Document) -> bool:
    return way_out(document) or handling(document, "delivery") is None


def zero_visit(document: Document) -> bool:
    way_in = handling(document, "online") is True or handling(document, "mail_in") is True
    return visits(document) == 0 and way_in and way_out(document)


def zero_visit_possible(document: Document) -> bool:
    said = (handling(document, "online"), handling(document, "mail_in"))
    way_in = True in said or None in said
    return visits(document) in (0, None) and way_in and way_out_possible(document)


def fully_online(document: Document) -> bool:
    return (
        handling(document, "online") is True
        and bool(depth(document) & set("567"))
        and entrance(document)
        and visits(document) == 0
        and way_out(document)
    )


def fully_online_possible(document: Document) -> bool:
    return (
        handling(document, "online") is not False
        and (not depth(document) or bool(depth(document) & set("567")))
        and entrance(document)
        and visits(document) in (0, None)
        and way_out_possible(document)
    )


def instant(document: Document) -> bool:
    return bool(handling(document, "project_type") == "1")


def limit(document: Document, which: str) -> tuple[int | None, str | None]:
    stated = (document.get("time_limit") or {}).get(which) or {}
    return stated.get("number"), stated.get("unit")


def days(document: Document, which: str, factors: dict[str, str]) -> Fraction:
    number, unit = limit(document, which)
    if (which == "promised" and instant(document)) or not number:
        return Fraction(0)
    return number * Fraction(factors[unit or ""])


def limits_left_out(factors: dict[str, str]) -> Callable[[Document], str]:
    def left_out(document: Document) -> str:
        statutory, unit = limit(document, "statutory")
        promised, promised_unit = limit(document, "promised")
        if statutory is None or statutory < 0:
            return "statutory-missing"
        if statutory == 0:
            return "statutory-zero"
        if unit not in factors:
            return "statutory-unit"
        if instant(document):
            return ""
        if promised is None or promised < 0:
            return "promised-missing"
        return "" if promised == 0 or promised_unit in factors else "promised-unit"

    return left_out


def compression(factors: dict[str, str], types: set[str] = APPLIED) -> Formula:
    return Formula(
        left_out=limits_left_out(factors),
        above=lambda d: days(d, "statutory", factors) - days(d, "promised", factors),
        below=lambda d: days(d, "statutory", factors),
        types=frozenset(types),
    )


def per_item(document: Document) -> Fraction:
    return 1 - days(document, "promised", OWN) / days(document, "statutory", OWN)


def counted(document: Document, name: str) -> int | None:
    """How many materials, steps or fee items a document states."""
    if name == "material_count":
        materials = document.get("materials")
        return None if materials is None else len(materials)
    if name == "visits":
        return visits(document)
    value = document.get({"steps": "process", "fee_count": "fees"}[name])
    if value is None:
        return None
    return len(value.get({"steps": "steps", "fee_count": "items"}[name]) or ())


def missing(name: str, reason: str) -> Callable[[Document], str]:
    return lambda d: reason if counted(d, name) is None else ""


def hall(document: Document) -> bool:
    return handling(document, "hall") is True


def charged(document: Document) -> Any:
    return (document.get("fees") or {}).get("charged")


FORMULAS = {
    "at-most-one-visit-rate": Formula(share=one_visit, unknown=lambda d: visits(d) is None),
    "one-network-rate": Formula(share=one_network, unknown=one_network_possible),
    "one-network-one-visit-rate": Formula(
        share=lambda d: one_network(d) and one_visit(d),
        unknown=lambda d: one_network_possible(d) and visits(d) in (0, 1, None),
    ),
    "zero-visit-rate": Formula(share=zero_visit, unknown=zero_visit_possible),
    "zero-visit-rate-jining": Formula(
        share=lambda d: visits(d) == 0 or bool(depth(d) & set("567")),
        unknown=lambda d: visits(d) is None,
        types=frozenset(JINING),
    ),
    "fully-online-rate": Formula(share=fully_online, unknown=fully_online_possible),
    "fully-online-rate-depth": Formula(
        share=lambda d: bool(depth(d) & set("567")), unknown=lambda d: not depth(d)
    ),
    "online-rate": Formula(
        share=lambda d: bool(depth(d) & set("234567")), unknown=lambda d: not depth(d)
    ),
    "mobile-rate": Formula(share=lambda d: bool((d.get("links") or {}).get("mobile"))),
    "instant-rate-jining": Formula(
        share=instant,
        unknown=lambda d: handling(d, "project_type") is None,
        types=frozenset(JINING),
    ),
    "instant-rate-wenzhou": Formula(
        share=lambda d: limit(d, "promised")[0] == 0,
        unknown=lambda d: (limit(d, "promised")[0] or -1) < 0,
    ),
    "limit-compression": compression(OWN),
    "limit-compression-wenzhou": compression(WENZHOU),
    "limit-compression-jining": compression(AS_WRITTEN, JINING),
    "limit-reduction-per-item": Formula(left_out=limits_left_out(OWN), above=per_item),
    "average-visits": Formula(
        left_out=missing("visits", "visits-missing"), above=lambda d: Fraction(visits(d) or 0)
    ),
    "average-materials": Formula(
        left_out=missing("material_count", "materials-missing"),
        above=lambda d: Fraction(counted(d, "material_count") or 0),
    ),
    "hall-rate": Formula(
        left_out=lambda d: "exempt" if not hall(d) and handling(d, "hall_reason") else "",
        share=hall,
        unknown=lambda d: handling(d, "hall") is None,
    ),
    "one-window-rate": Formula(
        left_out=lambda d: "" if hall(d) else "outside-hall",
        share=lambda d: handling(d, "one_window") is True,
        unknown=lambda d: handling(d, "one_window") is None,
    ),
    "free-rate": Formula(
        left_out=lambda d: "charged-missing" if charged(d) is None else "",
        share=lambda d: charged(d) is False,
    ),
}


def reduction(name: str, then: dict[str, Document]) -> Formula:
    """Return the formula of a reduction since the documents that were in the population ``then``."""

    def left_out(document: Document) -> str:
        before = then.get(document["handling_code"])
        if before is None:
            return "new"
        if counted(before, name) is None:
            return "missing-then"
        return "missing-now" if counted(document, name) is None else ""

    def before(document: Document) -> int:
        return counted(then[document["handling_code"]], name) or 0

    return Formula(
        left_out=left_out,
        above=lambda d: Fraction(before(d) - (counted(d, name) or 0)),
        below=lambda d: Fraction(before(d)),
    )


REDUCTIONS = {
    "material-reduction": "material_count",
    "step-reduction": "steps",
    "fee-reduction": "fee_count",
    "visit-reduction": "visits",
}
