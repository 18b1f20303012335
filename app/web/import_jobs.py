"""导入任务的网页: how far an import is, what a trial would do, and what to do next."""

from __future__ import annotations

from typing import Any

from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.importing.asking import Wanted
from app.importing.http import found, jobs_of
from app.importing.jobs.job import Job
from app.importing.problems import ImportJobEnded
from app.importing.sent import order_again
from app.importing.workbooks.previewing import is_ours
from app.kernel.http import get_database, get_language, get_settings, session_of
from app.kernel.language import Language
from app.web.changing import changed_items
from app.web.rendering import SEE_OTHER, respond
from app.web.uploads import wanted_of


class JobConvertor(Convertor[str]):
    """任务编号: sixteen hexadecimal digits, or the number of a batch; no other word of an address."""

    regex = "[0-9a-f]{16}|[0-9]{1,9}"

    def convert(self, value: str) -> str:
        """Return what stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """Return what stands in the address."""
        return value


register_url_convertor("job", JobConvertor())


def job(request: Request) -> Response:
    """一个导入任务: its progress; in the end what came of it. What was written has its batch's page."""
    language, name = get_language(request), request.path_params["job"]
    with get_database(request).read() as reader:
        told = found(request, reader, name, language)
    if told["batch"] is not None and told["state"] not in ("waiting", "running"):
        return RedirectResponse(f"/imports/batches/{told['batch']}", SEE_OTHER)
    here = jobs_of(request).get(name)
    return respond(
        request,
        "import_job.html",
        job=told,
        ended=told["state"] not in ("waiting", "running"),
        refused=sum(told["refusal_counts"].values()),
        code=_code(told),
        kept=here is not None and jobs_of(request).originals.find(here.file_hash or "") is not None,
        wanted=_wanted(here) if here else None,
        **_previewed(here, language),
    )


def post_cancel(request: Request, _form: FormData) -> Response:
    """取消: back to the page of the job, which says what became of it."""
    name = request.path_params["job"]
    with get_database(request).read() as reader:
        told = found(request, reader, name, get_language(request))
    here = jobs_of(request).get(name)
    if here is None or not jobs_of(request).cancel(here):
        raise ImportJobEnded(state=told["state"])
    return RedirectResponse(f"/imports/{name}", SEE_OTHER)


def post_again(request: Request, form: FormData) -> Response:
    """再导入一次: the same file, as the form says; to commit a trial, or to try another way."""
    jobs, settings = jobs_of(request), get_settings(request)
    wanted, language = wanted_of(form, session_of(request)), get_language(request)
    order = order_again(
        jobs, get_database(request), request.path_params["job"], wanted, settings, language
    )
    return RedirectResponse(f"/imports/{jobs.submit(order).id}", SEE_OTHER)


def _code(told: dict[str, Any]) -> str | None:
    facts = (told["problem"] or {}).get("facts", {})
    return str(facts["code"]) if "code" in facts else None


def _wanted(here: Job) -> Wanted:
    """Return how the job was asked for, so that it can be asked for again."""
    order = here.order
    return Wanted(
        mode=order.mode,
        mapping=order.mapping,
        complete=order.complete,
        on_conflict=order.on_conflict,
    )


def _previewed(here: Job | None, language: Language) -> dict[str, Any]:
    if here is None or here.preview is None or here.outcome is None:
        return {"preview": None, "items": [], "ours": False}
    return {
        "preview": here.preview,
        "items": changed_items(here.preview["items"], language),
        "ours": is_ours(here.outcome.mapping),
    }
