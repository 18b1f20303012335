"""网上办理规则: channels, depth and visits, and what they say of each other."""

from __future__ import annotations

from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.elements.handling import Handling

ONLINE, COURIER = "2", "3"
WHOLLY_ONLINE = "5"
CONSULTING, OTHER_DEPTHS = "1", {"8", "9"}
IN_DEPTH = {"2", "3", "4", "5", "6", "7"}


def _by_post(handling: Handling) -> bool:
    """Tell whether papers can be sent: by post, by courier, or through a machine."""
    courier = COURIER in (handling.channels or ())
    return bool(handling.mail_in or handling.delivery or handling.self_service or courier)


@value_rule(
    "handling",
    Severity.WARNING,
    zh="到现场 0 次，又不能网上办，也不支持邮寄",
    en="No visit, not online, not by post: there is no way to apply",
)
def no_way_to_apply(handling: Handling) -> Iterator[Place]:
    """没有一种途径可以申请。

    There is no way to apply: no visit, not online, nothing by post.

    为何要紧：零跑动要靠网上办或邮寄来实现，两样都没有，次数多半填错了。
    如何改正：支持邮寄或网办的，改正相应的标志；都不支持的，改正到现场次数。
    Why it matters: zero visits rest on online handling or post; without both the number is wrong.
    Put right by: correcting the flags, or the number of visits.
    Source: practice
    """
    offline = handling.online is False and ONLINE not in (handling.channels or ())
    stated = (handling.mail_in, handling.delivery, handling.channels)
    known = any(answer is not None for answer in stated)
    if handling.visits == 0 and offline and known and not _by_post(handling):
        yield place("/handling/visits", visits=0)


@value_rule(
    "handling",
    Severity.WARNING,
    zh="网办深度含“互联网办理”，却要到现场 {visits} 次",
    en="Handled wholly online, yet {visits} visit(s) are required",
)
def wholly_online_yet_visits(handling: Handling) -> Iterator[Place]:
    """全程网办，却要到现场。

    The item is handled wholly online, yet a visit is required.

    为何要紧：全程网办就是一次也不用跑；两项必有一项填错，“零跑动率”也随之失真。
    如何改正：结果可以邮寄或电子送达的，次数改为 0；确须到场的，降低网办深度。
    Why it matters: wholly online means no visit; one of the two is wrong, and so is the rate.
    Put right by: 0 visits where the result is posted or electronic; otherwise a lower depth.
    Source: practice
    """
    if WHOLLY_ONLINE in (handling.depth or ()) and (handling.visits or 0) > 0:
        yield place("/handling/visits", visits=handling.visits)


@value_rule(
    "handling",
    Severity.INFO,
    zh="到现场 0 次，但网办深度不到全程网办，又不支持邮寄",
    en="No visit, yet the item is not handled wholly online and nothing goes by post",
)
def no_visit_yet_shallow(handling: Handling) -> Iterator[Place]:
    """零跑动没有全程网办或邮寄支撑。

    No visit, but neither handled wholly online nor by post.

    为何要紧：只能网上预约、预审的事项，最后还得跑一趟。
    如何改正：补上网办深度或邮寄；做不到的，改正到现场次数。
    Why it matters: what is only booked or pre-checked online still needs a visit in the end.
    Put right by: completing the depth or the post, or correcting the number of visits.
    Source: practice
    """
    depth = set(handling.depth or ())
    shallow = bool(depth) and not depth & {"5", "6", "7"}
    unposted = (handling.mail_in, handling.delivery) != (None, None) and not _by_post(handling)
    if handling.visits == 0 and handling.online and shallow and unposted:
        yield place("/handling/visits", depth=list(handling.depth or ()))


@value_rule(
    "handling",
    Severity.WARNING,
    zh="标明网办，网办深度却只有{depth}",
    en="Marked as online, the depth is only {depth}",
)
def online_in_name_only(handling: Handling) -> Iterator[Place]:
    """网办只有咨询。

    The item is online in name only: nothing but consultation.

    为何要紧：只能在网上问一问，不能算网上可办，“网上可办率”会虚高。
    如何改正：能网上收件、预审、受理的补上深度；否则“是否网办”改为“否”。
    Why it matters: asking a question online is not handling online; the rate would be inflated.
    Put right by: completing the depth, or stating that the item is not online.
    Source: practice
    """
    depth = set(handling.depth or ())
    if handling.online and depth and depth <= {CONSULTING, *OTHER_DEPTHS}:
        yield place("/handling/depth", depth=list(handling.depth or ()))


@value_rule(
    "handling",
    Severity.WARNING,
    zh="标明不网办，却填了{traces}里的网上内容",
    en="Marked as not online, yet {traces} says that it is",
)
def online_traces_though_offline(handling: Handling) -> Iterator[Place]:
    """不网办的事项填了网办深度或网上办理。

    Not online, yet a depth of online handling or an online channel is stated.

    为何要紧：能不能网上办，门户按标志显示，统计按深度计算，两边对不上。
    如何改正：能网办的，“是否网办”改为“是”；不能的，删去深度和“网上办理”。
    Why it matters: the portal goes by the flag, the figures by the depth.
    Put right by: marking it as online, or deleting depth and channel.
    Source: practice
    """
    if handling.online is not False:
        return
    if set(handling.depth or ()) & IN_DEPTH:
        yield place("/handling/depth", traces="/handling/depth")
    if ONLINE in (handling.channels or ()):
        yield place("/handling/channels", traces="/handling/channels")


@value_rule(
    "handling",
    Severity.WARNING,
    zh="只有网上办理一种形式，却要到现场 {visits} 次",
    en="Online is the only channel, yet {visits} visit(s) are required",
)
def visits_though_only_online(handling: Handling) -> Iterator[Place]:
    """只能网上办理，却要到现场。

    Online is the only channel, yet a visit is required.

    为何要紧：没有窗口可去，群众不知到哪里办。
    如何改正：设窗口的补上“窗口办理”；不设的，次数改为 0。
    Why it matters: without a window there is nowhere to go.
    Put right by: adding the window as a channel, or 0 visits.
    Source: practice
    """
    if set(handling.channels or ()) == {ONLINE} and (handling.visits or 0) > 0:
        yield place("/handling/channels", visits=handling.visits)
