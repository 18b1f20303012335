"""给出的: the result of a service, what it costs, how long it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.exporting.linked.making import Making
from app.exporting.linked.vocabulary import YUAN, Node, pointing, said

DURATIONS = {"2": "P{}D", "3": "P{}M", "4": "P{}Y", "5": "PT{}H"}
"""Units of time limits that last a definite while; see schemas/enumerations/."""
_AMOUNT = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*元?\s*$")


def given(making: Making) -> Node:
    """Return what a service gives, and add its nodes."""
    result = making.values.get("result") or {}
    produces = []
    if result.get("name"):
        address = f"{making.address}#result"
        output = {"dct:identifier": f"{making.name}#result", "dct:title": said(result["name"])}
        types = [{"@id": making.concept("result-type", one)} for one in result.get("types") or ()]
        making.add(address, "cv:Output", **output, **({"dct:type": types} if types else {}))
        produces.append(address)
    return {
        "cpsv:produces": pointing(*produces),
        "cv:hasCost": pointing(*_costs(making)),
        "cv:processingTime": _duration(making),
    }


def _duration(making: Making) -> Node | None:
    limit = (making.values.get("time_limit") or {}).get("promised") or {}
    pattern = DURATIONS.get((limit.get("unit") or {}).get("code", ""))
    number = limit.get("number")
    if pattern is None or not isinstance(number, int):
        return None
    return {"@value": pattern.format(number), "@type": "xsd:duration"}


def _costs(making: Making) -> Iterator[str]:
    for place, fee in enumerate((making.values.get("fees") or {}).get("items") or (), 1):
        address = f"{making.address}#fee-{place}"
        told = " ".join(str(fee[part]) for part in ("name", "standard") if fee.get(part))
        cost: Node = {"dct:identifier": f"{making.name}#fee-{place}"}
        cost |= {"dct:description": said(told), "cv:currency": {"@id": YUAN}} if told else {}
        amount = _AMOUNT.match(str(fee.get("standard") or ""))
        if amount:
            cost["cv:hasValue"] = {"@value": amount[1], "@type": "xsd:double"}
        making.add(address, "cv:Cost", **cost)
        yield address
