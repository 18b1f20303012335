"""陌生文件: made-up files headed as no mapping knows, each with what its columns are.

What a column is, is a pointer, or None where nothing of the standard fits it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tests.importing.zoo import write, write_jsonl, write_workbook

Truth = dict[str, str | None]
Rows = list[list[str]]
_NAMES = (
    "城镇排水许可",
    "取水许可审批",
    "特种行业许可证核发",
    "养老金待遇申领",
    "户外广告设置登记",
)
_BODIES = ("某市水务局", "某市公安局", "某市人力资源和社会保障局", "某县政务服务中心")
_LAWS = (
    "《城镇排水与污水处理条例》第二十一条",
    "《取水许可和水资源费征收管理条例》（国务院令第460号）",
)


class Stranger(NamedTuple):
    """陌生文件: its columns with a few values each, and what they are."""

    name: str
    columns: dict[str, tuple[str, ...]]
    truth: Truth
    write: Callable[[Path, list[str], Rows], Path]
    record: str = "implementation"


def task(number: int, base: str = "000117001", body: str = "11990100MB0A56783W") -> str:
    """A national code of 31 signs, of an invented body."""
    return f"{body}3{base}{number:03}"


TASKS = tuple(task(number) for number in range(1, 6))
HANDLINGS = tuple(f"{task(number)}0{number}" for number in range(1, 6))
BASES = tuple(f"000117001{number:03}" for number in range(1, 6))
HUBEI = tuple(f"42010000101001{number:02}" for number in range(5))
JIANGXI = tuple(f"360090-00000100{number}000-XK-025-01" for number in range(1, 6))
SICHUAN = tuple(f"511A013800000{n}-511602000000-000-11511301MB000000X{n}-1-00" for n in range(5))
GANSU = tuple(f"62052400MZ-XK-000{number}" for number in range(1, 6))


def rows_of(columns: dict[str, tuple[str, ...]], count: int = 12) -> Rows:
    """Return so many rows of the values, over and over; codes run through without repeats."""
    return [
        list(cells) for cells in islice(zip(*map(cycle, columns.values()), strict=False), count)
    ]


def csv_file(encoding: str = "utf-8", delimiter: str = ",", before: tuple[str, ...] = ()) -> Any:
    """Return a writer of a table of text, with lines before its header."""

    def put(path: Path, headers: list[str], rows: Rows) -> Path:
        lines = [*before, *(delimiter.join(cells) for cells in (headers, *rows))]
        return write(path.with_suffix(".csv"), "\n".join(lines) + "\n", encoding)

    return put


def book(path: Path, headers: list[str], rows: Rows) -> Path:
    """A workbook with a page of words first, and two lines above the header."""
    notes = [["填报说明"], ["请各部门认真填写本表，不得遗漏。"]]
    title = [["某市政务服务事项清单"], ["填报单位：某局"]]
    sheets: dict[str, Any] = {"说明": notes, "清单": [*title, headers, *rows]}
    return write_workbook(path.with_suffix(".xlsx"), sheets)


def records(path: Path, headers: list[str], rows: Rows) -> Path:
    """JSON lines."""
    made = [dict(zip(headers, cells, strict=True)) for cells in rows]
    return write_jsonl(path.with_suffix(".jsonl"), made)


def array(path: Path, headers: list[str], rows: Rows) -> Path:
    """One JSON array."""
    made = [dict(zip(headers, cells, strict=True)) for cells in rows]
    return write(path.with_suffix(".json"), orjson.dumps(made))


STRANGERS = (
    Stranger(
        "title above",
        {
            "序号": ("1", "2", "3", "4", "5"),
            "事项编号": ("XK-2020-0001", "XK-2020-0002", "XK-2020-0003", "JF-2020-0004", "QT-2020-0005"),
            "服务事项全称": _NAMES,
            "办理部门": _BODIES,
            "办件性质": ("1", "2"),
            "承诺期": ("5个工作日", "20个工作日"),
            "咨询热线": ("010-55550000", "010-55550001转2"),
            "备注": ("", "暂缓"),
        },
        {
            "序号": None, "事项编号": "/local_code", "服务事项全称": "/name",
            "办理部门": "/agency/name", "办件性质": "/handling/project_type",
            "承诺期": "/time_limit/promised", "咨询热线": "/contact/consult", "备注": None,
        },
        csv_file(before=("某市政务服务事项导出,,,",)),
    ),
    Stranger(
        "initials",
        {
            "SXBM": TASKS, "SXMC": _NAMES, "XSCJ": ("市级", "县级"), "BJLX": ("即办件", "承诺件"),
            "FDSX": ("20个工作日", "30个工作日"), "CNSX": ("1个工作日", "10个工作日"),
            "ZXDH": ("010-55550000", "12345"), "TSDH": ("010-55550009", "12345"),
            "FWDX": ("自然人", "自然人,企业法人"), "CZY": ("甲", "乙"),
        },
        {
            "SXBM": "/code", "SXMC": "/name", "XSCJ": "/level", "BJLX": "/handling/project_type",
            "FDSX": "/time_limit/statutory", "CNSX": "/time_limit/promised",
            "ZXDH": "/contact/consult", "TSDH": "/contact/complaint",
            "FWDX": "/audience/objects", "CZY": None,
        },
        csv_file(),
    ),
    Stranger(
        "camel case",
        {
            "taskCode": TASKS, "taskName": _NAMES, "catalogCode": BASES, "deptName": _BODIES,
            "useLevel": ("3", "4"), "promiseDay": ("5", "20"), "linkWay": ("010-55550000", "12345"),
            "limitSceneNum": ("0", "1"), "isFee": ("0", "1"), "createdBy": ("a", "b"),
        },
        {
            "taskCode": "/code", "taskName": "/name", "catalogCode": "/base_code",
            "deptName": "/agency/name", "useLevel": "/level",
            "promiseDay": "/time_limit/promised/number", "linkWay": "/contact/consult",
            "limitSceneNum": "/handling/visits", "isFee": "/fees/charged", "createdBy": None,
        },
        records,
    ),
    Stranger(
        "a workbook with a page of words first",
        {
            "实施清单编号": TASKS, "目录代码": BASES, "政务事项名称": _NAMES,
            "权力类别": ("行政许可", "行政给付"), "牵头实施部门": _BODIES,
            "法定时间": ("20个工作日", "三十日内"), "承诺时间": ("即办", "10个工作日"),
            "要求现场次数": ("0次", "最多1次"), "可否网上办理": ("是", "否"),
            "监督热线": ("010-55550009", "12345"), "办公时间安排": ("9:00-17:00", "8:30—12:00"),
        },
        {
            "实施清单编号": "/code", "目录代码": "/base_code", "政务事项名称": "/name",
            "权力类别": "/type", "牵头实施部门": "/agency/name",
            "法定时间": "/time_limit/statutory", "承诺时间": "/time_limit/promised",
            "要求现场次数": "/handling/visits", "可否网上办理": "/handling/online",
            "监督热线": "/contact/complaint", "办公时间安排": "/contact/hours",
        },
        book,
    ),
    Stranger(
        "labels of a portal",
        {
            "一、事项名称：": _NAMES, "二、办理项编码：": HANDLINGS, "三、实施机关：": _BODIES,
            "四、法定时限：": ("20(工作日)", "60(自然日)"), "五、承诺期限：": ("1(工作日)", "5(工作日)"),
            "六、网办深度：": ("互联网办理", "互联网受理、互联网办理"), "七、跑动次数：": ("0", "1"),
            "八、收费情况：": ("不收费", "证书工本费10元/证"), "九、法律依据：": _LAWS,
            "十、办理窗口地址：": ("某路1号政务大厅3号窗口", "某街2号"),
        },
        {
            "一、事项名称：": "/name", "二、办理项编码：": "/handling_code",
            "三、实施机关：": "/agency/name", "四、法定时限：": "/time_limit/statutory",
            "五、承诺期限：": "/time_limit/promised", "六、网办深度：": "/handling/depth",
            "七、跑动次数：": "/handling/visits", "八、收费情况：": "/fees",
            "九、法律依据：": "/legal_basis", "十、办理窗口地址：": "/contact/address",
        },
        csv_file("gb18030", "\t"),
    ),
    Stranger(
        "Hubei, 16 signs",
        {
            "事项编码": HUBEI, "名称": _NAMES, "实施主体全称": _BODIES,
            "事项种类": ("行政许可", "公共服务"), "承诺办结天数": ("5", "20"), "行使级别": ("省级", "市级"),
        },
        {
            "事项编码": "/local_code", "名称": "/name", "实施主体全称": "/agency/name",
            "事项种类": "/type", "承诺办结天数": "/time_limit/promised/number", "行使级别": "/level",
        },
        csv_file(),
    ),
    Stranger(
        "Jiangxi, with hyphens",
        {
            "权力事项编码": JIANGXI, "权力事项名称": _NAMES, "责任主体": _BODIES,
            "权力类型": ("行政许可", "行政奖励"), "法定期限": ("20个工作日", "15日"),
            "联系电话": ("0791-55550000", "12345"),
        },
        {
            "权力事项编码": "/local_code", "权力事项名称": "/name", "责任主体": "/agency/name",
            "权力类型": "/type", "法定期限": "/time_limit/statutory", "联系电话": "/contact/consult",
        },
        csv_file(),
    ),
    Stranger(
        "Sichuan",
        {
            "事项编码": SICHUAN, "事项名": _NAMES, "部门名称": _BODIES, "办理对象": ("1", "1,2"),
            "到现场办理次数": ("0", "1"), "申请条件": ("符合规划的单位", "年满六十周岁的居民"),
        },
        {
            "事项编码": "/local_code", "事项名": "/name", "部门名称": "/agency/name",
            "办理对象": "/audience/objects", "到现场办理次数": "/handling/visits",
            "申请条件": "/conditions",
        },
        array,
    ),
    Stranger(
        "Gansu, a county",
        {
            "事项编号": GANSU, "项目名称": _NAMES, "实施部门": _BODIES, "设立依据": _LAWS,
            "办结期限": ("7个工作日", "10个工作日"), "收费与否": ("否", "是"),
        },
        {
            "事项编号": "/local_code", "项目名称": "/name", "实施部门": "/agency/name",
            "设立依据": "/legal_basis", "办结期限": "/time_limit/promised",
            "收费与否": "/fees/charged",
        },
        csv_file(),
    ),
    Stranger(
        "a base catalogue",
        {
            "目录编号": BASES, "目录事项名称": _NAMES, "类别": ("行政许可", "行政确认"),
            "行使层次": ("省级、市级", "县级"), "大项名称": _NAMES, "实施依据": _LAWS,
        },
        {
            "目录编号": "/base_code", "目录事项名称": "/name", "类别": "/type",
            "行使层次": "/levels", "大项名称": "/parent_name", "实施依据": "/legal_basis",
        },
        csv_file(),
        "base",
    ),
    Stranger(
        "a system with rows of its own",
        {
            "ROWGUID": tuple(f"5f0c1a2e4d7b4c0f9a3e6b8d2c1f7e{n:02x}" for n in range(5)),
            "QL_CODE": TASKS, "QL_NAME": _NAMES, "ORG_CODE": ("11990100MB0A56783W",),
            "ORG_NAME": _BODIES, "ANTICIPATE_DAY": ("20", "30"), "LINK_TEL": ("010-55550000", "12345"),
            "BY_LAW": _LAWS, "APPLY_URL": ("https://zwfw.example.org/1", "https://zwfw.example.org/2"),
        },
        {
            "ROWGUID": "/row_id", "QL_CODE": "/code", "QL_NAME": "/name",
            "ORG_CODE": "/agency/code", "ORG_NAME": "/agency/name",
            "ANTICIPATE_DAY": "/time_limit/statutory/number", "LINK_TEL": "/contact/consult",
            "BY_LAW": "/legal_basis", "APPLY_URL": "/links/online",
        },
        records,
    ),
    Stranger(
        "reasons and results",
        {
            "办理项编号": HANDLINGS, "事项标题": _NAMES, "审批结果": ("许可证", "批复文件"),
            "结果类别": ("证照", "批文"), "必须到现场的原因": ("核验原件", "现场勘验"),
            "是否可预约": ("是", "否"), "办事流程说明": ("申请→受理→审查→决定", "申请→受理→决定"),
            "物流快递支持": ("支持", "不支持"), "审批条件": ("符合规划", "材料齐全"),
        },
        {
            "办理项编号": "/handling_code", "事项标题": "/name", "审批结果": "/result/name",
            "结果类别": "/result/types", "必须到现场的原因": "/handling/visits_reason",
            "是否可预约": "/handling/appointment", "办事流程说明": "/process/text",
            "物流快递支持": "/handling/delivery", "审批条件": "/conditions",
        },
        csv_file("utf-16", "\t"),
    ),
    Stranger(
        "codes and their names side by side",
        {
            "编码": TASKS, "标题": _NAMES, "类型代码": ("21", "20", "01"),
            "类型名称": ("公共服务", "其他行政权力", "行政许可"), "层级代码": ("2", "3"),
            "承诺时限（工作日）": ("5", "20"), "服务对象名称": ("自然人", "企业法人；事业法人"),
        },
        {
            "编码": "/code", "标题": "/name", "类型代码": None, "类型名称": "/type",
            "层级代码": "/level", "承诺时限（工作日）": "/time_limit/promised",
            "服务对象名称": "/audience/objects",
        },
        csv_file(),
    ),
)  # fmt: skip

HELD_OUT = (
    Stranger(
        "a list of powers and duties",
        {
            "序号": ("1", "2", "3"), "职权编码": GANSU, "职权名称": _NAMES,
            "职权类型": ("行政许可", "行政确认"), "实施依据": _LAWS, "责任事项": ("1.受理责任", "2.审查责任"),
            "追责情形": ("不依法受理的", "超时限的"), "责任单位": _BODIES, "行权层级": ("市级", "县级"),
        },
        {
            "序号": None, "职权编码": "/local_code", "职权名称": "/name", "职权类型": "/type",
            "实施依据": "/legal_basis", "责任事项": None, "追责情形": None,
            "责任单位": "/agency/name", "行权层级": "/level",
        },
        csv_file(),
    ),
    Stranger(
        "what a counter hands out",
        {
            "办事项目": _NAMES, "项目代码": JIANGXI, "承办科室": ("审批科", "窗口科"),
            "需提交材料": ("申请表；身份证", "营业执照"), "办理时限(工作日)": ("5", "20"),
            "收费标准": ("不收费", "80元/件"), "办公地点": ("某路1号", "某街2号政务大厅"),
            "联系方式": ("010-55550000", "12345"), "监督电话": ("010-55550001", "12345"),
        },
        {
            "办事项目": "/name", "项目代码": "/local_code", "承办科室": None,
            "需提交材料": "/materials", "办理时限(工作日)": "/time_limit/promised",
            "收费标准": "/fees", "办公地点": "/contact/address", "联系方式": "/contact/consult",
            "监督电话": "/contact/complaint",
        },
        book,
    ),
    Stranger(
        "public services",
        {
            "公共服务项目编码": TASKS, "公共服务事项": _NAMES, "服务依据": _LAWS,
            "实施单位": _BODIES, "受益对象": ("自然人", "企业法人"), "办事地点": ("某路1号", "某街2号"),
            "服务时间": ("9:00-17:00", "8:30-11:30"), "是否上网": ("是", "否"),
        },
        {
            "公共服务项目编码": "/code", "公共服务事项": "/name", "服务依据": "/legal_basis",
            "实施单位": "/agency/name", "受益对象": "/audience/objects",
            "办事地点": "/contact/address", "服务时间": "/contact/hours", "是否上网": "/handling/online",
        },
        csv_file("gb18030"),
    ),
    Stranger(
        "one visit at most",
        {
            "部门": _BODIES, "事项": _NAMES, "办件编码": HANDLINGS, "最多跑几次": ("0", "1"),
            "能否网上办": ("能", "不能"), "能否快递送达": ("能", "不能"), "办结类型": ("即办件", "承诺件"),
            "法定办结日": ("20工作日", "30工作日"), "实际办结日": ("1工作日", "5工作日"),
        },
        {
            "部门": "/agency/name", "事项": "/name", "办件编码": "/handling_code",
            "最多跑几次": "/handling/visits", "能否网上办": "/handling/online",
            "能否快递送达": "/handling/delivery", "办结类型": "/handling/project_type",
            "法定办结日": "/time_limit/statutory", "实际办结日": "/time_limit/promised",
        },
        array,
    ),
)  # fmt: skip
"""Written after the rules were settled: 26 of 35 columns were right at first. Faults that were not of
these files alone were then mended."""
