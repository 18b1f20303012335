from __future__ import annotations

import pytest

from app.agencies import LINES, line_of


@pytest.mark.parametrize(
    "name, line",
    [
        ("广州市番禺区教育局", "教育"),
        ("广东省教育厅", "教育"),
        ("广州市公安局交通警察支队", "公安"),
        ("公安县财政局", "财政"),
        ("广东省民政厅", "民政"),
        ("广州市人民政府", "政府办"),
        ("番禺区石楼镇人民政府", "乡镇街道"),
        ("番禺区市桥街道办事处", "乡镇街道"),
        ("灵山县发展和改革局", "发展改革"),
        ("灵山县行政审批局", "行政审批"),
        ("广州市规划和自然资源局", "自然资源"),
        ("文化广电旅游体育局", "文旅"),
        ("广东省科学技术协会", "科协"),
        ("广东省科学技术厅", "科技"),
        ("国家税务总局广州市税务局", "税务"),
        ("城市管理和综合执法局 ", "城市管理"),
        ("广东省药品监督管理局", "药品监管"),
        ("广东省工商业联合会", "工商联"),
        ("省残联", "残联"),
        ("住房公积金管理中心", "公积金"),
        ("广州市住房和城乡建设局", "住建"),
    ],
)
def test_the_name_tells_the_line(name: str, line: str) -> None:
    assert line_of(name) == line
    assert line in LINES


@pytest.mark.parametrize(
    "name",
    [
        "",
        "广东省人民政府参事室",
        "广东省公路学会",
        "广东省农业科学院",
        "广东造船工程学会",
        "港珠澳大桥管理局",
    ],
)
def test_where_a_name_tells_nothing_there_is_no_line(name: str) -> None:
    assert line_of(name) is None


def test_every_line_fits_its_column() -> None:
    assert all(len(line) <= 20 for line in LINES)
