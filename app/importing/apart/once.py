"""一次性的进程: one order about a stranger's file, one answer, under the limits of readers."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

import orjson

from app.importing.apart.limits import Limits
from app.importing.apart.parent import environment

MOST_SAID = 4000
log = logging.getLogger("yizhi")
Done = subprocess.CompletedProcess[bytes]


def run_once(module: str, order: dict[str, Any], limits: Limits) -> Done | None:
    """Have a module of ours carry out an order in a process of its own; None: it took too long.

    The order goes in as JSON, the answer comes out on standard output; what else it says is logged
    where it did not end well.
    """
    try:
        done = subprocess.run(  # noqa: S603 – our own module, nothing of the file's
            (sys.executable, "-X", "utf8", "-m", module),
            input=orjson.dumps(order),
            capture_output=True,
            env=environment(),
            timeout=limits.patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        said = done.stderr.decode(errors="replace")[-MOST_SAID:].strip()
        log.error("%s ended with %s: %s", module, done.returncode, said)
    return done
