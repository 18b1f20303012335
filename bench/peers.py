"""同行: the same guides as most would build them — entities, relationships, a response model.

The tables lie beside the catalogue's own, in the same database. They hold fewer fields than ours,
no standards and no labels: the peer is given less to do, never more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, ForeignKey, create_engine, insert, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    mapped_column,
    relationship,
    selectinload,
)

from bench import yardstick
from bench.generate import catalogue
from bench.measure import Figures

PAGE = 20


class _Base(DeclarativeBase):
    pass


class _Item(_Base):
    __tablename__ = "plain_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    base_code: Mapped[str | None]
    name: Mapped[str | None]
    type: Mapped[str | None]
    level: Mapped[str | None]
    region: Mapped[str | None]
    agency_code: Mapped[str | None]
    agency_name: Mapped[str | None]
    status: Mapped[str | None]
    version: Mapped[int | None]
    effective_date: Mapped[str | None]
    link_online: Mapped[str | None]
    exercise_content: Mapped[str | None]
    reconsideration: Mapped[str | None]
    litigation: Mapped[str | None]
    conditions: Mapped[str | None]
    objects: Mapped[str | None]
    statutory: Mapped[int | None]
    statutory_text: Mapped[str | None]
    promised: Mapped[int | None]
    promised_text: Mapped[str | None]
    process: Mapped[str | None]
    charged: Mapped[bool | None]
    result_name: Mapped[str | None]
    result_sample: Mapped[str | None]
    project_type: Mapped[str | None]
    visits: Mapped[int | None]
    visits_reason: Mapped[str | None]
    online: Mapped[bool | None]
    depth: Mapped[str | None]
    address: Mapped[str | None]
    hours: Mapped[str | None]
    consult: Mapped[str | None]
    complaint: Mapped[str | None]
    window_name: Mapped[str | None]
    traffic: Mapped[str | None]
    legal_basis: Mapped[list[_Law]] = relationship()
    materials: Mapped[list[_Material]] = relationship()
    steps: Mapped[list[_Step]] = relationship()
    questions: Mapped[list[_Question]] = relationship()


class _Part:
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plain_item.id"), index=True)


class _Law(_Part, _Base):
    __tablename__ = "plain_law"
    law: Mapped[str | None]
    number: Mapped[str | None]
    article: Mapped[str | None]
    text: Mapped[str | None]
    issuer: Mapped[str | None]


class _Material(_Part, _Base):
    __tablename__ = "plain_material"
    name: Mapped[str | None]
    code: Mapped[str | None]
    type: Mapped[str | None]
    format: Mapped[str | None]
    necessity: Mapped[str | None]
    source: Mapped[str | None]
    originals: Mapped[int | None]
    copies: Mapped[int | None]
    sample: Mapped[str | None]
    fill_note: Mapped[str | None]
    acceptance_note: Mapped[str | None]
    basis: Mapped[str | None]
    issuer: Mapped[str | None]


class _Step(_Part, _Base):
    __tablename__ = "plain_step"
    name: Mapped[str | None]
    number: Mapped[int | None]
    unit: Mapped[str | None]
    office: Mapped[str | None]
    note: Mapped[str | None]


class _Question(_Part, _Base):
    __tablename__ = "plain_question"
    question: Mapped[str | None]
    answer: Mapped[str | None]


_LISTS: dict[str, type[Any]] = {
    "legal_basis": _Law,
    "materials": _Material,
    "steps": _Step,
    "questions": _Question,
}


def load(url: str, items: int, codes: str) -> Figures:
    """Fill the peer's tables with the items whose guides are asked for."""
    wanted = set(Path(codes).read_text(encoding="utf-8").split())
    rows: dict[type[Any], list[dict[str, Any]]] = {_Item: []}
    for document in yardstick.documents(catalogue(items).documents):
        code = document.get("handling_code") or document.get("code")
        if code in wanted:
            _add(rows, document, code)
    engine = create_engine(url)
    _Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for entity, some in rows.items():
            connection.execute(insert(entity.__table__), some)
    engine.dispose()
    return {"records": len(rows[_Item])}


def _add(rows: dict[type[Any], list[dict[str, Any]]], document: Any, code: str) -> None:
    wide = dict(
        zip((*yardstick.COLUMNS, *yardstick.LISTS), yardstick.wide_row(document), strict=True)
    )
    number = len(rows[_Item]) + 1
    rows[_Item].append(_row(_Item, {**wide, "id": number, "code": code}))
    members = {**document, "steps": document.get("process", {}).get("steps")}
    for name, entity in _LISTS.items():
        for member in members.get(name) or ():
            rows.setdefault(entity, []).append(_row(entity, {**member, "item_id": number}))


def _row(entity: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    columns = [column.name for column in entity.__table__.columns]
    return {n: values.get(n) for n in columns if n != "id" or n in values}


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class _LawRead(_Read):
    law: str | None
    number: str | None
    article: str | None
    text: str | None
    issuer: str | None


class _MaterialRead(_Read):
    name: str | None
    code: str | None
    type: str | None
    format: str | None
    necessity: str | None
    source: str | None
    originals: int | None
    copies: int | None
    sample: str | None
    fill_note: str | None
    acceptance_note: str | None
    basis: str | None
    issuer: str | None


class _StepRead(_Read):
    name: str | None
    number: int | None
    unit: str | None
    office: str | None
    note: str | None


class _QuestionRead(_Read):
    question: str | None
    answer: str | None


class _Head(_Read):
    id: int
    code: str
    base_code: str | None
    name: str | None
    type: str | None
    level: str | None
    region: str | None
    agency_code: str | None
    agency_name: str | None
    objects: str | None
    project_type: str | None
    visits: int | None
    online: bool | None
    charged: bool | None
    promised: int | None


class _Guide(_Head):
    status: str | None
    version: int | None
    effective_date: str | None
    link_online: str | None
    exercise_content: str | None
    reconsideration: str | None
    litigation: str | None
    conditions: str | None
    statutory: int | None
    statutory_text: str | None
    promised_text: str | None
    process: str | None
    result_name: str | None
    result_sample: str | None
    visits_reason: str | None
    depth: str | None
    address: str | None
    hours: str | None
    consult: str | None
    complaint: str | None
    window_name: str | None
    traffic: str | None
    legal_basis: list[_LawRead]
    materials: list[_MaterialRead]
    steps: list[_StepRead]
    questions: list[_QuestionRead]


class _Page(BaseModel):
    items: list[_Head]


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return create_engine(os.environ["BENCH_DATABASE"])


def _session() -> Iterator[Session]:
    with Session(_engine()) as opened:
        yield opened


Opened = Annotated[Session, Depends(_session)]


def plain() -> FastAPI:
    """The peer, as a factory for Uvicorn."""
    app = FastAPI()
    parts = [selectinload(getattr(_Item, name)) for name in _LISTS]

    @app.get("/guides", response_model=_Page)
    def guides(session: Opened, after: int = 0, limit: int = PAGE) -> Any:
        query = select(_Item).where(_Item.id > after).order_by(_Item.id).limit(limit)
        return {"items": session.scalars(query).all()}

    @app.get("/guides/{code}", response_model=_Guide)
    def guide(session: Opened, code: str) -> Any:
        found = session.scalars(select(_Item).where(_Item.code == code).options(*parts)).first()
        if found is None:
            raise HTTPException(404)
        return found

    return app
