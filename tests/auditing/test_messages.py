"""Sentences of findings: every template can be filled, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from app.auditing import registry
from app.auditing.messages import REASONS, difference_words, message, show
from app.auditing.pages import pages
from app.auditing.rule import Rule
from app.elements.comparing import answers

CASES = Path(__file__).resolve().parents[1] / "cases"
RULES = tuple(registry.all_rules().values())


def _facts_of(rule: Rule) -> set[str] | None:
    """The facts a rule gives: its columns, its difference, or those of its case."""
    if rule.form == "pair":
        return set(rule.facts) or {"difference"}
    if rule.form == "missing":
        return set()
    path = CASES / rule.code / "findings.json"
    if rule.facts:
        return set(rule.facts)
    if not path.is_file():
        return {"position"} if rule.code.startswith("missing-") else None
    found = json.loads(path.read_text(encoding="utf-8"))
    return set.intersection(*(set(finding["facts"]) for finding in found))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_templates_use_only_facts_that_are_given(rule: Rule) -> None:
    given = _facts_of(rule)
    assert given is not None, f"{rule.code} has no case"
    for template in (rule.zh, rule.en):
        used = {name for _, name, _, _ in Formatter().parse(template) if name}
        assert used <= given, rule.code


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_no_message_shows_a_bare_name_of_a_fact(rule: Rule) -> None:
    for language in ("zh", "en"):
        text = message(rule, {}, language)
        assert "{" not in text
        assert text


def test_codes_are_shown_as_their_labels() -> None:
    assert show("level", 3) == "市级"
    assert show("level", "3", "en") == "Municipal"
    assert show("promised_unit", 1) == "个工作日"
    assert show("type", "01") == "行政许可"
    assert show("field", "/handling/visits") == "到办事现场次数"
    assert show("depth", ["1", "9"]).count("、") == 1
    assert show("charged", False) == "否"
    assert show("version", None) == "（未填）"


def test_an_item_rule_speaks_with_the_columns_of_the_item() -> None:
    rule = registry.all_rules()["steps-exceed-promise"]
    facts = {"step_total": 12, "step_unit": 1, "promised": 5, "promised_unit": 1}
    assert message(rule, facts) == "各环节时限共 12个工作日，超过承诺时限 5个工作日"


def test_a_pair_rule_speaks_with_its_difference() -> None:
    rule = registry.all_rules()["worse-materials"]
    text = message(rule, {"difference": {"extra": ["户口簿", "无犯罪记录证明"]}})
    assert text == "“申请材料”比标准更不利于申请人：多出户口簿、无犯罪记录证明"


def test_a_difference_is_said_in_a_few_phrases() -> None:
    changed = [answers.changed("promised", "limit", "5个工作日", "10个工作日")]
    assert (
        difference_words({"changed": changed})
        == "承诺办结时限：标准为5个工作日，本事项为10个工作日"
    )
    many = {"missing": [f"材料{number}" for number in range(9)], "reason": "similar-name"}
    assert difference_words(many) == "缺少材料0、材料1、材料2等 9 项；名称相近，可能是同一个"
    assert difference_words({"reason": "absent-local"}, "en") == "the item does not state it"


def test_every_reason_for_not_telling_has_its_words() -> None:
    """Whatever a comparator calls unproven, it says why in words of both languages."""
    folder = Path(__file__).resolve().parents[2] / "app" / "elements" / "comparing"
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    given = set(re.findall(r'unproven\(\s*"([a-z-]+)"', code))
    assert len(given) > 8
    assert given <= REASONS.keys()
    for reason in REASONS:
        for language in ("zh", "en"):
            words = difference_words({"reason": reason}, language)
            assert words not in {"", reason}
            assert f"| `{reason}` |" in pages()["docs/rules/comparisons.md"]
