"""目录规则: an item beside its standard and beside other items of the catalogue."""

from __future__ import annotations

from app.auditing.rule import Severity, group_rule, item_rule

_BOTH_IN_USE = "coalesce(i.status, 1) = 1 AND coalesce(o.status, 1) = 1"
_ANOTHER = (
    "SELECT 1 FROM item o WHERE o.kind = i.kind AND o.id <> i.id"
    " AND (coalesce(o.secret, 0) = 0 OR i.secret = 1)"
)
"""Another item; a finding on an open one must not tell that a secret one exists."""


@item_rule(
    Severity.WARNING,
    zh="基本编码“{base_code}”不在基本目录中",
    en="Base code “{base_code}” is not in the base catalogue",
    where="i.standard_id IS NULL",
    place="/base_code",
    facts=("base_code",),
    source="policy",
    aspect="consistency",
)
def without_standard() -> None:
    """事项没有对应的基本目录事项。

    The item follows no base item: it was made locally, or its base code is mistaken.

    为何要紧：没有标准就无从“四级十同”；自建事项须经批准才能设立。
    如何改正：认领对应的基本目录事项；基本编码填错的改正；确属自建的，办理报批。
    Why it matters: without a standard nothing can be alike; local items need approval.
    Put right by: claiming the base item, correcting the code, or seeking approval.
    Source: the policy of 2020: 同一事项的……编码等要素基本一致
    """


@item_rule(
    Severity.ERROR,
    zh="所依的基本目录事项已暂停或取消，本事项仍为在用",
    en="The base item is suspended or cancelled, this item is still in use",
    where="i.status = 1 AND b.status IS NOT NULL AND b.status <> 1",
    place="/status",
    facts=("base_code", "status"),
    aspect="consistency",
)
def standard_not_in_use() -> None:
    """基本目录事项已不在用，地方事项仍在用。

    The base item is no longer in use, the local item is.

    为何要紧：目录取消的事项，地方继续受理就没有依据。
    如何改正：随目录暂停或取消；目录有承接事项的，改依承接事项。
    Why it matters: what the catalogue has dropped may no longer be asked of anyone.
    Put right by: suspending or cancelling it too, or following the item that takes its place.
    Source: practice
    """


@item_rule(
    Severity.ERROR,
    zh="行使层级{level}不在基本目录规定的层级之内",
    en="Level {level} is not among those of the base item",
    where="i.level BETWEEN 1 AND 6 AND coalesce(b.levels, 0) & 254 <> 0"
    " AND b.levels & 128 = 0 AND b.levels & (1 << i.level) = 0",
    place="/level",
    facts=("level",),
    aspect="consistency",
)
def level_outside_standard() -> None:
    """行使层级超出基本目录。

    The item is exercised at a level that its base item does not provide for.

    为何要紧：目录没有下放到本级的权力，本级无权行使。分级管理的事项不在此列。
    如何改正：核对目录的行使层级；权力已下放的，先由目录发布机关修改目录。
    Why it matters: a level has no power that was not given to it. Shared management is not meant.
    Put right by: checking the catalogue; where the power was moved, it must say so first.
    Source: practice
    """


@group_rule(
    Severity.ERROR,
    zh="编码“{code}”有几个在用的事项同时使用",
    en="Several items in use share the code “{code}”",
    key=("kind", "code"),
    where=f"EXISTS ({_ANOTHER} AND o.code = i.code AND {_BOTH_IN_USE})",
    place="/code",
    facts=("code",),
)
def duplicate_code() -> None:
    """几个在用的事项用同一编码。

    Several items in use share one code.

    为何要紧：编码是事项的身份，重复的编码使办件、证照、统计都对错号。
    如何改正：重复发布的保留一条，其余取消；细分的事项各编业务办理项编码。
    Why it matters: cases, licences and figures are put to the wrong item.
    Put right by: keeping one and cancelling the rest, or a handling code for each part.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """


@group_rule(
    Severity.WARNING,
    zh="同一实施主体对基本编码“{base_code}”在同一层级有几个实施编码，没有用业务办理项区分",
    en="One body has several codes for base code “{base_code}” at one level",
    key=("agency_id", "base_code"),
    where=f"i.level IS NOT NULL AND length(i.code) <= 31 AND EXISTS ({_ANOTHER}"
    " AND o.agency_id = i.agency_id AND o.base_code = i.base_code AND o.level = i.level"
    " AND coalesce(o.region_id, -1) = coalesce(i.region_id, -1)"
    f" AND o.code <> i.code AND length(o.code) <= 31"
    f" AND {_BOTH_IN_USE})",
    place="/code",
    facts=("base_code", "code"),
)
def several_codes_for_one_base() -> None:
    """同一主体的同一事项有几个实施编码。

    One body has several implementation codes for one base item at one level.

    为何要紧：实施编码由主体、层级、基本编码组成，三者相同编码也应相同；多出来的必有一个是错的。
    如何改正：保留一个；确需细分的，按业务办理项编 33 位编码。
    Why it matters: body, level and base code make the code; where all three agree, so must it.
    Put right by: keeping one, or 33-character handling codes where the item is split.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """


@group_rule(
    Severity.WARNING,
    zh="同一实施主体有几个同名事项，基本编码不同",
    en="One body has several items of this name with different base codes",
    key=("name", "agency_id"),
    where="i.base_code IS NOT NULL AND i.name IS NOT NULL"
    f" AND EXISTS ({_ANOTHER} AND o.name = i.name AND o.agency_id = i.agency_id"
    f" AND o.base_code <> i.base_code AND o.level = i.level AND {_BOTH_IN_USE})",
    place="/name",
    facts=("base_code", "code"),
)
def one_name_several_codes() -> None:
    """同一主体的几个事项同名不同码。

    One body has several items of one name under different base codes.

    为何要紧：群众分不清该办哪一个；多半是目录调整后旧事项没有取消。
    如何改正：旧事项取消；确为不同事项的，名称写出区别。
    Why it matters: people cannot tell which to choose; often the old item was never cancelled.
    Put right by: cancelling the old one, or names that tell them apart.
    Source: practice
    """


@group_rule(
    Severity.WARNING,
    zh="{region_name}（{region}）没有认领这一事项",
    en="{region_name} ({region}) has not claimed this item",
    key=(),
    where=None,
    place="/levels",
    applies="base",
    source="policy",
    aspect="coverage",
)
def unclaimed_base_item() -> None:
    """基本目录事项没有被应当行使的地方认领。

    A region that should exercise a base item does not list it.

    为何要紧：应领未领就是遗漏，群众在当地办不了这件事。
    如何改正：由当地对应的部门认领；没有此项职权、已上收或机构缺失的，写明不认领的原因（/claims/declines），写明后不再报。
    Why it matters: what is not claimed is missing: people cannot have it done where they live.
    Put right by: claiming it, or stating why not (/claims/declines): no such power, moved, no such
    body; what is declined with a reason is not reported.
    Source: the policy of 2020: 要素录入全覆盖、无遗漏
    """
