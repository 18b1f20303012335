"""What every page is held to: well formed, labelled, in order, and running no script but ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from httpx2 import Response
from starlette.testclient import TestClient

SCRIPT = re.compile(r"<script([^>?]*)")
OUR_SCRIPTS = {
    ' type="application/json"',  # figures to be drawn: data, never run
    ' src="/static/vendor/echarts/echarts.min.js',
    ' src="/static/charts.js',
}
VOID = {"meta", "link", "input", "br", "hr", "img", "path"}


class Reading(HTMLParser):
    """Checks that tags are closed in order, ids are unique, and inputs have labels."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.unlabelled: list[str] = []
        self.labelled: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))
        if tag == "label" and given.get("for"):
            self.labelled.add(str(given["for"]))
        hidden = given.get("type") == "hidden" or "label" in self.open or "aria-label" in given
        if tag in {"input", "select"} and not hidden and given.get("id") not in self.labelled:
            self.unlabelled.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def page(client: TestClient, address: str, status: int = 200, language: str = "zh") -> str:
    """Return a page; whatever it is, it is well formed and has its landmarks."""
    headers = {"accept": "text/html", "accept-language": language}
    return checked(client.get(address, headers=headers), status)


def checked(answer: Response, status: int = 200) -> str:
    """Return an answer's page; whatever it is, it is well formed and has its landmarks."""
    assert answer.status_code == status, answer.text
    read = Reading()
    read.feed(answer.text)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert read.unlabelled == []
    assert read.headings[:1] == [1]
    assert all(later <= sooner + 1 for sooner, later in pairwise(read.headings))
    for part in ('<a class="skip" href="#main"', '<main id="main"', "<nav", "<footer"):
        assert part in answer.text
    assert set(SCRIPT.findall(answer.text)) <= OUR_SCRIPTS
    assert not [link for link in read.links if link.lower().startswith("javascript")]
    return answer.text
