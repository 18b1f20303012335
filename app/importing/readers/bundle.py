"""ZIP: several data files sent as one; a workbook is a zip too, but one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from zipfile import ZipInfo

from app.importing.errors import SourceError
from app.importing.readers.archive import Archive
from app.importing.readers.sniffing import is_zip

MOST_MEMBERS = 100
BUNDLE_LIMIT = 2 << 30
_UTF8_NAMES = 0x800
_DOCUMENTS = ("[content_types].xml", "mimetype", "meta-inf/manifest.xml")
"""Parts that tell an office document (or a program) from a bundle of files."""
_LITTER = ("__macosx/", "thumbs.db", "desktop.ini")


class Member(NamedTuple):
    """One file to read; ``label`` is its name inside a bundle."""

    path: Path
    name: str
    label: str | None = None


def members_of(path: Path, name: str, scratch: Path) -> list[Member]:
    """Return the files of a bundle, taken out into ``scratch``; any other file is its only one.

    Raises:
        SourceError: the bundle is empty, too large, encrypted or holds what is no data file.
    """
    if not is_zip(path):
        return [Member(path, name)]
    archive = Archive(path, name, limit=BUNDLE_LIMIT)
    if any(entry.filename.lower() in _DOCUMENTS for entry in archive.entries):
        return [Member(path, name)]
    entries = [entry for entry in archive.entries if not _is_litter(entry)]
    if not entries:
        raise SourceError("empty-file", name)
    if len(entries) > MOST_MEMBERS:
        raise SourceError("too-many-files", name, count=len(entries), most=MOST_MEMBERS)
    return list(_taken_out(archive, entries, scratch))


def _taken_out(archive: Archive, entries: list[ZipInfo], scratch: Path) -> Iterator[Member]:
    for number, entry in enumerate(entries):
        label = member_name(entry)
        member = Member(scratch / f"{number}.part", f"{archive.name}/{label}", label)
        with member.path.open("wb") as file:
            file.writelines(archive.chunks(entry))
        _refuse_bundle(member)
        yield member


def _refuse_bundle(member: Member) -> None:
    """A bundle inside a bundle: nobody can say how deep it goes."""
    if is_zip(member.path):
        inner = Archive(member.path, member.name)
        if not any(entry.filename.lower() in _DOCUMENTS for entry in inner.entries):
            raise SourceError("zip-in-zip", member.name)


def member_name(entry: ZipInfo) -> str:
    """The name of a member; where no encoding is stated, Chinese programs write GB18030."""
    if entry.flag_bits & _UTF8_NAMES or entry.filename.isascii():
        return entry.filename
    written = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_litter(entry: ZipInfo) -> bool:
    """What systems leave behind: folders, hidden files, thumbnails."""
    low = entry.filename.lower()
    name = PurePosixPath(low).name
    return entry.is_dir() or low.startswith(_LITTER) or name in _LITTER or name.startswith(".")
