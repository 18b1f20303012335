"""工作簿对比: an edited workbook read, checked and previewed, against reading its cells alone.

The workbook is an export of the generated catalogue with so many rows on all its sheets together,
one item in a hundred edited. Reading alone is calamine in a process of its own, every cell of
every sheet into rows of Python values; the preview is what ``POST /workbooks/preview`` does: the
same process for reading, and this one for merging, judging and telling.

The workbook that comes back has one row in a hundred refused; what marks it is a process of its
own too, and its memory must not grow with the rows.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import orjson
from python_calamine import CalamineWorkbook

from app.exporting.scope import Scope, documents
from app.exporting.workbook import Book, empty_workbook
from app.importing.apart import Limits
from app.importing.errors import RowError, SourceError
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.importing.readers.form import form
from app.importing.workbooks.cells import Cells
from app.importing.workbooks.marking import write_marked
from app.importing.workbooks.previewing import preview
from app.items.documents import Document
from app.kernel.db import Database
from bench.generate import catalogue
from bench.importing import prepared
from bench.measure import Figures, apart, keep, middle, scratch, stopwatch
from tests import postgres

AIM = 0.5
EDITED = REFUSED = 100
"""One item in so many, one row in so many."""
MARKED_AIM = 160
"""MiB."""
ROWS_PER_ITEM = 11
"""The generated items have 12 rows on average: so many items are enough."""
LIMITS = Limits(memory_mb=4096)
READ = """
import sys
from python_calamine import CalamineWorkbook
with open(sys.argv[1], "rb") as file:
    book = CalamineWorkbook.from_filelike(file)
    print(sum(1 for name in book.sheet_names for row in book.get_sheet_by_name(name).iter_rows()))
"""


def filled(url: str, items: int) -> Figures:
    """Import the generated catalogue."""
    files = catalogue(items)
    database = prepared(url, files)
    report = run_import(database, Order(files.documents, files.documents.name, "valid"))
    database.dispose()
    return {"records": report.batch.counts.created}


def written(url: str, path: str, rows: int) -> Figures:
    """Write an edited workbook with so many rows."""
    database = Database(url)
    figures: Figures = {"items": 0, "rows": 0}
    book = Edited("implementation", Path(path))
    with database.read() as connection, stopwatch(figures, "write"):
        told = documents(connection, Scope(kind="implementation", secrets=True))
        for document in _until(book, told, rows):
            book.editing = figures["items"] % EDITED == 0
            book.add(document)
            figures["items"] += 1
        book.close()
    figures |= {"rows": book.rows, "bytes": Path(path).stat().st_size}
    database.dispose()
    return figures


def _until(book: Book, told: Iterator[Document], rows: int) -> Iterator[Document]:
    for document in told:
        if book.rows >= rows:
            return
        yield document


class Edited(Book):
    """A workbook in which somebody changed the conditions of some items."""

    editing = False

    def _row(self, name: str, cells: Cells) -> None:
        edited = {**cells, "受理条件": "改过的受理条件。"} if self.editing else cells
        super()._row(name, edited if name == "事项" else cells)


def alone(path: str) -> Figures:
    """Read every cell of a workbook into rows, in a process of its own."""
    figures: Figures = {}
    with stopwatch(figures, "read"):
        done = subprocess.run(
            [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True
        )
    return figures | _of_children(figures["read_cpu_s"]) | {"rows": int(done.stdout)}


def _of_children(own: float, before: float = 0.0) -> Figures:
    """Processor time of this process and its readers together; the largest reader's memory."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "all_cpu_s": own + used.ru_utime + used.ru_stime - before,
        "child_mb": round(used.ru_maxrss / 1024),
    }


def previewed(url: str, path: str) -> Figures:
    """Preview an edited workbook, in a process that has done so before, as a server has."""
    database = Database(url)
    figures: Figures = {}
    order = Order(Path(path), Path(path).name, "valid", limits=LIMITS)
    with scratch() as folder:
        empty = folder / "empty.xlsx"
        empty.write_bytes(b"".join(empty_workbook("implementation")))
        with suppress(SourceError):  # it has no rows
            preview(database, replace(order, path=empty), 1, "zh")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with stopwatch(figures, "preview"):
        told = preview(database, order, 50, "zh")
    database.dispose()
    figures |= _of_children(figures["preview_cpu_s"], before.ru_utime + before.ru_stime)
    return figures | {"items": told["counts"]["rows"], "edited": told["changes"]["edited"]}


def heights(path: str) -> Figures:
    """Return how many rows each sheet has that people see."""
    with Path(path).open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        names = [sheet.name for sheet in form("implementation")]
        return {name: book.get_sheet_by_name(name).total_height for name in names}


def marked(path: str, target: str, rows: dict[str, int]) -> Figures:
    """Mark one row in a hundred of a workbook.

    This process stays small: what it holds when it starts another counts as the other's memory.
    """
    errors = [
        RowError("no-date", sheet=name, row=row, letter="D", column="D", value="昨天")
        for name, height in rows.items()
        for row in range(2, height + 1, REFUSED)
    ]
    figures: Figures = {}
    with stopwatch(figures, "marked"):
        write_marked(Path(path), Path(target), errors, len(errors), LIMITS)
    used = _of_children(figures["marked_cpu_s"])
    return {
        "marked_s": round(figures["marked_s"], 3),
        "marked_cpu_s": round(used["all_cpu_s"], 3),
        "marked_mb": used["child_mb"],
        "marked_cells": len(errors),
        "marked_aim_mb": MARKED_AIM,
    }


def compared(url: str, path: str, rounds: int) -> Figures:
    """Return the medians of reading and previewing, and of their ratio, taking turns."""
    found: list[Figures] = []
    for _ in range(rounds):
        read = apart("bench.workbooks:alone", path=path)
        told = apart("bench.workbooks:previewed", url=url, path=path)
        found.append(
            {
                "read_s": read["read_s"],
                "preview_s": told["preview_s"],
                "read_cpu_s": read["all_cpu_s"],
                "preview_cpu_s": told["all_cpu_s"],
                "ratio": read["read_s"] / told["preview_s"],
                "ratio_cpu": read["all_cpu_s"] / told["all_cpu_s"],
                "reader_mb": told["child_mb"],
                "own_mb": told["own_mb"],
                "read_mb": read["child_mb"],
                "edited": told["edited"],
            }
        )
    return {name: round(middle(found, name), 3) for name in found[0]} | {
        "rounds": rounds,
        "aim": AIM,
    }


def _made(folder: Path, url: str, rows: int) -> Figures:
    """Fill a catalogue and write its workbook; return what it holds."""
    apart("bench.workbooks:filled", url=url, items=rows // ROWS_PER_ITEM)
    path = str(folder / "edited.xlsx")
    made = apart("bench.workbooks:written", url=url, path=path, rows=rows)
    return {
        "workbook_items": made["items"],
        "workbook_rows": made["rows"],
        "workbook_bytes": made["bytes"],
        "write_rows_per_s": round(made["rows"] / made["write_s"]),
        "write_mb": made["own_mb"],
    }


def run(rows: int, rounds: int, *, with_postgresql: bool = True) -> Figures:
    """Measure workbooks at one size, print what was found and keep it."""
    figures: Figures = {"items": rows}
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        urls = {"sqlite": f"sqlite:///{folder}/own.db"}
        if with_postgresql:
            server = stack.enter_context(postgres.cluster())
            postgres.administer(server, "CREATE DATABASE bench_workbooks")
            url = server.set(database="bench_workbooks")
            urls["postgresql"] = url.render_as_string(hide_password=False)
        for engine, address in urls.items():
            made = _made(folder, address, rows)
            path, target = str(folder / "edited.xlsx"), str(folder / "marked.xlsx")
            told = compared(address, path, rounds)
            rows_of = apart("bench.workbooks:heights", path=path)
            names = {sheet.name: rows_of[sheet.name] for sheet in form("implementation")}
            back = apart("bench.workbooks:marked", path=path, target=target, rows=names)
            back = {name: value for name, value in back.items() if name.startswith("marked_")}
            figures[engine] = {**told, **made, **back}
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    keep(f"workbooks-{rows}", figures)
    return figures
