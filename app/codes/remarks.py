"""What is odd about a code. None of it is a reason to refuse one: real catalogues hold them all."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.codes.labels import Label

MESSAGES = {
    "blank": Label("编码中有空白字符，已忽略", "The code contains blanks, which were ignored"),
    "full-width": Label(
        "编码中有全角字符，已按半角处理", "Full-width characters were read as half-width"
    ),
    "apostrophe": Label(
        "编码前有 Excel 的文本标记（英文单引号），已忽略",
        "Excel's text mark (') before the code was ignored",
    ),
    "lower-case": Label(
        "编码中有小写字母，应为大写", "The code has lower-case letters; capitals are meant"
    ),
    "hyphen": Label("编码中有连字符，已忽略", "The code contains hyphens, which were ignored"),
    "decimal-point": Label(
        "编码曾被存为数值，末尾多出“{tail}”，已去掉",
        "The code was once stored as a number; the trailing “{tail}” was dropped",
    ),
    "leading-zeros-lost": Label(
        "编码曾被存为数值，开头的 0 丢失，已补足 12 位，请核对",
        "The code was once stored as a number and lost its leading noughts; restored to 12, please check",
    ),
    "rounded-by-excel": Label(
        "末三位为 000 且校验不通过：可能被 Excel 当作数值只保留了 15 位，请从源系统重新导出核对",
        "It ends in 000 and fails its check: Excel may have rounded it to 15 digits; export it again",
    ),
    "check-digit": Label(
        "统一社会信用代码校验码不符：按 GB 32100 应为“{expected}”，实为“{found}”",
        "Credit code check character: GB 32100 gives “{expected}”, the code has “{found}”",
    ),
    "org-check-digit": Label(
        "主体标识码（组织机构代码）校验码不符：按 GB 11714 应为“{expected}”，实为“{found}”",
        "Organisation code check character: GB 11714 gives “{expected}”, the code has “{found}”",
    ),
    "body-not-credit-code": Label(
        "实施主体段“{body}”不是统一社会信用代码，是当地自编的代码",
        "The body part “{body}” is no credit code but one of local making",
    ),
    "letters-in-base": Label(
        "基本编码中有字母“{letters}”（国家规则为数字，主项末位 Y 除外）",
        "The base code contains letters “{letters}” (digits by rule, except a main item's final Y)",
    ),
    "unknown-issuer": Label(
        "“{value}”不是省级区划代码，也不是国家目录 00",
        "“{value}” is neither a province nor the nation (00)",
    ),
    "unknown-type": Label(
        "事项类型“{value}”不在国家标准之列，也未见于已知的地方扩展",
        "Item type “{value}” is neither in the national standard nor a known local extension",
    ),
    "unknown-level": Label(
        "行使层级“{value}”不在 1–7 之列", "Exercise level “{value}” is not in 1–7"
    ),
    "level-differs-from-region": Label(
        "行使层级“{level}”与实施主体登记区划 {region} 的层级不一致（区级机构登记在市一级时属正常）",
        "Level “{level}” is not that of the body's registration region {region} (normal for a district"
        " body registered with its city)",
    ),
    "looks-like-region": Label(
        "主项为 00000：更像是 12 位行政区划代码，请核对是否填错了列",
        "Main item 00000: this looks like a 12-digit region code; check the column",
    ),
    "unknown-shape": Label(
        "长度 {length}，不符合任何已知的编码规则，按当地编码原样保留",
        "{length} characters: no known code has this shape; it is kept as a local code",
    ),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """异常: one oddity, with the facts its sentence is made from."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> Label:
        """Return the sentence in both languages."""
        template = MESSAGES[self.code]
        return Label(template.zh.format(**self.facts), template.en.format(**self.facts))
