"""What has which pages drawn again: a template those that use it, all else that pages share every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from generator.config import Settings
from generator.indexer import Digest
from generator.model import Picture, ProviderEntry
from generator.pages.site import build_site
from generator.rendering import Theme, digest_closures
from tests.stories import digest, entry, settings, story

TEMPLATES = {
    "base.html": "{{ footer_html() }}",
    "components/footer.html": "footer",
    "components/card.html": "card",
    "pages/article.html": '{% extends "base.html" %}',
    "pages/topic.html": '{% extends "base.html" %}{{ story | card }}',
    "feeds/rss.xml": "rss",
}
HTML = {"base.html", "pages/article.html", "pages/topic.html"}
OTTER = ProviderEntry("The Otter", "providers/otter.yaml")
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

    def closures(self) -> dict[str, bytes]:
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
        (lambda it: replace(it, settings=settings(tagline="All about otters")), set(TEMPLATES)),
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
    assert {len(closure) for closure in after.values()} == {16}


def test_a_picture_of_the_registry_or_of_a_template_is_shared(shared: Shared) -> None:
    shared.write(pages_article_html="{{ 'pictures/a.svg' | asset }}")
    drawn = replace(shared, digest=digest(STORIES, topics=[entry("Otters", images=(Picture("/pictures/b.svg"),))]))

    def changed_by(picture: str) -> set[str]:
        before, after = (replace(drawn, assets={picture: href}).closures() for href in ("/1.svg", "/2.svg"))
        return {name for name in before if before[name] != after[name]}

    assert changed_by("/pictures/a.svg") == {"pages/article.html"}
    assert changed_by("/pictures/b.svg") == set(TEMPLATES)
