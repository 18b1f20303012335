"""规则覆盖: the 125 checks that the field asks for, and which rules answer them.

The list was drawn up from exchange schemas, inspectors' scripts and practice. A check without a
rule says what it waits for: data that the standard does not hold yet, or a person's judgement.
"""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """检查: its number, what it asks, the rules that answer it, and what is still lacking.

    A code that ends in ``*`` stands for a family of generated rules; one that begins with ``/``
    is answered at that address, by figures and not by findings.
    """

    number: int
    asks: str
    rules: tuple[str, ...]
    waits: str = ""


def _checks(listed: str) -> tuple[Check, ...]:
    checks = []
    for line in listed.strip().splitlines():
        number, asks, codes, *waits = (cell.strip() for cell in line.split("|"))
        checks.append(Check(int(number), asks, tuple(codes.split()), "".join(waits)))
    return tuple(checks)


CHECKS = _checks("""
1 | 必填要素齐全 | missing-*
2 | 指南 14 个核心字段 | missing-conditions missing-materials missing-process-text missing-time-limit-statutory missing-time-limit-promised missing-fees-items-standard missing-contact-address missing-contact-consult missing-contact-complaint missing-handling-depth missing-contact-hours missing-handling-delivery missing-materials-form
3 | 6 个扩展字段 | missing-result-sample missing-handling-online-payment missing-handling-delivery | 通办范围、预约、中介在标准里为选填
4 | 必填随事项类型而定 | missing-*
5 | 只有占位的字 | placeholder-text hollow-condition hollow-visit-reason hollow-hall-reason
6 | 文字过短 | short-condition
7 | 依据为空 | missing-legal-basis
8 | 依据有法名、条号、条文 | missing-legal-basis-law missing-legal-basis-article | 条文原文为选填
9 | 主体编码、名称 | missing-agency-code missing-agency-name agency-without-credit-code | 机构名录：主体是否存在
10 | 至少一份材料，或写明无需材料 | missing-materials no-material-as-material
11 | 许可有常见问题 | missing-questions
12 | 受理条件不是材料清单 | missing-conditions condition-breaks-off | 由人判断：条件里列的是不是材料
13 | 有流程图 | missing-process-chart
14 | 有结果名称 | missing-result-name
15 | 有结果类型 | missing-result-types
16 | 有结果样本 | missing-result-sample
17 | 申请表有空白表格 | missing-materials-form form-without-file
18 | 申请表有示例样表 | missing-materials-sample
19 | 有到现场次数 | missing-handling-visits
20 | 咨询、投诉电话都有 | missing-contact-consult missing-contact-complaint contact-without-number
21 | 咨询、投诉地址 | | 标准里没有单独的咨询、投诉地址
22 | 受委托的写委托部门 | missing-authority-entrusted-by
23 | 联办的写联办机构 | | 标准里没有“是否联办”
24 | 镇、村级写名称代码 | missing-town-code missing-town-name missing-village-code missing-village-name
25 | 特别程序写时限、依据 | missing-time-limit-special-procedures-number missing-time-limit-special-procedures-unit missing-time-limit-special-procedures-basis
26 | 主题分类齐全 | missing-audience-personal-topics missing-audience-corporate-topics
27 | 中介服务写明依据 | | 中介服务是一段文字，服务与依据没有分开
28 | 数量限制写明数量、公布方式 | | 数量限制是一段文字，数量与方式没有分开
29 | 复议、诉讼渠道 | missing-authority-reconsideration missing-authority-litigation
30 | 代码在代码表内 | undefined-code
31 | 基本编码结构 | malformed-base-code issuer-digits-differ damaged-code untidy-code
32 | 实施编码 31 位及三段 | malformed-implementation-code unrecognised-code damaged-code untidy-code
33 | 业务办理项编码 = 实施编码 + 2 | handling-code-apart
34 | 信用代码校验位 | failed-check-digit
35 | 前 18 位 = 主体编码 | code-of-another-agency
36 | 层级位 = 行使层级 | level-digit-differs
37 | 后 12 位 = 在用的基本编码 | base-code-differs without-standard standard-not-in-use
38 | 编码中的类型 = 事项类型 | type-digits-differ
39 | 编码唯一 | duplicate-code
40 | 电话格式 | malformed-telephone
41 | 电话带区号 | telephone-without-area-code
42 | 咨询与投诉不同号 | complaint-to-the-same-number
43 | 地址写到楼层窗口 | vague-address
44 | 办理时间写到钟点 | hours-without-time impossible-time
45 | 时限文字与数值一致 | limit-text-differs limit-without-number
46 | 时限非负 | negative-number
47 | 次数非负 | negative-number
48 | 网址可用 | malformed-link private-link
49 | 日期成立、先后不颠倒 | impossible-date ends-before-it-begins
50 | 不超过字段宽度 | overlong-text
51 | 没有标记、报错、乱码 | markup-in-text error-page-in-text garbled-text
52 | 名称书写整齐 | untidy-name
53 | 材料名称规范 | count-in-material-name vague-material several-laws-in-one | 全国统一的材料名录
54 | 附件能打开 | form-without-file | 附件本身：系统只存地址，不存文件
55 | 网办深度在代码表内 | undefined-code
56 | 名称是名词短语 | name-of-a-document | 由人判断：名称里的地名是否多余
57 | 监管编码 14 位 | | 监管事项目录
58 | 承诺不长于法定 | promise-longer-than-statutory
59 | 即办件承诺 0 | instant-with-days promised-at-once review-against-case-type
60 | 承诺件前审后批、承诺大于 0 | promised-at-once review-against-case-type
61 | 写当场办结而时限超过一天 | at-once-yet-days
62 | 有现场勘查而时限过短 | instant-with-special-procedure | 环节名称不是事项的列；五天之限由人判断
63 | 许可法定超过二十日 | | 由人判断：法律另有规定的（如环评六十日）占多数，只看天数会冤枉它们
64 | 环节时限之和 = 承诺 | steps-exceed-promise
65 | 环节写时限 | step-without-limit
66 | 流程含受理、审查、决定、送达 | process-lacks-stage steps-out-of-order repeated-step
67 | 收费有依据、项目、标准 | charged-on-no-basis charged-at-nothing fee-without-amount missing-fees-items missing-fees-items-basis missing-fees-items-standard
68 | 不收费则无收费项目、无网上支付 | fee-items-though-free payment-though-free
69 | 收费支持网上支付 | charged-without-online-payment
70 | 金额与标准一致、未过期 | fee-amount-differs | 收费标准的有效期
71 | 减免写明说明 | missing-fees-items-reduction reduction-though-not-allowed
72 | 到现场写原因 | missing-handling-visits-reason hollow-visit-reason
73 | 不到现场不写原因 | reason-without-visit
74 | 零次又不能网上办，须能邮寄 | no-way-to-apply
75 | 全程网办则零次 | wholly-online-yet-visits
76 | 零次则全程网办或邮寄 | no-visit-yet-shallow
77 | 能网办则有深度、有地址 | online-in-name-only missing-links-online missing-handling-depth
78 | 不能网办则无网办痕迹 | online-traces-though-offline visits-though-only-online service-form-contradicted
79 | 本人到场与可代办矛盾 | | 由人判断：文字里的到场要求
80 | 条件要的证明材料里没有 | | 由人判断：条件与材料的对应
81 | 年满 18 与监护人材料 | | 由人判断：条件与材料的对应
82 | 电子材料写纸张、份数 | electronic-with-copies
83 | 纸质材料 0 份 | paper-without-copies
84 | 兜底材料 | catch-all-material
85 | 兜底条件 | catch-all-condition
86 | 材料重复 | duplicate-material
87 | 要本部门自己核发的材料 | material-issued-by-the-asker
88 | 来源渠道、核发部门 | missing-materials-source missing-materials-issuer
89 | 材料没有依据 | material-without-basis
90 | 容缺材料写补交期限 | missing-materials-deadline
91 | 已取消的证明 | material-no-longer-issued
92 | 结果名称与类型相符 | result-name-against-type result-named-though-none none-among-results
93 | 证照结果关联电子证照 | missing-result-licence-code
94 | 服务对象与主题相符 | topic-of-another-audience
95 | 公共服务无权力来源，权力有 | power-source-of-a-service missing-authority-power-source
96 | 委托、下放有上级事项 | without-standard | 标准里没有指向上级实施清单的编码
97 | 通办范围宽于层级 | | 不设：跨域通办是改革目标，不是错
98 | 未进驻大厅写原因 | missing-handling-hall-reason hollow-hall-reason
99 | 一窗须进驻 | one-window-outside-hall
100 | 告知承诺有承诺书 | | “有承诺书”不是事项的列
101 | 依据已废止、已修改 | repealed-law amended-law-version
102 | 依据位阶不够 | basis-too-low
103 | 依据只有法名 | basis-without-article
104 | 过了计划取消日期仍在用 | in-use-past-its-end in-use-before-its-beginning
105 | 检查报告不早于检查 | | 检查记录
106 | 名称 = 基本目录 | different-name unproven-name
107 | 类型 = 基本目录 | different-type
108 | 沿用基本编码 | different-code base-code-differs
109 | 依据含基本目录的全部 | different-legal-basis worse-legal-basis unproven-legal-basis
110 | 法定时限 = 基本目录 | worse-time-limit different-time-limit better-time-limit unproven-time-limit
111 | 承诺不长于上级和同级 | worse-time-limit /survey
112 | 材料不多于基本目录 | worse-materials different-materials better-materials
113 | 表单同版 | different-forms unproven-forms
114 | 环节相同 | different-process worse-process better-process
115 | 收费相同或更低 | worse-fees different-fees better-fees
116 | 结果相同 | different-result
117 | 层级在基本目录之内 | level-outside-standard
118 | 目录变更后没有刷新 | /survey
119 | 目录已取消，地方在用 | standard-not-in-use
120 | 未认领 | unclaimed-base-item
121 | 自建事项 | without-standard /survey/drift | 审批记录：自建是否批准
122 | 部门事项数偏离同级 | /survey
123 | 同级之间办件类型、次数、深度悬殊 | /survey
124 | 一个主体两个事项同一基本编码 | several-codes-for-one-base duplicate-code
125 | 同名不同码 | one-name-several-codes /survey/drift
""")
