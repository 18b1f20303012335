"""文号、条款、日期: what follows the name of a law in a text of legal bases."""

from __future__ import annotations

import re
from typing import NamedTuple

from app.elements.numerals import CHINESE, NUMERAL
from app.elements.spelled.dates import read_date

_N = NUMERAL
_ORDINAL = (
    rf"(?:第\s*(?:{_N}|[（(]\s*{_N}\s*[)）])\s*[条款项章节目编部号]|\d+\s*[条款项])(?:之{_N})?"
)
_LETTERED = rf"{CHINESE}{{1,3}}\s*[（(]\s*{_N}\s*[)）]"
_ONE_ARTICLE = rf"(?:(?:附件|附录|附表|目录|附则|序号)\s*{_N}?\s*)?(?:{_ORDINAL}(?:\s*(?:{_ORDINAL}|[（(]\s*{_N}\s*[)）]))*|{_LETTERED})"
_ANNEX_ITEM = rf"(?:附件|附录|附表|目录)\s*{_N}\s*[条项]"
_ONE = rf"(?:{_ONE_ARTICLE}|{_ANNEX_ITEM})"
_ARTICLE = re.compile(
    rf"\s*({_ONE}(?:\s*[、，,和及与至—-]\s*{_ONE})*)|\s*((?:附件|附录)\s*{_N}?)(?![\w第])"
)
_YEAR = r"[〔﹝［\[（(【<〈]\s*(?:19|20)\d{2}\s*[〕﹞］\]）)】>〉]?"
_NUMBER = re.compile(
    r"\s*("
    rf"[\u4e00-\u9fff]{{1,24}}?\s*{_YEAR}\s*第?\s*\d{{1,9}}\s*号?"
    r"|(?:中华人民共和国)?[\u4e00-\u9fff、\s]{2,40}?(?:令|公告|通告|主席令)\s*(?:(?:19|20)\d{2}\s*年)?\s*"
    rf"(?:{_YEAR})?\s*第?\s*{_N}\s*号(?:令|公告)?"
    r"|第\s*\d{1,9}\s*号(?:令|公告)"
    r")(?:修订|修改|修正|公布|发布)?"
)
_BRACKET = re.compile(
    r"\s*[（(【]\s*([^（）()【】]*(?:[（(][^（）()]*[)）][^（）()【】]*)*)[)）】]"
)
_UNCLOSED = re.compile(r"\s*[（(]\s*([^（）()；;。]{2,60})$")
_DATE = re.compile(
    r"[\s，,]*(?:自|于)?(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)(?:起)?(?:实施|施行|生效)?"
)
_ISSUER = re.compile(
    r"[\s，,]*([\u4e00-\u9fff、 ]{2,30}?)(?:颁布|发布|公布|制定|印发)(?=$|[，,；;。、\s)）])"
)
_HAS_NUMBER = re.compile(r"\d\s*号|令第|号令|[〔﹝［\[(（]\s*(?:19|20)\d{2}\s*[〕﹞］\])）]\s*\d")
_VERSION = re.compile(
    r"(?:\d{4}\s*年?)?[^，,]{0,12}(?:修订|修正|修改|试行|暂行|试点|修订版|年本|年版)"
)
_DATE_ONLY = re.compile(
    r"(?:自|于)?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:起)?(?:实施|施行|生效)?"
)


class Tail(NamedTuple):
    """The parts found behind a law's name, and where they end."""

    end: int
    number: str | None = None
    article: str | None = None
    issuer: str | None = None
    effective_date: str | None = None
    version: str = ""


def split_number(text: str) -> dict[str, str]:
    """Split 国发〔2004〕20号，2004年7月16日实施，国务院颁布 into number, date and issuer.

    Splits only where every part is recognised; otherwise the text as it is is the number.
    """
    parts = [part.strip() for part in re.split(r"[，,；;]", text) if part.strip()]
    found: dict[str, str] = {}
    for part in parts:
        field, value = _classify(part)
        if field in {"", "version"} or field in found:
            return {"number": text.strip()}
        found[field] = value
    return found


def _classify(part: str) -> tuple[str, str]:
    """Say what one part of a bracket is: number, effective_date, issuer, version, or nothing."""
    if _HAS_NUMBER.search(part):
        return "number", part
    if _DATE_ONLY.fullmatch(part):
        day = read_date(_DATE.sub(r"\1", part))
        return ("effective_date", day) if day else ("", part)
    if match := _ISSUER.fullmatch(part):
        return "issuer", match[1].strip()
    if _VERSION.fullmatch(part):
        return "version", part
    return "", part


def read_tail(text: str, start: int) -> Tail:
    """Read number, article, date and issuer from ``start`` on, in whatever order they come."""
    found: dict[str, str] = {}
    version = ""
    end = start
    while True:
        step = _bracket(text, end) or _bare(text, end, found)
        if step is None:
            return Tail(end, version=version, **found)
        end, fields = step
        version += fields.pop("version", "")
        for field, value in fields.items():
            found.setdefault(field, value)


def _bracket(text: str, start: int) -> tuple[int, dict[str, str]] | None:
    match = _BRACKET.match(text, start) or _UNCLOSED.match(text, start)
    if match is None:
        return None
    inside = match[1].strip()
    if not inside:
        return match.end(), {}
    if article := _ARTICLE.fullmatch(inside):
        return match.end(), {"article": article[1] or article[2]}
    field, _ = _classify(inside)
    if field == "version":
        return match.end(), {"version": f"（{inside}）"}
    parts = split_number(inside)
    if _HAS_NUMBER.search(inside) or "number" not in parts:
        return match.end(), parts
    return None


def _bare(text: str, start: int, found: dict[str, str]) -> tuple[int, dict[str, str]] | None:
    """Read one part that stands without brackets; a part already found starts something else."""
    if "article" not in found and (match := _ARTICLE.match(text, _skip_comma(text, start))):
        return match.end(), {"article": (match[1] or match[2]).strip()}
    if "number" not in found and (match := _NUMBER.match(text, _skip_comma(text, start))):
        return match.end(), {"number": match[0].strip()}
    if "effective_date" not in found and (match := _DATE.match(text, start)):
        day = read_date(match[1])
        return (match.end(), {"effective_date": day}) if day else None
    if "issuer" not in found and found and (match := _ISSUER.match(text, start)):
        return match.end(), {"issuer": match[1].strip()}
    return None


def _skip_comma(text: str, start: int) -> int:
    return start + 1 if text[start : start + 1] in {"，", ","} else start
