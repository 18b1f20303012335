"""被测的服务: the catalogue as it is served, and the limits it is held against, for Uvicorn.

``BENCH_DATABASE`` names the catalogue, ``BENCH_CODES`` a file with one code a line.
"""

from __future__ import annotations

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from app.kernel.db import Database
from app.main import Application, create_app
from app.publishing import shelf
from app.publishing.guides import Maker
from app.publishing.records import source_of
from app.settings import Settings


def yizhi() -> Application:
    """The catalogue as it is served."""
    return create_app(Settings(_env_file=None, database_url=os.environ["BENCH_DATABASE"]))


def unkept() -> Application:
    """The catalogue with no room for whole pages: each is put together anew."""
    shelf.Shelf.__init__.__defaults__ = (0,)
    return yizhi()


def bare() -> ASGIApp:
    """The fast path with nothing around it; behind it stands everything else."""
    return yizhi().front


def memory() -> Starlette:
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
