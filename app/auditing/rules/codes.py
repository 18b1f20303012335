"""编码规则: the codes of an item, alone and beside what else the item says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.auditing.rule import Own, Place, Severity, own_rule, place
from app.codes import CodeKind, DamagedCode, damaged, normalise, parse, split_task_code
from app.codes.check_digits import credit_check, credit_code_ok, org_check, org_code_ok
from app.codes.local_schemes import match_local
from app.codes.segments import is_credit_shape

_BASE = re.compile(r"[0-9]{2}[0-9A-Z]{10}(?:[0-9]{2})?")


def _stated(own: Own) -> Iterator[tuple[str, str]]:
    """Yield (pointer, code) of the codes that follow national schemes."""
    agency = ("/agency/code", own.agency_code)
    codes = (("/code", own.code), ("/handling_code", own.handling_code), agency)
    for pointer, code in (*codes, ("/base_code", own.base_code)):
        if code:
            yield pointer, code


@own_rule(
    Severity.ERROR,
    zh="编码“{code}”已被电子表格当作数字，末尾的数位丢失",
    en="Code “{code}” was kept as a number by a spreadsheet; its last digits are lost",
    applies="any",
)
def damaged_code(own: Own) -> Iterator[Place]:
    """编码被电子表格当作数字保存，数位已经丢失。

    A code was kept as a number by a spreadsheet and lost digits.

    为何要紧：电子表格只保留 15 位有效数字，丢失的数位无法恢复，据此再也找不到这一事项。
    如何改正：从来源系统重新导出，导出时把编码列设为文本。
    Why it matters: a spreadsheet keeps 15 digits; what is lost cannot be recovered.
    Put right by: exporting again from the source system with the column formatted as text.
    Source: practice
    """
    for pointer, code in _stated(own):
        if damaged(code):
            yield place(pointer, code=code)


@own_rule(
    Severity.WARNING,
    zh="编码“{code}”应写作“{meant}”",
    en="Code “{code}” should be written “{meant}”",
    source="standard",
    applies="any",
)
def untidy_code(own: Own) -> Iterator[Place]:
    """编码中有空格、全角字符或小写字母。

    A code contains blanks, full-width characters or small letters.

    为何要紧：各系统按字符逐一比对编码，写法不同就对不上。
    如何改正：改成半角、大写、不含空格的写法。
    Why it matters: systems compare codes character by character.
    Put right by: writing the code in half width and capitals, without blanks.
    Source: GB 32100-2015; GB/T 39554.1-2020
    """
    for pointer, code in _stated(own):
        meant = normalise(code)
        if meant != code:
            yield place(pointer, code=code, meant=meant)


@own_rule(
    Severity.ERROR,
    zh="基本编码“{code}”不是 12 位（基层业务办理项 14 位），或含有规定以外的字符",
    en="Base code “{code}” is not 12 (or 14) digits and capitals",
    applies="any",
)
def malformed_base_code(own: Own) -> Iterator[Place]:
    """基本编码不合结构。

    The base code has the wrong shape.

    为何要紧：基本编码把地方事项连到它的标准；形状不对就无法比对，也无法上报。
    如何改正：按目录填写 12 位基本编码；地方自编的编码填在“地方基本编码”。目录本身就用地方编码的，
    两处填同一编码即可，不算错。
    Why it matters: the base code ties a local item to its standard.
    Put right by: the 12 characters of the catalogue; a local code belongs in the local base code.
    A catalogue that has codes of its own states the same code in both, and is not at fault.
    Source: codes as they are in use: issuer 2, type 2, main item 5, sub-item 3 characters;
    GB/T 39554.1-2020 is said to define them
    """
    if not own.base_code or damaged(own.base_code) or own.base_code == own.local_base_code:
        return
    code = normalise(own.base_code).upper()
    if not _BASE.fullmatch(code) and match_local(code) is None:
        yield place("/base_code", code=own.base_code)


@own_rule(
    Severity.ERROR,
    zh="“{code}”共 {length} 位，不合“实施主体 18 位 + 行使层级 1 位 + 基本编码 12 位（+ 业务办理项 2 位）”的结构",
    en="“{code}” has {length} characters and does not read as body 18 + level 1 + base code 12 (+ serial 2)",
)
def malformed_implementation_code(own: Own) -> Iterator[Place]:
    """实施编码或业务办理项编码不合结构。

    An implementation or handling code follows the national scheme and breaks its structure.

    为何要紧：编码以实施主体的信用代码开头，却多位、少位或层级位有误，上级平台会整条退回。
    如何改正：对照实施主体、行使层级和基本编码逐段核对，补足或删去多余的字符。
    Why it matters: the national platform rejects the whole record.
    Put right by: comparing the code with body, level and base code, segment by segment.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    for pointer, code in (("/code", own.code), ("/handling_code", own.handling_code)):
        if code and _breaks_scheme(normalise(code)):
            yield place(pointer, code=code, length=len(normalise(code)))


def _breaks_scheme(code: str) -> bool:
    """A code meant for the national scheme (its length or its body says so) that does not fit."""
    named = credit_code_ok(code[:18])
    if damaged(code) or split_task_code(code) is not None or not (named or len(code) in {31, 33}):
        return False
    # both checks right: a body, even where 32 digits also read as some system's row id
    return (named and org_code_ok(code[8:17])) or not match_local(code)


@own_rule(
    Severity.WARNING,
    zh="无法识别编码“{code}”：不是国家编码，也不是已知的地方编码",
    en="Code “{code}” follows neither the national scheme nor a known local one",
)
def unrecognised_code(own: Own) -> Iterator[Place]:
    """实施编码不是国家编码，也不是已知的地方编码。

    The implementation code follows no known scheme.

    为何要紧：“四级十同”首先要求编码同源，读不懂的编码无法与上级目录衔接。
    如何改正：按“实施主体 + 行使层级 + 基本编码”编制 31 位实施编码；原编码填在“地方实施编码”。
    Why it matters: a code that nobody can read cannot be tied to the catalogue above.
    Put right by: giving the item its 31-character code; the old one goes to the local code.
    Source: codes as they are in use; GB/T 39554.1-2020 is said to define them
    """
    for pointer, code in (("/code", own.code), ("/handling_code", own.handling_code)):
        if code and _is_unknown(normalise(code)):
            yield place(pointer, code=code)


def _is_unknown(code: str) -> bool:
    if split_task_code(code) is not None or _breaks_scheme(code):
        return False
    try:
        return parse(code).kind in {CodeKind.UNKNOWN, CodeKind.CREDIT, CodeKind.ORGANISATION}
    except DamagedCode:
        return False


@own_rule(
    Severity.WARNING,
    zh="统一社会信用代码“{code}”的校验码不符：第 {position} 位应为 {expected}，实为 {found}",
    en="Credit code “{code}” fails its check: character {position} should be {expected}, is {found}",
    source="standard",
)
def failed_check_digit(own: Own) -> Iterator[Place]:
    """统一社会信用代码的校验码不符。

    The check character of a credit code is wrong.

    为何要紧：多半是抄错一位。个别机构的代码本身就不合校验，故只提示，不阻断。
    如何改正：对照登记证书核对 18 位代码；确系如此的，可以豁免本条。
    Why it matters: most likely a character was mistyped. Some real bodies fail, so it only warns.
    Put right by: comparing the 18 characters with the certificate; waive it if they are right.
    Source: GB 32100-2015, GB 11714-1997
    """
    body = normalise(own.code or "")[:18]
    for pointer, code in (("/agency/code", normalise(own.agency_code or "")), ("/code", body)):
        if len(code) != 18 or (pointer == "/code" and body == normalise(own.agency_code or "")):
            continue
        yield from _failed_checks(pointer, code)


def _failed_checks(pointer: str, code: str) -> Iterator[Place]:
    """Yield the first check that fails; a mistyped character usually fails both."""
    if not is_credit_shape(code):
        return
    expected = {17: org_check(code[8:16]), 18: credit_check(code[:17])}
    for position, character in expected.items():
        found = code[position - 1]
        if character is not None and character != found:
            yield place(pointer, code=code, position=position, expected=character, found=found)
            return


@own_rule(
    Severity.INFO,
    zh="实施主体编码“{code}”不是统一社会信用代码",
    en="Body code “{code}” is not a unified social credit code",
    source="standard",
)
def agency_without_credit_code(own: Own) -> Iterator[Place]:
    """实施主体编码不是统一社会信用代码。

    The implementing body is named by a code that is no credit code.

    为何要紧：没有信用代码的内设机构、派出机构确实存在，但它们的事项无法按主体跨系统归集。
    如何改正：有信用代码的换成信用代码；没有的保留地方编码即可。
    Why it matters: such items cannot be gathered by body across systems.
    Put right by: the credit code where the body has one; otherwise leave the local code.
    Source: GB 32100-2015
    """
    code = normalise(own.agency_code or "")
    if code and not damaged(code) and not is_credit_shape(code):
        yield place("/agency/code", code=own.agency_code)
