"""标尺: what a plain, unvalidated load and one SQL pass over wide rows cost.

The wide row holds 60 scalar columns and four lists as JSON. It leaves out a dozen flags and the
fee items that the catalogue does keep: the yardstick is given less to do, never more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bench.measure import Figures, stopwatch

BATCH = 2000
Row = tuple[Any, ...]
COLUMNS = (
    "code", "handling_code", "row_id", "base_code", "local_base_code", "name", "type", "level",
    "region", "agency_code", "agency_name", "status", "version", "effective_date", "secret",
    "town_code", "town_name", "link_online", "link_pc", "link_mobile", "link_appointment",
    "body_kind", "power_source", "exercise_content", "reconsideration", "litigation", "conditions",
    "objects", "personal_topics", "corporate_topics", "statutory", "statutory_unit",
    "statutory_text", "statutory_note", "promised", "promised_unit", "promised_text",
    "promised_note", "process", "chart", "charged", "fee_basis", "result_types", "result_name",
    "result_sample", "validity", "licence_code", "project_type", "visits", "visits_reason",
    "online", "depth", "hall", "delivery", "address", "hours", "consult", "complaint",
    "window_name", "traffic",
)  # fmt: skip
LISTS = ("legal_basis", "materials", "steps", "questions")
INDEXES = ("code", "base_code", "agency_code", "region, type")
COMPARED = (
    "name", "type", "legal_basis", "process", "time_limit", "materials", "fees", "result",
    "conditions", "audience",
)  # fmt: skip
PRINTS = tuple(f"print_{name}" for name in COMPARED)
_NONE: dict[str, Any] = {}


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a JSONL file."""
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)


def wide_row(document: dict[str, Any]) -> Row:
    """Return a document as one wide row."""
    get = document.get
    agency, links, power = get("agency", _NONE), get("links", _NONE), get("authority", _NONE)
    audience, limit, process = (
        get("audience", _NONE),
        get("time_limit", _NONE),
        get("process", _NONE),
    )
    statutory, promised = limit.get("statutory", _NONE), limit.get("promised", _NONE)
    fees, result = get("fees", _NONE), get("result", _NONE)
    handling, contact = get("handling", _NONE), get("contact", _NONE)
    return (
        get("code"), get("handling_code"), get("row_id"), get("base_code"), get("local_base_code"),
        get("name"), get("type"), get("level"), get("region"), agency.get("code"),
        agency.get("name"), get("status"), get("version"), get("effective_date"), get("secret"),
        get("town_code"), get("town_name"), links.get("online"), links.get("pc"),
        links.get("mobile"), links.get("appointment"), power.get("body_kind"),
        power.get("power_source"), power.get("exercise_content"), power.get("reconsideration"),
        power.get("litigation"), get("conditions"), ",".join(audience.get("objects", ())),
        ",".join(audience.get("personal_topics", ())),
        ",".join(audience.get("corporate_topics", ())), statutory.get("number"),
        statutory.get("unit"), statutory.get("text"), statutory.get("note"),
        promised.get("number"), promised.get("unit"), promised.get("text"), promised.get("note"),
        process.get("text"), process.get("chart"), fees.get("charged"), fees.get("basis"),
        ",".join(result.get("types", ())), result.get("name"), result.get("sample"),
        result.get("validity"), result.get("licence_code"), handling.get("project_type"),
        handling.get("visits"), handling.get("visits_reason"), handling.get("online"),
        ",".join(handling.get("depth", ())), handling.get("hall"), handling.get("delivery"),
        contact.get("address"), contact.get("hours"), contact.get("consult"),
        contact.get("complaint"), contact.get("window"), contact.get("traffic"),
        orjson.dumps(get("legal_basis")).decode(), orjson.dumps(get("materials")).decode(),
        orjson.dumps(process.get("steps")).decode(), orjson.dumps(get("questions")).decode(),
    )  # fmt: skip


def printed_row(document: dict[str, Any]) -> Row:
    """Return the wide row behind ten fingerprints, as an audit in SQL would want them."""
    prints = tuple(
        int.from_bytes(blake2b(orjson.dumps(document.get(name)), digest_size=7).digest())
        for name in COMPARED
    )
    return (*prints, *wide_row(document))


def load(database: Path, source: Path, *, prints: bool = False) -> Figures:
    """Load a JSONL file into wide rows: ``executemany``, indexes afterwards, checkpoint."""
    figures: Figures = {"records": 0}
    columns = (*(PRINTS if prints else ()), *COLUMNS, *LISTS)
    make: Callable[[dict[str, Any]], Row] = printed_row if prints else wide_row
    connection = sqlite3.connect(database, isolation_level=None)
    with stopwatch(figures, "load"):
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-262144"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"CREATE TABLE wide (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        insert = f"INSERT INTO wide VALUES (NULL{', ?' * len(columns)})"
        rows = map(make, documents(source))
        while batch := list(islice(rows, BATCH)):
            connection.execute("BEGIN")
            connection.executemany(insert, batch)
            connection.execute("COMMIT")
            figures["records"] += len(batch)
        for number, index in enumerate(INDEXES):
            connection.execute(f"CREATE INDEX wide_{number} ON wide ({index})")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    figures["bytes"] = database.stat().st_size
    return figures


_FILLED = (
    "code", "base_code", "name", "type", "level", "region", "agency_code", "agency_name", "status",
    "version", "body_kind", "conditions", "statutory", "promised", "process", "charged",
    "result_types", "result_name", "project_type", "visits", "online", "hall", "address", "hours",
    "consult", "complaint", "link_online",
)  # fmt: skip
_CROSS = (
    "length(i.code) <> 31",
    "length(i.base_code) <> 12",
    "substr(i.code, 20, 12) <> i.base_code",
    "substr(i.code, 1, 18) <> i.agency_code",
    "substr(i.code, 19, 1) <> i.level",
    "i.promised > i.statutory AND i.promised_unit = i.statutory_unit",
    "i.project_type = '1' AND i.promised > 1",
    "i.visits > 0 AND coalesce(i.visits_reason, '') = ''",
    "i.visits = 0 AND i.online = 0 AND i.delivery = 0",
    "i.online = 1 AND i.depth = ''",
    "i.charged = 1 AND coalesce(i.fee_basis, '') = ''",
    "i.materials IN ('[]', 'null')",
    "i.legal_basis IN ('[]', 'null')",
)
RULES = (
    *(f"coalesce(i.{column}, '') = ''" for column in _FILLED),
    *(f"coalesce({rule}, 0)" for rule in _CROSS),
    *(f"coalesce(i.{name} <> b.{name}, 0)" for name in PRINTS),
)
"""Fifty rules: 40 of completeness, format and agreement, and ten comparisons with the standard."""


def audit(database: Path, rounds: int = 3) -> Figures:
    """Run one SQL pass with a bit mask of fifty rules over the wide rows, the last rounds warm."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA mmap_size=17179869184")
    connection.execute(
        "CREATE TEMP TABLE base AS SELECT base_code AS of,"
        f" {', '.join(PRINTS)} FROM wide WHERE code IS NULL"
    )
    connection.execute("CREATE UNIQUE INDEX temp.base_of ON base (of)")
    mask = " + ".join(f"CASE WHEN {rule} THEN {1 << n} ELSE 0 END" for n, rule in enumerate(RULES))
    query = (
        f"SELECT count(*), sum(mask <> 0) FROM (SELECT {mask} AS mask FROM wide i"
        " LEFT JOIN base b ON b.of = i.base_code WHERE i.code IS NOT NULL LIMIT -1 OFFSET 0)"
    )
    found = []
    for _ in range(rounds):
        figures: Figures = {}
        with stopwatch(figures, "pass"):
            figures["items"], figures["failing"] = connection.execute(query).fetchone()
        found.append(figures)
    connection.close()
    return {"rounds": found, **found[-1]}
