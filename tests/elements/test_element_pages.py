"""The pages on the elements, written from the schemas."""

from __future__ import annotations

from app.elements.kinds import KINDS
from app.elements.pages import pages
from app.elements.standard import enumeration_names, load_standard
from app.elements.wording import condition_words, obligation_words, value_words
from app.kernel.pages import MARK

STANDARD = load_standard("implementation")


def test_every_element_has_a_page_that_shows_all_its_fields() -> None:
    written = pages()
    for kind in KINDS:
        page = written[f"docs/elements/{kind.name}.md"]
        assert page.startswith(MARK)
        for one in filter(lambda field: field.leaf, STANDARD.kind_fields(kind.name)):
            assert f"`{one.pointer}`" in page


def test_every_enumeration_is_shown() -> None:
    page = pages()["docs/elements/enumerations.md"]
    assert all(f'<a id="{name}"></a>' in page for name in enumeration_names())


def test_obligations_in_words() -> None:
    assert obligation_words(STANDARD.field("/handling/visits")) == (
        "必填（限依申请事项）；缺则报错误",
        "required (applied-for items); else error",
    )
    assert obligation_words(STANDARD.field("/secret")) == ("选填", "optional")


def test_conditions_in_words() -> None:
    def words(pointer: str) -> list[tuple[str, str]]:
        one = STANDARD.field(pointer)
        return [condition_words(STANDARD, one, condition) for condition in one.when]

    assert words("/handling/visits_reason") == [
        ("“到办事现场次数”不少于 1", "`/handling/visits` ≥ 1")
    ]
    assert words("/materials/*/deadline") == [("“材料必要性”为 3 容缺后补", "`./necessity` in 3")]
    assert words("/process/text") == [("“办理环节”未填", "`/process/steps` is not stated")]
    assert words("/time_limit/promised/unit") == [
        ("“承诺办结时限数值”已填", "`/time_limit/promised/number` is stated")
    ]


def test_values_in_words() -> None:
    assert value_words(STANDARD.field("/audience/objects"))[0] == "代码，可多选"
    assert value_words(STANDARD.field("/materials/*/name"))[0] == "文字，至多 200 字"
