"""材料名称归一: which names of materials mean the same document.

Three degrees. ``exact_key`` drops what is not the name: copies, form words (原件, 复印件), 《》, and
puts one word for the few kept synonyms (身份证 → 居民身份证). ``loose_key`` also drops brackets,
connecting words and 申请书/申请表; it is only used for names that found no partner. ``resemble``
says that two names might be one with a slip in it: a doubt, never a match.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from app.elements.material_names import LONGEST_NAME, split_name
from app.elements.numerals import fold_numerals
from app.elements.prose import fold_title

_COPY = r"(?:原件|正本原件|复印件|影印件|扫描件|彩色扫描件|电子版|电子件|电子扫描件|打印件|照片版)"
_COPIES = rf"{_COPY}(?:(?:[,/]|及|和|与|或|或者|以及|及其){_COPY})*"
_COUNT = r"(?:一式)?(?:各)?(?:[一二两三四五六七八九十]{1,2}|\d{1,2})(?:份|套|张)"
_SIDES = r"(?:正反面|正面和反面|双面|有效期内|加盖公章|盖章|签字|签名|验原件|核验原件|查验原件|见备注|详见备注|样表|示范文本)"
_TAIL = re.compile(
    rf"(?:\((?:{_COPY}|{_COUNT}|{_SIDES}|[,;:./]|或者?|及其?|以及|和|与|的|并|收|提?交|需|提供|核验?|验)++\)"
    rf"|[,;]?(?:的)?{_COPIES}(?:[,;]?{_COUNT})?|[,;]{_COUNT}|一式{_COUNT})$"
)
_LEAD = re.compile(
    r"^(?:申请人的?|本人的?|有效的?|经办人提供的|提供|提交|填写(?:完整)?的?)(?=.{3})"
)
_NATION = "中华人民共和国"
_IDENTITY = re.compile(
    r"(?:有效|合法|个人|居民|第二代|二代|公民)*(?:的)?(?:身份证(?:明|件|明文件|明材料|件材料|明证件)?|身份有效证件|有效身份证)$"
)
_SYNONYMS = {
    "户口簿": "居民户口簿", "户口本": "居民户口簿", "户口薄": "居民户口簿", "居民户口本": "居民户口簿",
    "家庭户口簿": "居民户口簿", "企业营业执照": "营业执照", "工商营业执照": "营业执照",
    "企业法人营业执照": "营业执照", "营业执照副本": "营业执照", "营业执照(副本)": "营业执照",
    "毕业证": "毕业证书", "学位证": "学位证书", "离婚证书": "离婚证", "结婚证书": "结婚证",
    "授权书": "授权委托书", "委托书": "授权委托书", "个人委托书": "授权委托书",
    "代理委托书": "授权委托书", "代办委托书": "授权委托书",
    "免冠照片": "照片", "近期免冠照片": "照片", "个人照片": "照片", "证件照": "照片",
    "社保卡": "社会保障卡", "社会保障(市民)卡": "社会保障卡", "银行账户": "银行账号",
    "不动产权证": "不动产权证书", "不动产证": "不动产权证书", "房产证": "房屋所有权证",
}  # fmt: skip
_ID_CARD = "居民身份证"

_BRACKETS = re.compile(r"\([^()]*\)?")
_JOINTS = re.compile(r"[,/·\-.:;'\"]|的|及|和|与|或者?|等")
_GENERIC = re.compile(r"(?:申请表格?|申请书|申报表|申报书)$")
_WEAK_ENDS = re.compile(r"(?:文件|材料|资料)$")
# What differs by one of these is another document, however alike the names are.
_OPPOSED = re.compile(
    r"[甲乙上下前后原新省市县国港澳台一二三四五六七八九十\da-z不无未非买卖出入父母男女夫妻正副停续首再专兼内外]"
)
_OPPOSED_WORDS = re.compile(
    r"个人|单位|企业|法人|新设|新申请|变更|延续|注销|补办|换领|监事|出质|质权|抵押|转让|受让|研究|设计|施工|监理"
    r"|勘察|死亡|出生"
)
_CERTAIN = 0.88
_SHARED = 0.6
_LONG_ENOUGH = 7
_OF_A_BODY = re.compile(r"(?:法定代表人|负责人|法人).*身份证明")


@lru_cache(maxsize=16384)
def _stripped(name: str) -> str:
    folded = fold_title(split_name(name)[0])
    if len(folded) > LONGEST_NAME:
        return folded
    while (shorter := _TAIL.sub("", folded)) != folded and shorter:
        folded = shorter
    return fold_numerals(_LEAD.sub("", folded.replace(_NATION, "") or folded))


def _as_id_card(name: str) -> str:
    match = _IDENTITY.search(name)
    return name[: match.start()] + _ID_CARD if match else name


@lru_cache(maxsize=16384)
def exact_key(name: str) -> str:
    """Return the key under which equal documents have equal names.

    法定代表人身份证明 may be the card or a letter that says who represents: it stays itself.
    """
    stripped = _stripped(name)
    if len(stripped) > LONGEST_NAME:
        return stripped
    if _OF_A_BODY.search(stripped):
        return _SYNONYMS.get(stripped, stripped)
    return _SYNONYMS.get(stripped) or _as_id_card(stripped)


@lru_cache(maxsize=16384)
def loose_key(name: str) -> str:
    """Return a looser key: without brackets and joints, 申请表 as 申请书, 材料 and 文件 dropped."""
    bare = _JOINTS.sub("", _BRACKETS.sub("", exact_key(name)))
    bare = _GENERIC.sub("申请书", bare)
    return _SYNONYMS.get(bare, _WEAK_ENDS.sub("", bare) or bare)


def qualifier(name: str) -> str:
    """Return what brackets in the name add to it."""
    return "".join(_BRACKETS.findall(exact_key(name)))


def alternatives(name: str) -> frozenset[str]:
    """Return the keys of 居民身份证或营业执照: any one of them will do."""
    return frozenset(exact_key(part) for part in re.split(r"或者?|/", exact_key(name)) if part)


@lru_cache(maxsize=16384)
def resemble(one: str, other: str) -> bool:
    """Say whether two names may be one document with a slip or a changed word (修理, 维修).

    Never where what differs tells documents apart: 个人 and 单位, 正本 and 副本, numbers.
    """
    if max(len(one), len(other)) > LONGEST_NAME:
        return False
    if _as_id_card(_stripped(one)) == _as_id_card(_stripped(other)):
        return True
    named = qualifier(one) and qualifier(other)
    left, right = (exact_key(name) if named else loose_key(name) for name in (one, other))
    shorter, longer = sorted((len(left), len(right)))
    if shorter < _LONG_ENOUGH or shorter < longer * _CERTAIN * _CERTAIN:
        return False
    if len({*left} & {*right}) < _SHARED * len({*left} | {*right}):
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.quick_ratio() < _CERTAIN or matcher.ratio() < _CERTAIN:
        return False
    return not any(_tells_apart(left, right, *span) for _, *span in _changes(matcher))


def _changes(matcher: SequenceMatcher[str]) -> list[tuple[str, int, int, int, int]]:
    return [code for code in matcher.get_opcodes() if code[0] != "equal"]


def _tells_apart(left: str, right: str, *span: int) -> bool:
    """Look at what changed, and at it with its neighbours for words of two characters."""
    a, b, c, d = span
    if _OPPOSED.search(left[a:b] + right[c:d]):
        return True
    around = left[max(0, a - 1) : b + 1], right[max(0, c - 1) : d + 1]
    found = [set(_OPPOSED_WORDS.findall(text)) for text in around]
    return found[0] != found[1]
