"""全面审核: find everything again, and say whether the standing findings were the same."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, text

from app.auditing.anew import judge_anew
from app.auditing.beside import asked_beside
from app.auditing.engine import Audit, open_audit
from app.auditing.keeping import keep_run, standing
from app.auditing.models import AuditRun
from app.auditing.touching import note_nothing
from app.auditing.value_verdicts import judged_in_memory
from app.items.state import advance
from app.items.verdicts import last_verdict
from app.kernel.bulk import next_id
from app.kernel.clock import now
from app.kernel.db import Database
from app.kernel.progress import Step, silent
from app.settings import KEPT_RUNS


def run_audit(
    database: Database,
    profile: str,
    *,
    anew: bool = False,
    step: Step = silent,
    keep: int = KEPT_RUNS,
) -> dict[str, Any]:
    """Run the full audit in one write transaction and return what it counted.

    Verdicts on values are kept with the value and used again, unless ``anew``, or unless the
    rules or the profile have changed since they were made. ``drift`` is how many findings the
    run and the standing findings did not share; with unchanged rules anything but 0 is a defect
    of this program. The newest ``keep`` runs can be compared with each other.
    """
    with database.write() as connection:
        started = now()
        audit = open_audit(connection, profile)
        stale = anew or audit.is_stale
        values = partial(judged_in_memory, audit.bench, step)
        early = stale and not audit.is_outdated  # the second connection sees what is committed
        first, last = (values,) if early else (), (counts_by_rule, standing)
        with asked_beside(database, audit.questions(), last, first) as answers:
            if early:
                audit.look_over()  # which takes as long in the database as the values in Python
            if stale and judge_anew(connection, audit, step, answers.kept(values)):
                audit.look_over()
            drift = audit.judge_and_measure(answers)
            before = answers.of(counts_by_rule, connection)
        advance(connection, rule_set=audit.rule_set, profile=profile)
        if audit.stood is not None and not stale:
            note_nothing(connection)
        counts = counts_by_rule(connection) if audit.stood is None else before
        run = _record(connection, audit, started, stale, drift, counts)
        keep_run(connection, run["id"], audit.rules_on, keep, audit.stood)
        return {**run, "before": before}


def _record(
    connection: Connection,
    audit: Audit,
    started: Any,
    anew: bool,
    drift: int,
    counts: dict[str, int],
) -> dict[str, Any]:
    run = {
        "id": next_id(connection, "audit_run"),
        "started_at": started,
        "finished_at": now(),
        "state": "done",
        "anew": int(anew),
        "items": int(connection.execute(text("SELECT count(*) FROM item")).scalar_one()),
        "findings": sum(counts.values()),
        "drift": drift,
        "rule_set": audit.rule_set,
        "counts": orjson.dumps(counts).decode(),
        "kept": 1,
        "last_item": next_id(connection, "item") - 1,
        "last_verdict": last_verdict(connection),
        "rules": orjson.dumps(audit.rules_on).decode(),
    }
    connection.execute(insert(AuditRun).values(**run))
    return run_dict(run)


def counts_by_rule(connection: Connection) -> dict[str, int]:
    """Return how many findings each rule has."""
    rows = connection.execute(
        text(
            "SELECT r.code, f.number FROM audit_rule r JOIN"
            " (SELECT rule_id, count(*) AS number FROM finding GROUP BY rule_id) f"
            " ON f.rule_id = r.id ORDER BY r.code"
        )
    )
    return {row.code: row.number for row in rows}


_INNER = ("last_item", "last_verdict", "rules")
"""What a run notes for the next one only."""


def read_runs(connection: Connection, limit: int = 50) -> list[dict[str, Any]]:
    """Return the newest runs first."""
    rows = connection.execute(select(AuditRun.__table__).order_by(AuditRun.id.desc()).limit(limit))
    return [run_dict(dict(row._mapping)) for row in rows]


def run_dict(run: dict[str, Any]) -> dict[str, Any]:
    """Return a run as an API shows it."""
    shown = {name: value for name, value in run.items() if name not in _INNER}
    for name in ("started_at", "finished_at"):
        shown[name] = run[name].isoformat() + "Z"
    for name in ("anew", "kept"):
        shown[name] = bool(run[name])
    return {**shown, "counts": orjson.loads(run["counts"])}


def settle(connection: Connection, audit: Audit) -> None:
    """Bring the findings up to date with what this transaction wrote, and advance the catalogue."""
    if audit.is_stale:
        judge_anew(connection, audit, silent)
        audit.judge_all()
    else:
        audit.settle()
    made_with = {"rule_set": audit.rule_set, "profile": audit.profile.name}
    advance(connection, **made_with, before=audit.state)
