"""由标准生成的规则: missing fields, codes outside their dictionary, texts too long.

Nobody writes sixty “missing” rules: what an item owes is stated once, in schemas/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from app.auditing.rule import Applies, Own, Place, Rule, Severity, place
from app.auditing.rules.walking import found, reader, skim
from app.auditing.rules.wording import brief
from app.elements.fields import Field
from app.elements.kinds import KINDS
from app.elements.obligations import Condition, is_stated
from app.elements.standard import Standard, load_standard
from app.elements.value import Value
from app.elements.wording import condition_words

SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}
OWN_ATTRIBUTES = {"/agency/code": "agency_code", "/agency/name": "agency_name"}
EXTENSIBLE = {"/type"}
"""GB/T 39046-2020 leaves types 11–19 and 21 onwards to extensions; 广东 writes TC for packages."""


def missing_code(pointer: str) -> str:
    """Return the code of the rule that reports a field as missing.

    >>> missing_code("/materials/*/source_note")
    'missing-materials-source-note'
    """
    steps = [step for step in pointer.split("/") if step and step != "*"]
    return "missing-" + "-".join(steps).replace("_", "-")


@lru_cache(maxsize=1)
def missing_rules() -> tuple[Rule, ...]:
    """Return a rule for every field that some item owes, in the order of the standard."""
    owed: dict[str, tuple[Standard, Field, Applies]] = {}
    for standard in (load_standard("implementation"), load_standard("base")):
        for field in standard.fields:
            if field.obligation != "optional":
                known = field.pointer in owed
                owed[field.pointer] = (standard, field, "any" if known else standard.record)
    return tuple(_missing(*entry) for entry in owed.values())


def _missing(standard: Standard, field: Field, applies: Applies) -> Rule:
    conditions = [condition_words(standard, field, one) for one in field.when]
    when_zh = f"（{'，且'.join(zh for zh, _ in conditions)}时必填）" if conditions else ""
    when_en = f" (owed when {' and '.join(en for _, en in conditions)})" if conditions else ""
    zh, en = _escaped(field.title, when_zh), _escaped(field.title_en, when_en)
    member = "第 {position} 项" if field.in_list else ""
    of = " of entry {position}" if field.in_list else ""
    return Rule(
        code=missing_code(field.pointer),
        form="value" if field.in_list else "missing",
        severity=SEVERITIES[field.severity],
        zh=f"{member}没有填写“{zh[0]}”{zh[1]}",
        en=f"“{en[0]}”{of} is not filled in{en[1]}",
        title=f"没有填写“{field.title}”",
        title_en=f"“{field.title_en}” is not filled in.",
        why=field.description,
        why_en="The standard asks for it; a guide without it is incomplete.",
        remedy=f"填写“{field.title}”{when_zh}。",
        remedy_en=f"filling it in{when_en}.",
        source="standard",
        citation=f"schemas/: x-obligation of {field.pointer}",
        since="0.1",
        aspect="completeness",
        applies=applies,
        element=field.kind,
        function=_member_check(field) if field.in_list else None,
        place=field.pointer,
        generated=True,
    )


def _escaped(*texts: str) -> tuple[str, ...]:
    return tuple(text.replace("{", "{{").replace("}", "}}") for text in texts)


class UncheckableField(ValueError):
    """A list member is owed under a condition that its element alone cannot answer."""


def _member_check(field: Field) -> Callable[[Any], Iterable[Place]]:
    """Return a check of one field of each list member, such as ``/materials/*/format``."""
    head, _, rest = field.pointer.partition("/*/")
    owners, (*inside, name) = head.split("/")[2:], rest.split("/")
    says, is_text = attrgetter(rest.replace("/", ".")), field.json_type == "string"
    of_member = [(one.field.removeprefix("./"), one) for one in field.when if one.relative]
    of_value = [(_inner_path(field, one), one) for one in field.when if not one.relative]

    def check(value: object) -> Iterator[Place]:
        if not all(one.holds(_plain(_at(value, path))) for path, one in of_value):
            return
        members = _at(value, owners) or ()
        if is_text and not inside and all(map(says, members)):
            return
        owing = [
            (position, owner)
            for position, member in enumerate(members)
            if (owner := _at(member, inside) if inside else member) is not None
        ]
        for other, one in of_member:
            owing = [entry for entry in owing if one.holds(getattr(entry[1], other))]
        for position, owner in owing:
            if not field.filled_by(_plain(getattr(owner, name))):
                yield place(f"{head}/{position}/{rest}", position=position + 1)

    return check


def _inner_path(field: Field, condition: Condition) -> list[str]:
    """Return where a condition looks inside the element; another element is out of reach."""
    _, kind, *path = condition.field.split("/")
    if kind != field.kind or "*" in path or field.types is not None:
        raise UncheckableField(f"{field.pointer}: owed when {condition.field}")
    return path


def _at(value: Any, steps: Iterable[str]) -> Any:
    for step in steps:
        value = getattr(value, step, None)
    return value


def _plain(value: Any) -> Any:
    """An object without any member says nothing, like an empty list."""
    if isinstance(value, Value):
        return value if any(is_stated(one) for one in value.__dict__.values()) else None
    return list(value) if isinstance(value, tuple) else value


def _fields(kind: str | None, has: Callable[[Field], object]) -> list[tuple[list[str], Field]]:
    """Return (path inside the element, field) of the fields of one element that ``has`` wants."""
    fields = load_standard("implementation").fields
    return [
        (field.pointer.split("/")[2:], field)
        for field in fields
        if field.kind == kind and has(field)
    ]


def _undefined_in(kind: str) -> Callable[[Any], Iterable[Place]]:
    fields = [
        (reader(steps), frozenset(field.enumeration or ()), steps, field)
        for steps, field in _fields(kind, lambda field: field.enumeration)
    ]

    def check(value: object) -> Iterator[Place]:
        for read, known, steps, field in fields:
            if known.issuperset(read(value)):
                continue
            for pointer, code in found(value, steps, f"/{kind}"):
                if code not in known:
                    yield place(pointer, field=field.pointer, code=brief(code))

    return check


def _overlong_in(kind: str) -> Callable[[Any], Iterable[Place]]:
    fields = [
        (reader(steps), field.max_length or 0, steps, field)
        for steps, field in _fields(kind, lambda field: field.max_length)
    ]
    least = min((most for _, most, *_ in fields), default=0)

    def check(value: object) -> Iterator[Place]:
        longest = skim(value).longest
        if longest <= least:
            return
        for read, most, steps, field in fields:
            if longest <= most or max(map(len, read(value)), default=0) <= most:
                continue
            for pointer, text in found(value, steps, f"/{kind}"):
                if len(text) > most:
                    yield place(pointer, field=field.pointer, length=len(text), most=most)

    return check


def _own_values(own: Own, field: Field) -> Iterator[tuple[str, str]]:
    name = OWN_ATTRIBUTES.get(field.pointer, field.pointer[1:])
    value = getattr(own, name, None) if "/" not in name else None
    if isinstance(value, tuple):
        for position, member in enumerate(value):
            yield f"{field.pointer}/{position}", member
    elif isinstance(value, str):
        yield field.pointer, value


@lru_cache(maxsize=4)
def _own_fields(record: str) -> tuple[Field, ...]:
    standard = load_standard("base" if record == "base" else "implementation")
    return tuple(one for one in standard.own_fields() if one.enumeration or one.max_length)


def _undefined_own(own: Own) -> Iterator[Place]:
    for field in _own_fields(own.kind):
        for pointer, code in _own_values(own, field) if field.enumeration else ():
            if code not in (field.enumeration or ()) and not _is_extension(pointer, code):
                yield place(pointer, field=field.pointer, code=brief(code))


def _is_extension(pointer: str, code: str) -> bool:
    if pointer not in EXTENSIBLE:
        return False
    return code == "TC" or (code.isdigit() and len(code) == 2 and (code > "20" or code[0] == "1"))


def _overlong_own(own: Own) -> Iterator[Place]:
    for field in _own_fields(own.kind):
        most = field.max_length
        for pointer, text in _own_values(own, field) if most else ():
            if most and len(text) > most and pointer != "/base_code":
                yield place(pointer, field=field.pointer, length=len(text), most=most)


def _seated(
    rule: Rule,
    of_kind: Callable[[str], Callable[[Any], Iterable[Place]]],
    of_own: Callable[[Own], Iterable[Place]],
) -> tuple[Rule, ...]:
    """Return the rule once for each kind and once for the own part."""
    kinds = [_with(rule, "value", kind.name, of_kind(kind.name)) for kind in KINDS]
    return (*kinds, _with(rule, "own", None, of_own))


def _with(rule: Rule, form: Any, element: str | None, function: Any) -> Rule:
    return replace(rule, form=form, element=element, function=function)


@lru_cache(maxsize=1)
def undefined_rules() -> tuple[Rule, ...]:
    """Return ``undefined-code`` for every kind that has coded fields, and for the own part."""
    return _seated(UNDEFINED, _undefined_in, _undefined_own)


@lru_cache(maxsize=1)
def overlong_rules() -> tuple[Rule, ...]:
    """Return ``overlong-text`` for every kind whose texts have a limit, and for the own part."""
    return _seated(OVERLONG, _overlong_in, _overlong_own)


UNDEFINED = Rule(
    code="undefined-code",
    form="value",
    severity=Severity.ERROR,
    zh="“{field}”的代码“{code}”不在代码表中",
    en="Code “{code}” of “{field}” is not in its dictionary",
    title="代码不在代码表中",
    title_en="A code is not in its dictionary.",
    why="代码表以外的代码，门户显示不出名称，上级平台整条退回。各地扩展的事项类型（11—19、21 以后）不报。",
    why_en="No portal can show it, and the national platform refuses the record. Extension types "
    "of items (11–19, 21 onwards) are left alone.",
    remedy="换成代码表里的代码；来源另有代码表的，在导入映射里写明对照。",
    remedy_en="a code of the dictionary; where the source has its own, a mapping of the two.",
    source="standard",
    citation="schemas/enumerations/; GB/T 39046-2020",
    since="0.1",
    aspect="correctness",
    applies="any",
    element="*",
    generated=True,
)
OVERLONG = Rule(
    code="overlong-text",
    form="value",
    severity=Severity.WARNING,
    zh="“{field}”有 {length} 字，超过 {most} 字",
    en="“{field}” has {length} characters, more than {most}",
    title="文字超过规定长度",
    title_en="A text is longer than the standard allows.",
    why="国家交换库的字段有宽度，超出的部分上报时被截断或整条退回。",
    why_en="Columns of the national exchange have widths; what exceeds them is cut off or refused.",
    remedy="删减文字，详细内容放到附件或说明里。",
    remedy_en="shortening it; details belong in a note or an attachment.",
    source="standard",
    citation="schemas/: maxLength; national exchange tables",
    since="0.1",
    aspect="correctness",
    applies="any",
    element="*",
    generated=True,
)
