"""Real public records: how often rules object, and that no objection blocks publication.

Bounds are hits per distinct value as counted, with a little room; every hit behind them was read
and is a defect that the office could put right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.auditing import registry
from app.auditing.rule import Severity
from app.importing.intake import intake
from app.items.values import tidied
from tests.auditing.judging import judge_all

FILES = {
    "guangdong_items_2021.jsonl": 140,  # 54 of them conditions that break off at a colon
    "guangdong_implementation_list_2021.csv": 20,
    "guangdong_base_catalogue_2021.csv": 15,
    "exchange_records_guangxi_2019.jsonl": 5,
}


def _distinct(documents: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield each element value once, and the own part of every document."""
    elements = {rule.element for rule in registry.rules() if rule.form == "value"}
    seen: set[str] = set()
    for document in map(tidied, documents):
        yield {name: part for name, part in document.items() if name not in elements}
        for name in elements & document.keys():
            value = {str(name): document[name]}
            key = json.dumps(value, sort_keys=True)
            if key not in seen:
                seen.add(key)
                yield value


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_rules_object_rarely_to_real_records(name: str, shared_data: Path) -> None:
    with intake(shared_data / name, name) as taken:
        rows = (one for chunk in taken.chunks(1000) for one in chunk.rows)
        documents = [one.document for one in rows if not one.errors]
    hits: Counter[str] = Counter()
    for part in _distinct(documents):
        hits.update(rule.code for rule, _ in judge_all(part))
    written = {code: n for code, n in hits.items() if not code.startswith("missing-")}
    blocking = {code for code in written if _severity(code) is Severity.ERROR}
    assert not blocking
    assert sum(written.values()) <= FILES[name]


def _severity(code: str) -> Severity:
    return registry.all_rules()[code].severity
