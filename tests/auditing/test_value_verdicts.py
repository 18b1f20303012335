"""Values judged again: of plain contacts one stands for all that have its hours."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.auditing.runs import run_audit
from app.kernel.db import Database
from app.mending.ruling.applying import Setting, set_rule
from tests.factories.audited import PROFILE, found_again, found_now, put
from tests.factories.catalogue import CITY, Document, base, local

RULE = "hours-without-time"
GOOD, BAD = "工作日9:00—12:00，14:00—17:00", "工作日"


def _item(serial: int, hours: str, **fields: str) -> Document:
    contact = {
        "address": f"示例省江平市甲路{serial}号政务服务中心1楼",
        "consult": f"0571-8808123{serial}",
        "complaint": f"0571-8808567{serial}",
        "hours": hours,
        **fields,
    }
    return local(CITY, serial=serial, contact=contact)


@pytest.fixture
def contacts(database: Database) -> Database:
    """Two plain contacts with good hours, three with bad ones, and one that is not plain."""
    hours = (GOOD, GOOD, BAD, BAD, BAD)
    items = [_item(serial, one) for serial, one in enumerate(hours, 1)]
    put(database, base(), *items, _item(6, GOOD, consult="12345"))
    return database


def _number(database: Database, query: str) -> int:
    with database.read() as connection:
        return int(connection.execute(text(query)).scalar_one())


_PLAIN = "SELECT count(plain_hours) FROM element_value"
_HOURS = "SELECT count(DISTINCT plain_hours) FROM element_value"
_FOUND = (
    f"SELECT count(*) FROM verdict d JOIN audit_rule r ON r.id = d.rule_id WHERE r.code = '{RULE}'"
)


@pytest.mark.parametrize("most", [1000, 0])
def test_what_is_found_in_the_hours_is_found_in_every_contact_that_has_them(
    contacts: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("app.auditing.value_verdicts.MOST_CLOUDED", most)
    right = found_now(contacts)
    assert [_number(contacts, query) for query in (_PLAIN, _HOURS, _FOUND)] == [5, 2, 3]
    with contacts.write() as connection:
        connection.execute(text("DELETE FROM verdict WHERE value_id IS NOT NULL"))
    run_audit(contacts, PROFILE, anew=True)
    assert found_again(contacts) == (0, right)
    assert _number(contacts, _FOUND) == 3


def test_a_rule_over_hours_is_switched_off_and_on_again(contacts: Database) -> None:
    right = found_now(contacts)
    for enabled, number in ((False, 0), (True, 3)):
        with contacts.write() as connection:
            set_rule(connection, RULE, Setting(enabled), PROFILE, ("甲", "试"))
        assert _number(contacts, _FOUND) == number
    assert found_now(contacts) == right
