"""压缩流: the files of a folder as a ZIP, sent while it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PIECE = 1 << 18
_EPOCH = (1980, 1, 1, 0, 0, 0)


class _Sink:
    """Where the ZIP is written to; what has come so far is taken away between two pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def zipped(paths: Iterable[Path]) -> Iterator[bytes]:
    """Yield a ZIP of files; memory holds one piece of one of them."""
    sink = _Sink()
    with ZipFile(sink, "w") as archive:  # type: ignore[call-overload]
        for path in paths:
            member = ZipInfo(path.name, _EPOCH)
            member.compress_type = ZIP_DEFLATED
            with path.open("rb") as file, archive.open(member, "w", force_zip64=True) as target:
                while piece := file.read(PIECE):
                    target.write(piece)
                    yield sink.taken()
    yield sink.taken()
