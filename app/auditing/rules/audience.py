"""服务对象规则: whom the item serves, and under which themes."""

from __future__ import annotations

from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.elements.audience import Audience

PERSON = "1"


@value_rule(
    "audience",
    Severity.WARNING,
    zh="服务对象不含{absent}，却归入了面向{absent}的主题",
    en="Filed under themes for {absent}, who are not among those served",
    aspect="consistency",
)
def topic_of_another_audience(audience: Audience) -> Iterator[Place]:
    """主题分类与服务对象不符。

    The item is filed under themes for people it does not serve.

    为何要紧：个人在“法人服务”里找不到，企业却在“个人服务”里看到与己无关的事项。
    如何改正：补上服务对象，或去掉不相干的主题。
    Why it matters: people find what is not for them, and not what is.
    Put right by: adding the audience, or dropping the theme.
    Source: practice
    """
    objects = set(audience.objects or ())
    if not objects:
        return
    if audience.personal_topics and PERSON not in objects:
        yield place("/audience/personal_topics", absent="natural-person")
    if audience.corporate_topics and objects == {PERSON}:
        yield place("/audience/corporate_topics", absent="legal-person")
