"""要素对: the SQL that finds what comparisons of local values with the standard's tell.

``work`` holds both values of a pair in one number, where they differ. A pair that nobody has
compared yet is found without a ``ref``, under the number of its element, below zero; compared then,
it is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.auditing.numbering import Numbering
from app.auditing.rule import Rule
from app.elements.profiles import Profile, ProfileElement

ANSWERS = ("same", "better", "worse", "different", "unproven")
BOTH = "CASE WHEN i.{kind} <> b.{kind} THEN i.{kind} * 4294967296 + b.{kind} END"
"""Two values that differ in one number: half as many columns to write and read."""
_UNANSWERED = len(ANSWERS)
"""In the place of an answer."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The elements that are compared as values, each with the rule that reports an answer."""

    elements: Sequence[ProfileElement]
    reported: Sequence[Mapping[int, int]]

    def kinds(self) -> list[str]:
        """Return the kinds whose values are held against each other."""
        return sorted({element.kind for element in self.elements})

    def found(self) -> Iterator[str]:
        """Yield one query for each element: what is reported of its pairs in ``work``."""
        answer = f"coalesce(c.answer, {_UNANSWERED})"
        for place, (element, rules) in enumerate(zip(self.elements, self.reported, strict=True), 1):
            pair, comparator = f"w.pair_{element.kind}", _text(element.comparator)
            is_of = _is_of(f"({pair} >> 32)", f"({pair} & 4294967295)", comparator)
            silent = (one for one in range(len(ANSWERS)) if one not in rules)
            yield (
                f"SELECT w.item_id, {_case(answer, {**rules, _UNANSWERED: -place})}, c.id FROM work w"
                f" LEFT JOIN element_comparison c ON {is_of}"
                f" WHERE {pair} IS NOT NULL" + "".join(f" AND {answer} <> {one}" for one in silent)
            )

    def unanswered(self) -> str:
        """Return the query for the pairs to compare: comparator, standard value, local value."""
        return (
            f"SELECT DISTINCT {self._comparator}, {self._side('b')}, {self._side('i')}"
            f" {_LACKING.format('')}"
        )

    def answered(self) -> str:
        """Return the query for what is reported of these pairs once they are compared."""
        rule = _case(
            "f.rule_id",
            {-place: _case("c.answer", rules) for place, rules in enumerate(self.reported, 1)},
        )
        lacking = _LACKING.format(" CROSS JOIN element_comparison c")
        return (
            f"SELECT * FROM (SELECT f.item_id, CAST({rule} AS SMALLINT) AS rule_id, c.id {lacking}"
            f" AND {_is_of(self._side('i'), self._side('b'), self._comparator)}) told"
            " WHERE rule_id IS NOT NULL"
        )

    def _side(self, item: str) -> str:
        return self._of_element(f"{item}.{element.kind}" for element in self.elements)

    @property
    def _comparator(self) -> str:
        return self._of_element(_text(element.comparator) for element in self.elements)

    def _of_element(self, each: Iterable[str]) -> str:
        """Return an expression that differs by the element of an unanswered pair."""
        return _case("f.rule_id", {-place: one for place, one in enumerate(each, 1)})


def pairing(profile: Profile, rules: Iterable[Rule], numbering: Numbering) -> Pairing:
    """Return what the rules that are switched on report of each element of a profile.

    Type and code are plain columns.
    """
    on = {rule.code for rule in rules}
    elements = [one for one in profile.elements if one.kind not in ("type", "code")]
    reported = [
        {
            place: numbering[code]
            for place, answer in enumerate(ANSWERS)
            if (code := pair_code(answer, element)) in on
        }
        for element in elements
    ]
    return Pairing(elements, reported)


def pair_code(answer: str, element: ProfileElement) -> str:
    """Return the code of the rule that reports one answer about one element."""
    return f"{answer}-{element.element.replace('_', '-')}"


def _is_of(local: str, standard: str, comparator: str) -> str:
    return (
        f"c.local_value = {local} AND c.standard_value = {standard} AND c.comparator = {comparator}"
    )


def _case(of: str, choices: Mapping[int, object]) -> str:
    whens = " ".join(f"WHEN {one} THEN {chosen}" for one, chosen in choices.items())
    return f"CASE {of} {whens} END" if choices else "NULL"


def _text(comparator: str) -> str:
    return f"'{comparator}'"


_LACKING = (
    "FROM found f CROSS JOIN item i CROSS JOIN item b{}"
    " WHERE f.ref IS NULL AND i.id = f.item_id AND b.id = i.standard_id"
)
