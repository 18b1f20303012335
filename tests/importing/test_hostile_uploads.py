"""Hostile files over HTTP: each is refused with a reason and a remedy, and the service lives on."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwt
from starlette.testclient import TestClient

from app.importing.apart import Limits, intake_apart, parent
from app.importing.errors import SourceError
from app.importing.order import Cancelled
from app.kernel.db import Database
from app.main import create_app
from app.settings import Settings
from tests.conftest import WRITE_KEY
from tests.factories.catalogue import CITY, base, local
from tests.factories.files import lines, seeded
from tests.importing.zoo import HEADERS, ROWS, raw_workbook, text_row, write, write_workbook

FIRST = text_row(1, *HEADERS[:3])
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def _sheet(path: Path, rows: str, **parts: str) -> Path:
    return raw_workbook(path, f"<sheetData>{FIRST}{rows}</sheetData>", **parts)


def _far(path: Path) -> Path:
    return _sheet(path, FAR)


def _entities(path: Path) -> Path:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY e0 "lol">{levels}]>'
    _sheet(path, '<row r="2"><c  r="A2" t="str"><v>&e9;</v></c></row>')
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = bomb.encode() + parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _zip_bomb(path: Path) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("items.csv", "w", force_zip64=True) as file,
    ):
        for _ in range(2100):
            file.write(bytes(1 << 20))
    return path


def _nested_zip(path: Path) -> Path:
    inner = path.with_suffix(".inner")
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("items.csv", "a,b")
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "inner.zip")
    return path


def _truncated(path: Path) -> Path:
    whole = write_workbook(path, {"事项": [HEADERS, *ROWS]}).read_bytes()
    return write(path, whole[: len(whole) // 2])


def _many_records(path: Path) -> Path:
    return write(path, b"[" + b"{}," * 8_000_000 + b"{}]")


def _no_workbook(path: Path) -> Path:
    return write(path, OLE + "WordDocument".encode("utf-16-le"))


def _old_macros(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("事项")
    sheet.write(0, 0, "实施编码")
    sheet.write(1, 0, "_VBA_PROJECT")
    book.save(str(path))
    data = path.read_bytes()
    return write(path, data + "_VBA_PROJECT".encode("utf-16-le"))


HOSTILE: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "far cell": ("a.xlsx", _far, "1,048,576"),
    "entities": ("a.xlsx", _entities, "DTD"),
    "zip bomb": ("a.zip", _zip_bomb, "MB"),
    "zip in zip": ("a.zip", _nested_zip, "inner.zip"),
    "truncated": ("a.xlsx", _truncated, "损坏"),
    "encrypted": (
        "a.xlsx",
        lambda path: write(path, OLE + "EncryptedPackage".encode("utf-16-le")),
        "密码",
    ),
    "macros": ("a.xlsm", lambda path: _sheet(path, "", **{"xl/vbaProject.bin": "x"}), "宏"),
    "old macros": ("a.xls", _old_macros, "宏"),
    "external links": (
        "a.xlsx",
        lambda path: _sheet(path, "", **{"xl/externalLinks/externalLink1.xml": "<x/>"}),
        "链接",
    ),
    "a million columns": ("a.csv", lambda path: write(path, "列," * 1_000_000 + "\n"), "1000001"),
    "a program": ("a.xlsx", lambda path: write(path, b"MZ\x90\x00\x03" + bytes(999)), "格式"),
    "word": ("a.xls", _no_workbook, "Word"),
    "endless nesting": ("a.json", lambda path: write(path, b"[" * 3_000_000), "JSON"),
    "too many records": ("a.json", _many_records, "上限"),
}


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """A service whose readers have little memory."""
    database = Database(sqlite_url)
    seeded(database)
    database.dispose()
    settings = Settings(
        _env_file=None,
        database_url=sqlite_url,
        write_key=WRITE_KEY,  # type: ignore[arg-type]
        reader_memory_mb=640,
    )
    with TestClient(create_app(settings), headers={"X-API-Key": WRITE_KEY}) as client:
        yield client


def _send(client: TestClient, name: str, content: bytes) -> dict[str, Any]:
    answer = client.post("/imports?mode=all&wait=60", files={"file": (name, content)})
    assert answer.status_code == 200, answer.text
    job: dict[str, Any] = answer.json()
    return job


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_and_the_service_lives_on(
    service: TestClient, tmp_path: Path, kind: str
) -> None:
    name, make, said = HOSTILE[kind]
    job = _send(service, name, make(tmp_path / name).read_bytes())
    assert job["state"] == "failed"
    problem = job["problem"]
    assert problem["type"] == "/problems/import-file-unreadable"
    assert name in problem["detail"]
    assert said in problem["detail"]
    assert problem["facts"]["remedy"]
    assert problem["facts"]["remedy_en"]
    good = _send(service, "good.jsonl", lines(base(), local(CITY)))
    assert (good["state"], good["counts"]["created"]) == ("done", 2)


def test_a_record_nested_without_end_is_the_fault_of_its_row(service: TestClient) -> None:
    deep = b'{"code": "1", "name": "x", "questions": ' + b'{"a":' * 900 + b"1" + b"}" * 901
    content = lines(base(), local(CITY)) + deep + b"\n"
    answer = service.post("/imports?mode=valid&wait=60", files={"file": ("a.jsonl", content)})
    job = answer.json()
    assert (job["state"], job["counts"]["created"], job["counts"]["refused"]) == ("done", 2, 1)
    assert job["errors"][0]["row"] == 3


ENDS = {
    "spins": ("while True: pass", "reading-too-long"),
    "aborts": ("import os; os.abort()", "reading-too-large"),
    "falls over": ("import os; os._exit(7)", "reading-broke"),
    "is silent": ("import time; time.sleep(60)", "reading-too-long"),
}


@pytest.mark.parametrize("kind", ENDS)
def test_a_reader_that_ends_badly_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    code, said = ENDS[kind]
    limits = "from app.importing.apart.limits import Limits; Limits(seconds=1).impose()\n"
    monkeypatch.setattr(parent, "_COMMAND", (sys.executable, "-c", limits + code))
    path = write(tmp_path / "a.csv", "a,b\n1,2\n")
    allowed = Limits(seconds=1 if kind == "is silent" else 30)
    with pytest.raises(SourceError) as caught, intake_apart(path, "a.csv", limits=allowed):
        pass
    assert caught.value.code == said


def test_waiting_for_a_reader_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parent, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))

    def pulse() -> None:
        raise Cancelled

    path = write(tmp_path / "a.csv", "a,b\n1,2\n")
    with pytest.raises(Cancelled), intake_apart(path, "a.csv", pulse=pulse):
        pass


def test_a_reader_knows_no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIZHI_WRITE_KEY", "secret")
    told = tmp_path / "told"
    code = f"import os; open({str(told)!r}, 'w').write(' '.join(os.environ)); os._exit(7)"
    monkeypatch.setattr(parent, "_COMMAND", (sys.executable, "-c", code))
    path = write(tmp_path / "a.csv", "a,b\n1,2\n")
    with pytest.raises(SourceError), intake_apart(path, "a.csv"):
        pass
    assert "PATH" in told.read_text()
    assert "YIZHI" not in told.read_text()


def test_a_reader_starts_without_the_database() -> None:
    """Each file has a reader of its own: what it does not need, it must not load."""
    asked = "import sys, app.importing.apart.child; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
