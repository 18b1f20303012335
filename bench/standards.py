"""基本目录: 3,000 base items, and for each the values that local items take from it.

Most local values are the standard's own; some differ only in looks; some differ. Each pool holds
sixteen JSON fragments, so that four random bits choose one: the shares are sixteenths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import orjson

from bench import words

BASES = 3000
SEED = 20200901
TYPES = ("01", "01", "01", "01", "05", "07", "07", "08", "10", "20", "20", "20")
STATUTORY = (5, 7, 10, 15, 20, 20, 30, 30, 45, 60)
SHARES = {"2": 0.40, "3": 0.60, "4": 0.63, "5": 0.10}
"""How many of the base items each level exercises."""
POOLED = (
    "name", "legal_basis", "conditions", "audience", "time_limit", "process", "materials", "fees",
    "result", "handling", "questions",
)  # fmt: skip
SAME = 16
Value = Any


@dataclass(frozen=True, slots=True)
class Standard:
    """One base item: its document, and the pools of fragments its followers choose from."""

    code: str
    line: int
    type: str
    levels: frozenset[str]
    splits: int
    object: str
    action: str
    document: bytes
    pools: tuple[tuple[bytes, ...], ...]
    split_names: tuple[bytes, ...]


@cache
def standards() -> tuple[Standard, ...]:
    """Return all base items, always the same ones."""
    rng = Random(SEED)
    return tuple(_standard(number, rng) for number in range(BASES))


def _standard(number: int, rng: Random) -> Standard:
    thing = words.OBJECTS[number // len(words.ACTIONS) % len(words.OBJECTS)]
    action = words.ACTIONS[number % len(words.ACTIONS)]
    line = number // len(words.ACTIONS) % len(words.LINES)
    kind = rng.choice(TYPES)
    issuer = "99" if rng.random() < 0.3 else "00"
    facts = {
        "object": thing,
        "action": action,
        "name": f"{thing}{action}",
        "line": words.LINES[line][0],
        "n": words.NUMERALS[number % 10],
        "days": str(rng.choice(STATUTORY)),
    }
    values = _values(facts, kind, rng)
    levels = frozenset(level for level, share in SHARES.items() if rng.random() < share) or {"4"}
    code = f"{issuer}{kind}{number + 1:05}000"
    splits = 3 if rng.random() < 0.2 else 1
    return Standard(
        code,
        line,
        kind,
        frozenset(levels),
        splits,
        thing,
        action,
        _document(code, kind, levels, values, number),
        tuple(_pool(name, values, facts, rng) for name in POOLED),
        tuple(_fragment("name", f"{facts['name']}（{split}）") for split in words.SPLITS),
    )


def _document(
    code: str, kind: str, levels: frozenset[str] | set[str], values: dict[str, Value], number: int
) -> bytes:
    issuer = f"{code[:2]}0000000000"
    handling = {name: values["handling"][name] for name in ("project_type", "visits")}
    document = {
        "base_code": code,
        "local_base_code": f"JB-{number + 1:05}",
        "issuer": issuer,
        "name": values["name"],
        "type": kind,
        "levels": sorted(levels),
        "status": "1",
        "version": number % 5 + 1,
        "effective_date": f"20{18 + number % 6}-0{number % 9 + 1}-01",
        **{name: values[name] for name in POOLED if values[name] is not None},
        "handling": handling,
    }
    return orjson.dumps(document)


def _values(facts: dict[str, str], kind: str, rng: Random) -> dict[str, Value]:
    """Return the standard's value of each element; None where it states none."""
    asks = kind == "01" or rng.random() < 0.4
    return {
        "name": facts["name"],
        "legal_basis": _legal_basis(facts, rng),
        "conditions": words.CONDITIONS.format(**facts),
        "audience": _audience(rng),
        "time_limit": _time_limit(int(facts["days"]), rng),
        "process": _process(facts, rng),
        "materials": _materials(facts, rng),
        "fees": _fees(facts, rng),
        "result": _result(facts, kind),
        "handling": _handling(rng, rng.random() < 0.15),
        "questions": _questions(facts, rng) if asks else None,
    }


def _legal_basis(facts: dict[str, str], rng: Random) -> Value:
    chosen = rng.sample(words.LAWS, rng.choice((1, 2, 2, 3)))
    return [
        {
            "law": law.format(**facts),
            "number": number.format(**facts),
            "article": f"第{rng.choice(words.NUMERALS[1:9])}十{rng.choice(words.NUMERALS[:9])}条",
            "text": rng.choice(words.LAW_TEXT).format(**facts),
            "issuer": issuer,
            "kind": kind,
            "effective_date": f"20{rng.randrange(10, 24)}-01-01",
        }
        for law, number, issuer, kind in chosen
    ]


def _audience(rng: Random) -> Value:
    objects = rng.choice(words.OBJECT_SETS)
    value: Value = {"objects": list(objects)}
    if "1" in objects:
        value["personal_topics"] = [rng.choice(words.PERSONAL_TOPICS)]
    if objects != ("1",):
        value["corporate_topics"] = [rng.choice(words.CORPORATE_TOPICS)]
    return value


def _time_limit(days: int, rng: Random) -> Value:
    promised = max(1, days // rng.choice((2, 3, 4, 5)))
    note = rng.choice(("自受理之日起计算。", "不含听证、检验、检测和专家评审所需时间。"))
    return {
        "statutory": {
            "number": days, "unit": "1", "text": f"{days}个工作日", "note": "自受理之日起计算。"
        },
        "promised": {
            "number": promised, "unit": "1", "text": f"{promised}个工作日", "note": note
        },
    }  # fmt: skip


def _process(facts: dict[str, str], rng: Random) -> Value:
    steps = rng.choice(words.STEPS)
    return {
        "text": "—".join(name for name, _ in steps),
        "steps": [
            {
                "name": name,
                "number": days,
                "unit": "1",
                "office": rng.choice(words.OFFICES),
                **({"note": words.STEP_NOTES[name]} if name in words.STEP_NOTES else {}),
            }
            for name, days in steps
        ],
        "chart": f"https://img.zwfw.example.org/charts/{rng.randrange(400):04}.png",
    }


def _materials(facts: dict[str, str], rng: Random) -> Value:
    form = {
        "name": f"{facts['name']}申请表",
        "code": f"M{rng.randrange(10**8):08}",
        "type": "2",
        "format": "3",
        "necessity": "1",
        "source": "10",
        "originals": 1,
        "copies": 0,
        "paper_size": "A4",
        "form": {
            "id": f"{rng.getrandbits(64):016x}",
            "name": f"{facts['name']}申请表",
            "url": f"https://img.zwfw.example.org/forms/{rng.getrandbits(40):010x}.docx",
        },
        "sample": f"https://img.zwfw.example.org/samples/{rng.getrandbits(40):010x}.pdf",
        "fill_note": words.FILL_NOTE,
        "acceptance_note": words.ACCEPT_NOTE,
        "basis": f"《{facts['object']}管理条例》第{facts['n']}条",
    }
    papers = rng.sample(words.PAPERS, rng.choice((1, 2, 3, 3)))
    return [form, *(_paper(paper, facts, rng) for paper in papers)]


def _paper(paper: words.Paper, facts: dict[str, str], rng: Random) -> Value:
    value: Value = {
        "name": paper.name,
        "type": paper.kind,
        "format": paper.form,
        "necessity": rng.choice("1112"),
        "source": paper.source,
        "basis": f"《{facts['object']}管理条例》第{facts['n']}条",
    }
    if paper.issuer:
        value["issuer"] = paper.issuer
    if paper.form != "2":
        value |= {"originals": 1, "copies": rng.choice((0, 1, 2)), "paper_size": "A4"}
    return value


def _fees(facts: dict[str, str], rng: Random) -> Value:
    if rng.random() < 0.85:
        return {"charged": False, "items": []}
    amount = rng.choice((10, 20, 50, 80, 200, 500))
    basis = f"《云川省{facts['object']}收费管理办法》第{facts['n']}条"
    item = {
        "name": f"{facts['object']}工本费",
        "standard": f"{amount}元/件",
        "amount": amount,
        "unit": "件",
        "basis": basis,
        "reducible": False,
    }
    return {"charged": True, "items": [item], "basis": basis}


def _result(facts: dict[str, str], kind: str) -> Value:
    types = ["10"] if kind == "01" else ["20"] if kind in ("07", "10") else ["30"]
    name = {"10": "许可证", "20": "批准文件", "30": "办理结果告知书"}[types[0]]
    value: Value = {
        "types": types,
        "name": f"{facts['name']}{name}",
        "sample": f"https://img.zwfw.example.org/results/{facts['object']}.png",
        "validity": words.VALIDITIES[len(facts["name"]) % len(words.VALIDITIES)],
    }
    if types == ["10"]:
        value["licence_code"] = f"LIC{sum(map(ord, facts['name'])):06}"
    return value


def _handling(rng: Random, instant: bool) -> Value:
    visits = rng.choice((0, 0, 0, 1, 1, 1, 1, 2))
    depth = ["5", "6"] if visits == 0 else rng.choice((["3", "4"], ["4"], ["2", "3"]))
    hall = rng.random() < 0.95
    value: Value = {
        "project_type": "1" if instant else "2",
        "channels": ["1", "2"],
        "visits": visits,
        "online": True,
        "depth": depth,
        "review_type": "2" if instant else "1",
        "area": rng.choice("02344"),
        "hall": hall,
        "one_window": hall and rng.random() < 0.7,
        "appointment": rng.random() < 0.5,
        "online_payment": False,
        "delivery": True,
        "mail_in": rng.random() < 0.5,
        "self_service": rng.random() < 0.2,
        "pc_sign_on": True,
        "mobile_sign_on": rng.random() < 0.8,
        "intermediary": rng.choice(words.INTERMEDIARIES),
        "quantity_limit": "无",
        "special_procedure": "无",
        "commitment": rng.random() < 0.2,
        "service_forms": ["2"] if visits > 1 else ["2", "4"],
        "result_delivery": ["4", "6"],
    }
    if visits:
        value["visits_reason"] = rng.choice(words.VISIT_REASONS)
    if not hall:
        value["hall_reason"] = "办理场所对安全防护和设备有特殊要求。"
    return value


def _questions(facts: dict[str, str], rng: Random) -> Value:
    return [
        {"question": question.format(**facts), "answer": answer}
        for question, answer in rng.sample(words.QUESTIONS, rng.choice((1, 2)))
    ]


def _pool(
    name: str, values: dict[str, Value], facts: dict[str, str], rng: Random
) -> tuple[bytes, ...]:
    """Return sixteen fragments: the standard's own value, and what some followers make of it."""
    value = values[name]
    if value is None:
        return (b"",) * SAME
    same = _fragment(name, value)
    pool = [same] * SAME
    if name == "handling":
        return tuple(_fragment(name, v) for v in _handlings(value, values["fees"], rng))
    if name == "time_limit":
        return tuple(_fragment(name, v) for v in _limits(value, rng))
    if rng.random() < 0.4:
        pool[14] = _fragment(name, _in_other_looks(value))
    if rng.random() < 0.3:
        pool[15] = _fragment(name, _different(name, value, facts, rng))
    return tuple(pool)


def _fragment(name: str, value: Value) -> bytes:
    return b',"%b":%b' % (name.encode(), orjson.dumps(value))


def _handlings(value: Value, fees: Value, rng: Random) -> list[Value]:
    """Eight ways of handling, twice each; who charges may take payment online."""
    found = []
    for _ in range(8):
        own = _handling(rng, value["project_type"] == "1")
        own["online_payment"] = bool(fees["charged"]) and rng.random() < 0.8
        found.append(own)
    return found * 2


def _limits(value: Value, rng: Random) -> list[Value]:
    """The standard's promise eleven times, a shorter one four times, a longer one once."""
    days = value["promised"]["number"]
    promises = [days] * 11 + [max(1, days - rng.randrange(1, 4)) for _ in range(4)]
    promises.append(min(value["statutory"]["number"], days + rng.choice((0, 1, 2))))
    return [
        {**value, "promised": {**value["promised"], "number": n, "text": f"{n}个工作日"}}
        for n in promises
    ]


def _in_other_looks(value: Value) -> Value:
    """Return the value as another hand types it: other brackets, commas, blanks."""
    if isinstance(value, str):
        return value if value.startswith("http") else value.replace("，", ", ").replace("（", " (")
    if isinstance(value, dict):
        return {name: _in_other_looks(part) for name, part in value.items()}
    return [_in_other_looks(part) for part in value] if isinstance(value, list) else value


def _different(  # noqa: PLR0911 – one answer for each element
    name: str, value: Value, facts: dict[str, str], rng: Random
) -> Value:
    """Return the value as it may not be: a step, a law, a material more or fewer."""
    if name in ("legal_basis", "questions"):
        return value[:-1] or value
    if name == "materials":
        return (
            [*value, _paper(rng.choice(words.PAPERS), facts, rng)]
            if rng.random() < 0.5
            else value[:-1]
        )
    if name == "process":
        return {**value, "steps": value["steps"][1:]}
    if name == "fees":
        return {**value, "charged": not value["charged"]}
    if name == "result":
        return {**value, "validity": "2年"}
    if name == "audience":
        return {**value, "objects": ["1", "2", "9"]}
    return f"{value}（暂行）" if name == "name" else value + "六、法律、法规规定的其他条件。"
