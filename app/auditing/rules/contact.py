"""办理地点、时间与电话规则: where to go, when, and whom to call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief, is_hollow, says_nothing
from app.elements.contact import Contact
from app.elements.spelled.phones import Phone, read_phones
from app.kernel.text import fold

_NUMBERISH = re.compile(r"\+?[\d\-()转*#.x]{6,}")
_NO_NUMBER = re.compile(
    r"(?:19|20)\d{2}[-./]?\d{1,2}(?:[-./]?\d{1,2})?"  # a date
    r"|[1-8]\d{5}"  # a postal code
    r"|\+?86-?[1-9]\d{1,2}-?[2-9]\d{6,7}"  # dialled from abroad
    r"|(?:0\d{2,3}-)?1\d{4}(?:-\d{1,2})+"  # a hotline and the keys to press: 12333-9-3
)
_ADDRESS = re.compile(
    r"https?:|www\.|@|\.(?:com|cn|net|org|gov)|微信|公众号|小程序|网|在线|来信|来访|信函|信箱|邮箱|QQ|现场|窗口|地址|[路街道巷]\S{0,8}号"
)
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2\d)\s*(?:[:：;.]|点|时)\s*([0-9]\d)?(?!\d)|\d点|\d时")
_TIME = re.compile(r"(?<![\d:：])(\d{1,2})\s*[:：]\s*(\d{2})(?!\d)")
_ALWAYS = re.compile(
    r"24小时|二十四小时|全天|全年|随时|7[x×*]24|不限时|工作时间|上班时间|办公时间|正常上班"
)
_NUMBERED_PLACE = re.compile(
    r"\d|号|[楼层室厅厦院所局站座栋幢馆窗]|中心|大楼|大厅|窗口|网|线上|线下|各|任一|就近|所在|派出所|街道办"
)


def _phones(text: str | None) -> tuple[Phone, ...]:
    return read_phones(text) if text and len(text) < 400 else ()


def _telephones(contact: Contact) -> Iterator[tuple[str, Phone]]:
    for field, text in (("consult", contact.consult), ("complaint", contact.complaint)):
        for phone in _phones(text):
            yield f"/contact/{field}", phone


@lru_cache(maxsize=65536)
def _is_mistyped(text: str) -> bool:
    """Only what can be meant as nothing else: digits and dashes, too many or too few."""
    digits = sum(character.isdigit() for character in text)
    return digits >= 6 and bool(_NUMBERISH.fullmatch(text)) and not _NO_NUMBER.fullmatch(text)


@value_rule(
    "contact",
    Severity.WARNING,
    zh="“{number}”不是电话号码",
    en="“{number}” is not a telephone number",
)
def malformed_telephone(contact: Contact) -> Iterator[Place]:
    """电话号码不成立。

    A telephone number cannot exist.

    为何要紧：打不通的电话等于没有电话，“电话可询”就成了空话。
    如何改正：固定电话写“区号-号码”，手机 11 位，热线如 12345；多个号码用顿号隔开。
    Why it matters: a number that nobody answers is none.
    Put right by: area code and number, an 11-digit mobile, or a hotline; several set apart by 、.
    Source: practice
    """
    for pointer, phone in _telephones(contact):
        number = phone.text.removeprefix(phone.label).lstrip(":")
        if "(" not in number:
            number = number.rstrip(")")  # of a remark that was opened before
        dialled = any(one.kind for one in read_phones(number)[:1])  # a label alone leaves nothing
        if not phone.kind and not dialled and _is_mistyped(number):
            yield place(pointer, number=brief(number))


@value_rule(
    "contact",
    Severity.INFO,
    zh="电话“{number}”没有写区号",
    en="Telephone “{number}” lacks its area code",
)
def telephone_without_area_code(contact: Contact) -> Iterator[Place]:
    """固定电话没有区号。

    A landline number lacks its area code.

    为何要紧：用手机或在外地拨打都要加区号。
    如何改正：写成“区号-号码”。
    Why it matters: from a mobile or from elsewhere it cannot be dialled.
    Put right by: writing area code and number.
    Source: practice
    """
    known = {phone.area for _, phone in _telephones(contact) if phone.area}
    if known:
        return  # “020-12345678、12345679”: the area code is plain from the first
    for pointer, phone in _telephones(contact):
        if phone.kind == "landline" and not phone.area:
            yield place(pointer, number=brief(phone.number))


@value_rule(
    "contact",
    Severity.WARNING,
    zh="咨询电话与投诉电话同为“{number}”",
    en="Enquiries and complaints share the number “{number}”",
)
def complaint_to_the_same_number(contact: Contact) -> Iterator[Place]:
    """咨询与投诉用同一个电话。

    Enquiries and complaints go to the same number.

    为何要紧：向被投诉的人投诉，没有人会打。统一热线（如 12345）不在此列。
    如何改正：投诉电话填监督部门的，或 12345 热线。
    Why it matters: nobody complains to the person complained of. Hotlines are not meant.
    Put right by: the number of whoever supervises, or the hotline.
    Source: practice
    """
    consult = {(p.number, p.extension) for p in _phones(contact.consult) if p.kind}
    complaints = [p for p in _phones(contact.complaint) if p.kind]
    own = [p for p in complaints if p.kind in {"landline", "mobile"}]
    if own and len(own) == len(complaints) and all((p.number, p.extension) in consult for p in own):
        yield place("/contact/complaint", number=brief(own[0].text))


@value_rule(
    "contact",
    Severity.WARNING,
    zh="{field}“{text}”里没有电话，也没有其他联系办法",
    en="“{text}” gives neither a telephone nor another way of contact",
    aspect="completeness",
)
def contact_without_number(contact: Contact) -> Iterator[Place]:
    """咨询或投诉方式里没有电话。

    The way to enquire or complain contains no telephone number.

    为何要紧：办理流程要“电话可询”，只写单位名称无从拨打。
    如何改正：补上带区号的电话。
    Why it matters: people must be able to ask by telephone; an office's name cannot be dialled.
    Put right by: adding the number with its area code.
    Source: the policy of 2020: 网上可查、电话可询
    """
    fields = (
        ("consult", contact.consult),
        ("complaint", contact.complaint),
    )
    for field, text in fields:
        if text and not says_nothing(text) and not is_hollow(text) and _is_unreachable(text):
            yield place(f"/contact/{field}", field=f"/contact/{field}", text=brief(text))


def _is_unreachable(text: str) -> bool:
    return sum(c.isdigit() for c in text) < 5 and not _ADDRESS.search(text)


@value_rule(
    "contact",
    Severity.INFO,
    zh="办理时间“{hours}”没有写几点到几点",
    en="The hours “{hours}” give no time of day",
)
def hours_without_time(contact: Contact) -> Iterator[Place]:
    """办理时间没有钟点。

    The hours give no time of day.

    为何要紧：不写几点到几点，群众会白跑一趟。
    如何改正：写明工作日和钟点，如“工作日 9:00—12:00，14:00—17:00”。
    Why it matters: people come when the window is closed.
    Put right by: days and times, such as working days 9:00–12:00 and 14:00–17:00.
    Source: practice
    """
    hours = contact.hours
    if not hours or says_nothing(hours) or is_hollow(hours):
        return
    folded = fold(hours)
    if not _CLOCK.search(folded) and not _ALWAYS.search(folded):
        yield place("/contact/hours", hours=brief(hours))


@value_rule(
    "contact",
    Severity.WARNING,
    zh="办理时间里的“{time}”不是钟点",
    en="“{time}” in the hours is not a time of day",
)
def impossible_time(contact: Contact) -> Iterator[Place]:
    """办理时间里有不存在的钟点。

    The hours contain a time that does not exist.

    为何要紧：抄错的时间会让人白跑。
    如何改正：改正钟点，按 24 小时制书写。
    Why it matters: a mistyped time sends people away.
    Put right by: correcting it, on the 24-hour clock.
    Source: practice
    """
    for match in _TIME.finditer(contact.hours or ""):
        if int(match[1]) > 24 or int(match[2]) > 59:
            yield place("/contact/hours", time=match[0])


@value_rule(
    "contact",
    Severity.INFO,
    zh="办理地点“{address}”没有具体到楼、室或窗口",
    en="The address “{address}” names no building, room or window",
)
def vague_address(contact: Contact) -> Iterator[Place]:
    """办理地点不具体。

    The address is not precise.

    为何要紧：只写到区、街道，群众找不到门。
    如何改正：写到门牌、楼层和窗口。
    Why it matters: people cannot find the door.
    Put right by: street number, floor and window.
    Source: practice
    """
    address = contact.address
    if not address or says_nothing(address) or is_hollow(address):
        return
    if not _NUMBERED_PLACE.search(fold(address)) and not address.rstrip("。 ").endswith("无"):
        yield place("/contact/address", address=brief(address))
