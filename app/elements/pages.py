"""要素页: docs/elements/, one page per element, written from the schemas."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.elements.fields import Field
from app.elements.schemas import RECORD_FILES, Record
from app.elements.standard import (
    Standard,
    enumeration_members,
    enumeration_names,
    enumeration_title,
    load_standard,
)
from app.elements.wording import condition_words, obligation_words, value_words
from app.kernel.pages import MARK

_FOLDER = "docs/elements"
_RECORDS: dict[Record, tuple[str, str]] = {
    "implementation": ("implementation-item", "Implementation item"),
    "base": ("base-item", "Base catalogue item"),
}
_TABLE = "| 名称 Name | 字段 Field | 取值 Value | 义务 Obligation |\n|---|---|---|---|"


def pages() -> dict[str, str]:
    """Return {path: text}: a page per element and per record, the enumerations, the index."""
    standard = load_standard("implementation")
    kinds = [one for one in standard.fields if one.pointer == f"/{one.kind}"]
    result = {f"{_FOLDER}/{kind.kind}.md": _element_page(standard, kind) for kind in kinds}
    for record, (name, title) in _RECORDS.items():
        result[f"{_FOLDER}/{name}.md"] = _record_page(load_standard(record), title, kinds)
    result[f"{_FOLDER}/enumerations.md"] = _enumerations_page()
    result[f"{_FOLDER}/README.md"] = _index_page(kinds)
    return result


def _element_page(standard: Standard, kind: Field) -> str:
    fields = [one for one in standard.kind_fields(str(kind.kind)) if one.aliases or one.leaf]
    heading = f"# {kind.title} {kind.title_en}"
    file = f"[schemas/elements/{kind.kind}.json](../../schemas/elements/{kind.kind}.json)"
    about = f"{kind.description}\n\n`{kind.kind}` · {file}"
    return _page(heading, about, _table(fields), *_details(standard, fields))


def _record_page(standard: Standard, title_en: str, kinds: Iterable[Field]) -> str:
    fields = standard.own_fields()
    elements = "、".join(
        f"[{kind.title}]({kind.kind}.md)"
        for kind in kinds
        if any(one.pointer == kind.pointer for one in standard.fields)
    )
    file = RECORD_FILES[standard.record]
    return _page(
        f"# {standard.title} {title_en}",
        f"[schemas/{file}](../../schemas/{file})。本页列出事项自有的字段；"
        f"要素另见 the fields of its own; its elements are: {elements}。",
        _table(fields),
        *_details(standard, fields),
    )


def _table(fields: Iterable[Field]) -> str:
    rows = [
        f"| {one.title} {one.title_en} | `{one.pointer}` | {value_words(one)[0]} "
        f"| {obligation_words(one)[0]} |"
        for one in fields
    ]
    return "\n".join([_TABLE, *rows])


def _details(standard: Standard, fields: Iterable[Field]) -> Iterator[str]:
    for one in fields:
        lines = [f"## {one.title} {one.title_en}", one.description, _facts(standard, one)]
        yield "\n\n".join(lines)


def _facts(standard: Standard, one: Field) -> str:
    zh, en = obligation_words(one)
    facts = [f"字段 Field：`{one.pointer}`", "取值 Value：" + " ".join(value_words(one))]
    if one.enumeration_name and one.enumeration:
        codes = "，".join(f"`{code}` {label}" for code, label in one.enumeration.items())
        facts.append(f"[代码](enumerations.md#{one.enumeration_name}) Codes：{codes}")
    facts.append(f"义务 Obligation：{zh} — {en}")
    if one.when:
        words = [condition_words(standard, one, condition) for condition in one.when]
        facts.append(f"条件 When：{'，且'.join(w[0] for w in words)} — "
                     f"{' and '.join(w[1] for w in words)}")  # fmt: skip
    if one.lists:
        facts.append(f"多表格式的工作表 Sheet：{one.lists}，一行一项 one row per member")
    if one.examples:
        facts.append(f"示例 Example：`{json.dumps(one.examples[0], ensure_ascii=False)}`")
    if one.aliases:
        facts.append("表头别名 Header names：" + "、".join(one.aliases))
    if one.exchange:
        facts.append("交换列 Exchange columns：" + "，".join(f"`{name}`" for name in one.exchange))
    return "\n".join(f"- {fact}" for fact in facts)


def _enumerations_page() -> str:
    return _page("# 代码表 Enumerations", *map(_enumeration, enumeration_names()))


def _enumeration(name: str) -> str:
    rows = [
        f"| `{member.code}` | {member.title} | {member.title_en} "
        f"| {'、'.join(member.aliases)} | {member.description} |"
        for member in enumeration_members(name)
    ]
    title, title_en, about = enumeration_title(name)
    file = f"[schemas/enumerations/{name}.json](../../schemas/enumerations/{name}.json) {about}"
    head = "| 代码 | 名称 | Name | 其他写法 Also written | 说明 |\n|---|---|---|---|---|"
    anchor = f'<a id="{name}"></a>'
    return "\n".join([f"## {title} {title_en}", "", anchor, "", file.strip(), "", head, *rows])


def _index_page(kinds: Iterable[Field]) -> str:
    records = [
        f"- [{load_standard(record).title} {title}]({name}.md)"
        for record, (name, title) in _RECORDS.items()
    ]
    elements = [f"- [{kind.title} {kind.title_en}]({kind.kind}.md)" for kind in kinds]
    return _page(
        "# 要素标准 The element standard",
        "写在 [schemas/](../../schemas/) 里，这里的各页由它生成。"
        "Stated in schemas/; these pages are written from it.",
        "\n".join(records),
        "\n".join(elements),
        "- [代码表 Enumerations](enumerations.md)",
    )


def _page(*parts: str) -> str:
    return "\n\n".join([MARK, *parts]) + "\n"
