"""JSON: the head of the report and all its findings, as the API shows them."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from app.reporting.report import Report


def document(report: Report) -> Iterator[bytes]:
    """Yield the report in pieces, UTF-8 JSON, in bounded memory."""
    yield orjson.dumps(report.head(), default=str)[:-1] + b',"findings":['
    comma = b""
    for found in report.findings():
        yield comma + orjson.dumps(found, default=str)
        comma = b",\n"
    yield b"]}\n"
