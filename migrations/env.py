"""Alembic runs the migrations on the connection that ``app.kernel.migrating`` hands it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from alembic import context

import app
from app.kernel.db import Base

for room in pkgutil.iter_modules(app.__path__, "app."):
    if room.ispkg and find_spec(f"{room.name}.models"):
        import_module(f"{room.name}.models")

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
