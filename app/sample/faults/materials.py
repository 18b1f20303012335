"""申请材料与表单的瑕疵."""

from __future__ import annotations

from typing import Any

from app.sample.faults.declare import fault
from app.sample.faults.edits import append, drop, put, rewrite, together

PAPER: dict[str, Any] = {
    "type": "3",
    "format": "3",
    "necessity": "1",
    "source": "10",
    "originals": 1,
    "copies": 0,
    "paper_size": "A4",
}
CATCH_ALL = {**PAPER, "name": "法律、法规规定的其他材料"}
VAGUE = {**PAPER, "name": "相关证明材料"}
EXTRA = {**PAPER, "name": "无违法违规经营记录证明"}
NONE = {**PAPER, "name": "无"}

FAULTS = (
    fault(
        "取水许可@临河县",
        append("/materials", CATCH_ALL),
        ("catch-all-material", "/materials/4/name"),
        ("worse-materials", "/materials"),
        note="材料清单以“其他材料”收尾",
    ),
    fault(
        "烟草专卖零售许可证核发@湖滨区",
        append("/materials", {**CATCH_ALL, "name": "审批机关要求提供的其他有关材料"}),
        ("catch-all-material", "/materials/4/name"),
        ("worse-materials", "/materials"),
        note="换了说法的兜底材料",
    ),
    fault(
        "劳务派遣经营许可@白杨县",
        append("/materials", VAGUE),
        ("vague-material", "/materials/5/name"),
        ("worse-materials", "/materials"),
        note="只写“相关证明材料”，谁也不知道是哪一份",
    ),
    fault(
        "人力资源服务许可@南岭县",
        append("/materials", EXTRA),
        ("worse-materials", "/materials"),
        note="在标准之外多要一份证明",
    ),
    fault(
        "高龄津贴给付@柳坪镇",
        append("/materials", {**EXTRA, "name": "村（居）民委员会生存证明"}),
        ("worse-materials", "/materials"),
        note="镇里多要一份已取消的证明",
    ),
    fault(
        "燃气经营许可证核发@江平市",
        rewrite("/materials", lambda materials: [*materials, materials[2]]),
        ("duplicate-material", "/materials/6/name"),
        note="同一份协议列了两次",
    ),
    fault(
        "商品房预售许可@青石县",
        together(
            put("/materials/5/format", "1"),
            put("/materials/5/originals", 0),
            put("/materials/5/copies", 0),
        ),
        ("paper-without-copies", "/materials/5"),
        note="纸质材料，原件和复印件都是 0 份",
    ),
    fault(
        "统计资料公开查询@湖滨区",
        put("/materials", [NONE]),
        ("no-material-as-material", "/materials/0/name"),
        ("worse-materials", "/materials"),
        note="无需材料的事项，把“无”写成了一份材料",
    ),
    fault(
        "举办营业性演出审批@青石县",
        together(put("/materials/2/originals", 1), put("/materials/2/copies", 1)),
        ("electronic-with-copies", "/materials/2"),
        note="电子化材料填了纸质份数",
    ),
    fault(
        "医师执业注册@江平市",
        rewrite("/materials/2/name", lambda name: f"{name}（原件1份）"),
        ("count-in-material-name", "/materials/2/name"),
        note="份数写进了材料名称",
    ),
    fault(
        "企业投资项目备案@白杨县",
        put("/materials/0/form/version", "2019版"),
        ("different-forms", "/materials"),
        note="还在用旧版登记表",
    ),
    fault(
        "护士执业注册@南岭县",
        put("/materials/0/form/version", "2016版"),
        ("different-forms", "/materials"),
        note="还在用旧版审核表",
    ),
    fault(
        "放射诊疗许可@青石县",
        drop("/materials/0/form"),
        ("missing-materials-form", "/materials/0/form"),
        ("unproven-forms", "/materials"),
        note="申请表没有空白表格可下载",
    ),
    fault(
        "旅行社设立许可@云泽市",
        together(put("/materials/1/originals", 0), put("/materials/1/copies", 2)),
        ("exempt-yet-asked-for", "/materials/1/exempt"),
        ("electronic-with-copies", "/materials/1"),
        note="标着免提交，又要两份复印件",
    ),
    fault(
        "特种设备使用登记@临河县",
        put("/materials/0/type", "3"),
        ("form-marked-otherwise", "/materials/0/type"),
        note="登记表没有标为申请表格文书",
    ),
    fault(
        "排污许可证核发@云泽市",
        drop("/materials"),
        ("missing-materials", "/materials"),
        note="材料一栏没有填",
    ),
)
