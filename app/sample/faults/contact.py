"""大厅、主体与联系方式的瑕疵."""

from __future__ import annotations

from app.sample.faults.declare import fault
from app.sample.faults.edits import drop, handled, put, rewrite

HALL = (
    fault(
        "机动车注册登记@湖滨区",
        drop("/handling/hall_reason"),
        ("missing-handling-hall-reason", "/handling/hall_reason"),
        note="没有进驻大厅，没有写原因",
    ),
    fault(
        "法律援助申请@南岭县",
        handled(hall_reason="/"),
        ("hollow-hall-reason", "/handling/hall_reason"),
        note="没有进驻大厅，原因只画了一道斜线",
    ),
    fault(
        "居民身份证首次申领@白杨县",
        handled(one_window=True),
        ("one-window-outside-hall", "/handling/one_window"),
        note="没有进驻大厅，却标着一窗受理",
    ),
    fault(
        "林木采伐许可证核发@城东区",
        handled(delivery=False),
        ("courier-yet-no-delivery", "/handling/delivery"),
        note="送达方式有快递，又标明不支持快递",
    ),
    fault(
        "旅行社设立许可@江平市",
        drop("/authority/entrusted_by"),
        ("missing-authority-entrusted-by", "/authority/entrusted_by"),
        note="受委托办理，没有写受谁委托",
    ),
    fault(
        "出生登记@临河县",
        drop("/authority/power_source"),
        ("missing-authority-power-source", "/authority/power_source"),
        note="行政确认没有填权力来源",
    ),
    fault(
        "城镇供水报装@青石县",
        put("/authority/power_source", "1"),
        ("power-source-of-a-service", "/authority/power_source"),
        note="公共服务填了权力来源",
    ),
)

CONTACT = (
    fault(
        "残疾人两项补贴给付@湖滨区",
        drop("/contact/consult"),
        ("missing-contact-consult", "/contact/consult"),
        note="没有咨询电话",
    ),
    fault(
        "公共场所卫生许可@城东区",
        drop("/contact/complaint"),
        ("missing-contact-complaint", "/contact/complaint"),
        note="没有投诉电话",
    ),
    fault(
        "夫妻投靠户口迁入@南岭县",
        drop("/contact/address"),
        ("missing-contact-address", "/contact/address"),
        note="没有办理地点",
    ),
    fault(
        "失业保险金申领@江平市",
        rewrite("/contact/consult", lambda phone: phone[:-2]),
        ("malformed-telephone", "/contact/consult"),
        note="电话少了两位",
    ),
    fault(
        "生育津贴支付@青石县",
        rewrite("/contact", lambda contact: {**contact, "complaint": contact["consult"]}),
        ("complaint-to-the-same-number", "/contact/complaint"),
        note="投诉电话就是咨询电话",
    ),
    fault(
        "公证办理@城东区",
        put("/contact/consult", "工作时间来电"),
        ("contact-without-number", "/contact/consult"),
        note="咨询方式里没有号码",
    ),
    fault(
        "不动产登记资料查询@白杨县",
        put("/contact/complaint", "待补充"),
        ("placeholder-text", "/contact/complaint"),
        note="投诉方式还是占位的字",
    ),
    fault(
        "计量标准器具核准@云川省",
        put("/contact/hours", "周一至周五"),
        ("hours-without-time", "/contact/hours"),
        note="办理时间没有钟点",
    ),
    fault(
        "最低生活保障金给付@白杨县",
        put("/contact/hours", "工作日 8:30—12:70，14:00—17:30"),
        ("impossible-time", "/contact/hours"),
        note="办理时间里有 12:70",
    ),
    fault(
        "自主就业退役士兵一次性经济补助金给付@临河县",
        put("/contact/address", "临河县城内"),
        ("vague-address", "/contact/address"),
        note="办理地点只写到县城",
    ),
)
FAULTS = (*HALL, *CONTACT)
