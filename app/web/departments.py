"""部门对照的网页: bodies of one department line side by side."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import region_of
from app.auditing.departments import SEVERITIES, department
from app.kernel.http import get_database, get_language
from app.kernel.language import Language
from app.web.charts import opening
from app.web.places import taking_part
from app.web.rendering import asked, respond

MOST, MOST_DRAWN = 200, 30
WORDS = {
    "error": ("错误", "errors", "error"),
    "warning": ("警告", "warnings", "chart-2"),
    "info": ("提示", "hints", "chart-4"),
}


def agencies(request: Request) -> Response:
    """部门对照: rates and findings per 100 items, for bodies that do the same work."""
    wanted, language = asked(request), get_language(request)
    with get_database(request).read() as reader:
        place = region_of(reader, wanted.get("region"))
        told = department(reader, wanted.get("line"), place)
        return respond(
            request,
            "agencies.html",
            lines=told.lines,
            line=told.line,
            rows=told.rows[:MOST],
            more=max(0, len(told.rows) - MOST),
            drawn=_drawn(told.rows[:MOST_DRAWN], wanted.get("region"), language),
            severities=SEVERITIES,
            wanted=wanted,
            regions=taking_part(reader),
        )


def _drawn(rows: list[dict[str, Any]], region: str | None, language: Language) -> dict[str, Any]:
    english = language == "en"
    return {
        "names": [row["name"] or row["agency"] for row in rows],
        "series": [
            {
                "name": WORDS[name][english],
                "colour": WORDS[name][2],
                "values": [row["per_100"][name] for row in rows],
            }
            for name in SEVERITIES
        ],
        "ratio": False,
        "hrefs": [
            opening("/audit/findings", {"agency": row["agency"], "region": region}) for row in rows
        ],
    }
