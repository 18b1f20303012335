"""提案在终端上: what ``yizhi mappings`` says of a mapping, line by line."""

from __future__ import annotations

from typing import Any

import typer

Document = dict[str, Any]


def print_proposal(told: Document) -> None:
    """Say what is proposed: a line a column, then what is left open and what is missing."""
    whole = "" if told["complete"] else "（前面部分）"
    kind = {"base": "基本目录", "implementation": "实施清单"}[told["record"]]
    typer.echo(f"{told['file']}：看了 {told['looked_at']} 行{whole}，读作{kind}")
    if told["known"]:
        typer.echo(f"  映射 {told['known']} 已能读取这个文件")
    for one in told["columns"]:
        typer.echo(f"  {_line(one)}")
    print_open(told["mapping"])
    if told["missing"]:
        typer.echo(f"  应填而没有列可读：{'、'.join(one['title'] for one in told['missing'])}")


def _line(one: Document) -> str:
    place = f"{one['sheet']}!{one['column']}" if one["sheet"] else one["column"]
    if one["field"] is None:
        others = "、".join(f"{o['title']} {o['confidence']:.2f}" for o in one["others"])
        why = one["unread"]["zh"] if one["unread"] else ""
        return f"{place} → 不读（{why}{'；可能是 ' + others if others else ''}）"
    titles = "、".join(field["title"] for field in (one["field"], *one["also"]))
    evidence = "；".join(told["zh"] for told in one["evidence"])
    signs = "".join(f" 分隔符“{sign}”".replace("\n", "换行") for sign in one["separators"])
    return f"{place} → {titles}（{one['reader']}{signs}，{one['confidence']:.2f}：{evidence}）"


def print_fields(mapping: Document) -> None:
    """Say which column each field is read from."""
    for pointer, spec in mapping.get("fields", {}).items():
        columns = spec.get("from", "–")
        shown = columns if isinstance(columns, str) else "、".join(columns)
        table = f"，值表 {spec['table']}" if isinstance(spec.get("table"), str) else ""
        typer.echo(f"  {shown} → {pointer}{table}")


def print_open(mapping: Document) -> None:
    """Say what people have to settle, with the rows that may help them."""
    for told in mapping.get("undecided", {}).values():
        seen = "、".join(f"{word}×{count}" for word, count in told.get("values", {}).items())
        typer.echo(f"  待选定：“{told['column']}”（{seen}）", err=True)
        for one in told["readings"]:
            typer.echo(f"    --values {told['column']}={one['name']}　{one['title']}", err=True)
        for row in told.get("samples", ()):
            beside = "，".join(f"{name} {text}" for name, text in row["beside"].items())
            typer.echo(f"    第 {row['row']} 行：{row['value']}（{beside}）", err=True)


def print_saved(saved: Document | None, mapping: Document) -> None:
    """Say what became of it, and what comes next."""
    if saved is None:
        typer.echo("  没有保存；加 --save 名称 保存")
    elif saved["state"] == "confirmed":
        typer.echo(f"  已保存并确认：{saved['name']} 第 {saved['version']} 版")
    else:
        open_ones = "，先选定上面的读法" if mapping.get("undecided") else ""
        typer.echo(f"  已保存为草稿{open_ones}；确认：yizhi mappings confirm {saved['name']}")
