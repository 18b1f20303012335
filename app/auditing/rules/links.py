"""日期与网址规则: the dates and addresses in the own part of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from app.auditing.rule import Own, Place, Severity, own_rule, place
from app.auditing.rules.wording import brief, says_nothing

_PRIVATE = re.compile(
    r"(?:localhost|.*\.local|.*\.localdomain|127\..*|10\.[\d.]+|192\.168\.[\d.]+|0\.0\.0\.0"
    r"|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|::1)"
)


_PLAIN = re.compile(r"https?://([a-z0-9.-]+\.[a-z]+)/\S*")


def _host(address: str) -> str | None:
    """Return the host of an absolute web address, None where it is none."""
    if plain := _PLAIN.fullmatch(address):
        return plain[1]
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or any(c.isspace() for c in address):
        return None
    return host if host and ("." in host or ":" in host or host == "localhost") else None


def _addresses(own: Own) -> Iterator[tuple[str, str]]:
    for name, address in own.links.items():
        if address and not says_nothing(address):
            yield f"/links/{name}", address.strip()


@own_rule(
    Severity.WARNING,
    zh="“{address}”不是完整的网址",
    en="“{address}” is not a complete web address",
)
def malformed_link(own: Own) -> Iterator[Place]:
    """网址不完整。

    A link is not an absolute http or https address.

    为何要紧：点不开的地址等于没有地址，“一网通办”到此中断。
    如何改正：填写以 http:// 或 https:// 开头的完整地址，中间不留空格。
    Why it matters: a link that does not open is no link.
    Put right by: a complete address beginning with http:// or https://, without blanks.
    Source: practice
    """
    for pointer, address in _addresses(own):
        if _host(address) is None:
            yield place(pointer, address=brief(address))


@own_rule(
    Severity.WARNING,
    zh="“{address}”只在内部网络能打开",
    en="“{address}” opens only inside an internal network",
)
def private_link(own: Own) -> Iterator[Place]:
    """网址指向内部网络。

    A link leads into an internal network.

    为何要紧：群众从互联网打不开内网地址。
    如何改正：换成互联网上的地址。
    Why it matters: nobody outside can open it.
    Put right by: the address on the public internet.
    Source: practice
    """
    for pointer, address in _addresses(own):
        host = _host(address)
        if host and _PRIVATE.fullmatch(host):
            yield place(pointer, address=brief(address))


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@own_rule(
    Severity.WARNING,
    zh="“{date}”不是日历上的日期",
    en="“{date}” is not a date of the calendar",
    applies="any",
)
def impossible_date(own: Own) -> Iterator[Place]:
    """日期不存在。

    A date does not exist.

    为何要紧：系统算不出事项何时生效、何时取消。
    如何改正：改为实有的日期，写作“年-月-日”。
    Why it matters: nobody can tell when the item takes effect or ends.
    Put right by: a real date, written year-month-day.
    Source: practice
    """
    dates = (("/effective_date", own.effective_date), ("/cancel_date", own.cancel_date))
    for pointer, text in dates:
        if text and _date(text) is None:
            yield place(pointer, date=brief(text))


@own_rule(
    Severity.WARNING,
    zh="计划取消日期 {cancel_date} 不晚于计划生效日期 {effective_date}",
    en="Ends on {cancel_date}, not after taking effect on {effective_date}",
    applies="any",
)
def ends_before_it_begins(own: Own) -> Iterator[Place]:
    """计划取消日期不晚于计划生效日期。

    The item ends before it takes effect.

    为何要紧：照此事项从未有效，下级却仍会依它办理。
    如何改正：核对两个日期，改正填反或填错的一个。
    Why it matters: the item would never be in force.
    Put right by: checking both dates; often they stand in each other's place.
    Source: practice
    """
    begins, ends = _date(own.effective_date), _date(own.cancel_date)
    if begins and ends and ends <= begins:
        yield place("/cancel_date", effective_date=own.effective_date, cancel_date=own.cancel_date)


@own_rule(
    Severity.INFO,
    zh="乡镇（村）代码“{code}”不在行政区划 {region} 之内",
    en="Township or village code “{code}” lies outside region {region}",
    aspect="consistency",
)
def place_outside_region(own: Own) -> Iterator[Place]:
    """乡镇或村的代码不在本事项的行政区划内。

    A township or village code lies outside the item's region.

    为何要紧：按地区查“就近办”事项时找不到这一条。区划调整、开发区代管的情形确有，故只提示。
    如何改正：核对乡镇（街道）、村（社区）代码与行政区划。
    Why it matters: the item is missing where people look for it. Mergers of districts and
    development zones explain some, so it is only a hint.
    Put right by: checking both codes.
    Source: practice
    """
    if not own.region or len(own.region) < 6:
        return
    county = own.region[:6].rstrip("0") if own.region[4:6] == "00" else own.region[:6]
    for pointer, code in (("/town_code", own.town_code), ("/village_code", own.village_code)):
        if code and code[:6].isdigit() and not code.startswith(county):
            yield place(pointer, code=code, region=own.region)
