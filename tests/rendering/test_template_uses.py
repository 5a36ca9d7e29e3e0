from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment

from generator.options import BuildOptions
from generator.planning import plan_site
from generator.rendering.render import Renderer, render_pages
from generator.rendering.snapshot import TemplateSnapshot, read_templates
from generator.rendering.template_uses import find_direct_uses, find_reached

CONTENT = Path(__file__).parents[2] / "content"
OTHERS = {"a.html": b"", "b.html": b"", "components/card.html": b"", "components/footer.html": b"", "feed.xml": b""}


def find_uses(sources: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    direct = find_direct_uses(sources)
    return {name: find_reached(name, direct) for name in sources}


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("", ""),
        ("a feed.xml.gz is no template, but who knows", "feed.xml"),
        ('{% extends "a.html" %}', "a.html"),
        ("{%- include 'a.html' ignore missing -%}", "a.html"),
        ('{%+ from "a.html" import x, y with context %}{% import "b.html" as b %}', "a.html b.html"),
        ('{% include\n  "a.html"\n%}', "a.html"),
        ('{% include ["a.html", "b.html"] %}', "*"),
        ("{% include name %}", "*"),
        ('{% extends "a.html" if short else other %}', "*"),
        ('{% include "components/" ~ name %}', "*"),
        ('{% include "a" ".html" %}', "*"),
        ('{% include "\\x61.html" %}', "*"),
        ('{% include "a%}b" %}', "*"),
        ("{{ story | card }}", "components/card.html"),
        ("{{ story|\ncard }}", "components/card.html"),
        ("{% filter card %}{% endfilter %}", "components/card.html"),
        ('{{ stories | map("card") | join }}', "components/card.html"),
        ("{{ stories | map('title') | join }}{{ card.title }}{{ story | compact_card }}", ""),
        ('{{ stories | map(attribute="card") }}{{ stories | map(default=1, attribute="x") }}', "components/card.html"),
        ("{{ stories | map(name) }}", "*"),
        ('{{ stories | map("ca" ~ "rd") }}', "*"),
        ('{{ stories | map("ca" "rd") }}', "*"),
        ("{{ stories | map | list }}", "*"),
        ("{{ '}}' ~ (stories | map('card')) }}", "*"),
        ('{{ {"a": {"b": stories}} | map(name) }}', "*"),
        ('{% set found = {"a": {"b": 1}}, stories | map(name) %}', "*"),
        ('{% set found = {"a": {"b": 1}} %}{{ story | card }}', "components/card.html"),
        # The loader takes these for names of templates that are there.
        ('{% include "components//card.html" %}', "*"),
        ('{% include "A.html" ignore missing %}', "*"),
        ('<p class="card">{{ title }}</p>', ""),
        ("{{ footer_html() }}", "components/footer.html"),
        ("{{ my_footer_html() }}", ""),
    ],
)
def test_a_template_uses_what_it_names(source: str, used: str) -> None:
    sources = {**OTHERS, "it.html": source.encode()}
    expected = sources.keys() if used == "*" else {"it.html", *used.split()}
    assert find_uses(sources)["it.html"] == expected


def test_what_is_used_through_others_is_used() -> None:
    sources = {
        "a.html": b'{% extends "b.html" %}',
        "b.html": b'{% include "c.html" %}',
        "c.html": b'{% include "a.html" %}',
        "d.html": b"",
    }
    round_trip = {"a.html", "b.html", "c.html"}
    assert find_uses(sources) == {**dict.fromkeys(round_trip, round_trip), "d.html": {"d.html"}}


class _Recorder(TemplateSnapshot):
    """Remembers which templates were asked for."""

    def __init__(self, templates: TemplateSnapshot) -> None:
        super().__init__(templates.files)
        self.asked: set[str] = set()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        self.asked.add(template)
        return super().get_source(environment, template)


def test_no_page_of_the_theme_needs_a_template_that_its_own_does_not_use(tmp_path: Path) -> None:
    site = plan_site(BuildOptions(CONTENT, tmp_path / "site", None, now=datetime(2026, 1, 1, tzinfo=UTC)))
    templates = read_templates(site.theme.templates)
    uses = find_uses({name: file.content or b"" for name, file in templates.files.items()})
    needed: dict[str, set[str]] = {}
    for name in {page.template for page in site.pages}:
        recorder = _Recorder(templates)
        renderer = Renderer(recorder, site.view, site.assets.hrefs, site.settings)
        _, faults = render_pages(renderer, [page for page in site.pages if page.template == name])
        assert not faults
        needed[name] = recorder.asked
    many_pages_only = {"feeds/sitemap_index.xml"}
    assert {name for names in needed.values() for name in names} == templates.files.keys() - many_pages_only
    assert not {name: found - uses[name] for name, found in needed.items() if found - uses[name]}
    # And the answer is worth asking for: an edit of one kind of page leaves the others alone.
    assert "pages/topic.html" not in uses["pages/article.html"]
    assert "components/card.html" not in uses["pages/article.html"]
