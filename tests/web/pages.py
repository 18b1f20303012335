"""What browsers send: tests of pages ask as they do."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.conftest import WRITE_KEY

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BROWSER = {"accept": ACCEPT, "accept-language": "zh-CN"}
"""A browser that opens an address."""
OURS = {**BROWSER, "origin": "http://testserver"}
"""A browser that sends the form of a page of ours."""


def sign_in(client: TestClient, name: str = "") -> None:
    """Sign in with the write key; the cookie stays with the client. Send forms with ``OURS``."""
    form = {"key": WRITE_KEY, "name": name}
    answer = client.post("/sign-in", data=form, headers=OURS, follow_redirects=False)
    assert answer.status_code == 303, answer.text
