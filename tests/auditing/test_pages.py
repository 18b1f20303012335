"""The pages of the rules: written, complete, as committed."""

from __future__ import annotations

import re
from pathlib import Path

from app.auditing import registry
from app.auditing.coverage import CHECKS
from app.auditing.pages import FOLDER, page_of, pages
from app.kernel.pages import check

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_pages_are_what_the_rules_say() -> None:
    assert check(ROOT, pages()) == []


def test_every_rule_is_explained_somewhere() -> None:
    written = pages()
    for rule in registry.all_rules().values():
        path, _, anchor = page_of(rule).partition("#")
        assert path in written
        assert not anchor or f'<a id="{anchor}"></a>' in written[path]


def test_links_between_pages_lead_somewhere() -> None:
    for path, text in pages().items():
        for target in re.findall(r"\]\(([^)#:]+)", text):
            found = (ROOT / path).parent / target
            assert found.exists() or f"{FOLDER}/{target}" in pages(), (path, target)


def test_all_checks_of_the_field_are_answered_or_say_what_they_wait_for() -> None:
    assert [one.number for one in CHECKS] == list(range(1, 126))
    known = registry.all_rules().keys()
    for one in CHECKS:
        assert one.rules or one.waits, one
        for code in one.rules:
            family = code.startswith("/") or code.endswith("*")
            assert family or code in known, (one.number, code)


def test_every_written_rule_belongs_to_a_check_or_is_our_own() -> None:
    answering = {code for one in CHECKS for code in one.rules}
    written = {rule.code for rule in registry.declared()}
    assert len(written & answering) >= 80


def test_every_page_has_all_its_parts() -> None:
    for rule in registry.declared():
        page = pages()[f"{FOLDER}/{rule.code}.md"]
        for part in (
            "为何要紧",
            "如何改正",
            "Why it matters",
            "Put right by",
            "出处 Source",
            "例子 Example",
        ):
            assert f"## {part}" in page, rule.code
        assert f"自 since {rule.since}" in page
        assert "报 Offends:" in page or "tests/cases/" in page


def test_no_rule_calls_law_what_is_custom() -> None:
    """Codes were verified as they are in use; no text of their standard has been read."""
    for rule in registry.declared():
        if "GB/T 39554.1-2020 is said" in rule.citation or rule.citation.startswith("practice"):
            assert rule.source == "practice", rule.code
