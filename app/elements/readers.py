"""READERS: what import mappings call by name to read a cell.

Every reader takes the cell's text and returns plain data of the document (text, number, boolean,
object, array), or None where the cell is blank or says nothing that can be read. None of them
raises, none invents: whoever calls keeps the raw text where it differs from what was read.
"""

from __future__ import annotations

from collections.abc import Callable

from app.elements.spelled.agencies import read_agencies
from app.elements.spelled.bases import read_bases
from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.citation_tails import split_number
from app.elements.spelled.dates import read_date
from app.elements.spelled.depth import read_depth
from app.elements.spelled.fees import read_fees
from app.elements.spelled.flags import read_yes_no
from app.elements.spelled.limits import read_limit
from app.elements.spelled.lists import read_list
from app.elements.spelled.materials import read_materials, read_materials_if_any
from app.elements.spelled.numbers import read_amount, read_region, read_whole
from app.elements.spelled.phones import Phone, read_phones
from app.elements.spelled.texts import read_line, read_text
from app.elements.spelled.visits import read_visits
from app.elements.spelled.words import (
    read_area,
    read_body_kind,
    read_channels,
    read_corporate_topics,
    read_item_type,
    read_law_kind,
    read_level,
    read_levels,
    read_material_format,
    read_material_source,
    read_material_type,
    read_necessity,
    read_objects,
    read_personal_topics,
    read_power_source,
    read_project_type,
    read_result_delivery,
    read_result_types,
    read_review_type,
    read_service_forms,
    read_status,
    read_time_unit,
)
from app.elements.value import dump

Reader = Callable[[str], object]

__all__ = [
    "READERS",
    "Phone",
    "Reader",
    "clean",
    "is_blank",
    "read_agencies",
    "read_bases",
    "read_date",
    "read_fees",
    "read_limit",
    "read_materials",
    "read_phones",
    "read_visits",
    "read_yes_no",
    "says_none",
    "split_number",
]


def _plain(read: Reader) -> Reader:
    """Make a reader return plain data: models as objects, tuples as lists."""

    def reader(text: str) -> object:
        return dump(read(text))

    return reader


READERS: dict[str, Reader] = {
    "text": read_text,
    "line": read_line,
    "list": _plain(read_list),
    "whole": read_whole,
    "amount": read_amount,
    "yes_no": read_yes_no,
    "date": read_date,
    "region": read_region,
    "limit": _plain(read_limit),
    "visits": read_visits,
    "depth": _plain(read_depth),
    "fees": _plain(read_fees),
    "legal_basis": _plain(read_bases),
    "law_number": split_number,
    "materials": _plain(read_materials),
    "materials_if_any": _plain(read_materials_if_any),
    "agencies": _plain(read_agencies),
    "item_type": read_item_type,
    "level": read_level,
    "levels": _plain(read_levels),
    "status": read_status,
    "time_unit": read_time_unit,
    "project_type": read_project_type,
    "review_type": read_review_type,
    "area": read_area,
    "power_source": read_power_source,
    "body_kind": read_body_kind,
    "law_kind": read_law_kind,
    "necessity": read_necessity,
    "material_type": read_material_type,
    "material_format": read_material_format,
    "material_source": read_material_source,
    "objects": _plain(read_objects),
    "channels": _plain(read_channels),
    "result_types": _plain(read_result_types),
    "service_forms": _plain(read_service_forms),
    "result_delivery": _plain(read_result_delivery),
    "personal_topics": _plain(read_personal_topics),
    "corporate_topics": _plain(read_corporate_topics),
}
"""By the name that mappings use; see each reader for what it takes and returns."""
