"""``python -m app.sample export DIRECTORY``: the sample as files."""

from __future__ import annotations

import sys
from pathlib import Path

from app.sample.loading import export

USAGE = "usage: python -m app.sample export DIRECTORY"


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    if len(arguments) != 2 or arguments[0] != "export":
        sys.stderr.write(USAGE + "\n")
        return 2
    for path in export(Path(arguments[1])):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
