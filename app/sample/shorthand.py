"""Spelling out the shorthand of the data files into elements.

A kind states what matters (a form's name, a limit in words); what follows from it (defaults,
file names, the law's number and issuer) is filled in here.
"""

from __future__ import annotations

import re
from typing import Any

from app.sample.shipped import SITE, Document, read_json

WORKING_DAY = "1"
UNITS = {"个工作日": WORKING_DAY, "个自然日": "2", "个月": "3"}
AT_ONCE = "即办"
FORMS_VERSION = "2024版"


def limit(words: str, note: str | None = None) -> Document:
    """办结时限: “20个工作日”, “60个自然日”, “3个月”, “即办”."""
    number, unit = 0, WORKING_DAY
    if words != AT_ONCE:
        match = re.fullmatch(r"(\d+)(\D+)", words)
        assert match, words
        number, unit = int(match[1]), UNITS[match[2]]
    stated: Document = {"number": number, "unit": unit, "text": words}
    return {**stated, "note": note} if note else stated


def steps(shares: dict[str, int], unit: str = WORKING_DAY) -> list[Document]:
    """环节: names and their shares of the promise."""
    return [{"name": name, "number": number, "unit": unit} for name, number in shares.items()]


def process(shares: dict[str, int], base_code: str) -> Document:
    """办理流程: steps, the text people read, and the chart."""
    chart = f"{SITE}/charts/{base_code}.svg"
    return {"text": "→".join(shares), "steps": steps(shares), "chart": chart}


def citation(entry: Document) -> Document:
    """设定依据: the law's number, issuer, kind and date stand once in laws.json."""
    law = read_json("laws.json")[entry["law"]]
    return {**entry, **law}


def cite(entry: Document) -> str:
    """Return 《law》 and article, as a material's basis is written."""
    return f"《{entry['law']}》{entry['article']}"


def material(entry: str | Document, file_name: str, basis: str) -> Document:
    """材料: a name, a form, or a name with what is special about it."""
    stated: Document = {"name": entry} if isinstance(entry, str) else dict(entry)
    if form := stated.pop("form", None):
        stated = {"name": form, **stated, **_form(form, file_name)}
    stated = {**read_json("materials.json").get(stated["name"], {}), **stated}
    return _with_defaults(stated, basis)


def _form(name: str, file_name: str) -> Document:
    url = f"{SITE}/forms/{file_name}.docx"
    form = {"id": f"YC-{file_name}", "name": name, "version": FORMS_VERSION, "url": url}
    return {"type": "2", "form": form, "sample": f"{SITE}/samples/{file_name}.pdf"}


def _with_defaults(stated: Document, basis: str) -> Document:
    issued = "issuer" in stated
    filled: Document = {
        "name": stated["name"],
        "type": "1" if issued else "3",
        "format": "3",
        "necessity": "1",
        "source": "20" if issued else "10",
        **stated,
    }
    if filled["format"] != "2":
        counts = {"originals": 0, "copies": 1} if issued else {"originals": 1, "copies": 0}
        filled |= {**counts, "paper_size": "A4"} | filled
    if filled["necessity"] == "3":
        filled["deadline"] = "领取办理结果前"
    if filled["type"] != "2" and stated["name"] not in read_json("materials.json"):
        filled.setdefault("basis", basis)
    return filled


def fees(kind: Document) -> Document:
    """收费: free, or the rows with their basis."""
    rows: list[Any] = kind.get("fees", [])
    if not rows:
        return {"charged": False, "items": []}
    reduction = kind.get("reducible")
    more = {"reducible": True, "reduction": reduction} if reduction else {"reducible": False}
    items = [{**row, **more} for row in rows]
    return {"charged": True, "items": items, "basis": kind["fee_basis"]}


def result(stated: Document, base_code: str) -> Document:
    """办理结果: a licence (10) names its electronic licence, everything has a sample."""
    filled: Document = {"types": [stated["type"]], "name": stated["name"]}
    filled["sample"] = f"{SITE}/samples/{base_code}-result.pdf"
    if stated["type"] == "10":
        filled["licence_code"] = f"YC-LIC-{base_code[4:9]}"
    if "validity" in stated:
        filled["validity"] = stated["validity"]
    return filled
