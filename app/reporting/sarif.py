"""SARIF 2.1.0: findings in the format in which linters report, for tools that gather such reports.

A result names the rule, says what is wrong, and points at the field of the item (a logical
location) and, where the item came from a file, at the row (a physical location). The fingerprint
is the same in every report as long as item, rule, place and facts are. A waived finding is
suppressed, with its reason. Source: OASIS SARIF 2.1.0 (2020).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import orjson

from app import __version__
from app.auditing import registry
from app.auditing.rule import Rule, Severity
from app.kernel.hashing import digest
from app.reporting.report import Report

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "yizhiFinding/v1"


def sarif(report: Report) -> Iterator[bytes]:
    """Yield the report in pieces, UTF-8 JSON, in bounded memory."""
    rules = sorted(registry.all_rules().values(), key=lambda rule: rule.code)
    places = {rule.code: place for place, rule in enumerate(rules)}
    head = {
        "tool": {"driver": _driver(rules, report)},
        "invocations": [{"executionSuccessful": True, "endTimeUtc": report.made_at}],
        "properties": {"scope": report.scope, "catalogueVersion": report.version},
    }
    yield b'{"$schema":' + orjson.dumps(SCHEMA) + b',"version":"2.1.0","runs":['
    yield orjson.dumps(head)[:-1] + b',"results":['
    yield from _joined(_result(found, places) for found in report.findings())
    yield b"]}]}\n"


def _driver(rules: Iterable[Rule], report: Report) -> dict[str, Any]:
    return {
        "name": "Yizhi",
        "fullName": "一致 Yizhi",
        "semanticVersion": __version__,
        "language": "zh-CN" if report.language == "zh" else "en",
        "rules": [_descriptor(rule, report.language == "zh") for rule in rules],
        "properties": {"ruleSet": report.rule_set, "profile": report.profile},
    }


def _descriptor(rule: Rule, chinese: bool) -> dict[str, Any]:
    title, why, remedy = (
        (rule.title, rule.why, rule.remedy)
        if chinese
        else (rule.title_en, rule.why_en, rule.remedy_en)
    )
    return {
        "id": rule.code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": remedy},
        "defaultConfiguration": {"level": LEVELS[Severity(rule.severity).name.lower()]},
        "properties": {"aspect": rule.aspect, "source": rule.citation, "tags": [rule.aspect]},
    }


def _result(found: dict[str, Any], places: dict[str, int]) -> dict[str, Any]:
    result = {
        "ruleId": found["rule"],
        "ruleIndex": places[found["rule"]],
        "level": LEVELS[found["severity"]],
        "message": {"text": found["message"]},
        "locations": [_location(found)],
        "partialFingerprints": {FINGERPRINT: fingerprint(found)},
        "properties": {"remedy": found["remedy"], "agency": found["item"]["agency_name"]},
    }
    if found["waiver"]:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": found["waiver"]["reason"]}
        ]
    return result


def _location(found: dict[str, Any]) -> dict[str, Any]:
    item, place = found["item"], found["place"]
    name = "/".join(part for part in (item["code"], item["qualifier"]) if part)
    logical = {
        "name": item["name"] or item["code"],
        "fullyQualifiedName": f"{name}#{place['pointer']}",
        "kind": "object",
    }
    location: dict[str, Any] = {"logicalLocations": [logical]}
    if place["file"]:
        location["physicalLocation"] = _physical(place)
    return location


def _physical(place: dict[str, Any]) -> dict[str, Any]:
    artifact = place["file"] + (f"#{place['sheet']}" if place["sheet"] else "")
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(artifact, safe="/#")}}
    if place["row"]:
        physical["region"] = {"startLine": place["row"]}
    return physical


def fingerprint(found: dict[str, Any]) -> str:
    """Return what tells this finding from every other one, in hexadecimal digits."""
    item = found["item"]
    facts = orjson.dumps(found["facts"], option=orjson.OPT_SORT_KEYS, default=str)
    parts = (item["code"], item["qualifier"], found["rule"], found["place"]["pointer"])
    return digest("\x1f".join(parts).encode() + b"\x1f" + facts).hex()


def _joined(results: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    comma = b""
    for result in results:
        yield comma + orjson.dumps(result)
        comma = b",\n"
