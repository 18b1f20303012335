"""上传的文件: taken out of a request into a file of its own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO

from app.kernel.db import StorageFull


def spool(upload: IO[bytes]) -> Path:
    """Copy an upload to a file of its own and return its path."""
    with tempfile.NamedTemporaryFile(prefix="yizhi-import-", delete=False) as file:
        path = Path(file.name)
        try:
            shutil.copyfileobj(upload, file, 1 << 20)
        except OSError as error:
            path.unlink()
            raise StorageFull from error
    return path


def own_name(name: str | None) -> str:
    """Return a file's own name, without whatever path a browser sends along."""
    return Path((name or "upload").replace("\\", "/")).name or "upload"
