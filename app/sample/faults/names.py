"""名称、网址与日期的瑕疵."""

from __future__ import annotations

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, put, together

NAMES = (
    fault(
        "烟花爆竹经营（零售）许可@白杨县",
        put("/name", "烟花爆竹临时零售网点布设审批"),
        ("different-name", "/name"),
        note="事项改了名，与基本目录对不上",
    ),
    fault(
        "乡村建设规划许可证核发@青石县",
        put("/name", "关于乡村建设规划许可证的核发"),
        ("different-name", "/name"),
        ("name-of-a-document", "/name"),
        note="事项名称写成了公文标题",
    ),
    fault(
        "旅馆业特种行业许可证核发@白杨县",
        put("/name", "旅馆业特种行业 许可证核发"),
        ("untidy-name", "/name"),
        note="名称中间多了一个空格",
    ),
)

LINKS = (
    fault(
        "社会团体成立登记@青石县",
        put("/links/online", "zwfw.yunchuan.example/apply"),
        ("malformed-link", "/links/online"),
        note="网上办理地址没有 https://",
    ),
    fault(
        "建筑工程施工许可证核发@云泽市",
        put("/links/online", "http://192.168.10.21:8080/sp/index.do"),
        ("private-link", "/links/online"),
        note="网上办理地址是内网地址",
    ),
    fault(
        "就业登记和失业登记@望江街道",
        drop("/links/online"),
        ("missing-links-online", "/links/online"),
        note="标明网办，没有网上办理地址",
    ),
    fault(
        "临时救助金给付@石桥镇",
        together(put("/town_code", "990221102000"), put("/town_name", "柳坪镇")),
        ("place-outside-region", "/town_code"),
        note="乡镇代码填成了邻市的镇",
    ),
    fault(
        "农村村民宅基地审批@河口镇",
        together(drop("/town_code"), drop("/town_name")),
        ("missing-town-code", "/town_code"),
        ("missing-town-name", "/town_name"),
        note="乡镇事项没有写是哪个乡镇",
    ),
)

DATES = (
    fault(
        "林木采伐许可证核发@湖滨区",
        together(put("/effective_date", "2023-01-01"), put("/cancel_date", "2024-12-31")),
        ("in-use-past-its-end", "/status"),
        note="过了计划取消日期仍在用",
    ),
    fault(
        "取水许可@青石县",
        together(put("/effective_date", "2024-07-01"), put("/cancel_date", "2024-01-01")),
        ("ends-before-it-begins", "/cancel_date"),
        ("in-use-past-its-end", "/status"),
        note="取消日期早于生效日期",
    ),
)
FAULTS = (*NAMES, *LINKS, *DATES)
