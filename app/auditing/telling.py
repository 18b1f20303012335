"""终端上的说法: the audit in lines of text, as ``yizhi audit`` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.auditing.messages import difference_words
from app.kernel.language import Language
from app.kernel.numbers import percent

GRAVITY = {"error": "错误", "warning": "警告", "info": "提示"}
RATES = {
    "coverage": "覆盖率",
    "completeness": "完整率",
    "correctness": "准确率",
    "consistency": "一致率",
}
ANSWERS = {
    "same": "相同",
    "better": "更优",
    "worse": "更差",
    "different": "不同",
    "unproven": "无法判断",
}
LEFT_OUT = {"cancelled": "已取消", "secret": "涉密"}


def one_line(found: Mapping[str, Any], language: Language) -> str:
    """Return a finding as a line: gravity, code, name, message, rule, place."""
    item, place = found["item"], found["place"]
    severity = found["severity"] if language == "en" else GRAVITY[found["severity"]]
    source = f"{place['file']}:{place['row']}" if place["file"] and place["row"] else ""
    parts = (severity, item["code"], item["name"] or "", found["message"], found["rule"])
    return "\t".join((*parts, place["pointer"], source)).rstrip("\t")


def sentences(whole: Mapping[str, Any]) -> Iterator[str]:
    """Return the summary in lines: rates, findings, what to mend first, what sources lack."""
    left_out = "".join(f"，{LEFT_OUT[why]} {n} 项不计入" for why, n in whole["excluded"].items())
    yield f"事项 {whole['items']}，其中实施清单 {whole['implementation_items']}{left_out}"
    for name, title in RATES.items():
        yield f"{title} {_rate(whole['rates'][name])}"
    yield "发现 " + "，".join(f"{GRAVITY[one]} {n}" for one, n in whole["findings"].items())
    yield "\n各要素一致率："
    for row in whole["elements"].values():
        yield f"  {row['title']}\t{_rate(row)}"
    yield "\n先改什么，归谁改："
    for row in whole["mend_first"]:
        yield f"  {row['name'] or '（没有写明实施主体）'}\t{row['title']}\t{row['findings']}\t{row['remedy']}"
    for source in whole["sources"]:
        if source["absent"]:
            titles = "、".join(field["title"] or field["pointer"] for field in source["absent"])
            yield f"\n{source['file']}：{source['rows']} 行都没有 {titles}"


def rows(told: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Return a breakdown, one row a line: what is counted, then the figures."""
    for row in told:
        if "rates" in row:
            head = (row.get("region") or row.get("agency"), row["name"], row["items"])
            rates = (f"{title} {_rate(row['rates'][name])}" for name, title in RATES.items())
            found = (f"{GRAVITY[one]} {number}" for one, number in row["findings"].items())
            yield "\t".join(map(str, (*head, *rates, *found)))
        elif "rule" in row:
            cells = (row["rule"], GRAVITY[row["severity"]], row["findings"], row["title"])
            yield "\t".join(map(str, cells))
        else:
            yield f"{row['element']}\t{row['title']}\t{_rate(row)}"


def audit_lines(audit: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Return the audit of one item in lines: findings, then the comparison."""
    item = audit["item"]
    yield f"{item['name'] or ''}\n{item['code']}  {item['agency_name'] or ''}"
    for found in audit["findings"]:
        yield f"  {GRAVITY[found['severity']]}\t{found['message']}\t{found['rule']}"
        yield f"  \t→ {found['remedy']}"
    if audit["standard"]:
        yield f"标准 {audit['standard']['code']}"
    for row in audit["comparison"]:
        words = difference_words(row["difference"], language) if row["difference"] else ""
        yield f"  {row['title']}\t{ANSWERS[row['answer']]}\t{words}".rstrip("\t")


def _rate(rate: Mapping[str, Any]) -> str:
    if rate["ratio"] is None:
        return "–"
    return f"{percent(rate['ratio'])}（{rate['numerator']}/{rate['denominator']}）"
