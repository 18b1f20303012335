"""收费与办理结果的瑕疵."""

from __future__ import annotations

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, handled, put, together

SURVEY = "《白杨县测绘服务收费公示》（白发改〔2018〕3号）"
CHARGED = {
    "charged": True,
    "items": [
        {
            "name": "现场踏勘费",
            "standard": "每件200元",
            "amount": 200,
            "unit": "元/件",
            "basis": SURVEY,
            "reducible": False,
        }
    ],
    "basis": SURVEY,
}

FEES = (
    fault(
        "林木采伐许可证核发@南岭县",
        together(put("/fees", CHARGED), handled(online_payment=True)),
        ("worse-fees", "/fees"),
        note="标准不收费，这里收踏勘费",
    ),
    fault(
        "居民身份证丢失补领@青石县",
        together(put("/fees/basis", "无"), drop("/fees/items/0/basis")),
        ("charged-on-no-basis", "/fees/basis"),
        note="收费，依据写“无”",
    ),
    fault(
        "机动车驾驶证有效期满换证@临河县",
        together(drop("/fees/basis"), drop("/fees/items/0/basis")),
        ("missing-fees-items-basis", "/fees/items/0/basis"),
        note="收费，没有填依据",
    ),
    fault(
        "普通护照签发@南岭县",
        put("/fees/items/0/standard", "每本160元"),
        ("fee-amount-differs", "/fees/items/0/amount"),
        note="收费标准还是降价前的，与金额不符",
    ),
    fault(
        "公证办理@白杨县",
        together(
            put("/fees/items/0/amount", 120),
            put("/fees/items/0/standard", "每件120元"),
        ),
        ("worse-fees", "/fees"),
        note="收费高于标准",
    ),
    fault(
        "机动车注册登记@白杨县",
        put("/fees/charged", False),
        ("fee-items-though-free", "/fees/items/0"),
        ("fee-items-though-free", "/fees/items/1"),
        ("payment-though-free", "/handling/online_payment"),
        note="写明不收费，又列着两项收费",
    ),
    fault(
        "拖拉机和联合收割机登记@城东区",
        handled(online_payment=True),
        ("payment-though-free", "/handling/online_payment"),
        note="不收费，却支持网上支付",
    ),
    fault(
        "内地居民结婚登记@湖滨区",
        drop("/fees/charged"),
        ("missing-fees-charged", "/fees/charged"),
        note="没有写明是否收费",
    ),
)

RESULTS = (
    fault(
        "食品经营许可@南岭县#新办",
        put("/result/name", "食品流通卫生合格证"),
        ("different-result", "/result"),
        note="结果名称还是旧证的",
    ),
    fault(
        "固定资产投资项目节能审查@云泽市",
        put("/result/types", ["20", "99"]),
        ("none-among-results", "/result/types"),
        ("different-result", "/result"),
        note="结果类型同时选了批文和无",
    ),
    fault(
        "城市建筑垃圾处置核准@白杨县",
        put("/result/types", ["20"]),
        ("different-result", "/result"),
        ("result-name-against-type", "/result/types"),
        note="核准证标成了批文",
    ),
    fault(
        "生产建设项目水土保持方案审批@湖滨区",
        drop("/result/name"),
        ("missing-result-name", "/result/name"),
        note="有结果，没有结果名称",
    ),
    fault(
        "建设项目环境影响评价文件审批@江平市",
        drop("/result/types"),
        ("missing-result-types", "/result/types"),
        note="没有填结果类型",
    ),
)
FAULTS = (*FEES, *RESULTS)
