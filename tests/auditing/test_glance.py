"""The glance never passes what a rule would find: held against the rules, item by item."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from app.auditing import registry
from app.auditing.glance import pieces_of
from app.auditing.judging import Bench, bench, own_of
from app.auditing.numbering import Numbering
from app.items.models import IMPLEMENTATION
from app.items.own import owned
from app.sample.catalogue import implementation_items

SPOILT: dict[str, tuple[Any, ...]] = {
    "code": ("1.14507E+30", "", "x" * 31, "11990000550100479W4990101001001"),
    "handling_code": ("1", "11990000550100479W499010100100101"),
    "base_code": ("99010100100Y", "990101001001 ", "44"),
    "type": ("99", "1", "21"),
    "level": ("9", "2", "4"),
    "region": ("990101000000", "440000000000"),
    "status": ("7", "3"),
    "agency": ({"code": "TE4507211000000003"}, {"code": "1", "name": "某局"}, {}),
    "effective_date": ("2021-02-30", "20210101", "2021-03-01"),
    "cancel_date": ("2020-01-01",),
    "row_id": ("r" * 60, "r"),
    "links": ({"online": "www.example.org"}, {"pc": "http://127.0.0.1/x"}, {"mobile": "无"}),
}


def _bench() -> Bench:
    rules = registry.rules()
    codes = dict.fromkeys(rule.code for rule in rules)
    return bench(rules, Numbering({code: n for n, code in enumerate(codes, 1)}, frozenset()))


def _owns() -> list[dict[str, Any]]:
    random = Random(7)
    owns = [owned(document) for document in implementation_items()]
    for own in deepcopy(owns):
        for name in random.sample(sorted(SPOILT), 2):
            own[name] = deepcopy(random.choice(SPOILT[name]))
        owns.append(own)
    random.shuffle(owns)
    return owns


def test_the_glance_finds_what_the_rules_find() -> None:
    looking, plain = _bench(), _bench()
    passed = 0
    for own in _owns():
        pieces = pieces_of(own)
        passed += bool(pieces and looking.glance.is_clean(pieces))
        by_rules = [
            (number, found.pointer)
            for number, rule in plain.own["implementation"]
            if rule.function
            for found in rule.function(own_of(IMPLEMENTATION, own))
        ]
        found = [(defect.rule_id, defect.pointer) for defect in looking.own_part(1, own)]
        assert found == by_rules, own
    assert passed > 100  # the glance is of use at all
