"""A small invented catalogue: regions of 示例省, and documents written through ``ItemWriter``.

``write(database, base(), local())`` puts documents in. Nothing is judged unless ``audited=True``.
Each document is the smallest that can be published; say by keyword what should differ::

    write(database, local(visits=2), local(serial=2, status="3"))
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from app.agencies import AgencyIndex
from app.auditing.engine import open_audit
from app.items.record import kind_of
from app.items.standards import StandardIndex
from app.items.state import advance
from app.items.values import Defect, ValueStore
from app.items.writing import Incoming, ItemWriter, Outcome
from app.kernel.bulk import bulk_insert, next_id
from app.kernel.db import Database
from app.laws import load_laws
from app.regions import Lineages
from app.regions.loading import rebuild_closure

Document = dict[str, Any]

NATION = "000000000000"
PROVINCE = "990000000000"
CITY = "990100000000"
COUNTY = "990101000000"
OTHER_COUNTY = "990102000000"
TOWN = "990101001000"
REGIONS = (
    (NATION, "中华人民共和国", 1, None),
    (PROVINCE, "示例省", 2, NATION),
    (CITY, "示例市", 3, PROVINCE),
    (COUNTY, "甲县", 4, CITY),
    (OTHER_COUNTY, "乙区", 4, CITY),
    (TOWN, "东湖街道", 5, COUNTY),
)
BODIES = {
    PROVINCE: ("11990000MB0A00001X", "示例省住房和城乡建设厅"),
    CITY: ("11990100MB0A56783W", "示例市住房和城乡建设局"),
    COUNTY: ("11990101MB0A00003X", "甲县住房和城乡建设局"),
    OTHER_COUNTY: ("11990102MB0A00004X", "乙区住房和城乡建设局"),
    TOWN: ("11990101MB0A00005X", "东湖街道办事处"),
}
LEVELS = {PROVINCE: "2", CITY: "3", COUNTY: "4", OTHER_COUNTY: "4", TOWN: "5"}
BASE_CODE = "000117001001"
_RULE = text("SELECT 1 FROM audit_rule WHERE code = :rule")
NAME = "城镇污水排入排水管网许可"


def base(base_code: str = BASE_CODE, **fields: Any) -> Document:
    """Return a base item of the nation; name any field to set it, ``None`` to leave it out."""
    document = {
        "base_code": base_code,
        "name": NAME,
        "type": "01",
        "levels": ["3", "4"],
        "status": "1",
        "legal_basis": [
            {"law": "城镇排水与污水处理条例", "number": "国务院令第641号", "article": "第二十一条"}
        ],
        "conditions": "排放的污水符合国家或者地方规定的有关排放标准。",
        "materials": [
            {"name": "排水许可申请表", "type": "2", "format": "3", "necessity": "1"},
            {"name": "水质检测报告", "type": "3", "format": "1", "necessity": "3"},
        ],
        "result": {"types": ["10"], "name": "污水排入排水管网许可证"},
        **fields,
    }
    return {name: value for name, value in document.items() if value is not None}


def local(
    region: str = CITY,
    *,
    serial: int | None = None,
    base_code: str = BASE_CODE,
    handling: Document | None = None,
    **fields: Any,
) -> Document:
    """Return an implementation item of the body in ``region``, a 业务办理项 with ``serial``."""
    body, agency = BODIES[region]
    code = f"{body}{LEVELS[region]}{base_code}"
    document = {
        "code": code,
        "handling_code": f"{code}{serial:02}" if serial else None,
        "base_code": base_code,
        "name": NAME,
        "type": "01",
        "level": LEVELS[region],
        "region": region,
        "agency": {"code": body, "name": agency},
        "status": "1",
        "links": {"online": "https://zwfw.example.org/apply/0421"},
        "handling": handling if handling is not None else handled(),
        **fields,
    }
    return {name: value for name, value in document.items() if value is not None}


def handled(**fields: Any) -> Document:
    """Return a way of handling that is on both lists; ``None`` leaves a field out."""
    value = {
        "project_type": "2",
        "channels": ["1", "2"],
        "visits": 1,
        "visits_reason": "须现场核验原件。",
        "online": True,
        "depth": ["4"],
        "delivery": True,
        "pc_sign_on": True,
        **fields,
    }
    return {name: part for name, part in value.items() if part is not None}


def code_of(document: Document) -> str:
    """Return the code an item is kept under."""
    code = document.get("handling_code") or document.get("code") or document["base_code"]
    return str(code)


def write(database: Database, *documents: Document, audited: bool = False) -> list[Outcome]:
    """Write documents in one transaction; return what became of each. Regions come with them."""
    with database.write() as connection:
        seed_regions(connection)
        audit = open_audit(connection, "policy-2020") if audited else None
        regions = Lineages(connection)
        writer = ItemWriter(
            connection=connection,
            values=ValueStore(connection, audit.bench.value if audit else _nothing_wrong),
            standards=StandardIndex(connection, regions),
            places=regions,
            bodies=AgencyIndex(connection),
            judge_own=audit.bench.own_part if audit else _no_fault,
            watcher=audit.touched if audit else _Nobody(),
            batch_id=None,
            recorded_at=datetime(2026, 1, 2, 3, 4, 5),  # noqa: DTZ001  # UTC without saying so
        )
        outcomes = writer.write([Incoming(kind_of(one), one) for one in documents])
        writer.finish()
        if audit:
            audit.settle()
        advance(connection, rule_set="test", profile="policy-2020")
    refused = [outcome.errors for outcome in outcomes if outcome.verb == "refused"]
    assert not refused, refused
    return outcomes


def find(database: Database, code: str, rule: str = "test-error", severity: int = 3) -> None:
    """Put a standing finding on the items with a code, as if the audit had found it."""
    with database.write() as connection:
        if not connection.execute(_RULE, {"rule": rule}).first():
            row = (next_id(connection, "audit_rule"), rule, severity, "correctness", 1)
            columns = ("id", "code", "severity", "aspect", "enabled")
            bulk_insert(connection, "audit_rule", columns, [row])
        connection.execute(
            text(
                "INSERT INTO finding (item_id, rule_id, ref)"
                " SELECT i.id, r.id, 0 FROM item i, audit_rule r"
                " WHERE i.code = :code AND r.code = :rule"
            ),
            {"code": code, "rule": rule},
        )
        advance(connection, rule_set="test", profile="policy-2020")


def seed_regions(connection: Any) -> None:
    """Put the regions of 示例省 and the shipped laws in, once."""
    if connection.execute(text("SELECT count(*) FROM region")).scalar_one():
        return
    rows = [
        (int(code), code, name, level, None if parent is None else int(parent), 2023)
        for code, name, level, parent in REGIONS
    ]
    columns = ("id", "code", "name", "level", "parent_id", "year")
    bulk_insert(connection, "region", columns, rows)
    rebuild_closure(connection)
    load_laws(connection)


def _nothing_wrong(_kind: object, _subject: object, _hours: int | None) -> Sequence[Defect]:
    return ()


def _no_fault(kind: int, own: dict[str, Any], frames: object = None) -> Sequence[Defect]:
    return ()


class _Nobody:
    """A watcher that watches nothing."""

    def changing(self, item_ids: Sequence[int]) -> None:
        """Be told, and do nothing."""

    def written(self, item_ids: Sequence[int]) -> None:
        """Be told, and do nothing."""

    def removed(self, item_ids: Sequence[int]) -> None:
        """Be told, and do nothing."""
