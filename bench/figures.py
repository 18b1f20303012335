"""数字: the tables of README and docs/performance.md, written from ``results/``.

Of several sizes the largest stands in the README; all stand in docs/performance.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.measure import ENGINES, RESULTS
from bench.pages import COLUMNS, NONE
from bench.planting.measuring import table

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)
MEASUREMENTS = ("serving", "importing", "workbooks", "auditing", "pages")
UNITS = {"workbooks": "rows"}
"""What ``items`` counts, where that is not items."""
Found = dict[str, Any]


class Line(NamedTuple):
    """One line of the README's table."""

    measurement: str
    work: str
    against: str
    cell: Callable[[Found], str]
    aim: str


def _times(*path: str) -> Callable[[Found], str]:
    """Show a ratio as "0.96 ×"."""
    return lambda found: f"{_figure(float(_at(found, path)))} ×"


def _against(one: str, other: str) -> Callable[[Found], str]:
    """Show how many times less processor time one variant takes than another."""

    def cell(found: Found) -> str:
        return f"{_figure(_at(found, _us(other)) / _at(found, _us(one)))} ×"

    return cell


def _us(variant: str) -> tuple[str, ...]:
    return ("variants", variant, "us")


def _at(found: Found, path: tuple[str, ...]) -> Any:
    for step in path:
        found = found[step]
    return found


def _share(found: Found, column: str) -> str:
    """Show the worst address as a share of the limit: "0.44 ×"."""
    return f"{_figure(found[f'worst_{column}'] / found['limit_ms'])} ×"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


README = (
    Line("serving", "一份指南 one guide by code", "Starlette route, the same bytes from memory",
         _times("variants", "guide", "ratio"), "≥ 0.65; ≥ 0.6"),
    Line("serving", "… 304", "the same", _times("variants", "guide, 304", "ratio"), "≥ 0.75"),
    Line("serving", "… made anew for each request", "the same",
         _times("variants", "guide, no page kept", "ratio"), ""),
    Line("serving", "… as served", "FastAPI, ORM, response model",
         _against("guide", "guide, plain"), "≥ 30"),
    Line("serving", "二十条的列表 a list of 20", "FastAPI, ORM, response model",
         _times("variants", "list", "ratio"), "≥ 6"),
    Line("serving", "… made anew for each request", "the same",
         _times("variants", "list, no page kept", "ratio"), ""),
    Line("importing", "导入 import: validated, judged, audited",
         "unchecked `executemany` of wide rows", _times("ratio"), "≥ 0.75"),
    Line("importing", "… by processor time, the server's included", "the same",
         _times("ratio_cpu"), ""),
    Line("importing", "… beside the quickest load there is", "plain `COPY` of wide rows",
         _times("ratio_copy"), ""),
    Line("importing", "… memory of its own at most", "",
         lambda found: f"{found['own_mb']} MB", "≤ 400 MB"),
    Line("importing", "… what is stored", "the JSONL file: 1", _times("own_size"), "≤ 0.30"),
    Line("workbooks", "预览改过的工作簿 an edited workbook read, checked, previewed",
         "calamine reading every cell into rows", _times("ratio"), "≥ 0.5"),
    Line("workbooks", "… sent back with one row in a hundred marked: memory at most", "",
         lambda found: f"{found['marked_mb']} MB", "≤ 160 MB"),
    Line("auditing", "全量核查 full audit, every finding stored",
         "one SQL pass of 50 rules, nothing stored: share of its time", _times("ratio"), "≤ 1"),
    Line("auditing", "… every value judged anew", "the same", _times("ratio_anew"), "≤ 1.5"),
    Line("auditing", "增量核查 audit after ten changes", "95 of 100 take no more than",
         lambda found: f"{_figure(found['settle_95_ms'])} ms", "≤ 2 ms; ≤ 8 ms"),
    Line("pages", "页面 the slowest page or address, warm", "300 ms: share of it",
         lambda found: _share(found, "cpu_ms"), "≤ 1"),
    Line("pages", "… the first answer after a write", "the same",
         lambda found: _share(found, "after_one_cpu_ms"), "≤ 1"),
)  # fmt: skip


def results() -> dict[tuple[str, str], list[Found]]:
    """Return what is kept, by measurement and engine, the largest first."""
    found: dict[tuple[str, str], list[Found]] = {}
    for path in RESULTS.glob("*.json"):
        measurement, *_, engine = path.stem.split("-")
        if engine in ENGINES:
            found.setdefault((measurement, engine), []).append(json.loads(path.read_text("utf-8")))
    for some in found.values():
        some.sort(key=lambda one: one["items"], reverse=True)
    return found


def readme() -> str:
    """Return the README's table: the lines there are results of."""
    kept = results()
    lines = [
        "| 工作 Work | 对照 Against | SQLite | PostgreSQL | 目标 Aim |",
        "|---|---|---|---|---|",
    ]
    for line in README:
        cells = [_cell(line, kept.get((line.measurement, engine), [])) for engine in ENGINES]
        if set(cells) != {NONE}:
            lines.append(f"| {line.work} | {line.against} | {' | '.join(cells)} | {line.aim} |")
    sizes = {
        m: max((found[0]["items"] for (name, _), found in kept.items() if name == m), default=0)
        for m in MEASUREMENTS
    }
    told = ", ".join(
        f"{name} with {size:,} {UNITS.get(name, 'items')}" for name, size in sizes.items() if size
    )
    return (
        "\n".join(lines)
        + f"\n\nMeasured by `make bench` ({told}), as ratios within one run; above 1 is quicker,"
        + " save where times are told. Method and limits in [bench](bench/README.md), all figures"
        + " in [performance](docs/performance.md).\n"
    )


def _cell(line: Line, found: list[Found]) -> str:
    for one in found:
        try:
            return line.cell(one)
        except (KeyError, TypeError):
            continue
    return NONE


def performance() -> str:
    """Return the tables of docs/performance.md."""
    kept = results()
    parts = []
    for measurement in (*MEASUREMENTS, "validators"):
        for engine in ENGINES:
            for one in kept.get((measurement, engine), []):
                on = "; ".join(f"{name} {value}" for name, value in one["on"].items())
                parts.append(
                    f"\n### {measurement}, {one['items']:,} {UNITS.get(measurement, 'items')},"
                    f" {engine}\n\n"
                    f"{one['measured']}; {on}; rounds {one.get('rounds', 1)}.\n\n"
                )
                parts.append("\n".join(_told(one)) + "\n")
    return "".join(parts)


def _told(found: Found) -> Iterator[str]:
    if "variants" in found:
        return _variants(found)
    return _pages(found) if "pages" in found else _plain(found)


def _pages(found: Found) -> Iterator[str]:
    """Every address, the slowest first; the clock's milliseconds beside the processor's."""
    limit = f"Of {found['limit_ms']:.0f} ms"
    yield f"| Address | p50 ms | p95 ms | CPU ms | After one ms | CPU ms | After 1,000 CPU ms | {limit} |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, one in sorted(found["pages"].items(), key=lambda entry: -entry[1]["ratio"]):
        cells = " | ".join(str(one.get(column, NONE)) for column in COLUMNS)
        yield f"| {name} | {cells} | {one['ratio']:.2f} |"
    yield ""
    yield (
        f"{found['beyond_limit']} of {found['addresses']} addresses beyond the limit."
        f" Counted from nothing, one after the other, CPU ms: {_first(found, 'from_nothing')}."
        f" Read after a restart: {_first(found, 'restarted')}."
    )


def _first(found: Found, when: str) -> str:
    told = found.get(f"{when}_cpu_ms", {})
    return "; ".join(f"`{path}` {ms:,}" for path, ms in told.items()) or NONE


def _variants(found: Found) -> Iterator[str]:
    yield "| Variant | CPU µs per answer | Answers per s | p99 ms | Bytes | Ratio | To | Aim |"
    yield "|---|---:|---:|---:|---:|---:|---|---|"
    for name, one in found["variants"].items():
        aim = f"≥ {one['aim']}" if "aim" in one else ""
        yield (
            f"| {name} | {one['us']:.1f} | {one['per_s']:,} | {one['p99_ms']:.1f}"
            f" | {one['bytes']:,} | {one['ratio']:.3f} | {one['of']} | {aim} |"
        )


def _plain(found: Found) -> Iterator[str]:
    yield "| Figure | Value |"
    yield "|---|---:|"
    for name, value in found.items():
        if name not in ("measured", "on", "items", "rounds") and not isinstance(value, dict | list):
            yield (
                f"| `{name}` | {value:,} |" if isinstance(value, int) else f"| `{name}` | {value} |"
            )


def written(page: str, block: str) -> str:
    """Return a page with its block of figures replaced."""
    return BLOCK.sub(lambda _: block, page)


def planted() -> str:
    """Return the table of docs/planted-faults.md."""
    kept = results()
    return table({engine: kept[name, engine][0] for name, engine in kept if name == "planting"})


PAGES: dict[str, Callable[[], str]] = {
    "README.md": readme,
    "docs/performance.md": performance,
    "docs/planted-faults.md": planted,
}


def write() -> None:
    """Write the figures into the pages that show them."""
    for name, block in PAGES.items():
        path = ROOT / name
        path.write_text(written(path.read_text("utf-8"), block()), "utf-8")
