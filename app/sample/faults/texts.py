"""依据、条件、服务对象与文字的瑕疵."""

from __future__ import annotations

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, put, rewrite

BASES = (
    fault(
        "社会团体成立登记@云泽市",
        drop("/legal_basis"),
        ("missing-legal-basis", "/legal_basis"),
        note="设定依据没有填",
    ),
    fault(
        "燃气经营许可证核发@白杨县",
        drop("/legal_basis/0/article"),
        ("missing-legal-basis-article", "/legal_basis/0/article"),
        note="依据只写了条例名称，没有条款",
    ),
    fault(
        "工伤认定@青石县",
        drop("/legal_basis/1"),
        ("different-legal-basis", "/legal_basis"),
        note="漏了一条依据，少了第二十条",
    ),
    fault(
        "单位住房公积金缴存登记@江平市",
        rewrite("/legal_basis", lambda basis: [*basis, dict(basis[0])]),
        ("duplicate-basis", "/legal_basis/1"),
        note="同一依据列了两次",
    ),
    fault(
        "律师执业许可@云川省",
        rewrite("/legal_basis/0/law", lambda law: f"《{law}"),
        ("unmatched-marks-in-basis", "/legal_basis/0/law"),
        note="书名号只有一半",
    ),
)

CONDITIONS = (
    fault(
        "民办职业培训学校设立审批@湖滨区",
        rewrite("/conditions", lambda text: f"{text}\n（二）法律、法规规定的其他条件。"),
        ("catch-all-condition", "/conditions"),
        note="受理条件以“其他条件”收尾",
    ),
    fault(
        "药品零售企业经营许可@南岭县",
        put("/conditions", "符合相关规定的条件"),
        ("hollow-condition", "/conditions"),
        note="受理条件等于没写",
    ),
    fault(
        "食品经营许可@城东区#新办",
        drop("/conditions"),
        ("missing-conditions", "/conditions"),
        note="受理条件没有填",
    ),
    fault(
        "高龄津贴给付@青石县",
        put("/conditions", "八十岁"),
        ("short-condition", "/conditions"),
        note="受理条件只有三个字",
    ),
    fault(
        "特困人员救助供养给付@湖滨区",
        rewrite("/conditions", lambda text: f"<p>{text}</p><br/>"),
        ("markup-in-text", "/conditions"),
        note="从网页粘贴，残留网页标记",
    ),
)

AUDIENCE = (
    fault(
        "股权出质设立登记@云泽市",
        put("/audience/objects", ["1"]),
        ("topic-of-another-audience", "/audience/corporate_topics"),
        note="服务对象只剩自然人，却归入法人主题",
    ),
    fault(
        "大型群众性活动安全许可@临河县",
        drop("/audience/corporate_topics"),
        ("missing-audience-corporate-topics", "/audience/corporate_topics"),
        note="面向法人，没有主题分类",
    ),
    fault(
        "居住证申领@南岭县",
        drop("/audience/objects"),
        ("missing-audience-objects", "/audience/objects"),
        note="没有填服务对象",
    ),
)

ANYWHERE = (
    fault(
        "门诊慢特病病种待遇认定@临河县",
        put("/questions/0/answer", "未找到匹配的信息"),
        ("error-page-in-text", "/questions/0/answer"),
        note="答案是系统的报错",
    ),
    fault(
        "残疾人两项补贴给付@白杨县",
        put("/questions/0/answer", "待定"),
        ("placeholder-text", "/questions/0/answer"),
        note="答案是占位的字",
    ),
    fault(
        "雷电防护装置竣工验收@城东区",
        put("/questions/0/question", "检测费用谁出锟斤拷？"),
        ("garbled-text", "/questions/0/question"),
        note="编码转换弄坏了文字",
    ),
    fault(
        "特殊建设工程消防设计审查@湖滨区",
        put("/handling/area", "8"),
        ("undefined-code", "/handling/area"),
        note="通办范围用了代码表以外的代码",
    ),
    fault(
        "涉外统计调查资格认定@云川省",
        put("/result/types", ["40"]),
        ("undefined-code", "/result/types/0"),
        ("different-result", "/result"),
        note="结果类型用了代码表以外的代码",
    ),
    fault(
        "社会保障卡申领@南岭县",
        rewrite("/contact/hours", lambda hours: "；".join([hours] * 20)),
        ("overlong-text", "/contact/hours"),
        note="办理时间粘贴了二十遍，超过 500 字",
    ),
)
FAULTS = (*BASES, *CONDITIONS, *AUDIENCE, *ANYWHERE)
