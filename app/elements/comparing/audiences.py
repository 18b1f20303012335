"""服务对象: fewer kinds of applicants served is worse, more is better."""

from __future__ import annotations

from app.elements.audience import Audience
from app.elements.comparing.answers import Answer, Comparison, Difference, unproven


def compare_objects(standard: Audience, local: Audience) -> Comparison:
    """Compare the sets of 服务对象."""
    if standard.objects is None or local.objects is None:
        return unproven("not-stated")
    missing = sorted(set(standard.objects) - set(local.objects))
    extra = sorted(set(local.objects) - set(standard.objects))
    found: Difference = {}
    if missing:
        found["missing"] = missing
    if extra:
        found["extra"] = extra
    if missing:
        return Comparison(Answer.WORSE, found)
    return Comparison(Answer.BETTER if extra else Answer.SAME, found)
