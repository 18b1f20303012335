"""The scope: an edit that moves nothing concerns the item itself; one that does, its neighbours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.auditing import registry
from app.auditing.engine import open_audit
from app.auditing.runs import settle
from app.auditing.scope import Reach, neighbour_keys
from app.importing.writing import open_writer
from app.items.record import kind_of
from app.items.writing import Incoming
from app.kernel.db import Database
from tests.factories.audited import PROFILE, found_again, found_now, put
from tests.factories.catalogue import CITY, COUNTY, Document, base, local


def reach_of(database: Database, *documents: Document) -> Reach:
    """Write documents and return how far that reaches."""
    with database.write() as connection:
        audit = open_audit(connection, PROFILE)
        writer = open_writer(connection, audit, None)
        writer.write([Incoming(kind_of(one), one) for one in documents])
        writer.finish()
        reach = audit.touched.close()
        assert audit.touched.close() == reach, "asking again reaches no further"
        settle(connection, audit)
    return reach


@pytest.fixture
def three(database: Database) -> Database:
    put(database, base(), local(CITY, serial=1), local(CITY, serial=2), local(COUNTY))
    return database


@pytest.mark.parametrize(
    "fields, reach",
    [
        ({"conditions": "另有规定。"}, Reach(1, 0, claims=False, moved=False)),
        ({"name": "另一名称"}, Reach(2, 0, claims=True, moved=True)),
        ({"status": "3"}, Reach(2, 0, claims=True, moved=True)),
        ({"base_code": "000117009000"}, Reach(2, 0, claims=True, moved=True)),
        ({"region": COUNTY}, Reach(2, 0, claims=True, moved=True)),
    ],
)
def test_who_is_judged_again(three: Database, fields: Document, reach: Reach) -> None:
    assert reach_of(three, local(CITY, serial=1) | fields) == reach
    assert found_again(three) == (0, found_now(three))


def test_what_was_found_about_several_items_stands_where_nothing_moved(three: Database) -> None:
    def several() -> int:
        return sum(rule == "one-name-several-codes" for _, _, rule, *_ in found_now(three))

    reach_of(three, local(CITY, serial=2) | {"base_code": "000117009000"})
    assert several() == 2
    assert not reach_of(three, local(CITY, serial=1) | {"conditions": "另有规定。"}).moved
    assert several() == 2
    assert reach_of(three, local(CITY, serial=1) | {"status": "3"}).moved
    assert several() == 0


def test_a_new_item_and_a_base_item_concern_others(three: Database) -> None:
    assert reach_of(three, local(CITY, serial=3)) == Reach(3, 0, claims=True, moved=True)
    assert reach_of(three, base(conditions="另有规定。")) == Reach(5, 1, claims=True, moved=True)


def test_what_a_body_is_called_concerns_its_items_only(three: Database) -> None:
    renamed = {"code": local(CITY)["agency"]["code"], "name": "示例市公安局"}
    assert reach_of(three, local(CITY, serial=1, agency=renamed)) == Reach(
        2, 0, claims=False, moved=False
    )
    assert found_again(three) == (0, found_now(three))


@pytest.mark.parametrize("item", ["i", "o"])
def test_a_rule_that_looks_at_other_columns_is_refused(item: str) -> None:
    rule = next(rule for rule in registry.group_rules() if rule.key)
    with pytest.raises(ValueError, match=f"{rule.code}.*visits"):
        neighbour_keys(
            [replace(rule, where=f"EXISTS (SELECT 1 FROM item o WHERE {item}.visits = 1)")]
        )
