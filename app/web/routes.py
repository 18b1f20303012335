"""网页一览: which page stands where. They come before the routes of the data."""

from __future__ import annotations

from app.web import audits, departments, guides, indicators, laws, lists, mending, start, surveys
from app.web.negotiation import page_at

ROUTES = (
    page_at("/", start.start, own=True),
    page_at("/guides", guides.guides),
    page_at("/guides/{code:path}", guides.guide),
    page_at("/lists", lists.lists),
    page_at("/lists/{slug}", lists.one_list),
    page_at("/audit", audits.overview, own=True),
    page_at("/audit/findings", audits.findings),
    page_at("/audit/rules", audits.rules),
    page_at("/audit/rules/{code}", audits.rule),
    page_at("/audit/items/{code}", audits.item),
    page_at("/audit/agencies", departments.agencies, own=True),
    page_at("/audit/runs", mending.runs),
    page_at("/audit/runs/{before:int}/against/{after:int}", mending.comparison),
    page_at("/audit/waivers", mending.waivers),
    page_at("/rectifications", mending.rectifications),
    page_at("/rectifications/{number:int}", mending.rectification),
    page_at("/indicators", indicators.figures),
    page_at("/indicators/baselines", indicators.baselines),
    page_at("/indicators/{slug}", indicators.one_figure),
    page_at("/indicators/{slug}/items", indicators.members),
    page_at("/laws", laws.laws),
    page_at("/laws/{law:int}", laws.law),
    page_at("/laws/outdated", laws.outdated),
    page_at("/laws/unknown", laws.unknown),
    page_at("/laws/unfounded-materials", laws.unfounded),
    page_at("/materials", laws.known_papers),
    page_at("/materials/candidates", laws.candidates),
    page_at("/materials/{paper:int}/uses", laws.paper),
    page_at("/survey", surveys.overview, own=True),
    page_at("/survey/matrix", surveys.claims),
    page_at("/survey/spread", surveys.counts),
    page_at("/survey/betters", surveys.proposals),
    page_at("/survey/behind", surveys.lagging),
    page_at("/survey/chain/{code}", surveys.one_chain),
)
