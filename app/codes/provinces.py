"""省级区划: the first two digits of GB/T 2260, plus what catalogues use beside them."""

from __future__ import annotations

from app.codes.labels import Label

NATIONAL = "00"

PROVINCES = {
    "11": Label("北京市", "Beijing"),
    "12": Label("天津市", "Tianjin"),
    "13": Label("河北省", "Hebei"),
    "14": Label("山西省", "Shanxi"),
    "15": Label("内蒙古自治区", "Inner Mongolia"),
    "21": Label("辽宁省", "Liaoning"),
    "22": Label("吉林省", "Jilin"),
    "23": Label("黑龙江省", "Heilongjiang"),
    "31": Label("上海市", "Shanghai"),
    "32": Label("江苏省", "Jiangsu"),
    "33": Label("浙江省", "Zhejiang"),
    "34": Label("安徽省", "Anhui"),
    "35": Label("福建省", "Fujian"),
    "36": Label("江西省", "Jiangxi"),
    "37": Label("山东省", "Shandong"),
    "41": Label("河南省", "Henan"),
    "42": Label("湖北省", "Hubei"),
    "43": Label("湖南省", "Hunan"),
    "44": Label("广东省", "Guangdong"),
    "45": Label("广西壮族自治区", "Guangxi"),
    "46": Label("海南省", "Hainan"),
    "50": Label("重庆市", "Chongqing"),
    "51": Label("四川省", "Sichuan"),
    "52": Label("贵州省", "Guizhou"),
    "53": Label("云南省", "Yunnan"),
    "54": Label("西藏自治区", "Tibet"),
    "61": Label("陕西省", "Shaanxi"),
    "62": Label("甘肃省", "Gansu"),
    "63": Label("青海省", "Qinghai"),
    "64": Label("宁夏回族自治区", "Ningxia"),
    "65": Label("新疆维吾尔自治区", "Xinjiang"),
    "66": Label("新疆生产建设兵团", "Xinjiang Production and Construction Corps"),
    "71": Label("台湾省", "Taiwan"),
    "81": Label("香港特别行政区", "Hong Kong"),
    "82": Label("澳门特别行政区", "Macao"),
}
"""66 is practice, not in GB/T 2260."""

_NATION = Label("国家", "national")


def issuer_name(prefix: str) -> Label | None:
    """Return who issued a base catalogue entry, by the first two characters of its code."""
    return _NATION if prefix == NATIONAL else PROVINCES.get(prefix)


def region_name(region: str) -> Label | None:
    """Return the province a GB/T 2260 region lies in; central bodies are registered in 100000."""
    return _NATION if region.startswith("10") else PROVINCES.get(region[:2])
