"""Looks of citations: law names 法律名称, document numbers 文号, articles 条款号."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.numerals import NUMERAL, chinese_number, fold_numerals
from app.elements.prose import fold_title, settled
from app.kernel.text import fold

KEPT = 16384
"""Laws, numbers and articles that are remembered folded: citations differ, what they cite repeats."""
_NATION = "中华人民共和国"
_NUMERAL = re.compile(rf"第?({NUMERAL})(?=[条款项章节编目部号])|第({NUMERAL})")
_BRACKETED = re.compile(rf"第?\(({NUMERAL})\)项?")
_YEAR = re.compile(r"\(?((?:19|20)\d{2})\)?年?(?=第?\d)")
_ARTICLES = re.compile(r"[,;和及与]|(?<=[条款项])-(?=第)")
_ANNEX = re.compile(
    rf"(附件|附录|附表|目录|序号)第?({NUMERAL})?(?:第|/|(?={NUMERAL}[项条款])|(?=[^\w]|$))"
)
_NOISE = re.compile(r"[()\-.,;:\"'《》第]")
_REVISION = re.compile(r"\((?:\d{4}年?[^()]*|[^()]*(?:修订|修正|修改|年本|年版)[^()]*)\)")
_STATED_YEAR = re.compile(r"(?:19|20)\d{2}")


@lru_cache(maxsize=KEPT)
@settled
def fold_law(law: str) -> str:
    """Fold a law's name: looks and the marks around it."""
    return fold_title(law).replace("()", "")


def law_key(law: str) -> str:
    """Return the key of a law: its folded name without 中华人民共和国 and without a revision."""
    return _REVISION.sub("", fold_law(law).replace(_NATION, ""))


def revision_of(law: str) -> str:
    """Return the folded mark of a revision in a law's name, such as (2019年修正), or ''."""
    return "".join(_REVISION.findall(fold_law(law)))


def revision_year(law: str) -> int | None:
    """Return the year of the version a citation names, the latest of several, or None."""
    return max(map(int, _STATED_YEAR.findall(revision_of(law))), default=None)


@lru_cache(maxsize=KEPT)
@settled
def fold_number(number: str) -> str:
    """Fold a 文号: 国发〔2004〕20号 = 国发[2004]20号; 国务院令第412号 = 国务院令412号."""
    folded = fold_numerals(fold(number)).replace(_NATION, "")
    return _NOISE.sub("", _YEAR.sub(r"\1#", folded))


def _digits(match: re.Match[str]) -> str:
    spelled = match[1] or match[2]
    number = chinese_number(spelled)
    return spelled if number is None else str(number)


def _annex(match: re.Match[str]) -> str:
    """附件1第204项 → 附件1/204项: keep the two numbers apart."""
    return f"{match[1]}{_digits_of(match[2]) if match[2] else ''}/"


def _fold_one_article(article: str) -> str:
    article = _ANNEX.sub(_annex, article)
    bracketed = _BRACKETED.sub(lambda match: f"第{match[1]}项", article)
    return _NOISE.sub("", _NUMERAL.sub(_digits, bracketed.replace(".", "#"))).strip("#/")


def _digits_of(spelled: str) -> str:
    number = chinese_number(spelled)
    return spelled if number is None else str(number)


def fold_articles(article: str) -> frozenset[str]:
    """Fold each 条款: 第三条第四款 → 3条4款; 第三条第一款、第二款 → 3条1款 and 3条2款."""
    found: set[str] = set()
    stem = ""
    for part in _ARTICLES.split(fold(article)):
        one = _fold_one_article(part)
        if "条" in one:
            stem = one[: one.index("条") + 1]
        elif stem and one[-1:] in {"款", "项"}:
            one = stem + one
        if one:
            found.add(one)
    return frozenset(found)


@lru_cache(maxsize=KEPT)
@settled
def fold_article(article: str) -> str:
    """Fold a 条款号 to one text, the articles in any order."""
    return ",".join(sorted(fold_articles(article)))
