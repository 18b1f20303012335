"""名称用词: the words that item names are made of, by what they do in a name.

Word lists, not grammar: each was drawn up from the development pairs of
``tests/surveying/labelled_names.csv`` and from how the field speaks, and never from the held-out
ones. Words of one line, or of one group, mean the same here.
"""

from __future__ import annotations

HANDLINGS = {
    "筹设": "筹备设立|筹设|筹建",
    "设立": "注册登记|首次|初次|初始|新办证|新办|新设|新增|新申请|设立|开办|成立|参保|申领|签发",
    "变更": "变更|增项",
    "延续": "延续|延期|续期|续展",
    "换发": "有效期满换证|期满换证|换发|换领|换证|更换",
    "补发": "丢失补领|丢失补证|丢失补发|丢失补办|补发|补办|补领|补证",
    "重新": "重新|再次",
    "注销": "注销|终止|解散",
    "撤销": "撤销",
    "挂失": "挂失|解挂",
    "暂停": "暂停|停发|停用|中止",
    "恢复": "恢复|启用|复业",
    "转入": "转入|迁入",
    "转出": "转出|迁出",
}
"""业务办理项 by what they do; the words of one line are one handling."""
ACTS = {
    "许可": "行政许可|许可审批|许可|审批|核准|批准|审核|审查|核发|颁发|准予",
    "给付": "给付|发放|支付",
    "登记": "登记|注册",
    "备案": "备案|报备",
    "查询": "信息查询|查询|检索|查阅|信息",
    "进度": "进度查询|结果查询|进度|结果",
    "认定": "评审认定|认定|确认|核定|评定|审定|认证|授予",
    "鉴定": "鉴定|鉴别",
    "验收": "验收",
    "校验": "校验|年检|年审|核验|验证",
    "初审": "初审|预审|转报",
    "复核": "复核|复审|复查|复验|复议",
    "奖励": "表彰奖励|奖励|表彰",
    "裁决": "裁决|裁定|调处|调解|处理",
    "预约": "预约",
    "报名": "报名",
    "咨询": "咨询",
    "公布": "公示|公布|公告|发布",
    "举报": "举报|投诉",
    "指引": "指引|指南",
    "征收": "征收|征缴|收缴",
}
"""What kind of act a name asks for; the words of one line are one kind."""
PERMISSION = "许可"
"""Said of any decision (登记证核发 is a registration): an act further in says more."""
DECISIONS = frozenset({"许可", "认定", "登记", "给付", "裁决"})
"""Acts that names confuse: 资格许可, 资格认定 and 资格注册 may be one decision."""
ASIDE = frozenset({"查询", "进度", "预约", "报名", "咨询", "公布", "举报", "指引", "初审", "复核"})
"""Acts beside a matter: a name without one may still mean the matter itself."""
NEUTRAL = "办理|办证|办事|申请|申报|受理|开具|出具|服务|证书|凭证|证"
"""Words at an end that tell no matters apart."""
FILLING = r"或者|以及|[的之与及和或等在对、,，.。·\s\"'《》()\-]"
SAME_WORDS = (
    ("遗失", "丢失"),
    ("损毁", "丢失"),
    ("建筑工程", "建设工程"),
    ("公租房", "公共租赁住房"),
    ("租赁住房", "租房"),
    ("社保", "社会保险"),
    ("医保", "医疗保险"),
    ("落户", "户口迁入"),
    ("资料查询", "信息查询"),
    ("道路货运", "道路货物运输"),
    ("道路客运", "道路旅客运输"),
    ("企业职工", "职工"),
    ("基本养老保险", "养老保险"),
    ("基本医疗保险", "医疗保险"),
    ("內", "内"),
    ("做出", "作出"),
)
"""Ways of writing one thing, the second of which stands for both."""
SYNONYMS = tuple(
    frozenset(words.split("|"))
    for words in (
        "企业|单位|机构|公司",
        "证|证书|证件|执照",
        "名单|名录|目录",
        "退款|退费|退还",
        "管道电缆|管线",
        "经费|费用",
        "老年人|老人",
        "医师|医生",
        "学校|院校",
        "资金|经费|专项资金",
        "市场主体|经营主体",
        "城镇|城市",
        "网约车|网络预约出租汽车",
        "办法|规定",
        "遗体|尸体",
        "修建|建设|兴建",
        "移植|迁移",
        "车辆|机动车",
        "住宅用地|住房用地",
    )
)
"""Words in each other's place that leave the matter what it is."""
LIGHT = (
    "基本|工程|业务|单位|病种|文件|有关|相关|专项|城乡|少年|儿童|资格|流动人口|户口|经营|行政|许可"
    "|登记|金|证|证书|村民|活动|项目|建设|执业|信息|情况|事项|申请|办理|报告|材料|企业|等级|称号"
    "|地区|管理|办证|办理|措施|范围|必须|需要|纠纷|争议|的|对|所|从事|中国|权|城市|童"
)
"""Detail: what one name says and another leaves unsaid of the same matter."""
TELLING = (
    r"^[分非不未外内站场店省市县国新旧中大小高低上下]|临时|待遇|个人|涉外|外商|港澳|台湾|中外|危险"
    r"|网络|添加剂|人员|驾驶|补贴|津贴|贷款|代表|校验|设施|设备|第?[一二三四五]|[甲乙丙丁]级?"
    r"|批发|零售|城镇|农村|海洋|异地|良好|不良|(?:厅|局|委员会|中心|院|馆)$"
)
"""Words that only one of two names has and that tell their matters apart."""
