"""The hash of a file, and of a large one that is still being worked out."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from app.importing import hashing
from app.importing.batches import read_batch
from app.importing.hashing import hash_of, hashed_beside
from app.kernel.db import Database
from tests.factories.catalogue import base
from tests.factories.files import bring, lines


@pytest.mark.parametrize("size", [0, 1, (4 << 20) + 1])
def test_a_file_is_hashed_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "some.bin"
    path.write_bytes(b"x" * size)
    assert hash_of(path) == sha256(b"x" * size).hexdigest()


def test_what_is_known_is_not_worked_out_again(tmp_path: Path) -> None:
    path = tmp_path / "some.bin"
    path.write_bytes(b"some")
    with hashed_beside(path, "known") as hashed:
        assert hashed.result() == "known"


def test_what_cannot_be_read_has_no_hash(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "folder").mkdir()
    with hashed_beside(tmp_path / "folder") as hashed:
        assert hashed.result() == ""
    assert "folder" in caplog.text


@pytest.mark.parametrize("beside", [0, hashing.BESIDE])
def test_a_batch_that_has_ended_knows_its_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: int
) -> None:
    monkeypatch.setattr(hashing, "BESIDE", beside)
    content = lines(base())
    report = bring(database, tmp_path, content)
    with database.read() as connection:
        batch = read_batch(connection, report.batch.id or 0)
    assert batch is not None
    assert batch["file_hash"] == report.batch.file_hash == sha256(content).hexdigest()
