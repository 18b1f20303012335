"""材料形式与份数规则: on what, how many, and on which form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.materials import named, plain_name
from app.auditing.rules.wording import brief
from app.elements.materials import LATER, Material, Materials

PAPER, ELECTRONIC = "1", "2"
FORM = "2"
_FORM_NAME = re.compile(r"(?:申请|申报|登记|备案|审批|报名|审核|核定|变更|注销)表$")


@value_rule(
    "materials",
    Severity.WARNING,
    zh="第 {position} 项材料“{name}”为纸质，原件和复印件却都是 0 份",
    en="Material {position}, “{name}”, is on paper, yet 0 originals and 0 copies are asked for",
)
def paper_without_copies(materials: Materials) -> Iterator[Place]:
    """纸质材料的份数为零。

    A paper material with no original and no copy.

    为何要紧：写明要交纸质材料，又说交 0 份，申请人不知带不带。
    如何改正：填写份数；只看不收的，在填报须知里写“核验原件”；不必提交的，标“免提交”。
    Why it matters: people cannot tell whether to bring it.
    Put right by: stating the count, “original shown only” in the note, or marking it exempt.
    Source: practice
    """
    for index, name, material in named(materials):
        counts = (material.originals, material.copies)
        none_asked = 0 in counts and not any(counts)
        if material.format == PAPER and none_asked and not _is_shown_only(material):
            yield place(f"/materials/{index}", position=index + 1, name=brief(name))


def _is_shown_only(material: Material) -> bool:
    """Seen and handed back, exempt, or made up for later."""
    notes = (material.fill_note, material.acceptance_note, material.remark, material.source_note)
    shown = any(word in note for note in notes if note for word in ("核", "查验", "验", "出示"))
    return shown or bool(material.exempt) or bool(material.licence_code)


@value_rule(
    "materials",
    Severity.INFO,
    zh="第 {position} 项材料“{name}”为电子化，却填了纸质份数",
    en="Material {position}, “{name}”, is electronic, yet paper copies are asked for",
)
def electronic_with_copies(materials: Materials) -> Iterator[Place]:
    """电子化材料填了纸质份数。

    An electronic material with a number of paper copies.

    为何要紧：既说只要电子件，又要几份原件或复印件，申请人会白跑一趟。
    如何改正：只收电子件的，份数填 0；纸质也收的，形式改为“纸质和电子化”。
    Why it matters: people bring paper that nobody needs.
    Put right by: counts of 0, or the form “paper and electronic”.
    Source: practice
    """
    for index, name, material in named(materials):
        if material.format == ELECTRONIC and (material.originals or material.copies):
            yield place(f"/materials/{index}", position=index + 1, name=brief(name))


@value_rule(
    "materials",
    Severity.INFO,
    zh="第 {position} 项材料“{name}”看来是表格，材料类型却不是“申请表格文书”",
    en="Material {position}, “{name}”, reads like a form but is not marked as one",
)
def form_marked_otherwise(materials: Materials) -> Iterator[Place]:
    """申请表没有标为“申请表格文书”。

    An application form is not marked as a form.

    为何要紧：标了才会要求附空白表格和样表，群众才能事先下载填写。
    如何改正：材料类型改为“申请表格文书”，并附空白表格和示例样表。
    Why it matters: only forms are asked for a blank copy and a sample that people can download.
    Put right by: the type “application form”, with a blank form and a sample.
    Source: practice
    """
    for index, name, material in named(materials):
        if material.type and material.type != FORM and _FORM_NAME.search(plain_name(name)):
            yield place(f"/materials/{index}/type", position=index + 1, name=brief(name))


@value_rule(
    "materials",
    Severity.INFO,
    zh="第 {position} 项材料“{name}”的空白表格只有名称，无法下载",
    en="The blank form of material {position}, “{name}”, has a name but no file",
    aspect="completeness",
)
def form_without_file(materials: Materials) -> Iterator[Place]:
    """空白表格没有文件。

    A blank form has a name but neither file nor address.

    为何要紧：群众要到窗口才拿得到表，“一表申请”无从谈起。
    如何改正：补上文件编号或下载网址。
    Why it matters: people must come to the window to get the form.
    Put right by: adding the file's id or its address.
    Source: policy of 2020 (一次告知、一表申请)
    """
    for index, name, material in named(materials):
        form = material.form
        if form and form.name and not (form.id or form.url or form.digest):
            yield place(f"/materials/{index}/form", position=index + 1, name=brief(name))


@value_rule(
    "materials",
    Severity.INFO,
    zh="第 {position} 项材料“{name}”标为免提交，却仍要 {count} 份",
    en="Material {position}, “{name}”, is exempt, yet {count} are asked for",
)
def exempt_yet_asked_for(materials: Materials) -> Iterator[Place]:
    """免提交的材料仍要求份数。

    An exempt material is still asked for.

    为何要紧：免提交就是不用带；同时写着份数，窗口多半还是会要。
    如何改正：份数填 0，或去掉免提交。
    Why it matters: exempt means that nobody need bring it; a count says the opposite.
    Put right by: counts of 0, or dropping the mark.
    Source: practice
    """
    for index, name, material in named(materials):
        count = max(material.originals or 0, 0) + max(material.copies or 0, 0)
        if material.exempt and count and material.necessity != LATER:
            yield place(
                f"/materials/{index}/exempt", position=index + 1, name=brief(name), count=count
            )
