"""The flow chart: every step once, in order, within its frame."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from app.kernel.numbers import percent
from app.web.flowchart import Step, flowchart, lines
from app.web.words import is_link, limit, say

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("columns", [1, 2, 4])
@pytest.mark.parametrize("count", [1, 3, 4, 5, 11])
def test_every_step_is_drawn_in_order_and_inside(count: int, columns: int) -> None:
    steps = [Step(f"第{number}步", f"{number} 天", "窗口") for number in range(1, count + 1)]
    drawn = ET.fromstring(flowchart(steps, columns, "办理流程图", "x"))
    width, height = (float(drawn.attrib[side]) for side in ("width", "height"))
    boxes = drawn.findall(f"{SVG}rect")
    assert len(boxes) == count
    assert len(drawn.findall(f"{SVG}path")) == count - 1
    for box in boxes:
        assert float(box.attrib["x"]) + float(box.attrib["width"]) <= width
        assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height
    names = [text.text for text in drawn.findall(f"{SVG}text[@class='name']")]
    assert names == [step.name for step in steps]
    assert drawn.findtext(f"{SVG}title") == "办理流程图"
    assert "第1步 1 天" in (drawn.findtext(f"{SVG}desc") or "")


def test_names_are_text_not_markup() -> None:
    drawn = str(flowchart([Step("<b>&", "", "")], 4, "<t>", "x"))
    assert "<b>" not in drawn
    assert ET.fromstring(drawn).findtext(f"{SVG}title") == "<t>"


def test_long_names_take_two_lines_and_end_in_dots() -> None:
    assert lines("受理", 9) == ["受理"]
    assert lines("一二三四五六", 4) == ["一二三四", "五六"]
    assert lines("一二三四五六七八九", 4) == ["一二三四", "五六七…"]


def test_words_of_values() -> None:
    assert say(True, "zh") == "是"
    assert say([], "zh") == "无"
    assert say({"code": "1", "label": "证照"}, "zh") == "证照"
    assert re.search("没有的代码", say({"code": "x", "label": None}, "zh"))
    assert limit({"number": 0, "unit": "1"}, "zh") == "即办"
    assert limit({"text": "无"}, "zh") == "无"
    assert limit({"number": 20, "unit": {"code": "1", "label": "工作日"}}, "zh") == "20 个工作日"


@pytest.mark.parametrize(
    "ratio, shown",
    [
        (None, "–"),
        (0.0, "0.0%"),
        (0.8499, "84.9%"),
        (0.85, "85.0%"),
        (0.99999, "99.9%"),
        (1.0, "100%"),
    ],
)
def test_a_percentage_never_rounds_up_to_what_was_not_reached(
    ratio: float | None, shown: str
) -> None:
    assert percent(ratio) == shown


def test_only_web_addresses_are_links() -> None:
    assert is_link("https://a.example/b")
    assert not is_link("javascript:alert(1)")
    assert not is_link("data:text/html,x")
    assert not is_link("见 https://a.example")
