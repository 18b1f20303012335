"""The glance never passes what a rule would find: held against the rules, item by item."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app.auditing import registry
from app.auditing.judging import Bench, bench, own_of
from app.auditing.numbering import Numbering
from app.elements.contact import Contact, parse
from app.elements.kinds import KIND_BY_NAME
from app.items.composing import beginning_of, framing, shortened
from app.items.lines import SETTING
from app.items.own import owned
from app.items.plain import PlainFrames, is_plain
from app.items.plain_contact import plain_hours
from app.items.record import IMPLEMENTATION
from app.kernel.hashing import canonical_bytes
from app.sample.catalogue import implementation_items

CONTACT = KIND_BY_NAME["contact"]
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
    "links": (
        {"online": "www.example.org"},
        {"pc": "http://127.0.0.1/x"},
        {"mobile": "无"},
        {"online": "https://a.example.org/x y"},
        {"online": "<br><br>/x"},
        {"pc": "https://192.168.1.1/x", "online": "https://a.example.org/y"},
    ),
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


_TEXTS: tuple[Any, ...] = (
    None, "", "无", "/", "待补充", "0571-8808123", "057188081234", "0571-88081234", "12345", "4008001234",
    "0571-88081234转1", "(0571)88081234", "010-4001234", "工作日 8:30—12:00", "工作日 25:70", "周一至周五",
    "示例省江平市甲路12号政务服务中心1楼", "江平市城内", "系统异常12号，请稍候", "系统异常路12号", "<b>甲路12号</b>",
    "甲路12号" + "楼" * 400, "乘1路至甲路站。", "乘502路", "锟斤拷", "a\x85b",
    "乘1404路", "甲路15021号", "称“甲\"乙”", "a\\nb", "甲路12号\n[object Object]", "甲路12号Exception", "at java.x(", "甲路12号未找到匹配",
)  # fmt: skip


def test_a_plain_contact_is_one_in_which_no_rule_finds_anything() -> None:
    looking, plain = _bench(), _bench()
    random = Random(11)
    contacts = [one["contact"] for one in implementation_items() if one.get("contact")]
    passed = 0
    for _ in range(6000):
        drawn = dict(random.choice(contacts))
        for name in random.sample(sorted(Contact.model_fields), random.choice((0, 1, 1, 2))):
            drawn[name] = random.choice(_TEXTS)
        stated = {name: text for name, text in drawn.items() if text is not None}
        contact, content = parse(stated), canonical_bytes(stated).decode()
        hours = plain_hours(content)
        passed += hours is not None
        by_rules = [
            (number, found.pointer)
            for number, function in plain.by_kind["contact"]
            for found in function(contact)
        ]
        found = [(one.rule_id, one.pointer) for one in looking.value(CONTACT, contact, hours)]
        assert found == by_rules, contact
    assert passed > 1000  # the look is of use at all


@dataclass
class _Numbers:
    """Numbers frames as they are met."""

    known: dict[Any, int] = field(default_factory=dict)

    def of(self, own: dict[str, Any]) -> PlainFrames | None:
        """Return the frames of an own part that is plainly composed."""
        setting = {name: own[name] for name in SETTING if name in own}
        beside = {name: own[name] for name in own.keys() - setting.keys()}
        beginning = beginning_of(setting)
        short = shortened(beside, beginning)
        if not is_plain(short.rest, short.standard):
            return None
        frame = canonical_bytes(framing(setting, beginning, short))
        one, other = (
            self.known.setdefault(key, len(self.known)) for key in (frame, short.standard)
        )
        return one, other


def test_the_glance_finds_what_the_rules_find() -> None:
    looking, plain, numbers = _bench(), _bench(), _Numbers()
    passed = 0
    for own in _owns() + _owns():
        frames = numbers.of(own)
        passed += bool(frames and looking.glance.is_clean(frames, split="handling_code" in own))
        by_rules = [
            (number, found.pointer)
            for number, function in plain.own["implementation"]
            for found in function(own_of(IMPLEMENTATION, own))
        ]
        found = [(defect.rule_id, defect.pointer) for defect in looking.own_part(1, own, frames)]
        assert found == by_rules, own
    assert passed > 500  # the glance is of use at all
