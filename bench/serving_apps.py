"""被测的服务: the catalogue itself, and the peers it is held against; each a factory for Uvicorn.

``BENCH_DATABASE`` names the catalogue, ``BENCH_CODES`` a file with one code a line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, ForeignKey, Integer, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.kernel.db import Database
from app.main import create_app
from app.publishing import shelf
from app.publishing.guides import Maker
from app.publishing.records import source_of
from app.settings import Settings

PAGE = 20


def yizhi() -> FastAPI:
    """The catalogue as it is served."""
    return create_app(Settings(_env_file=None, database_url=os.environ["BENCH_DATABASE"]))  # type: ignore[call-arg]


def yizhi_unkept() -> FastAPI:
    """The catalogue with no room for whole pages: each guide is put together anew."""
    shelf.PAGE_BYTES = 0
    shelf.Shelf.__init__.__defaults__ = (0,)
    return yizhi()


def starlette() -> Starlette:
    """A bare Starlette route that answers the very same bytes from memory."""
    bodies = _bodies()

    async def guide(request: Request) -> Response:
        body = bodies[request.path_params["code"]]
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/guides/{code}", guide)])


def _bodies() -> dict[str, bytes]:
    database, maker = Database(os.environ["BENCH_DATABASE"]), Maker.fresh()
    codes = Path(os.environ["BENCH_CODES"]).read_text(encoding="utf-8").split()
    with database.read() as connection:
        source = source_of(connection)
        bodies = {code: maker.guide(source, code, "zh") for code in codes}
    database.dispose()
    return bodies


class _Base(DeclarativeBase):
    pass


class _Region(_Base):
    __tablename__ = "region"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(100))


class _Agency(_Base):
    __tablename__ = "agency"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String)
    name: Mapped[str] = mapped_column(String)


class _Name(_Base):
    __tablename__ = "element_value"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[str] = mapped_column(String)


class _Item(_Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[int]
    code: Mapped[str]
    qualifier: Mapped[str]
    type: Mapped[str | None]
    level: Mapped[int | None]
    status: Mapped[int | None]
    secret: Mapped[int | None]
    objects: Mapped[int | None]
    project_type: Mapped[int | None]
    visits: Mapped[int | None]
    online: Mapped[int | None]
    charged: Mapped[int | None]
    promised: Mapped[int | None]
    promised_unit: Mapped[int | None]
    name: Mapped[int | None] = mapped_column(ForeignKey("element_value.id"))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    named: Mapped[_Name | None] = relationship(lazy="joined")
    region: Mapped[_Region | None] = relationship(lazy="joined")
    agency: Mapped[_Agency | None] = relationship(lazy="joined")


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class _RegionRead(_Read):
    code: str
    name: str


class _NameRead(_Read):
    content: str


class _ItemRead(_Read):
    """What the ORM peer answers: less than our rows, for it has no labels."""

    id: int
    code: str
    qualifier: str
    type: str | None
    level: int | None
    objects: int | None
    project_type: int | None
    visits: int | None
    online: bool | None
    charged: bool | None
    promised: int | None
    promised_unit: int | None
    named: _NameRead | None
    region: _RegionRead | None
    agency: _RegionRead | None


class _Page(BaseModel):
    items: list[_ItemRead]


@lru_cache(maxsize=1)
def _engine() -> Engine:
    url = os.environ["BENCH_DATABASE"]
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def _session() -> Iterator[Session]:
    with Session(_engine()) as opened:
        yield opened


def orm() -> FastAPI:
    """The list of guides as most would write it: ORM entities and a response model."""
    app = FastAPI()

    @app.get("/guides", response_model=_Page)
    def guides(session: Annotated[Session, Depends(_session)], limit: int = PAGE) -> Any:
        published = (_Item.kind == 1, _Item.secret.is_distinct_from(1))
        in_use = _Item.status.is_(None) | (_Item.status == 1)
        query = select(_Item).where(*published, in_use).order_by(_Item.id).limit(limit + 1)
        return {"items": session.scalars(query).all()[:limit]}

    return app


def floor() -> Starlette:
    """A Starlette route that answers a small constant, to see what the server itself costs."""
    body = orjson.dumps({"status": "ok"})

    async def ok(_request: Request) -> Response:
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/guides/{code}", ok)])
