"""设定依据: one text that names laws, as citations.

Laws come with 《》 or without, several run together or set off by 、；。 or line breaks, each followed
by its number, its article, sometimes the wording of the article. What cannot be told apart is kept
as a citation that has only ``text``: nothing is lost, and nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.elements.legal_basis import Citation, LegalBasis
from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.citation_tails import Tail, read_tail
from app.elements.spelled.lists import drop_numbering, split_outside_brackets

_ENDS = (
    "法|法典|条例|规定|办法|决定|通知|意见|细则|规则|准则|标准|规范|目录|清单|纲要|方案|批复|公告|解释"
    "|章程|制度|指南|规程|规划|通告|命令|暂行办法|若干措施|的函|函|公约|协定|总则"
)
_PLAIN_LAW = re.compile(
    rf"([\u4e00-\u9fff0-9、“”\"〈〉<>（）()]{{1,80}}?(?:{_ENDS}))(?![\u4e00-\u9fff]*(?:{_ENDS})$)"
)
LONGEST_NAME = 240
_LEAD = re.compile(r"^(?:根据|依据|按照|依照|参照|执行|遵照|和|及|以及|与|或)+")
_NUMBERING = r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.\uff0e]|[①-⒛㈠-㈩])"
_CITING = r"(?:根据|依据|按照|依照)?"
_BETWEEN = re.compile(rf"[\s、，,；;。.:：]*(?:和|及|以及|与|或)?{_NUMBERING}?[\s、]*{_CITING}")
_SENTENCE_END = re.compile(rf"[。；;\n”\"！!]\s*{_NUMBERING}?\s*{_CITING}$")
_TRAILING_NUMBERING = re.compile(rf"(?:^|(?<=[\s。；;]))\s*{_NUMBERING}\s*$")
_EDGES = " \t\n、，,；;。:："
_SEPARATORS = " \t\n、，,；;:："
_QUOTES = '“”"'
_FILLERS = {"的规定", "规定", "等", "等规定", "等法律法规", "等有关规定", "的有关规定", "等文件"}


@lru_cache(maxsize=8192)
def read_bases(text: str) -> LegalBasis | None:
    """Read the citations of one text; 无 as none, None where the cell is blank."""
    if is_blank(text):
        return None
    if says_none(text):
        return ()
    shown = clean(text)
    citations = list(_titled(shown)) or list(_untitled(shown))
    return tuple(dict.fromkeys(citations))


def _titled(text: str) -> Iterator[Citation]:
    """Yield citations of a text with 《》; what stands between two of them is wording."""
    heads = _heads(text)
    if not heads:
        return
    yield from _untitled(text[: heads[0][0]])
    for place, (_, law, tail) in enumerate(heads):
        following = heads[place + 1][0] if place + 1 < len(heads) else len(text)
        names, wording = _rest(text[tail.end : following])
        yield _citation(law, tail, wording)
        yield from names


def _heads(text: str) -> list[tuple[int, str, Tail]]:
    """Find the 《》 that open a citation: (where it begins, the law's name, its tail)."""
    heads: list[tuple[int, str, Tail]] = []
    end = 0
    for start, stop in _titles(text):
        if start < end:
            continue
        tail = read_tail(text, stop)
        if heads and not _opens(text[end:start], tail):
            continue
        heads.append((start, text[start + 1 : stop].removesuffix("》").strip(), tail))
        end = tail.end
    return heads


def _opens(gap: str, tail: Tail) -> bool:
    """Say whether a title opens a new citation, seen from what lies before and behind it."""
    if _BETWEEN.fullmatch(gap):
        return True
    if gap[:1] in "、；;\n" and all(_names(gap)):
        return True
    return bool(_SENTENCE_END.search(gap)) and bool(tail.number or tail.article)


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost 《…》; one that is never closed ends where the name must end."""
    start, depth = -1, 0
    for place, letter in enumerate(text):
        if letter == "《":
            start, depth = (place, 1) if depth == 0 else (start, depth + 1)
        elif letter == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, place + 1
    if depth:
        stop = re.search(r"[（(；;。\n]|第[一二三四五六七八九十百零\d]+条", text[start + 1 :])
        yield start, start + 1 + stop.start() if stop else len(text)


def _names(text: str) -> list[Citation | None]:
    """Read every entry of a list as the plain name of a law, None for an entry that is none."""
    entries = split_outside_brackets(text, "、；;\n")
    return [_untitled_one(entry) for entry in entries if entry.strip(_EDGES)]


def _rest(text: str) -> tuple[list[Citation], str | None]:
    """Tell what follows a citation: further plain names, or the wording of the article."""
    if text[:1] in {"、", "；", ";", "\n"}:
        names = [name for name in _names(text) if name]
        if names and len(names) == len(_names(text)):
            return names, None
    wording = _TRAILING_NUMBERING.sub("", text).lstrip(_EDGES).rstrip(_SEPARATORS)
    wording = wording.removeprefix("规定").lstrip(_EDGES + _QUOTES).rstrip(_QUOTES)
    said = wording.strip(_EDGES)
    return [], wording if len(said) > 1 and said not in _FILLERS else None


def _untitled(text: str) -> Iterator[Citation]:
    """Yield citations of a text without 《》, or one that quotes it."""
    text = _TRAILING_NUMBERING.sub("", text).strip(_EDGES)
    if not _LEAD.sub("", text):
        return
    for separators in ("、；;\n", "；;\n"):
        entries = [entry for entry in split_outside_brackets(text, separators) if entry.strip()]
        citations = [_untitled_one(entry) for entry in entries]
        if citations and all(citations):
            yield from (citation for citation in citations if citation)
            return
    yield Citation(text=text)


def _untitled_one(entry: str) -> Citation | None:
    """Read 中华人民共和国行政许可法第十二条: a name, its tail, and nothing else."""
    entry = _LEAD.sub("", drop_numbering(entry.strip(_EDGES)).strip(_EDGES))
    match = _PLAIN_LAW.match(entry) if len(entry) <= LONGEST_NAME else None
    if match is None:
        return None
    tail = read_tail(entry, match.end())
    return _citation(match[1], tail, None) if tail.end >= len(entry) else None


def _citation(law: str, tail: Tail, wording: str | None) -> Citation:
    return Citation(
        law=law + tail.version,
        number=tail.number,
        article=tail.article,
        text=wording,
        issuer=tail.issuer,
        effective_date=tail.effective_date,
    )
