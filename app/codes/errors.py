"""What can go wrong with a code that was asked about."""

from __future__ import annotations

from app.kernel.problem import Problem


class DamagedCode(Problem):
    """编码已被 Excel 破坏 The code was destroyed by Excel.

    Excel keeps a long row of digits as a number, which holds 15 of them; the others are gone for
    good, whatever the cell shows. Export the column again from its source as text (in Excel: mark
    the column, format it as 文本, then paste the codes), and import that file. Nothing is guessed.
    """

    status = 422
    zh = (
        "“{code}”是被 Excel 当作数值保存过的编码：数值只能保留约 15 位数字，其余各位已经丢失，无法复原。"
        "请从源系统重新导出，把编码列设为“文本”格式后再粘贴或保存，然后重新导入"
    )
    en = (
        "“{code}” is a code that Excel kept as a number: a number holds about 15 digits, the others are"
        " lost for good. Export it again from its source with the column formatted as text, and import"
        " that file"
    )


class UnrecognisedCode(Problem):
    """无法识别的编码 The code was not recognised.

    It has neither the shape of a national code (基本编码 12 or 14 characters, 统一社会信用代码 18,
    实施编码 31, 业务办理项编码 33, 材料编码 34, 办件编号 43 or 48, 监管事项目录编码 14 digits) nor that
    of a known local scheme. Items may still carry it: it is kept as a local code.
    """

    status = 422
    zh = "“{code}”（{length} 位）不符合国家编码规则，也不符合已知的地方编码规则"
    en = "“{code}” ({length} characters) fits neither the national rules nor a known local scheme"
