"""``GET /codes/{code}``: what a code says."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from app.codes.code import CodeKind
from app.codes.errors import DamagedCode, UnrecognisedCode
from app.codes.payloads import Explanation
from app.codes.service import explain
from app.kernel.problem import documented

router = APIRouter(prefix="/codes", tags=["编码"])


@router.get(
    "/{code:path}",
    summary="解释一个编码 Explain a code",
    responses=documented(DamagedCode, UnrecognisedCode),
    response_model_exclude_defaults=True,
)
def explain_one(code: Annotated[str, Path(description="编码 the code")]) -> Explanation:
    """说明编码的种类、各段含义与异常。What kind of code it is, what each part says, what is odd.

    基本编码、实施编码、业务办理项编码、统一社会信用代码、材料编码、办件编号、监管事项目录编码，以及已知的地方编码。
    """
    explanation = explain(code)
    if explanation.kind is CodeKind.UNKNOWN:
        raise UnrecognisedCode(code=code, length=explanation.length)
    return explanation
