"""核查的网页: what to mend, whose it is, and each item beside its standard."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text
from starlette.requests import Request
from starlette.responses import Response

from app.auditing import registry
from app.auditing.asking import agency_of, region_of, rule_of
from app.auditing.filters import FindingFilter, element_of
from app.auditing.findings import read_findings
from app.auditing.heat import heat
from app.auditing.items import audit_item, find_items
from app.auditing.messages import difference_words
from app.auditing.rule import Rule, Severity
from app.auditing.summary import agencies, found_by_rule, summary
from app.auditing.totals import total_of
from app.codes import normalise
from app.items.errors import ItemNotFound
from app.items.queries import handling_items, heads
from app.kernel.http import get_database, get_language
from app.kernel.language import Language
from app.kernel.paging import decode, encode
from app.measuring.definitions import indicators
from app.measuring.snapshots import trend
from app.publishing.errors import ItemWithdrawn
from app.publishing.guides import STATES
from app.reporting.formats import FORMATS
from app.web.charts import drawn_heat, drawn_trend
from app.web.comparing import side
from app.web.places import taking_part, view
from app.web.rendering import asked, respond

PAGE, MOST_BODIES = 50, 15
SEVERITIES = ("error", "warning", "info")
ASPECTS = ("coverage", "completeness", "correctness", "consistency")


def overview(request: Request) -> Response:
    """核查概况: rates, elements, what to mend first, rules, bodies, sources."""
    with get_database(request).read() as reader:
        region = region_of(reader, asked(request).get("region"))
        warmth = heat(reader, region)
        lines = _lines(reader, region, get_language(request))
        return respond(
            request,
            "audit.html",
            heat=warmth,
            drawn_heat=drawn_heat(warmth, get_language(request)),
            whole=summary(reader, region),
            bodies=agencies(reader, region, most=MOST_BODIES),
            view=view(reader, region),
            rates=ASPECTS,
            lines=lines,
            days=sorted({point["day"] for _, points in lines for point in points}, reverse=True),
            drawn_trend=drawn_trend(lines),
            formats=FORMATS,
        )


def _lines(
    reader: Connection, region: int | None, language: Language
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the four rates on each day on which they were kept."""
    audited = {one.measure.audit: one for one in indicators().values() if one.audited}
    rates = [audited[name] for name in ASPECTS if name in audited]
    return [(one.words("title", language), trend(reader, one, region, None)) for one in rates]


def findings(request: Request) -> Response:
    """审核发现: a page of findings. State secrets are neither shown nor counted."""
    wanted = asked(request)
    language = get_language(request)
    with get_database(request).read() as reader:
        chosen = _filter(reader, wanted)
        cursor = wanted.get("cursor")
        after = tuple(int(part or 0) for part in decode(cursor, 3)) if cursor else None
        rows = read_findings(reader, chosen, language, after, PAGE + 1)  # type: ignore[arg-type]
        return respond(
            request,
            "findings.html",
            rows=[found for _, found in rows[:PAGE]],
            total=None if cursor else total_of(reader, chosen),
            following=encode(rows[PAGE - 1][0]) if len(rows) > PAGE else None,
            wanted=wanted,
            regions=taking_part(reader),
            severities=SEVERITIES,
            aspects=ASPECTS,
            rule=registry.all_rules()[chosen.rule] if chosen.rule else None,
            agency=_agency_name(reader, chosen.agency),
        )


def _filter(reader: Connection, wanted: dict[str, str]) -> FindingFilter:
    severity, aspect = wanted.get("severity"), wanted.get("aspect")
    return FindingFilter(
        region=region_of(reader, wanted.get("region")),
        agency=agency_of(reader, wanted.get("agency")),
        rule=rule_of(wanted.get("rule")),
        severity=Severity[severity.upper()] if severity in SEVERITIES else None,
        aspect=aspect if aspect in ASPECTS else None,
        element=wanted.get("element"),
    )


def item(request: Request) -> Response:
    """一个事项的核查: its elements beside the standard's, and what was found."""
    code = normalise(request.path_params["code"])
    language = get_language(request)
    with get_database(request).read() as reader:
        _let_see(reader, code)
        audits = [audit_item(reader, identity, language) for identity in find_items(reader, code)]
    told = [{**audit, "elements": _elements(audit, language)} for audit in audits]
    return respond(request, "audit_item.html", code=code, audits=told)


def _let_see(reader: Connection, code: str) -> None:
    """Hold to what guides hold to: no secrets, and what was cancelled is gone."""
    found = heads(reader, code) or handling_items(reader, code)
    known = [head for head in found if not head.secret]
    if not known:
        raise ItemNotFound(code=code)
    if not any(head.in_use for head in known):
        status = known[0].status
        if status in STATES:
            state, state_en = STATES[status]
            raise ItemWithdrawn(code=code, state=state, state_en=state_en)


def _elements(audit: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "here": side(row["element"], row["local"], row["difference"], "extra", language),
            "there": side(row["element"], row["standard"], row["difference"], "missing", language),
            "words": difference_words(row["difference"], language) if row["difference"] else "",
        }
        for row in audit["comparison"]
    ]


def rules(request: Request) -> Response:
    """审核规则: all of them, those that found something first."""
    with get_database(request).read() as reader:
        counts = found_by_rule(reader)
    known = registry.all_rules().values()
    rows = sorted(known, key=lambda rule: (-counts.get(rule.code, 0), rule.code))
    return respond(request, "rules.html", rows=[_told(rule, counts) for rule in rows])


def rule(request: Request) -> Response:
    """一条规则: what it reports, why that matters, how to put it right, on whose authority."""
    code = request.path_params["code"]
    found = registry.all_rules()[rule_of(code) or code]
    with get_database(request).read() as reader:
        counts = found_by_rule(reader)
    return respond(request, "rule.html", rule=_told(found, counts))


def _told(rule: Rule, counts: dict[str, int]) -> dict[str, Any]:
    names = (
        "code",
        "aspect",
        "title",
        "title_en",
        "why",
        "remedy",
        "remedy_en",
        "source",
        "citation",
    )
    return {
        **{name: getattr(rule, name) for name in names},
        "severity": rule.severity.name.lower(),
        "element": element_of(rule),
        "findings": counts.get(rule.code, 0),
    }


def _agency_name(reader: Connection, agency: int | None) -> str | None:
    if agency is None:
        return None
    found = reader.execute(text("SELECT name FROM agency WHERE id = :id"), {"id": agency})
    name: str | None = found.scalar_one_or_none()
    return name
