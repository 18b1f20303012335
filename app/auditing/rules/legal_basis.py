"""设定依据规则: the laws an item rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.name import unbalanced
from app.auditing.rules.wording import brief
from app.elements.citations import fold_article, fold_law, fold_number
from app.elements.legal_basis import Citation, LegalBasis
from app.kernel.text import fold

_STATUTE = re.compile(r"(?:法|条例|办法|规定|细则|规则)(?:》|\(.{0,30}\))?$")
_ARTICLE = re.compile(
    r"(?:第[〇零一二三四五六七八九十百千\d]+[条项款章]|(?<![令告年字])第[〇零一二三四五六七八九十百千\d]+号)"
    r"|全文|附件|附录|附表"
)
"""An article, or an entry of a list; 第641号 after 令 is the number of the law itself."""
_DOCUMENT = re.compile(r"(?:通知|意见|方案|批复|函|公告|纲要)(?:》|\(.{0,30}\))?$")
_NUMBERED = re.compile(r"\d+\s*号|令|公告")
STATUTES = {"1", "2", "3", "4", "5"}
"""依据类型 whose article the standard demands: 法律 … 政府规章."""


@value_rule(
    "legal_basis",
    Severity.WARNING,
    zh="依据“{law}”只写了名称，没有写第几条",
    en="The basis “{law}” names the law without an article",
    source="practice",
    aspect="completeness",
)
def basis_without_article(basis: LegalBasis) -> Iterator[Place]:
    """设定依据只有法规名称，没有条款。

    A basis quotes only the title of a law.

    为何要紧：一部法有上百条，不写条款就无从核对事项是否有法可依。
    如何改正：写明第几条第几款，并附条文内容；确系全文适用的写“全文”。
    Why it matters: without an article nobody can check that the law provides for the item.
    Put right by: naming the article and quoting it; write 全文 where the whole applies.
    Source: practice
    """
    for index, citation in enumerate(basis):
        if citation.kind not in STATUTES and _lacks_article(citation):
            yield place(f"/legal_basis/{index}/article", law=brief(citation.law or ""))


def _lacks_article(citation: Citation) -> bool:
    if not citation.law or citation.article or not _STATUTE.search(fold(citation.law)):
        return False
    return not _ARTICLE.search(f"{citation.law}{citation.number or ''}{citation.text or ''}")


@value_rule(
    "legal_basis",
    Severity.INFO,
    zh="规范性文件“{law}”没有写文号",
    en="The document “{law}” is quoted without its number",
    aspect="completeness",
)
def document_without_number(basis: LegalBasis) -> Iterator[Place]:
    """规范性文件没有文号。

    A normative document is quoted without its number.

    为何要紧：文件常有同名的，没有文号就查不到是哪一份、是否仍然有效。
    如何改正：补上发文字号，如“国办发〔2018〕45号”。
    Why it matters: titles repeat; without the number nobody can tell whether it is in force.
    Put right by: adding the number, such as 国办发〔2018〕45号.
    Source: practice
    """
    for index, citation in enumerate(basis):
        if not citation.law or citation.number or not _DOCUMENT.search(fold(citation.law)):
            continue
        if not _NUMBERED.search(citation.law + (citation.text or "")):
            yield place(f"/legal_basis/{index}/number", law=brief(citation.law))


@value_rule(
    "legal_basis",
    Severity.INFO,
    zh="依据“{law}”的“{mark}”不成对",
    en="The basis “{law}” has an unmatched “{mark}”",
)
def unmatched_marks_in_basis(basis: LegalBasis) -> Iterator[Place]:
    """依据名称的书名号或括号不成对。

    A law's name has an unmatched title mark or bracket.

    为何要紧：书名号不全，系统无法从中认出法规名称，也就无法提示它是否已被修订或废止。
    如何改正：补全书名号和括号。
    Why it matters: a programme cannot tell the law's name, nor warn when it is repealed.
    Put right by: completing the marks.
    Source: practice
    """
    for index, citation in enumerate(basis):
        mark = unbalanced(citation.law) if citation.law else None
        if citation.law and mark:
            yield place(f"/legal_basis/{index}/law", law=brief(citation.law), mark=mark)


@value_rule(
    "legal_basis",
    Severity.INFO,
    zh="“{law}”里写了 {count} 部法规",
    en="“{law}” names {count} laws in one entry",
)
def several_laws_in_one(basis: LegalBasis) -> Iterator[Place]:
    """一条依据里写了几部法规。

    One entry names several laws.

    为何要紧：几部法规连写，条款对不上号，修订时也无法逐部更新。
    如何改正：一部法规一条，各写各的文号和条款。
    Why it matters: articles cannot be told apart, nor entries updated one by one.
    Put right by: one entry for each law, with its own number and article.
    Source: practice
    """
    for index, citation in enumerate(basis):
        count = _titles(citation.law) if citation.law else 0
        if count > 1:
            yield place(f"/legal_basis/{index}/law", law=brief(citation.law or ""), count=count)


@lru_cache(maxsize=65536)
def _titles(law: str) -> int:
    """Count the titles at the outermost level: a title may quote another."""
    depth = count = 0
    for character in law:
        if character == "《":
            count += depth == 0
            depth += 1
        elif character == "》":
            depth = max(depth - 1, 0)
    return count


@value_rule(
    "legal_basis",
    Severity.INFO,
    zh="依据“{law}”与第 {first} 条依据重复",
    en="The basis “{law}” repeats entry {first}",
)
def duplicate_basis(basis: LegalBasis) -> Iterator[Place]:
    """同一依据列了两次。

    The same basis is listed twice.

    为何要紧：重复的依据使清单冗长，修订时容易只改一处。
    如何改正：合并为一条。
    Why it matters: of two entries, one is forgotten when the law changes.
    Put right by: merging them.
    Source: practice
    """
    laws = [fold_law(citation.law) for citation in basis if citation.law]
    if len(set(laws)) == len(laws):
        return
    seen: dict[tuple[str, ...], int] = {}
    for index, citation in enumerate(basis):
        if not citation.law:
            continue
        key = (fold_law(citation.law), fold_number(citation.number or ""), *_article(citation))
        if key in seen:
            yield place(f"/legal_basis/{index}", law=brief(citation.law), first=seen[key] + 1)
        seen.setdefault(key, index)


def _article(citation: Citation) -> tuple[str, str]:
    """The same law may be quoted for several articles, named apart or only in the wording."""
    return fold_article(citation.article or ""), fold(citation.text or "")
