"""申请材料规则: what the applicant must bring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.agencies.certificates import certificate_of
from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief, says_nothing
from app.elements.material_keys import exact_key
from app.elements.material_names import is_identifying, split_name
from app.elements.materials import FORM, Material, Materials
from app.kernel.text import fold

_THING = r"(?:证明|申请|申报|辅助|佐证|补充|书面)?(?:性)?(?:材料|资料|文件|证明|证件|手续|文书)"
_ASKED = r"(?:相关|有关|相应|必要|必需|需要|需|应当|应|必须|须|所需|规定|要求|提[交供]|报送|出具|说明|的)"
_CATCH_ALL = re.compile(
    r"(?:.{0,40}?(?:规定|要求|需要|认为|应当|必须|必要|须|需)"
    r"(?:需要|应当?|必须|须|需)?(?:提[交供]|报送|出具|补充)?的)?"
    rf"(?:需要?|应当?|必须|须)?(?:提[交供]|报送)?的?其[他它]{_ASKED}*{_THING}(?:\(.{{0,20}}\))?等?"
)
_TRAILING = re.compile(
    rf".*(?:,|、|;|和|及|以及)(?:法律法规规定的?|规定的|需要的?|要求的?|应当提[交供]的?)?其[他它](?:相关|有关|必要的?)?{_THING}"
)
_VAGUE = re.compile(
    rf"(?:提[交供])?(?:相关|有关|必要的?|所需的?|规定的?|要求的?|上述|以上|相应)的?(?:的|相关|有关)*{_THING}(?:等)?"
    rf"|(?:与)?(?:申请事项|本事项|办理事项)?(?:相关|有关)的?{_THING}"
)
_NO_MATERIAL = re.compile(
    r"(?:无需|不需要?|无须|免)(?:提[交供])?(?:任何)?(?:申请)?(?:材料|资料)?|无(?:申请)?材料"
)


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    return fold(split_name(name)[0]).strip("《》\"'")


@lru_cache(maxsize=65536)
def _is_catch_all(name: str) -> bool:
    plain = plain_name(name)
    if "其他" not in plain and "其它" not in plain:
        return False
    return bool(_CATCH_ALL.fullmatch(plain) or _TRAILING.fullmatch(plain))


@lru_cache(maxsize=65536)
def _is_vague(name: str) -> bool:
    return bool(_VAGUE.fullmatch(plain_name(name)))


@lru_cache(maxsize=65536)
def _says_no_material(name: str) -> bool:
    return says_nothing(name) or bool(_NO_MATERIAL.fullmatch(fold(name)))


def named(materials: Materials) -> Iterator[tuple[int, str, Material]]:
    for index, material in enumerate(materials):
        if material.name:
            yield index, material.name, material


@value_rule(
    "materials",
    Severity.ERROR,
    zh="第 {position} 项材料“{name}”是兜底条款",
    en="Material {position}, “{name}”, is a catch-all",
)
def catch_all_material(materials: Materials) -> Iterator[Place]:
    """申请材料含有“其他材料”一类的兜底条款。

    A material list contains a catch-all such as “other materials”.

    为何要紧：没有人能准备“其他材料”，一次告知也就落空；窗口因此有了随意要材料的余地。
    如何改正：把需要的材料逐项写明，或删去这一项。
    Why it matters: nobody can prepare “other materials”; it leaves room for discretion.
    Put right by: naming each material, or deleting the line.
    Source: practice
    """
    for index, name, _ in named(materials):
        if _is_catch_all(name):
            yield place(f"/materials/{index}/name", position=index + 1, name=brief(name))


@value_rule(
    "materials",
    Severity.WARNING,
    zh="第 {position} 项材料“{name}”没有说明是什么材料",
    en="Material {position}, “{name}”, does not say which document is meant",
)
def vague_material(materials: Materials) -> Iterator[Place]:
    """材料名称含糊，如“相关证明材料”。

    A material's name does not say which document is meant.

    为何要紧：“相关材料”因人而异，申请人要多跑一趟才知道缺什么。
    如何改正：写出材料的规范名称，如“不动产权属证书”。
    Why it matters: “relevant documents” means something else at every window.
    Put right by: the document's proper name.
    Source: practice
    """
    for index, name, _ in named(materials):
        if _is_vague(name) and not _is_catch_all(name):
            yield place(f"/materials/{index}/name", position=index + 1, name=brief(name))


@value_rule(
    "materials",
    Severity.WARNING,
    zh="材料清单里列了一项名为“{name}”的材料",
    en="The list contains a material called “{name}”",
)
def no_material_as_material(materials: Materials) -> Iterator[Place]:
    """把“无”写成了一份材料。

    “None” is listed as if it were a material.

    为何要紧：系统会要求申请人上传一份叫“无”的材料，材料数也多算一份。
    如何改正：不需要材料的，把材料清单填为空列表；否则删去这一行。
    Why it matters: applicants are asked to upload “none”, and one material too many is counted.
    Put right by: an empty list where nothing is needed; otherwise deleting the line.
    Source: practice
    """
    for index, name, _ in named(materials):
        if _says_no_material(name):
            yield place(f"/materials/{index}/name", name=brief(name))


@value_rule(
    "materials",
    Severity.WARNING,
    zh="第 {position} 项材料“{name}”与第 {first} 项重复",
    en="Material {position}, “{name}”, repeats material {first}",
)
def duplicate_material(materials: Materials) -> Iterator[Place]:
    """同一材料列了两次。

    The same material is listed twice.

    为何要紧：申请人会重复提交，材料数也多算。备注、说明、形式或要求不同的，视为不同情形，不报。
    如何改正：删去重复的一项；不同情形各需一份的，在备注里写明情形。
    Why it matters: people hand it in twice, and the count of materials is wrong. Lines that
    differ in remark, form or demand are taken to belong to different cases.
    Put right by: deleting one, or saying in the remark which case each belongs to.
    Source: practice
    """
    seen: dict[tuple[object, ...], int] = {}
    for index, name, material in named(materials):
        key = (fold(name), *_distinction(material))
        if key in seen:
            yield place(
                f"/materials/{index}/name",
                position=index + 1,
                name=brief(name),
                first=seen[key] + 1,
            )
        seen.setdefault(key, index)


def _distinction(material: Material) -> tuple[object, ...]:
    """What tells two lines of one name apart; the code and the counts do not."""
    texts = (material.remark, material.fill_note, material.source_note, material.acceptance_note)
    stated = tuple(text and fold(text) for text in texts)
    return (*stated, material.format, material.necessity, material.source, material.form)


@value_rule(
    "materials",
    Severity.INFO,
    zh="第 {position} 项材料的份数或必要性写在名称“{name}”里",
    en="The name of material {position}, “{name}”, contains counts or its necessity",
)
def count_in_material_name(materials: Materials) -> Iterator[Place]:
    """份数、必要性写进了材料名称。

    Counts or the necessity stand in the material's name.

    为何要紧：“身份证（原件1份）”与“身份证”因此成了两种材料，无法归并和复用。
    如何改正：名称只写材料，份数和必要性填在各自的栏目。
    Why it matters: one document becomes two; it cannot be merged or reused.
    Put right by: the bare name, with counts and necessity in their own fields.
    Source: practice
    """
    for index, name, _ in named(materials):
        if split_name(name)[1]:
            yield place(f"/materials/{index}/name", position=index + 1, name=brief(name))


@value_rule(
    "materials",
    Severity.INFO,
    zh="第 {position} 项材料“{name}”没有写依据，别的材料写了",
    en="Material {position}, “{name}”, states no basis, while others do",
    source="policy",
    aspect="completeness",
)
def material_without_basis(materials: Materials) -> Iterator[Place]:
    """材料没有依据，同一清单里别的材料有。

    A material states no basis, while others of the same list do.

    为何要紧：没有法律法规规定的材料应当清理。申请表格、常见证照、照片、身份证明、委托书不在此列；整份清单都没有写依据的，
    多半是来源没有这一栏，也不报，见 /laws/unfounded-materials。
    如何改正：写明要这份材料的法规和条款；写不出的，取消这份材料。
    Why it matters: what no law asks for is to be dropped. Forms, well-known certificates,
    photographs, proofs of identity and powers of attorney are not meant; where no material of a
    list states a basis, the source likely lacks the column.
    Put right by: naming the law and article that ask for it; where there is none, dropping it.
    Source: the policy of 2020: 减材料
    """
    listed = list(named(materials))
    if not any(material.basis for _, _, material in listed):
        return
    for index, name, material in listed:
        if material.basis or material.type == FORM or material.form:
            continue
        key = exact_key(name)
        if certificate_of(key) is None and not is_identifying(key):
            yield place(f"/materials/{index}/basis", position=index + 1, name=brief(name))
