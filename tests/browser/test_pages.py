"""The pages in a real browser, over the sample catalogue: wide, as wide as a phone, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

pytestmark = pytest.mark.browser

GUIDE = "/guides/11990121550500202H4990120001000"
PAGES = (
    "/",
    "/?region=990100000000",
    "/guides?q=%E8%AE%B8%E5%8F%AF",
    GUIDE,
    "/guides/nothing",
    "/lists",
    "/lists/at-most-one-visit",
    "/lists/one-network",
    "/lists/one-network?members=false",
    "/audit",
    "/audit/findings",
    "/audit/rules",
    "/audit/rules/worse-materials",
    "/audit/items/1199022155130001805990511004000",
    "/audit/agencies",
    "/audit/runs",
    "/audit/waivers",
    "/audit/samples?seed=7&by=region",
    "/audit/rules/catch-all-material/setting",
    "/scores",
    "/scores/class-deduction?by=agency",
    "/rectifications",
    "/indicators",
    "/indicators/at-most-one-visit-rate",
    "/indicators/at-most-one-visit-rate?by=agency",
    "/indicators/at-most-one-visit-rate/items?part=shortfall",
    "/indicators/baselines",
    "/laws",
    "/laws/200",
    "/laws/outdated",
    "/laws/unknown",
    "/laws/unfounded-materials",
    "/materials?name=%E8%AF%81",
    "/materials/candidates",
    "/materials/1/uses",
    "/survey",
    "/survey/matrix?all=1",
    "/survey/spread?region=990100000000",
    "/survey/betters",
    "/survey/behind",
    "/survey/drift",
    "/survey/chain/990131004000",
    "/sign-in",
    "/imports",
    "/imports/batches/1",
    "/mappings",
    "/mappings/sheet",
    "/workbooks",
)


@pytest.fixture
def sqlite_url(sample: Path) -> str:
    """What the server of these tests serves: it only reads."""
    return f"sqlite:///{sample}"


def test_every_page_fits_and_is_quiet(page: Page, address: str) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        refused = "status of 404" in message.text  # the page that is not there says so itself
        if message.type in {"error", "warning"} and not refused:
            said.append(message.text)

    page.on("console", heard)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(address + path)
        assert page.locator("h1").first.is_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.evaluate("document.documentElement.clientWidth"), path
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_the_keyboard_reaches_the_content_and_the_search(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("动物防疫")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guides?*")
    page.get_by_role("link", name="动物防疫条件合格证核发").first.click()
    assert page.locator("h1").inner_text() == "动物防疫条件合格证核发"


def test_everything_that_can_be_clicked_can_be_reached_and_has_a_name(
    page: Page, address: str
) -> None:
    for path in ("/", "/guides", GUIDE, "/audit/findings"):
        page.goto(address + path)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select')]
            .filter(e => e.tabIndex < 0 || !(e.innerText || e.ariaLabel || e.labels?.length))
            .map(e => e.outerHTML)"""
        )
        assert nameless == []


def test_one_flow_chart_is_shown_the_one_that_fits(page: Page, address: str) -> None:
    page.goto(address + GUIDE)
    shown = [chart for chart in page.locator("svg.flow").all() if chart.is_visible()]
    assert len(shown) == 1
    assert shown[0].locator("rect.step").count() == 6
    box = shown[0].bounding_box()
    assert box is not None
    assert box["height"] > box["width"] or box["width"] > 390


def test_a_figure_opens_into_what_it_was_counted_from(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="一致率").click()
    page.wait_for_url("**/audit/findings?aspect=consistency")
    assert page.locator("ul.findings > li").count() > 10
    page.locator("ul.findings a").first.click()
    assert page.get_by_role("heading", name="与标准逐项比对").is_visible()


def test_a_guide_prints_without_what_is_only_for_the_screen(page: Page, address: str) -> None:
    page.goto(address + GUIDE)
    page.emulate_media(media="print")
    for part in ("header.top", ".contents", "footer"):
        assert not page.locator(part).first.is_visible()
    assert page.locator("#materials table").is_visible()
    assert page.locator("svg.flow:visible").count() == 1
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert len(printed) > 10_000
