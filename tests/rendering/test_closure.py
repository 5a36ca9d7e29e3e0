"""What has which pages drawn again: a template those that use it, all else that pages share every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace as replace_fields

from generator.config import FooterLink, Settings, TopSettings
from generator.indexer import Digest
from generator.inputs import read_inputs
from generator.model import Picture, ProviderEntry
from generator.options import BuildOptions
from generator.pages.edition import describe_site
from generator.pages.page import Page
from generator.pages.site import build_site
from generator.planning import index_content, plan_inputs
from generator.rendering import Closure, Theme, digest_closures
from generator.rendering.closure import LAYOUT_SETTINGS
from tests.stories import digest, entry, settings, story

TEMPLATES = {
    "base.html": "{{ footer_html() }}",
    "components/footer.html": "{{ site.tagline }}",
    "components/card.html": "card",
    "pages/article.html": '{% extends "base.html" %}',
    "pages/topic.html": '{% extends "base.html" %}{{ story | card }}',
    "feeds/rss.xml": "rss",
}
HTML = {"base.html", "pages/article.html", "pages/topic.html"}
OTTER = ProviderEntry("The Otter", "providers/otter.yaml")
CONTENT = Path(__file__).parents[2] / "content"
OTHER_SETTINGS = {
    "api": False,
    "description": "Otters, and what became of them",
    "footer": (FooterLink("Imprint", "/about/"),),
    "navigation": ("Computer vision",),
    "search": False,
    "tagline": "All about otters",
    "top": TopSettings(stories=2, half_life_days=90.0, per_provider=1),
}
STORIES = (story("a", topics=("Otters",)), story("b", topics=("Rivers",)))


@dataclass(frozen=True)
class Shared:
    """What the closures of a site are made of."""

    folder: Path
    settings: Settings
    digest: Digest
    assets: Mapping[str, str] = field(default_factory=dict)

    def write(self, own: str = "own", **templates: str) -> Shared:
        for name, text in templates.items():
            path = self.folder / own / name.replace("_", "/", 1).replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return self

    def closures(self) -> dict[str, Closure]:
        theme = Theme(tuple(self.folder / name for name in ("own", "built-in")), ())
        site = build_site(self.settings, self.digest)
        return digest_closures(theme, self.settings, site, self.digest, self.assets)


@pytest.fixture
def shared(tmp_path: Path) -> Shared:
    for name, text in TEMPLATES.items():
        path = tmp_path / "built-in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Shared(tmp_path, settings(), digest(STORIES))


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda it: it, set()),
        (lambda it: it.write(pages_topic_html="mine"), {"pages/topic.html"}),
        (lambda it: it.write(pages_topic_html=TEMPLATES["pages/topic.html"]), set()),
        (lambda it: it.write(components_card_html="mine"), {"components/card.html", "pages/topic.html"}),
        (lambda it: it.write(components_footer_html="mine"), {"components/footer.html", *HTML}),
        (lambda it: it.write(components_new_html="mine"), {"components/new.html"}),
        (lambda it: it.write("built-in", feeds_rss_xml="mine"), {"feeds/rss.xml"}),
        (lambda it: replace(it, settings=settings(tagline="Otters")), {"components/footer.html", *HTML}),
        (lambda it: replace(it, settings=settings(navigation=("Otters",))), set()),
        (lambda it: replace(it, settings=settings(timezone="Asia/Tokyo")), set(TEMPLATES)),
        (lambda it: replace(it, settings=settings(title="Otters daily")), set(TEMPLATES)),
        (lambda it: replace(it, digest=digest(STORIES, topics=[entry("Otters")])), set(TEMPLATES)),
        (lambda it: replace(it, digest=digest(STORIES, providers=[OTTER])), set(TEMPLATES)),
        (lambda it: replace(it, assets={"/css/main.css": "/css/main.1.css"}), set(TEMPLATES)),
        # A story's own picture is in the keys of its pages, and a story changes nothing that all pages share.
        (lambda it: replace(it, assets={"/pictures/a.svg": "/pictures/a.1.svg"}), set()),
        (lambda it: replace(it, digest=digest([*STORIES, story("c", topics=("Fish",))])), set()),
    ],
)  # fmt: skip
def test_what_is_drawn_again(shared: Shared, change: Callable[[Shared], Shared], changed: set[str]) -> None:
    before, after = shared.closures(), change(shared).closures()
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == changed
    assert {len(closure.whole) for closure in after.values()} == {16}


def test_a_picture_of_the_registry_or_of_a_template_is_shared(shared: Shared) -> None:
    shared.write(pages_article_html="{{ 'pictures/a.svg' | asset }}")
    drawn = replace(shared, digest=digest(STORIES, topics=[entry("Otters", images=(Picture("/pictures/b.svg"),))]))

    def changed_by(picture: str) -> set[str]:
        before, after = (replace(drawn, assets={picture: href}).closures() for href in ("/1.svg", "/2.svg"))
        return {name for name in before if before[name] != after[name]}

    assert changed_by("/pictures/a.svg") == {"pages/article.html"}
    assert changed_by("/pictures/b.svg") == set(TEMPLATES)


PAGE = """{% extends "base.html" %}{% block main %}{{ view.title }}{% endblock %}"""


@pytest.mark.parametrize(
    ("what", "change", "stays"),
    [
        ("layout", lambda it: it.write(**{"base.html": "another frame"}), True),
        ("footer", lambda it: it.write(components_footer_html="mine"), True),
        ("settings", lambda it: replace(it, settings=settings(tagline="Otters", navigation=("Otters",))), True),
        ("style", lambda it: replace(it, assets={"/css/main.css": "/css/main.1.css"}), True),
        ("page", lambda it: it.write(pages_article_html=PAGE + "{# mine #}"), False),
        ("include", lambda it: it.write(**{"base.html": "{% include 'components/card.html' %}"}), False),
        ("zone", lambda it: replace(it, settings=settings(timezone="Asia/Tokyo")), False),
        ("title", lambda it: replace(it, settings=settings(title="Otters daily")), False),
        ("topic", lambda it: replace(it, digest=digest(STORIES, topics=[entry("Otters")])), False),
        ("provider", lambda it: replace(it, digest=digest(STORIES, providers=[OTTER])), False),
    ],
)
def test_which_blocks_stay_as_they_were(
    shared: Shared, what: str, change: Callable[[Shared], Shared], stays: bool
) -> None:
    shared.write(pages_article_html=PAGE)
    before, after = shared.closures()["pages/article.html"], change(shared).closures()["pages/article.html"]
    assert before.whole != after.whole
    assert after.has_blocks_of(before) == stays, what


@pytest.mark.parametrize(
    ("own", "change", "stays"),
    [
        ("{{ site.title }}", lambda it: replace(it, settings=settings(tagline="Otters")), True),
        ("{{ site.tagline }}", lambda it: replace(it, settings=settings(tagline="Otters")), False),
        ("{{ show(site) }}", lambda it: replace(it, settings=settings(tagline="Otters")), False),
        ("{{ 'css/a.css' | asset }}", lambda it: replace(it, assets={"/css/a.css": "/css/a.1.css"}), False),
    ],
)
def test_what_a_block_shows_of_what_all_pages_share(
    shared: Shared, own: str, change: Callable[[Shared], Shared], stays: bool
) -> None:
    shared.write(pages_article_html='{% extends "base.html" %}{% block main %}' + own + "{% endblock %}")
    before, after = shared.closures()["pages/article.html"], change(shared).closures()["pages/article.html"]
    assert after.has_blocks_of(before) == stays


@pytest.mark.parametrize("name", LAYOUT_SETTINGS)
@pytest.mark.parametrize("described", [False, True])
def test_pages_of_one_key_show_no_setting_of_layouts(name: str, described: bool, tmp_path: Path) -> None:
    options = BuildOptions(CONTENT, tmp_path / "site", None, now=datetime(2026, 1, 1, tzinfo=UTC))
    inputs = read_inputs(options, lambda *_: None, whole=False)
    silent = replace_fields(inputs.content.settings, description="", tagline="", url="https://otters.example/")
    first, *others = inputs.content.articles
    articles = (replace_fields(first, excerpt=""), *others)

    def plan(chosen: Settings) -> dict[str, Page]:
        content = replace_fields(inputs.content, settings=chosen, articles=articles)
        site = plan_inputs(replace_fields(inputs, content=content), index_content(content, options), options)
        return {page.path: page for page in site.pages if page.planned_key is not None}

    before = replace_fields(silent, description="What otters do") if described else silent
    after = replace_fields(before, **{name: OTHER_SETTINGS[name]})
    seen, now = plan(before), plan(after)
    alike = [path for path in seen.keys() & now.keys() if seen[path].key == now[path].key]
    assert len(alike) > 200
    differing = {path for path in alike if seen[path].view != now[path].view}
    says_what_site_does = {path for path in alike if _description(seen[path]) == describe_site(before)}
    assert first.path in says_what_site_does
    assert differing <= says_what_site_does


def _description(page: Page) -> str | None:
    head = getattr(page.view, "head", None)
    return None if head is None else head.description


def test_a_head_without_words_of_its_own_hangs_on_what_the_site_says(shared: Shared) -> None:
    shared.write(pages_topic_html="{{ view.head.description }}")
    before = replace(shared, settings=settings(description="Otters")).closures()
    after = replace(shared, settings=settings(description="Rivers")).closures()
    assert {name for name in before if before[name].whole != after[name].whole} == {"pages/topic.html"}
