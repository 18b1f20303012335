"""The pages of the rules: written, complete, as committed."""

from __future__ import annotations

import re
from pathlib import Path

from app.auditing import registry
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
