"""收费规则: whether something is charged, what for and on what basis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief, is_empty
from app.elements.fees import Fee, Fees
from app.kernel.text import fold

_FREE = re.compile(
    r"(?:不|免|未|无)(?:予|需|用)?(?:涉及)?(?:收取?|缴纳?)?(?:任何)?(?:费用?|费)?|免(?:收|征|缴)?|0(?:\.0+)?元?(?:/.{1,4})?|零元?|否"
)
_YUAN = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(万)?元")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千]+(?:元|角|%)|百分之")
_REFERENCE = re.compile(r"《|号|按|依|根据|执行|标准|见|参照|协商|市场|评估|物价|发改")


def _is_free(fee: Fee) -> bool:
    if fee.amount is not None:
        return fee.amount == 0
    return fee.standard is not None and _FREE.fullmatch(fold(fee.standard)) is not None


@value_rule(
    "fees",
    Severity.WARNING,
    zh="写明不收费，却列有收费项目“{name}”",
    en="No fee is charged, yet the fee item “{name}” is listed",
)
def fee_items_though_free(fees: Fees) -> Iterator[Place]:
    """不收费的事项列有收费项目。

    Fee items are listed though nothing is charged.

    为何要紧：群众不知道到底要不要交钱，收费统计也会出错。
    如何改正：确不收费的删去收费项目；部分情形收费的，“是否收费”改为“是”并写明情形。
    Why it matters: people cannot tell whether they must pay.
    Put right by: deleting the items, or stating that a fee is charged and in which cases.
    Source: practice
    """
    for index, fee in enumerate(fees.items or ()):
        if fees.charged is False and not _is_free(fee) and not is_empty(fee.standard or fee.name):
            yield place(f"/fees/items/{index}", name=brief(fee.name or fee.standard or ""))


@value_rule(
    "fees",
    Severity.WARNING,
    zh="写明收费，所列收费项目却都是免费",
    en="A fee is charged, yet every item listed is free",
)
def charged_at_nothing(fees: Fees) -> Iterator[Place]:
    """收费的事项，各收费项目却都是免费。

    A fee is charged, but every fee item says that it is free.

    为何要紧：已经取消的收费仍显示为收费，群众会以为还要交钱。
    如何改正：已取消收费的，“是否收费”改为“否”。
    Why it matters: a fee that was abolished is still announced.
    Put right by: stating that nothing is charged.
    Source: practice
    """
    if fees.charged and fees.items and all(map(_is_free, fees.items)):
        yield place("/fees/charged", count=len(fees.items))


@value_rule(
    "fees",
    Severity.ERROR,
    zh="写明收费，收费依据却是“{basis}”",
    en="A fee is charged, its basis reads “{basis}”",
)
def charged_on_no_basis(fees: Fees) -> Iterator[Place]:
    """收费没有依据。

    A fee is charged, and its basis says nothing.

    为何要紧：行政许可收费须有法律、行政法规依据，没有依据的收费就是乱收费。
    如何改正：写明收费依据的名称、文号；没有依据的，停止收费。
    Why it matters: charging for a licence needs a basis in law or administrative regulation.
    Put right by: naming the basis with its number; without one, by no longer charging.
    Source: practice; for licences, 行政许可法 arts. 58, 59
    """
    stated = [("/fees/basis", fees.basis)]
    stated += [(f"/fees/items/{at}/basis", fee.basis) for at, fee in enumerate(fees.items or ())]
    given = [(pointer, basis) for pointer, basis in stated if basis is not None]
    if fees.charged and given and all(is_empty(basis) for _, basis in given):
        pointer, basis = given[0]
        yield place(pointer, basis=brief(basis))


@value_rule(
    "fees",
    Severity.INFO,
    zh="收费项目“{name}”的标准“{standard}”里没有金额，也没有写按什么标准",
    en="The standard “{standard}” of fee item “{name}” gives neither a figure nor a reference",
)
def fee_without_amount(fees: Fees) -> Iterator[Place]:
    """收费标准里没有金额。

    A fee's standard gives no figure.

    为何要紧：群众要事先知道交多少钱。
    如何改正：写明金额和单位；分档的逐档写明，或写出收费文件的名称和文号。
    Why it matters: people must know beforehand what to pay.
    Put right by: stating amount and unit, tier by tier, or the document that sets them.
    Source: practice
    """
    for index, fee in enumerate(fees.items or ()):
        if fee.amount is None and fee.standard and not _is_free(fee):
            folded = fold(fee.standard)
            if not _FIGURE.search(folded) and not _REFERENCE.search(folded):
                yield place(
                    f"/fees/items/{index}/standard",
                    name=brief(fee.name or ""),
                    standard=brief(fee.standard),
                )


@value_rule(
    "fees",
    Severity.WARNING,
    zh="收费标准写“{standard}”，金额却是 {amount} 元",
    en="The standard reads “{standard}”, the amount is {amount} 元",
)
def fee_amount_differs(fees: Fees) -> Iterator[Place]:
    """收费金额与收费标准不一致。

    A fee's amount differs from its standard.

    为何要紧：网上支付按金额扣款，群众看到的却是标准。
    如何改正：核对收费文件，改正其中之一。
    Why it matters: people read the one and pay the other.
    Put right by: checking the document that sets the fee and correcting either.
    Source: practice
    """
    for index, fee in enumerate(fees.items or ()):
        if fee.amount is None or not fee.standard:
            continue
        figures = {float(n) * (10_000 if wan else 1) for n, wan in _YUAN.findall(fee.standard)}
        if len(figures) == 1 and fee.amount not in figures:
            yield place(
                f"/fees/items/{index}/amount", standard=brief(fee.standard), amount=fee.amount
            )


@value_rule(
    "fees",
    Severity.INFO,
    zh="收费项目“{name}”写明不允许减免，却有减免说明",
    en="Fee item “{name}” may not be reduced, yet a reduction is explained",
)
def reduction_though_not_allowed(fees: Fees) -> Iterator[Place]:
    """不允许减免的收费有减免说明。

    A fee that may not be reduced carries an explanation of reductions.

    为何要紧：符合减免条件的人会因此错过。
    如何改正：允许减免的改为“是”；否则删去减免说明。
    Why it matters: those entitled to a reduction miss it.
    Put right by: allowing reductions, or deleting the explanation.
    Source: practice
    """
    for index, fee in enumerate(fees.items or ()):
        explained = fee.reduction or ""
        if fee.reducible is False and not is_empty(explained) and explained[0] not in "不无":
            yield place(f"/fees/items/{index}/reducible", name=brief(fee.name or ""))
