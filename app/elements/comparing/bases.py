"""设定依据: the local citations contain those of the standard.

Laws are matched by name (without 中华人民共和国, without the year of a revision), or by number where
the name is missing; articles within a law by their folded number. Further local laws are no
difference. A law cited without article, another version, a text that nobody could take apart, leave
it unproven.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from app.elements.citations import fold_articles, fold_law, fold_number, law_key, revision_of
from app.elements.comparing.answers import (
    Answer,
    Comparison,
    Difference,
    changed,
    combine,
    unproven,
)
from app.elements.legal_basis import Citation, LegalBasis
from app.elements.prose import fold_prose
from app.elements.spelled.bases import read_bases
from app.elements.spelled.citation_tails import split_number

_BRACKETS = re.compile(r"\([^()]*\)")
_ISSUED = re.compile(r"([\u4e00-\u9fff]{2,20}?)(?:(\d{4})#)?(\d{1,9})号")
_BEFORE_ISSUER = re.compile(r"^(?:[日年月起]|发布|公布|通过|修订|修正)+")
_ANNEX = re.compile(r"^(?:附件|附录|附表|目录|序号)\d*/(?=\d)")


@dataclass(frozen=True, slots=True)
class _Law:
    """One law as cited: its keys and the articles cited of it."""

    spelled: str
    key: str
    loose: str
    revision: str
    numbers: frozenset[str]
    articles: frozenset[str]
    cited: tuple[str, ...]


@lru_cache(maxsize=4096)
def _citation(citation: Citation) -> Citation:
    """Take apart what stands in one field: 《X》（国务院令第412号）第三条 as the law's name."""
    if citation.law and ("》" in citation.law or "号" in citation.law):
        parts = read_bases(citation.law)
        if parts and len(parts) == 1 and parts[0].law:
            read = parts[0].model_dump(exclude_none=True, exclude={"text"})
            stated = citation.model_dump(exclude_none=True, exclude={"law"})
            citation = Citation.model_validate({**read, **stated})
    if citation.number and any(mark in citation.number for mark in "，,；;"):
        split = split_number(citation.number)
        citation = citation.model_copy(
            update={"number": split["number"]} if "number" in split else {}
        )
    return citation


def _law(citation: Citation) -> _Law:
    citation = _citation(citation)
    key = law_key(citation.law or "")
    return _Law(
        spelled=citation.law or citation.number or "",
        key=key,
        loose=_BRACKETS.sub("", key),
        revision=revision_of(citation.law or ""),
        numbers=_number_keys(citation.number or ""),
        articles=fold_articles(citation.article or ""),
        cited=(citation.article,) if citation.article else (),
    )


def _number_keys(number: str) -> frozenset[str]:
    """Return issuer, year and serial of every 文号 in a text, whatever stands around them."""
    found = (match.groups() for match in _ISSUED.finditer(fold_number(number)))
    keys = ((_BEFORE_ISSUER.sub("", issuer), year or "", serial) for issuer, year, serial in found)
    return frozenset("|".join(key) for key in keys if key[0])


def compare_bases(standard: LegalBasis, local: LegalBasis) -> Comparison:
    """Compare two sets of citations."""
    theirs = [_law(one) for one in standard if one.law or one.number]
    ours = [_law(one) for one in local if one.law or one.number]
    unread = [one.text or "" for one in local if not one.law and not one.number and one.text]
    if not theirs or (not ours and unread):
        return unproven("not-comparable")
    parts = {f"{place}": _find(law, ours, unread) for place, law in enumerate(_joined(theirs))}
    parts["unread"] = _compare_texts(standard, unread)
    parts["extra"] = _further(theirs, ours)
    return combine(parts)


def _compare_texts(standard: LegalBasis, unread: list[str]) -> Comparison:
    """What of the standard could not be taken apart must be found word for word, or is a doubt."""
    texts = [one.text for one in standard if not one.law and not one.number and one.text]
    known = {fold_prose(text) for text in unread}
    if all(fold_prose(text) in known for text in texts):
        return Comparison(Answer.SAME)
    return unproven("not-comparable")


def _further(theirs: list[_Law], ours: list[_Law]) -> Comparison:
    """Name the laws that only the local side cites; they are no difference."""
    names = {law.key for law in theirs if law.key}
    numbers = frozenset[str]().union(*(law.numbers for law in theirs))
    extra = [law.spelled for law in ours if law.key not in names and not law.numbers & numbers]
    return Comparison(Answer.SAME, {"extra": list(dict.fromkeys(extra))} if extra else {})


def _joined(laws: list[_Law]) -> list[_Law]:
    """Join citations of one law, so that each law is looked for once."""
    joined: dict[str, _Law] = {}
    for law in laws:
        key = law.key or "".join(sorted(law.numbers))
        if key in joined:
            known = joined[key]
            law = replace(
                known,
                revision=known.revision or law.revision,
                numbers=known.numbers | law.numbers,
                articles=known.articles | law.articles,
                cited=known.cited + law.cited,
            )
        joined[key] = law
    return list(joined.values())


def _find(law: _Law, local: list[_Law], unread: list[str]) -> Comparison:
    """Look for one law of the standard among the local citations."""
    named = [one for one in local if law.key and one.key == law.key]
    numbered = [one for one in local if law.numbers & one.numbers]
    if found := named or numbered:
        return _compare_articles(law, found)
    alike = [one for one in local if law.loose and one.loose == law.loose]
    if alike or any(law.loose and law.loose in fold_law(text) for text in unread):
        return unproven("similar-name", missing=[law.spelled])
    return Comparison(Answer.DIFFERENT, {"missing": [law.spelled]})


def _compare_articles(law: _Law, found: list[_Law]) -> Comparison:
    """Compare the articles cited of one law."""
    theirs = {_ANNEX.sub("", article) for article in law.articles}
    ours = {_ANNEX.sub("", article) for one in found for article in one.articles}
    uncovered = [article for article in theirs if not any(_covers(one, article) for one in ours)]
    if not uncovered:
        return Comparison(Answer.SAME)
    spelled = ["、".join(law.cited), "、".join(article for one in found for article in one.cited)]
    difference: Difference = {"changed": [changed(law.spelled, "article", *spelled)]}
    if not ours:
        return unproven("no-article", **difference)
    if {law.revision, *(one.revision for one in found)} != {law.revision}:
        return unproven("other-version", **difference)
    if all(any(_covers(article, one) for one in ours) for article in uncovered):
        return unproven("narrower", **difference)
    return Comparison(Answer.DIFFERENT, difference)


def _covers(wide: str, narrow: str) -> bool:
    """Say whether citing ``wide`` cites ``narrow``: 第三条 covers 第三条第四款."""
    return narrow == wide or (wide.endswith(("条", "款")) and narrow.startswith(wide))
