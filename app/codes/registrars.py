"""登记管理部门 and 机构类别: characters 1 and 2 of a credit code (GB 32100-2015, table 1)."""

from __future__ import annotations

from app.codes.labels import Label

OTHER = Label("其他", "other")

REGISTRARS = {
    "1": Label("机构编制", "public sector establishment"),
    "2": Label("外交", "foreign affairs"),
    "3": Label("司法行政", "justice"),
    "4": Label("文化", "culture"),
    "5": Label("民政", "civil affairs"),
    "6": Label("旅游", "tourism"),
    "7": Label("宗教", "religious affairs"),
    "8": Label("工会", "trade unions"),
    "9": Label("工商（市场监管）", "market regulation"),
    "A": Label("中央军委改革和编制办公室", "military establishment"),
    "N": Label("农业农村", "agriculture and rural affairs"),
    "Y": OTHER,
}

BODY_CLASSES = {
    "11": Label("机关", "government organ"),
    "12": Label("事业单位", "public institution"),
    "13": Label("编办直接管理机构编制的群众团体", "mass organisation on the public establishment"),
    "21": Label("外国常驻新闻机构", "resident foreign news office"),
    "31": Label("律师执业机构", "law firm"),
    "32": Label("公证处", "notary office"),
    "33": Label("基层法律服务所", "grassroots legal service office"),
    "34": Label("司法鉴定机构", "forensic institution"),
    "35": Label("仲裁委员会", "arbitration commission"),
    "41": Label("外国在华文化中心", "foreign cultural centre"),
    "51": Label("社会团体", "association"),
    "52": Label("民办非企业单位", "private non-enterprise unit"),
    "53": Label("基金会", "foundation"),
    "61": Label("外国旅游部门常驻代表机构", "resident foreign tourism office"),
    "62": Label(
        "港澳台地区旅游部门常驻内地（大陆）代表机构",
        "resident tourism office of Hong Kong, Macao or Taiwan",
    ),
    "71": Label("宗教活动场所", "place of worship"),
    "72": Label("宗教院校", "religious school"),
    "81": Label("基层工会", "grassroots trade union"),
    "91": Label("企业", "enterprise"),
    "92": Label("个体工商户", "sole trader"),
    "93": Label("农民专业合作社", "farmers' cooperative"),
    "A1": Label("军队事业单位", "military institution"),
    "N1": Label("组级集体经济组织", "collective of a village group"),
    "N2": Label("村级集体经济组织", "village collective"),
    "N3": Label("乡镇级集体经济组织", "town collective"),
    "Y1": OTHER,
}


def body_class(pair: str) -> Label | None:
    """Return the class of body for the first two characters; a second ``9`` is always 其他."""
    if len(pair) < 2:
        return None
    if pair[1] == "9" and pair[0] in REGISTRARS:
        return OTHER
    return BODY_CLASSES.get(pair)
