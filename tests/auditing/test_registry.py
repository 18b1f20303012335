"""The list of rules: codes, pages, seats, generated rules, the version of the rule set."""

from __future__ import annotations

import re

import pytest

from app.auditing import registry
from app.auditing.generated_rules import missing_code
from app.auditing.rule import Place, Rule, Severity, item_rule, place, value_rule
from app.elements.kinds import KINDS
from app.elements.profiles import load_profile, profile_names
from app.elements.standard import load_standard
from app.items.models import Item

REMEDIES = ("add-", "fix-", "remove-", "use-", "should-", "must-", "check-", "invalid-")
COLUMNS = set(Item.__table__.columns.keys()) | {"region", "region_name"}


def test_there_are_at_least_sixty_written_rules() -> None:
    assert len(registry.declared()) >= 60


@pytest.mark.parametrize("rule", registry.declared(), ids=lambda rule: rule.code)
def test_a_written_rule_says_everything_in_both_languages(rule: Rule) -> None:
    chinese = (rule.title, rule.why, rule.remedy, rule.zh)
    assert all(re.search("[\u4e00-\u9fff]", text) for text in chinese), rule.code
    assert all(text.endswith("。") for text in (rule.title, rule.why, rule.remedy))
    assert all((rule.title_en, rule.why_en, rule.remedy_en, rule.en, rule.citation))
    assert rule.title_en.endswith(".")
    if rule.source == "practice":
        assert (
            rule.citation.startswith("practice")
            or "GB" in rule.citation
            or "policy" in rule.citation
        )
    else:
        assert rule.citation != "practice"


@pytest.mark.parametrize("rule", registry.declared(), ids=lambda rule: rule.code)
def test_a_code_names_the_defect(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert not rule.code.startswith(REMEDIES)


def test_codes_are_unique_among_written_and_generated_rules() -> None:
    """One code may have several seats, but only one form apart from the own part."""
    by_code: dict[str, set[tuple[str, str | None]]] = {}
    for rule in registry.rules():
        seat = (rule.form, rule.element)
        assert seat not in by_code.setdefault(rule.code, set()), rule.code
        by_code[rule.code].add(seat)


def test_redirects_lead_to_rules_and_from_none() -> None:
    for old, new in registry.REDIRECTS.items():
        assert new in registry.all_rules()
        assert old not in registry.all_rules()


def test_a_rule_for_any_element_is_seated_once_for_each() -> None:
    for kind in KINDS:
        codes = [rule.code for rule in registry.by_kind(kind.name)]
        assert {"markup-in-text", "placeholder-text", "undefined-code"} <= set(codes)
        assert len(codes) == len(set(codes))
    assert "undefined-code" in {rule.code for rule in registry.own_rules()}
    assert registry.all_rules()["markup-in-text"].element == "*"


def test_every_obligation_of_the_standard_has_a_rule() -> None:
    for record in ("implementation", "base"):
        for field in load_standard(record).fields:
            if field.obligation == "optional":
                continue
            rule = registry.all_rules()[missing_code(field.pointer)]
            assert rule.place == field.pointer
            assert rule.severity.name.lower() == field.severity
            assert rule.form == ("value" if field.in_list else "missing")
            assert rule.aspect == "completeness"
            assert field.title in rule.zh


def test_every_element_of_every_profile_has_its_answers() -> None:
    for name in profile_names():
        profile = load_profile(name)
        codes = {rule.code for rule in registry.rules(profile)}
        for element in profile.elements:
            short = element.element.replace("_", "-")
            scalar = element.kind in {"type", "code"}
            answers = ["different"] if scalar else ["worse", "different", "better", "unproven"]
            assert {f"{answer}-{short}" for answer in answers} <= codes


def test_better_is_never_a_fault() -> None:
    for rule in registry.all_rules().values():
        if rule.code.startswith("better-"):
            assert rule.severity is Severity.INFO


def test_predicates_read_only_columns_of_the_item() -> None:
    for rule in (*registry.item_rules(), *registry.group_rules()):
        named = set(re.findall(r"\b[ibo]\.([a-z_]+)", rule.where or ""))
        assert named | set(rule.facts) | set(rule.key) <= COLUMNS, rule.code


def test_places_of_predicates_are_fields_of_the_standard() -> None:
    fields = {
        field.pointer
        for record in ("implementation", "base")
        for field in load_standard(record).fields
    }
    for rule in (*registry.item_rules(), *registry.group_rules()):
        assert rule.place in fields, rule.code


def test_the_version_stays_while_nothing_changes() -> None:
    first = registry.rule_set_version()
    registry.rule_set_version.cache_clear()
    assert registry.rule_set_version() == first
    assert re.fullmatch(r"[0-9a-f]{32}", first)


def test_an_old_code_is_found_under_its_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.REDIRECTS, "other-material", "catch-all-material")
    found = registry.find("other-material")
    assert found is not None
    assert found.code == "catch-all-material"
    assert registry.find("no-such-rule") is None


def test_a_declaration_without_its_page_is_refused() -> None:
    def bare_rule(value: object) -> list[Place]:
        """只有一行。"""
        return [place("/name")]

    with pytest.raises(ValueError, match="bare-rule: docstring lacks title_en, why"):
        value_rule("name", Severity.INFO, zh="甲", en="a")(bare_rule)


def test_a_paragraph_may_run_over_several_lines() -> None:
    @item_rule(Severity.INFO, zh="甲", en="a", where="1 = 1", place="/name")
    def long_winded() -> None:
        """标题。

        The title
        goes on.

        为何要紧：一行
        又一行。
        如何改正：改。
        Why it matters: one
        and another.
        Put right by: mending.
        Source: practice
        """

    assert long_winded.title_en == "The title goes on."
    assert long_winded.why == "一行又一行。"
    assert long_winded.why_en == "one and another."
