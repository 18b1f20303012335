"""规则一览: every rule there is, declared in ``rules/`` or generated from the standard.

A rule declared for any element (``*``), or one that looks at several elements and at the own
part, stands here once for each: several ``Rule`` objects then share one code.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from importlib import import_module

from app.auditing import rules as declared_rules
from app.auditing.generated_rules import (
    OVERLONG,
    UNDEFINED,
    missing_rules,
    overlong_rules,
    undefined_rules,
)
from app.auditing.pair_rules import pair_rules
from app.auditing.rule import Rule
from app.elements.kinds import KINDS
from app.elements.profiles import Profile, load_profile, profile_names
from app.elements.schemas import standard_files
from app.kernel.sources import fingerprint

DEFAULT_PROFILE = "policy-2020"

REDIRECTS: dict[str, str] = {}
"""Codes that rules had before, and what they are called now."""

_JUDGES = (
    "auditing/rules", "auditing/rule.py", "auditing/generated_rules.py", "auditing/pair_rules.py",
    "auditing/registry.py", "auditing/troubled.py", "items/mentions", "agencies/certificates.py",
    "agencies/data/certificates.csv", "elements", "codes", "kernel/text.py",
)  # fmt: skip
"""Code, below app/, that can change a verdict."""


class DuplicateRule(Exception):
    """Two declarations have the same code."""


@lru_cache(maxsize=1)
def declared() -> tuple[Rule, ...]:
    """Return the hand-written rules, module by module in the order of their declaration."""
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(declared_rules.__path__):
        for rule in vars(import_module(f"{declared_rules.__name__}.{module.name}")).values():
            if isinstance(rule, Rule) and found.setdefault(rule.code, rule) is not rule:
                raise DuplicateRule(rule.code)
    return tuple(found.values())


@lru_cache(maxsize=8)
def rules(profile: Profile | None = None) -> tuple[Rule, ...]:
    """Return all rules as they are evaluated; codes repeat where a rule has several seats."""
    profile = profile or load_profile(DEFAULT_PROFILE)
    written = (seat for rule in declared() for seat in _seats(rule))
    generated = (*missing_rules(), *undefined_rules(), *overlong_rules())
    return (*written, *generated, *pair_rules(profile))


def _seats(rule: Rule) -> Iterator[Rule]:
    """Return a rule for any element once for each kind."""
    if rule.element != "*" or rule.function is None:
        yield rule
        return
    for kind in KINDS:
        yield replace(rule, element=kind.name, function=partial(rule.function, kind.name))


@lru_cache(maxsize=8)
def all_rules(profile: Profile | None = None) -> dict[str, Rule]:
    """Return {code: rule}, one entry for each code.

    The pair rules of the other profiles are there too, so that older findings can be read.
    """
    first = {rule.code: rule for rule in (*declared(), UNDEFINED, OVERLONG)}
    others = (load_profile(name) for name in profile_names())
    everyone: Iterable[Rule] = (rule for one in (profile, *others) for rule in rules(one))
    for rule in everyone:
        first.setdefault(rule.code, rule)
    return first


def find(code: str) -> Rule | None:
    """Return the rule with this code, or with the code that took its place."""
    return all_rules().get(REDIRECTS.get(code, code))


def by_kind(kind: str) -> tuple[Rule, ...]:
    """Return the rules that judge values of one kind."""
    return tuple(rule for rule in rules() if rule.form == "value" and rule.element == kind)


def own_rules() -> tuple[Rule, ...]:
    """Return the rules that judge the own part of an item."""
    return _of_form("own")


def item_rules() -> tuple[Rule, ...]:
    """Return the rules over several elements of one item."""
    return _of_form("item")


def group_rules() -> tuple[Rule, ...]:
    """Return the rules over several items."""
    return _of_form("group")


def _of_form(form: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.form == form)


@lru_cache(maxsize=1)
def rule_set_version() -> str:
    """Return a hash of everything a verdict rests on: declarations, readers, the standard.

    When it changes, standing verdicts are out of date and must be made anew.
    """
    return fingerprint(_JUDGES, standard_files())
