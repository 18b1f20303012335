"""审核规则的声明: one declaration per rule; code, page, message and severity derive from it.

The function's name, hyphenated, is the rule's code and names the defect, never the remedy. Its
docstring is the rule's page, Chinese first::

    材料清单含有“其他材料”一类的兜底条款。

    A material list contains a catch-all such as “other materials”.

    为何要紧：…            (may run over several lines)
    如何改正：…
    Why it matters: …
    Put right by: …
    Source: …

A decorator turns the function into a ``Rule``; ``registry`` collects the rules of ``rules/``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict, Unpack

Form = Literal["value", "own", "item", "group", "cited", "mentioned", "missing", "pair"]
Applies = Literal["implementation", "base", "any"]
Aspect = Literal["completeness", "correctness", "consistency", "coverage"]
Source = Literal["law", "policy", "standard", "practice"]

LABELS = {
    "为何要紧：": "why",
    "如何改正：": "remedy",
    "Why it matters:": "why_en",
    "Put right by:": "remedy_en",
    "Source:": "citation",
}
DEFAULTS = {"source": "practice", "applies": "any", "aspect": "correctness", "since": "0.1"}


class Severity(IntEnum):
    """严重程度: ERROR blocks publication, WARNING is shown, INFO is counted."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class Place(NamedTuple):
    """位置: where a defect stands in the document (JSON pointer) and the facts that prove it."""

    pointer: str
    facts: dict[str, Any]


def place(pointer: str, **facts: Any) -> Place:
    """Return the place of one defect; facts are JSON-able and fill the message."""
    return Place(pointer, facts)


@dataclass(frozen=True, slots=True)
class Own:
    """事项自有部分: what is not an element: identity, dates and links, as the document has them.

    Codes and levels are text, dates ISO text, ``links`` maps online, pc, mobile, appointment to
    addresses. ``kind`` says which of the two documents this is; a base item has ``levels`` and
    ``issuer``, an implementation item ``level``, ``agency_code`` and the rest.
    """

    kind: Literal["implementation", "base"] = "implementation"
    code: str | None = None
    handling_code: str | None = None
    local_code: str | None = None
    base_code: str | None = None
    local_base_code: str | None = None
    other_codes: tuple[str, ...] = ()
    upper_code: str | None = None
    parent_code: str | None = None
    parent_name: str | None = None
    row_id: str | None = None
    issuer: str | None = None
    type: str | None = None
    level: str | None = None
    levels: tuple[str, ...] = ()
    region: str | None = None
    agency_code: str | None = None
    agency_name: str | None = None
    status: str | None = None
    effective_date: str | None = None
    cancel_date: str | None = None
    town_code: str | None = None
    town_name: str | None = None
    village_code: str | None = None
    village_name: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)


Judge = Callable[..., Iterable[Place]]
"""A value rule takes the value (for element ``*`` the kind's name first), an own rule the Own."""
Marker = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """规则: what is wrong, how grave, why it matters, how to put it right, and how to find it.

    ``form`` says who evaluates it: ``value`` and ``own`` call ``function``; ``item`` and ``group``
    run ``where`` over item ``i`` and its standard ``b`` (left joined); ``cited`` and ``mentioned``
    run ``where`` over what element values name (see ``troubled``), then ``items`` over the items
    that have such a value; ``missing`` is a field of
    the standard's obligations (``place`` is its pointer), ``pair`` an answer of a comparison
    (``element`` is the profile's element). A group rule's ``key`` names the columns whose equal
    values make items each other's evidence.
    """

    code: str
    form: Form
    severity: Severity
    zh: str
    en: str
    title: str
    title_en: str
    why: str
    why_en: str
    remedy: str
    remedy_en: str
    source: Source
    citation: str
    since: str
    aspect: Aspect
    applies: Applies
    element: str | None = None
    function: Judge | None = None
    where: str | None = None
    items: str | None = None
    place: str | None = None
    facts: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    generated: bool = False


class Words(TypedDict):
    """What every declaration states or leaves to its default."""

    zh: str
    en: str
    source: NotRequired[Source]
    applies: NotRequired[Applies]
    aspect: NotRequired[Aspect]
    since: NotRequired[str]


class Predicate(Words):
    """What a rule in SQL states besides: the predicate, the place and the columns it shows."""

    where: str | None
    place: str
    facts: NotRequired[tuple[str, ...]]
    key: NotRequired[tuple[str, ...]]


class Naming(Words):
    """What a rule over laws or papers states besides: two predicates, see ``Rule``."""

    where: str
    items: NotRequired[str]
    place: NotRequired[str]


def value_rule(kind: str, severity: Severity, **words: Unpack[Words]) -> Callable[[Judge], Rule]:
    """Declare a rule over one element value; it is judged once per distinct value."""
    return lambda function: _rule("value", severity, function, words, element=kind, judge=function)


def own_rule(severity: Severity, **words: Unpack[Words]) -> Callable[[Judge], Rule]:
    """Declare a rule over the own part of one item: codes, dates, links."""
    words.setdefault("applies", "implementation")
    return lambda function: _rule("own", severity, function, words, judge=function)


def item_rule(severity: Severity, **words: Unpack[Predicate]) -> Callable[[Marker], Rule]:
    """Declare a rule over several elements of one item: an SQL predicate over ``i`` and ``b``."""
    words.setdefault("applies", "implementation")
    return lambda function: _rule("item", severity, function, words)


def group_rule(severity: Severity, **words: Unpack[Predicate]) -> Callable[[Marker], Rule]:
    """Declare a rule over several items: a predicate with ``EXISTS`` over the other ones.

    ``where`` is None where no predicate over one row can say it; the engine knows that rule.
    """
    words.setdefault("applies", "implementation")
    words.setdefault("aspect", "consistency")
    return lambda function: _rule("group", severity, function, words)


def cited_rule(severity: Severity, **words: Unpack[Naming]) -> Callable[[Marker], Rule]:
    """Declare a rule over citations ``c`` and the laws ``l`` they mean (left joined)."""
    return lambda function: _rule("cited", severity, function, words)


def mentioned_rule(severity: Severity, **words: Unpack[Naming]) -> Callable[[Marker], Rule]:
    """Declare a rule over the papers ``p`` that lists of materials ask for by mentions ``m``."""
    return lambda function: _rule("mentioned", severity, function, words)


def _rule(
    form: Form,
    severity: Severity,
    function: Callable[..., Any],
    words: Words,
    *,
    element: str | None = None,
    judge: Judge | None = None,
) -> Rule:
    stated: dict[str, Any] = {**DEFAULTS, **words}
    return Rule(
        code=code_of(function),
        form=form,
        severity=severity,
        element=element,
        function=judge,
        **page_of(function)._asdict(),
        **stated,
    )


def code_of(function: Callable[..., Any]) -> str:
    """Return the code of a rule: the hyphenated name of its function."""
    return function.__name__.replace("_", "-")


class Page(NamedTuple):
    """规则说明: the parts of a rule's docstring."""

    title: str
    title_en: str
    why: str
    why_en: str
    remedy: str
    remedy_en: str
    citation: str


def page_of(function: Callable[..., Any]) -> Page:
    """Split a rule's docstring into its parts; refuse one that lacks a part."""
    lines = [line.strip() for line in (inspect.getdoc(function) or "").splitlines()]
    parts: dict[str, str] = {}
    current = ""
    for line in lines[1:]:
        label = next((label for label in LABELS if line.startswith(label)), None)
        if label:
            current = LABELS[label]
            parts[current] = line[len(label) :].strip()
        elif line and current:
            parts[current] = _joined(parts[current], line)
        elif line:
            parts["title_en"] = _joined(parts.get("title_en", ""), line)
    page = Page(
        lines[0] if lines else "",
        *(parts.get(name, "") for name in Page._fields[1:]),
    )
    lacking = [name for name, words in zip(Page._fields, page, strict=True) if not words]
    if lacking:
        raise ValueError(f"{code_of(function)}: docstring lacks {', '.join(lacking)}")
    return page


def _joined(before: str, line: str) -> str:
    """Join two lines of one paragraph: Chinese without a space, anything else with one."""
    if not before:
        return line
    glue = "" if before[-1] > "\u2e80" and line[0] > "\u2e80" else " "
    return f"{before}{glue}{line}"
