"""条线: the department line of a body, read off its name, so that peers can be compared.

The words that come first in a name decide: “公安局交通警察支队” belongs to 公安. A name that says
nothing gives no line; a wrong line would be worse, it would make strangers peers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.kernel.text import fold

LINES = {
    "法院": "海事法院|法院",
    "检察": "检察院",
    "公积金": "住房公积金|公积金",
    "科协": "科学技术协会|科协",
    "工商联": "工商业联合会|工商联",
    "药品监管": "药品监督",
    "教育": "教育|教体局",
    "公安": "公安(?!县)|交通警察",
    "民政": "(?<!人)民政|社会组织管理|老龄",
    "司法": "司法|监狱管理|戒毒管理|公证处|法律援助",
    "财政": "财政|政府采购",
    "人社": "人力资源|人社局|社会保险|劳动|就业|人事考试",
    "自然资源": "自然资源|国土|规划局|城乡规划|不动产|测绘",
    "生态环境": "生态环境|环境保护|环保局",
    "住建": "住房|住建|城乡建设|建设局|房产管理|房屋",
    "交通": "交通|公路|道路运输|港航|铁路",
    "水利": "水利|水务|流域管理",
    "农业农村": "农业|农村|农垦|畜牧|渔业|水产|农机|乡村振兴|扶贫",
    "林业": "林业|林草|森林",
    "商务": "商务|国际贸易|贸易促进|投资促进|口岸办|口岸管理",
    "文旅": "文化|文广|文体|旅游|文物|广播电视",
    "卫健": "卫生|卫健|疾病预防|中医|计划生育",
    "应急": "应急|安全生产",
    "消防": "消防",
    "审计": "审计",
    "市场监管": "市场监督|市场监管|工商行政|工商局|质量技术监督|食品药品|知识产权|消费者委员会",
    "统计": "统计|调查队|调查总队",
    "医保": "医疗保障|医保|医疗保险",
    "税务": "税务|国税|地税",
    "残联": "残疾人|残联",
    "档案": "档案",
    "气象": "气象",
    "烟草": "烟草",
    "行政审批": "行政审批",
    "政务数据": "政务服务|政务数据|政务和|数据管理|数据资源|大数据|数据局|智慧城市",
    "公共资源交易": "公共资源交易",
    "发展改革": "发展和改革|发展改革|发改|物价|粮食",
    "工业信息化": "工业和信息化|工信|经济和信息化|经信|中小企业",
    "科技": "科学技术|科技",
    "民族宗教": "民族宗教|民族和宗教|民族事务|民宗|宗教",
    "城市管理": "城市管理|城管|市容|环境卫生",
    "综合执法": "综合行政执法|综合执法",
    "退役军人": "退役军人",
    "人民防空": "人民防空|人防",
    "国资": "国有资产|国资委",
    "体育": "体育",
    "信访": "信访",
    "金融": "金融|人民银行|外汇管理|银行保险监督|银保监|证券监督",
    "外事": "外事",
    "侨务": "侨务|侨联|归国华侨",
    "港澳台": "台湾事务|台办|港澳",
    "宣传": "宣传部|新闻出版|版权|电影",
    "机构编制": "机构编制|编办",
    "海关": "海关",
    "海事": "海事",
    "邮政": "邮政",
    "通信": "通信管理|无线电",
    "地震": "地震",
    "国家安全": "国家安全",
    "保密": "保密",
    "密码": "密码管理",
    "兵役": "人民武装部|征兵|兵役",
    "供销": "供销",
    "工会": "总工会",
    "共青团": "共青团|共产主义青年团",
    "妇联": "妇女联合会|妇联",
    "红十字": "红十字",
    "文联": "文学艺术|文联|作家协会",
    "供电": "供电|电网|电力",
    "供水": "供水|自来水",
    "供气": "燃气|天然气",
    "乡镇街道": "街道办事处|[镇乡]人民政府|苏木",
    "政府办": "政府办公|人民政府$",
}
"""Line → what names of its bodies contain. Where two begin at one place, the upper one decides."""

_NAMES = tuple(LINES)
_NO_DEPARTMENT = re.compile(
    "(?<!科学技术)(?<!作家)协会|学会|商会|科学院|规划院|研究院|研究所|图书馆|博物馆|医院|集团"
)
"""Societies, institutes and groups are near a department, but no peers of it."""

_PATTERN = re.compile("|".join(f"({words})" for words in LINES.values()))


@lru_cache(maxsize=65536)
def line_of(name: str) -> str | None:
    """Return the line of a body, None where its name tells none."""
    folded = fold(name)
    found = None if _NO_DEPARTMENT.search(folded) else _PATTERN.search(folded)
    return _NAMES[(found.lastindex or 1) - 1] if found else None
