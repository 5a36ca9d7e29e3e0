from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.config import Settings
from generator.options import BuildOptions
from generator.pages import Page
from generator.planning import plan_site
from generator.rendering.environment import build_templates
from generator.rendering.render import Renderer, render_pages
from generator.rendering.two_ways import TwoWays
from tests.rendering.test_render import SITE, View, card, renderer

ROOT = Path(__file__).parents[2]
CONTENT = [ROOT / "content", ROOT / "tests/golden/small/content"]


class _Everything(dict[str, str]):
    def __contains__(self, name: object) -> bool:
        return True


def as_jinja_does(templates: TwoWays) -> TwoWays:
    """Let Jinja's own code render everything, the parts that pages share, too."""
    templates.failed = _Everything()
    return templates


@pytest.mark.parametrize("content", CONTENT, ids=["demonstration", "golden"])
def test_each_page_of_a_site_is_as_jinja_renders_it(content: Path) -> None:
    site = plan_site(BuildOptions(content, ROOT / "_nowhere", now=datetime(2026, 1, 1, tzinfo=UTC)))
    surroundings = site.theme.templates, site.view, site.assets.hrefs, site.settings
    lean, plain = build_templates(*surroundings), as_jinja_does(build_templates(*surroundings))
    seen: set[str] = set()
    for page in site.pages:
        values = {"view": page.view}
        assert lean.render(page.template, values) == plain.render(page.template, values), page.path
        seen.add(page.template)
    assert len(seen) > 15
    # None of the theme's templates is rendered twice for want of an answer.
    assert set(lean.failed) == {"feeds/robots.txt"}


def test_a_component_of_a_sites_own_may_need_jinja(tmp_path: Path) -> None:
    """The card asks a mapping for an attribute, so it alone is left to Jinja; the page around it is not."""
    templates = {
        "components/card.html": "{% set words = {'new': '<New>'} %}"
        "{% macro card(card) %}<i>{{ words.new }} {{ card.title }}</i>{% endmacro %}",
        "page.html": "{% for each in view.cards %}{{ each | card }}{% endfor %}",
    }
    ready = renderer(tmp_path, templates)
    view = View(cards=(card("a"), card("b")))
    assert ready.render(Page("x/", "page.html", view)).content == b"<i>&lt;New&gt; a</i><i>&lt;New&gt; b</i>\n"
    two_ways = build_templates([tmp_path], SITE, {}, Settings())
    two_ways.render("page.html", {"view": view})
    assert set(two_ways.failed) == {"components/card.html"}


MISTAKES = {
    "in a macro, in a loop": (
        "{% from 'part.html' import part %}\n{% for each in view.cards %}\n{{ part(each) }}\n{% endfor %}",
        ("part.html", 3, "Card has no 'titel'", "did you mean 'title'?"),
    ),
    "in a card": (
        "\n{% for each in view.cards %}{{ each | card }}{% endfor %}",
        ("card.html", 2, "Card has no 'x'", ""),
    ),
    "in a block": (
        "{% extends 'base.html' %}\n{% block main %}\n{{ vew }}{% endblock %}",
        ("page.html", 3, "'vew'", "view"),
    ),
    "in a call": (
        "{% from 'part.html' import frame %}\n{% call frame() %}\n\n{{ view.titel }}{% endcall %}",
        ("page.html", 4, "View has no 'titel'", ""),
    ),
    "too much for a macro": (
        "{% from 'part.html' import part %}\n\n{{ part(1, 2) }}",
        ("page.html", 3, "TypeError: macro 'part' takes not more than 1 argument(s)", ""),
    ),
    "too much for a filter": (
        "\n{% for each in view.cards %}{{ each | compact_card(1) }}{% endfor %}",
        ("page.html", 2, "takes 1 positional argument but 2 were given", ""),
    ),
    "in the header": ("\n\n{{ header_html('a') }}", ("header.html", 1, "SiteView has no 'x'", "")),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_at_its_place(tmp_path: Path, name: str) -> None:
    text, (file, line, message, hint) = MISTAKES[name]
    parts = {
        "part.html": "{% macro part(x) %}\n<p>\n{{ x.titel }}{% endmacro %}"
        "{% macro frame() %}{{ caller() }}{% endmacro %}",
        "base.html": "{% block main %}{% endblock %}",
        "components/card.html": "{% macro card(card) %}\n{{ card.x }}{% endmacro %}",
        "components/compact_card.html": "{% macro compact_card(card) %}{{ card.title }}{% endmacro %}",
        "components/header.html": "{% macro header(site, section) %}{{ site.x }}{% endmacro %}",
    }
    ready = renderer(tmp_path, {**parts, "page.html": text})
    pages = [Page(f"{number}/", "page.html", View(cards=(card("a"), card("b")))) for number in range(3)]
    rendered, (found,) = render_pages(ready, pages)
    assert not rendered
    assert found.code == "R102"
    assert message in found.message
    assert hint in (found.hint or "")
    assert found.place is not None
    assert (Path(found.place.path).name, found.place.line) == (file, line)


def test_templates_are_compiled_beforehand(tmp_path: Path) -> None:
    templates = {
        "base.html": "{% from 'part.html' import part %}{% block main %}{% endblock %}",
        "part.html": "{% macro part() %}part{% endmacro %}",
        "page.html": "{% extends 'base.html' %}{% block main %}{% include 'more.html' %}{{ view.title }}{% endblock %}",
        "more.html": "more ",
        "components/card.html": "{{ broken",
    }
    ready: Renderer = renderer(tmp_path, templates)
    pages = [Page("a/", "page.html", View()), Page("b/", "missing.html", View())]
    ready.prepare(["page.html", "missing.html"])
    for name in ("base.html", "part.html", "page.html", "more.html"):
        (tmp_path / name).unlink()
    assert ready.render(pages[0]).content == b"more A &amp; B\n"
    _, (found,) = render_pages(ready, pages[1:])
    assert found.code == "R101"
