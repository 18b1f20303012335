"""别的校验工具: pandera and Great Expectations on the rules they can express, and our full audit.

All read the same generated catalogue, each in a process of its own. They are given the rows flat
and in memory, without findings to store; ours stores every finding of every rule.
"""

from __future__ import annotations

import os
import socket
import sys
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import orjson
from sqlalchemy import text

from app.kernel.db import Database
from bench.checks import Check, checks, rows, told
from bench.generate import catalogue
from bench.measure import Figures, apart, keep, scratch, stopwatch

PEERS = ("pandera", "great_expectations")
HINT = "make peers  (pip install --require-hashes -r requirements-bench.lock)"


def run(items: int) -> Figures | None:
    """Measure all three at one size, print it and keep it; None where the peers are not there."""
    lacking = [name for name in PEERS if find_spec(name) is None]
    if lacking:
        print(f"{', '.join(lacking)}: not installed, not measured: {HINT}", file=sys.stderr)
        return None
    figures: Figures = {"items": items, **told()}
    with scratch() as folder:
        url = f"sqlite:///{folder}/own.db"
        apart("bench.auditing:build", url=url, items=items)
        for name, anew in (("own_warm", False), ("own_anew", True)):
            figures[name] = _own(apart("bench.auditing:full", url=url, anew=anew, rounds=2))
        figures["own_found"] = apart("bench.validators:found_by_own", url=url)["found"]
    for name in PEERS:
        figures[name] = apart(f"bench.validators:with_{name}", items=items)
    kept = {"items": items, "rounds": 1, "sqlite": _compared(figures)}
    print(orjson.dumps(kept, option=orjson.OPT_INDENT_2).decode())
    keep(f"validators-{items}", kept)
    return kept


def _own(figures: Figures) -> Figures:
    return {
        "check_s": figures["audit_s"],
        "check_cpu_s": figures["audit_cpu_s"],
        "peak_mb": figures["peak_mb"],
        "own_mb": figures["own_mb"],
        "findings": figures["findings"],
    }


def _compared(figures: Figures) -> Figures:
    """Return what is kept: shares of our audit, and whether all found the same."""
    ours, anew = figures["own_warm"], figures["own_anew"]
    kept: Figures = {name: figures[name] for name in ("checks", "rules_told", "rules")}
    kept |= {"findings": ours["findings"]}
    kept |= {f"own_{name}": round(ours[name], 3) for name in ("check_cpu_s", "own_mb")}
    kept |= {f"own_anew_{name}": round(anew[name], 3) for name in ("check_cpu_s", "own_mb")}
    counts = [figures[name]["found"] for name in PEERS]
    assert counts[0] == counts[1], [one for one in zip(*counts, strict=True) if one[0] != one[1]]
    for name in PEERS:
        peer = figures[name]
        kept |= {
            f"{name}_load_cpu_s": round(peer["load_cpu_s"], 3),
            f"{name}_check_cpu_s": round(peer["check_cpu_s"], 3),
            f"{name}_own_mb": peer["own_mb"],
            f"{name}_ratio": round(peer["check_cpu_s"] / ours["check_cpu_s"], 2),
            f"{name}_ratio_loaded": round(
                (peer["load_cpu_s"] + peer["check_cpu_s"]) / ours["check_cpu_s"], 2
            ),
            f"{name}_ratio_anew": round(
                (peer["load_cpu_s"] + peer["check_cpu_s"]) / anew["check_cpu_s"], 2
            ),
            f"{name}_ratio_memory": round(peer["own_mb"] / max(ours["own_mb"], 1), 2),
        }
    return kept | _agreement(counts[0], figures["own_found"])


def _agreement(theirs: list[int], ours: dict[str, int]) -> Figures:
    """Return how many rules find as much here as there; of two only some fields are told."""
    found: Counter[str] = Counter()
    for check, number in zip(checks(), theirs, strict=True):
        found[check.rule] += number
    whole = sorted(found.keys() - {"undefined-code", "overlong-text", "negative-number"})
    other = [rule for rule in whole if found[rule] != ours.get(rule, 0)]
    print("found otherwise:", {rule: (found[rule], ours.get(rule, 0)) for rule in other})
    return {"rules_alike": len(whole) - len(other), "rules_compared": len(whole)}


def found_by_own(url: str) -> Figures:
    """Return how many findings each of our rules has on implementation items."""
    database = Database(url)
    with database.read() as connection:
        found = {row.code: row.number for row in connection.execute(_FOUND)}
    database.dispose()
    return {"found": found}


def _frame(items: int, figures: Figures) -> Any:
    pandas = import_module("pandas")
    with stopwatch(figures, "load"):
        frame = pandas.DataFrame(rows(catalogue(items).documents))
    figures["rows"] = len(frame)
    return frame


def with_pandera(items: int) -> Figures:
    """Validate with pandera: one schema, lazily, so that every failure is counted."""
    os.environ["PANDERA_VALIDATION_ENABLED"] = "True"
    pa = import_module("pandera.pandas")
    figures: Figures = {}
    frame = _frame(items, figures)
    with stopwatch(figures, "check"):
        schema = pa.DataFrameSchema(
            checks=[
                pa.Check(_judged(check), name=str(number), raise_warning=False)
                for number, check in enumerate(checks())
            ]
        )
        found = Counter[int]()
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            cases = errors.failure_cases
            told_by = cases.drop_duplicates(["check_number", "check", "index"])
            found.update(int(name) for name in told_by["check"])
    figures["found"] = [found[number] for number in range(len(checks()))]
    return figures


def _judged(check: Check) -> Any:
    """Return a check of the whole table: true where a row is as it should be."""

    def judge(frame: Any) -> Any:
        column = frame[check.column]
        good = _GOOD[check.kind](column, check.value)
        if check.where is None:
            return good
        asked = frame.eval(check.where, engine="python")
        return good | ~asked.fillna(value=False).astype(bool)

    return judge


_GOOD: dict[str, Any] = {
    "filled": lambda column, _: column.notna() & (column != ""),
    "among": lambda column, codes: column.isna() | column.isin(codes),
    "shorter": lambda column, most: column.isna() | (column.str.len() <= most),
    "least": lambda column, least: column.isna() | (column >= least),
    "like": lambda column, pattern: column.isna() | column.str.contains(pattern, regex=True),
    "unlike": lambda column, pattern: column.isna() | ~column.str.contains(pattern, regex=True),
    "never": lambda column, _: ~column,
}


def with_great_expectations(items: int) -> Figures:
    """Validate with Great Expectations; its telemetry is off, and nothing may connect."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    socket.socket.connect = _refused  # type: ignore[method-assign]
    gx = import_module("great_expectations")
    figures: Figures = {}
    frame = _frame(items, figures)
    with stopwatch(figures, "check"):
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        source = context.data_sources.add_pandas("rows")
        whole = source.add_dataframe_asset("items").add_batch_definition_whole_dataframe("all")
        suite = gx.ExpectationSuite("rules", expectations=_expected(gx))
        batch = whole.get_batch(batch_parameters={"dataframe": frame})
        result = batch.validate(suite, result_format="SUMMARY")
    found = {
        one.expectation_config.meta["number"]: one.result["unexpected_count"]
        for one in result.results
    }
    figures["found"] = [int(found[number]) for number in range(len(checks()))]
    return figures


def _refused(*_: object) -> None:
    raise OSError("no network here")


def _expected(gx: Any) -> list[Any]:
    """Return one expectation for each check; they come back in another order, hence the number."""
    found = []
    for number, check in enumerate(checks()):
        name, arguments = _EXPECTATIONS[check.kind]
        narrowed = {"row_condition": check.where, "condition_parser": "pandas"}
        found.append(
            getattr(gx.expectations, name)(
                column=check.column,
                meta={"number": number},
                **arguments(check.value),
                **(narrowed if check.where else {}),
            )
        )
    return found


_EXPECTATIONS: dict[str, Any] = {
    "filled": ("ExpectColumnValuesToNotBeNull", lambda _: {}),
    "among": ("ExpectColumnValuesToBeInSet", lambda codes: {"value_set": codes}),
    "shorter": ("ExpectColumnValueLengthsToBeBetween", lambda most: {"max_value": most}),
    "least": ("ExpectColumnValuesToBeBetween", lambda least: {"min_value": least}),
    "like": ("ExpectColumnValuesToMatchRegex", lambda pattern: {"regex": pattern}),
    "unlike": ("ExpectColumnValuesToNotMatchRegex", lambda pattern: {"regex": pattern}),
    "never": ("ExpectColumnValuesToBeInSet", lambda _: {"value_set": [False]}),
}
_FOUND = text(
    "SELECT r.code, count(*) AS number FROM finding f JOIN audit_rule r ON r.id = f.rule_id"
    " JOIN item i ON i.id = f.item_id WHERE i.kind = 1 GROUP BY r.code"
)
