"""Problems of working with findings."""

from __future__ import annotations

from collections.abc import Sequence

from app.items.shapes import Malformed
from app.kernel.problem import FieldError, Problem


class RunNotFound(Problem):
    """没有这次审核 No such run.

    All full runs are listed at `/audit/runs`.
    """

    status = 404
    zh = "没有第 {id} 次全面审核"
    en = "There is no full run {id}"


class RunNotKept(Problem):
    """这次审核的明细已不留存 Run no longer kept.

    Of older runs only the counts are left. How many runs can be compared is a setting
    (`YIZHI_KEPT_RUNS`); `kept` in `/audit/runs` tells which ones can.
    """

    status = 410
    zh = "第 {id} 次全面审核只留下了计数，不能再比较"
    en = "Only the counts of full run {id} are left; it can no longer be compared"


class WaiverNotFound(Problem):
    """没有这项豁免 No such waiver.

    All waivers, withdrawn and expired ones too, are listed at `/audit/waivers`.
    """

    status = 404
    zh = "没有第 {id} 号豁免"
    en = "There is no waiver {id}"


class ItemAmbiguous(Problem):
    """事项不能确定 Item not told apart.

    The code must name exactly one item. Where several items have it, `qualifier` says which.
    """

    status = 422
    zh = "编码“{code}”对应 {count} 个事项，请用 qualifier 指明是哪一个"
    en = "The code “{code}” names {count} items; say which with qualifier"


class PlaceOfAnotherRule(Problem):
    """规则不在这个位置 Not a place of this rule.

    Rules over a whole item, missing fields and comparisons have one place each, given on the
    rule's page; leave `pointer` out, or name that place.
    """

    status = 422
    zh = "规则“{rule}”只会指向 {place}，不会指向 {pointer}"
    en = "The rule “{rule}” points to {place}, never to {pointer}"


class RectificationNotFound(Problem):
    """没有这份整改清单 No such rectification list.

    All lists are at `/rectifications`.
    """

    status = 404
    zh = "没有第 {id} 号整改清单"
    en = "There is no rectification list {id}"


class NothingToMend(Problem):
    """没有要整改的 Nothing to mend.

    No finding of the gravities and rules that were asked for stands against this body, or all of
    them are waived.
    """

    status = 422
    zh = "“{agency}”没有这样的发现，不必出具整改清单"
    en = "No such finding stands against “{agency}”; there is nothing to list"


class CatalogueMoved(Problem):
    """目录已有新版本 The catalogue has moved on.

    A sample is drawn from the catalogue as it is. It was asked for at a version that is no longer
    the current one, and would not be the same.
    """

    status = 409
    zh = "目录已不是第 {version} 版，现在是第 {now} 版，抽出的样本会不同"
    en = "The catalogue is no longer at version {version} but at {now}; the sample would differ"


class SizeMissing(Problem):
    """抽多少没有写明 How many is not said.

    Say either `size`, a number of items, or `share`, a part of the population; not both.
    """

    status = 422
    zh = "size（抽多少项）和 share（抽多大比例）必须且只能写一个"
    en = "Say either size, how many items, or share, which part of them"


class StandardRefused(Problem):
    """标准文档有误 Standard refused.

    The document could not be written either; `errors` says where and why.
    """

    status = 422
    zh = "这份基本目录事项有 {count} 处不能写入"
    en = "This base item could not be written: {count} places"

    def __init__(self, errors: Sequence[Malformed]) -> None:
        told = [_field_error(error) for error in errors]
        super().__init__(count=len(told), errors=told)


class NoStandardToPatch(Problem):
    """没有可修改的标准 No standard to patch.

    A JSON merge patch names the base item by `base_code`, and by `issuer` where several regions
    issue it.
    """

    status = 422
    zh = "编码“{code}”对应 {count} 个基本目录事项，不能确定修改哪一个"
    en = "The code “{code}” names {count} base items; which one is to be patched?"


def _field_error(error: Malformed) -> FieldError:
    from app.importing.errors import RowError

    said = RowError(
        code=error.code,
        facts=error.facts,
        column=error.pointer,
        value=error.value,
        pointer=error.pointer,
    )
    return {"pointer": error.pointer, "code": error.code, "detail": said.reason()}
