"""貌似瑕疵: what looks like a fault and is none. An audit must stay silent on all of it."""

from __future__ import annotations

from app.sample.faults.declare import Fault, fault
from app.sample.faults.edits import append, drop, handled, put, rewrite, together

LOOKALIKES: tuple[Fault, ...] = (
    fault(
        "临时救助金给付@白杨县",
        put("/contact/complaint", "12345（政务服务便民热线）"),
        note="投诉走统一热线",
    ),
    fault(
        "居住证申领@湖滨区",
        rewrite("/contact/consult", lambda phone: f"{phone}转3、96110"),
        note="分机号和短号",
    ),
    fault(
        "民办非企业单位成立登记@青石县",
        put(
            "/contact/hours",
            "夏季工作日 8:00—12:00、15:00—18:00；冬季工作日 8:30—12:00、14:30—17:30",
        ),
        note="冬夏两个办理时间",
    ),
    fault(
        "残疾人两项补贴给付@青石县",
        together(
            handled(online=False, depth=None, channels=["1", "3"], service_forms=["4"]),
            drop("/links/online"),
            drop("/links/mobile"),
        ),
        note="不能网上办，但可以邮寄，所以不用跑",
    ),
    fault(
        "食品经营许可@湖滨区#变更",
        put("/time_limit/promised/note", "不需要现场核查的当场办结，需要核查的五个工作日内办结"),
        note="有条件的当场办结",
    ),
    fault(
        "取水许可@南岭县",
        put("/name", "取水许可（县级）"),
        note="名称后面注了层级",
    ),
    fault(
        "股权出质设立登记@青石县",
        put(
            "/fees/items",
            [{"name": "股权出质登记费", "standard": "免收", "amount": 0, "unit": "元/件"}],
        ),
        note="写明免收的收费项目",
    ),
    fault(
        "医师执业注册@白杨县",
        rewrite("/process/steps/0/name", lambda _: "接件"),
        note="环节换了个通行的说法",
    ),
    fault(
        "工伤认定@湖滨区",
        append(
            "/legal_basis",
            {
                "law": "云川省实施《工伤保险条例》办法",
                "number": "云川省人民政府令第196号",
                "article": "第九条",
                "issuer": "云川省人民政府",
                "kind": "5",
            },
        ),
        note="在标准之外多引一部本省规章，书名套书名",
    ),
    fault(
        "内地居民结婚登记@南岭县",
        together(put("/materials/0/format", "1"), put("/materials/0/copies", 0)),
        note="只查验不收取的证件，份数为 0",
    ),
    fault(
        "购买自住住房提取住房公积金@云泽市",
        put("/handling/visits_reason", "不需要到现场"),
        note="现场原因一栏写的是不需要",
    ),
    fault(
        "社会保障卡申领@湖滨区",
        put("/contact/address", "湖滨区任一社会保障卡即时制卡网点"),
        note="没有门牌号，但谁都找得到",
    ),
)
