"""Problems of mappings."""

from __future__ import annotations

from app.kernel.problem import Problem


class MappingNotFound(Problem):
    """没有这个映射 No such mapping.

    Mappings that come with this version, and those that were made here, are listed at `/mappings`.
    """

    status = 404
    zh = "没有名为“{name}”的映射；现有的见 /mappings"
    en = "There is no mapping “{name}”; see /mappings"


class MappingIsShipped(Problem):
    """随系统提供的映射不能改 Mapping is shipped.

    A mapping that comes with this version cannot be changed or removed. Save a changed copy under
    a name of its own: it goes before the shipped one where it fits a file better.
    """

    status = 409
    zh = "“{name}”是随系统提供的映射，不能改；请用另一个名称保存"
    en = "“{name}” comes with this version and cannot be changed; save under another name"


class MappingInvalid(Problem):
    """映射有错 Mapping invalid.

    The document is not as `schemas/mappings/mapping.schema.json` says, or names fields, readers,
    tables or code schemes that do not exist. `errors` names each place.
    """

    status = 422
    zh = "映射“{name}”有 {count} 处错误，没有保存"
    en = "The mapping “{name}” has {count} faults and was not saved"


class MappingUndecided(Problem):
    """映射还有没选定的编号 Mapping undecided.

    Codes in the file may mean different things (a bare `1` or `2`), and the evidence does not say
    which. `errors` names each field with its possible readings. Choose one for each; a mapping
    cannot be confirmed, and nothing can be imported by it, before that.
    """

    status = 409
    zh = "映射“{name}”还有 {count} 列的代码没有选定读法，不能确认"
    en = "The mapping “{name}” leaves {count} columns open and cannot be confirmed"


class MappingIncomplete(Problem):
    """映射读不出事项 Mapping incomplete.

    Items can be told apart only by a code, and shown only by a name: a mapping that reads neither
    cannot be confirmed.
    """

    status = 422
    zh = "映射“{name}”没有读取{lacking}，不能确认"
    en = "The mapping “{name}” does not read {lacking_en} and cannot be confirmed"


class MappingChangedMeanwhile(Problem):
    """映射已被别人改过 Mapping changed meanwhile.

    Somebody saved another version since the one that the change is based on. Read it again and
    repeat the change.
    """

    status = 409
    zh = "映射“{name}”已有第 {version} 版，不是改动所依据的第 {based_on} 版"
    en = "The mapping “{name}” is at version {version}, the change is based on {based_on}"


class MappingFileUnreadable(Problem):
    """文件无法读取，不能拟映射 File unreadable.

    The file as a whole cannot be read, so no mapping can be proposed for it. The detail says what
    was found and how to put it right.
    """

    status = 422
    zh = "{reason}{remedy}"
    en = "{reason_en} {remedy_en}"


class CorrespondenceUnreadable(Problem):
    """对照表读不了 Correspondence unreadable.

    A correspondence is a CSV with a header row and two columns: the local base code and the base
    code that it stands for; the columns may be named in the request.
    """

    status = 422
    zh = "对照表“{file}”读不了：{detail}"
    en = "The correspondence “{file}” cannot be read: {detail}"


class MappingFileNotKept(Problem):
    """文件已不在服务器上 File not kept.

    The file that the mapping was proposed for is kept for a time and up to a size that the
    installation chooses. Send it in again: the mapping is chosen by its headers.
    """

    status = 404
    zh = "文件已不在服务器上；请在“上传”页重新上传，会自动用这个映射"
    en = "The file is not kept any more: upload it again, and this mapping is used by itself"


class MappingNotAmended(Problem):
    """不能这样改映射 Mapping not amended.

    What was chosen for a column cannot be: there is no such field, or no such reading of its codes.
    """

    status = 422
    zh = "{reason}"
    en = "{reason}"


class NoFileToPropose(Problem):
    """没有选择文件 No file chosen.

    The form was sent without a file. Go back, choose one, and send again.
    """

    status = 422
    zh = "没有选择文件：请返回上一页选择一个"
    en = "No file was chosen: go back and choose one"
