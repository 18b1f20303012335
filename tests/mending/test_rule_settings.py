"""Rules switched and graded: findings follow at once, previews tell beforehand, history stays."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from starlette.testclient import TestClient

from app.auditing import registry
from app.auditing.rule import Severity
from app.elements.kinds import KINDS
from app.kernel.db import Database
from app.mending.ruling.applying import Setting, set_rule
from app.mending.ruling.previewing import preview
from tests.auditing.scripts import SCRIPTS
from tests.factories.audited import PROFILE, dump, emptied, found_again, found_now, put
from tests.factories.catalogue import BODIES, CITY, COUNTY, Document, base, local

RULE = "catch-all-material"
OTHER = [{"name": "其他材料"}]
BY = ("示例市政务服务管理局", "试点期间只提示")
CODES = sorted({rule.code for rule in registry.rules()})


@pytest.fixture
def client_of(writing_client: TestClient, database: Database) -> TestClient:
    """Three items in two bodies, each with a catch-all."""
    put(
        database,
        base(),
        *(local(CITY, serial=serial, materials=OTHER) for serial in (1, 2)),
        local(COUNTY, materials=OTHER),
    )
    return writing_client


def _set(client: TestClient, code: str = RULE, **fields: Any) -> dict[str, Any]:
    wanted = {"who": BY[0], "reason": BY[1], **fields}
    answer = client.put(f"/audit/rules/{code}/setting", json=wanted)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _severity(client: TestClient) -> set[str]:
    found = client.get("/audit/findings", params={"rule": RULE}).json()["items"]
    return {one["severity"] for one in found}


def test_a_graded_rule_counts_as_graded_everywhere(
    client_of: TestClient, database: Database
) -> None:
    before = client_of.get("/audit/summary").json()["findings"]
    declared = registry.all_rules()[RULE].severity.name.lower()
    chosen = "info" if declared != "info" else "error"
    found = found_now(database)
    told = _set(client_of, severity=chosen)
    assert (told["severity"], told["declared_severity"]) == (chosen, declared)
    assert found_now(database) == found
    assert _severity(client_of) == {chosen}
    after = client_of.get("/audit/summary").json()["findings"]
    assert after == {**before, declared: before[declared] - 3, chosen: before[chosen] + 3}
    rule = client_of.get(f"/audit/rules/{RULE}").json()
    assert (rule["severity"], rule["declared_severity"]) == (chosen, declared)
    narrowed = client_of.get("/audit/findings", params={"rule": RULE, "severity": declared}).json()
    assert narrowed["total"] == 0
    with database.read() as connection:  # what public lists and reports go by, in SQL
        stored = text(f"SELECT severity FROM audit_rule WHERE code = '{RULE}'")
        assert connection.execute(stored).scalar_one() == Severity[chosen.upper()]
    _set(client_of)
    assert _severity(client_of) == {declared}


def test_a_rule_switched_off_finds_nothing_until_it_is_on_again(
    client_of: TestClient, database: Database
) -> None:
    found = found_now(database)
    off = _set(client_of, enabled=False)
    assert _marked(database) == _flawed(database)
    assert not off["enabled"]
    assert {told[2] for told in found - found_now(database)} == {RULE}
    put(database, local(CITY, serial=1, materials=[*OTHER, *OTHER]))
    assert RULE not in {told[2] for told in found_now(database)}
    assert found_again(database)[0] == 0
    put(database, local(CITY, serial=1, materials=OTHER))
    on = _set(client_of, enabled=True)
    assert found_now(database) == found
    assert _marked(database) == _flawed(database)
    assert found_again(database, anew=True) == (0, found)
    assert [(one["enabled"], one["who"]) for one in on["history"]] == [
        (True, BY[0]),
        (False, BY[0]),
    ]
    assert client_of.get(f"/audit/rules/{RULE}/setting").json() == on


def _marked(database: Database) -> set[tuple[int, int]]:
    """Return what items are marked for: item and place of the element, the own part last."""
    places = range(len(KINDS) + 1)
    with database.read() as connection:
        items = connection.execute(text("SELECT id, flawed FROM item")).all()
    return {(one.id, place) for one in items for place in places if one.flawed >> place & 1}


def _flawed(database: Database) -> set[tuple[int, int]]:
    """Return what items should be marked for by the verdicts there are."""
    own = f"SELECT item_id, {len(KINDS)} FROM verdict WHERE item_id > 0 AND region_id IS NULL"
    held = (
        f"SELECT i.id, {kind.number} FROM item i JOIN verdict v ON v.value_id = i.{kind.name}"
        for kind in KINDS
    )
    with database.read() as connection:
        rows = connection.execute(text(" UNION ".join((own, *held)))).all()
    return {(row[0], row[1]) for row in rows}


def test_a_rule_over_values_and_own_parts_comes_back_whole(database: Database) -> None:
    """Rules that are generated from the standard look at elements and at the own part alike."""
    both = {r.code for r in registry.rules() if r.form == "value"}
    both &= {r.code for r in registry.rules() if r.form == "own"}
    assert both
    put(database, base(), local(type="ZZ", result={"types": ["ZZ"]}, handling={"visits": 0}))
    found = found_now(database)
    assert both & {told[2] for told in found}
    for code in sorted(both):
        for enabled in (False, True):
            with database.write() as connection:
                set_rule(connection, code, Setting(enabled), PROFILE, BY)
            assert _marked(database) == _flawed(database)
    assert found_now(database) == found
    assert found_again(database, anew=True) == (0, found)


def test_a_preview_tells_what_would_come_and_go(client_of: TestClient, database: Database) -> None:
    everything = dump(database)
    off = client_of.post(f"/audit/rules/{RULE}/preview", json={"enabled": False}).json()
    assert (off["before"], off["after"], off["come"], off["gone"]) == (3, 0, 0, 3)
    assert {row["agency"]: row["gone"] for row in off["agencies"]} == {
        BODIES[CITY][0]: 2,
        BODIES[COUNTY][0]: 1,
    }
    assert {one["rule"] for one in off["samples"]["gone"]} == {RULE}
    assert dump(database) == everything
    anew = client_of.post(f"/audit/rules/{RULE}/preview", json={}).json()
    assert (anew["before"], anew["after"], anew["come"], anew["gone"]) == (3, 3, 0, 0)
    assert dump(database) == everything
    _set(client_of, enabled=False)
    on = client_of.post(f"/audit/rules/{RULE}/preview", json={"severity": "info"}).json()
    assert (on["before"], on["after"], on["come"], on["gone"]) == (0, 3, 3, 0)
    assert on["severity"]["after"] == "info"
    assert len(on["samples"]["come"]) == 3
    assert all("其他材料" in one["message"] for one in on["samples"]["come"])


def test_a_rule_that_was_never_on_can_be_previewed(
    writing_client: TestClient, database: Database
) -> None:
    put(database, base(), local(materials=OTHER))
    with database.write() as connection:  # as if the rule had come with this version
        connection.execute(text(f"DELETE FROM finding WHERE rule_id = ({_NUMBER})"))
        connection.execute(text(f"DELETE FROM verdict WHERE rule_id = ({_NUMBER})"))
        connection.execute(text(f"DELETE FROM audit_rule WHERE code = '{RULE}'"))
    told = writing_client.post(f"/audit/rules/{RULE}/preview", json={}).json()
    assert (told["before"], told["come"]) == (0, 1)


_NUMBER = f"SELECT id FROM audit_rule WHERE code = '{RULE}'"


def test_a_severity_declared_otherwise_is_followed_unless_one_was_chosen(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, base(), local())
    with database.write() as connection:
        connection.execute(text("UPDATE audit_rule SET severity = 1, graded = NULL"))
        connection.execute(text(f"UPDATE audit_rule SET graded = 1 WHERE code = '{RULE}'"))
    put(database, local(name="另一名称"))
    with database.read() as connection:
        rows = connection.execute(text("SELECT code, severity FROM audit_rule"))
        stored = {row.code: row.severity for row in rows}
    declared = {rule.code: int(rule.severity) for rule in registry.rules()}
    assert stored == {**declared, RULE: 1}


def test_what_cannot_be_set(client_of: TestClient) -> None:
    wanted = {"who": BY[0], "reason": BY[1]}
    assert client_of.put("/audit/rules/no-such/setting", json=wanted).status_code == 404
    assert client_of.post("/audit/rules/no-such/preview", json={}).status_code == 404
    assert client_of.get("/audit/rules/no-such/setting").status_code == 404
    assert client_of.put(f"/audit/rules/{RULE}/setting", json={}).status_code == 422
    del client_of.headers["X-API-Key"]
    assert client_of.put(f"/audit/rules/{RULE}/setting", json=wanted).status_code == 401
    assert client_of.post(f"/audit/rules/{RULE}/preview", json={}).status_code == 401


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    script=SCRIPTS, codes=st.lists(st.sampled_from(CODES), min_size=1, max_size=5), data=st.data()
)
def test_a_preview_is_what_happens_and_a_full_run_finds_the_same(
    database: Database, script: list[list[Document]], codes: list[str], data: st.DataObject
) -> None:
    emptied(database)
    for documents in script:
        put(database, *documents)
    standing = {told[2] for told in found_now(database)}
    if standing:
        codes = [*codes, data.draw(st.sampled_from(sorted(standing)))]
    whole = found_now(database)
    for enabled in (False, True):
        for code in codes:
            before = found_now(database)
            seen = preview(database, code, Setting(enabled), PROFILE)
            assert found_now(database) == before
            with database.write() as connection:
                set_rule(connection, code, Setting(enabled), PROFILE, BY)
            after = found_now(database)
            assert (seen.come, seen.gone) == ((after - before).total(), (before - after).total())
            assert (seen.before, seen.after) == (_of(before, code), _of(after, code))
        assert found_again(database) == (0, found_now(database))
    assert found_now(database) == whole
    assert found_again(database, anew=True) == (0, whole)


def _of(found: Counter[tuple[str, ...]], code: str) -> int:
    return sum(number for told, number in found.items() if told[2] == code)
