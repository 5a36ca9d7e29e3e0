"""Which pages' blocks see nothing of their layout; where the text does not tell, they are taken to see it."""

from __future__ import annotations

import pytest

from generator.rendering.layouts import find_layouts, find_site_facts, show_static_files
from generator.rendering.template_uses import find_direct_uses
from generator.rendering.theme import builtin_theme

PAGE = '{% extends "base.html" %}{% block main %}{{ view.title }}{% endblock %}'
BASE = "<title>{{ view.head.title }}</title>{% block main %}{% endblock %}"


def layout_of(page: str, base: str = BASE, **others: str) -> tuple[str, set[str]] | None:
    sources = {"page.html": page, "base.html": base, **{name.replace("_", "."): text for name, text in others.items()}}
    encoded = {name: text.encode() for name, text in sources.items()}
    found = find_layouts(encoded, find_direct_uses(encoded)).get("page.html")
    return (found.name, set(found.made_by)) if found else None


@pytest.mark.parametrize(
    ("page", "base"),
    [
        (PAGE, BASE),
        ("{# a comment #}\n" + PAGE.replace('{% extends "base.html" %}', "{%- extends 'base.html' -%}"), BASE),
        (PAGE + "{% set tint = 1 %}", BASE + "{% macro link(title) %}{{ title }}{% endmacro %}{{ link(1) }}"),
        (PAGE.replace("view.title", "view.link"), BASE + "{% set link = 1 %}"),
        (PAGE, BASE + "{% set caption %}{{ site.title }}{% block foot %}{% endblock %}".replace("set", "with")),
    ],
)
def test_blocks_apart(page: str, base: str) -> None:
    assert layout_of(page, base) == ("base.html", {"page.html"})


@pytest.mark.parametrize(
    ("page", "base"),
    [
        ("{{ view.title }}", BASE),
        ('{% extends "gone.html" %}', BASE),
        ("{% extends name %}", BASE),
        ('{% if view.x %}{% extends "base.html" %}{% endif %}', BASE),
        (PAGE.replace("view.title", "super()"), BASE),
        (PAGE.replace("view.title", "self.main()"), BASE),
        (PAGE.replace("view.title", "link(1)"), BASE + "{% macro link(title) %}{% endmacro %}"),
        (PAGE.replace("view.title", "tint"), BASE + "{% set tint = 1 %}"),
        (PAGE.replace("view.title", "tint"), BASE + "{% set a, tint = 1, 2 %}"),
        (PAGE.replace("view.title", "tint"), BASE + "{%- set tint %}x{% endset %}"),
        (PAGE.replace("view.title", "mark(1)"), BASE + '{% from "x.html" import chip as mark %}'),
        (PAGE.replace("view.title", "x.mark(1)"), BASE + '{% import "x.html" as x %}'),
        (PAGE, BASE + '{% include "x.html" %}'),
        (PAGE, BASE + '{% from "x.html" import chip with context %}'),
        (PAGE, BASE.replace("block main", "block main scoped")),
        (PAGE, BASE + "{{ self.main() }}"),
        (PAGE, '{% extends "x.html" %}' + BASE),
        (PAGE, "{% filter upper %}" + BASE + "{% endfilter %}"),
        (PAGE, "{% set all %}" + BASE + "{% endset %}{{ all }}"),
        (PAGE + '{% from "base.html" import link %}', BASE),
        (PAGE + '{% from "x.html" import chip %}', BASE),  # which names the layout
        (PAGE + "{% include view.name %}", BASE),
        (PAGE + "{{ '}}' ~ tint }}", BASE),  # which is not read as far as it goes
        (PAGE, BASE + "{{ '}}' ~ tint }}"),
    ],
)
def test_blocks_that_may_see_their_layout(page: str, base: str) -> None:
    assert layout_of(page, base, x_html="base.html") is None


def test_blocks_are_made_by_what_their_template_uses_besides_the_layout() -> None:
    page = PAGE + '{% from "a.html" import x %}'
    found = layout_of(
        page, BASE + '{% from "b.html" import y %}', a_html='{% import "c.html" as c %}', b_html="", c_html=""
    )
    assert found == ("base.html", {"page.html", "a.html", "c.html"})


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("site.title", set()),
        ("{{ view.site.title }} {{ mysite.title }}", set()),
        ("{{ site.title }}{% if site . tagline %}", {"title", "tagline"}),
        ("{{ masthead(site, section) }}", None),
        ("{{ site['title'] }}", None),
        ("{{ site.title.upper() }}", {"title"}),
        ("{{ site.items() }}", None),
    ],
)
def test_fields_of_the_site_that_are_shown(source: str, fields: set[str] | None) -> None:
    assert find_site_facts([b"", source.encode()]) == fields


@pytest.mark.parametrize(
    ("source", "shows"),
    [
        ("{{ 'a.css' | asset }}", True),
        ("{{ names | map('asset') }}", True),
        ("asset {{ view.asset }} {{ assets }} markdown", False),
        ("{{ view.body | markdown }}", False),
        ("{{ view.body|markdown }}{{ view.excerpt | markdown }}", True),
    ],
)
def test_static_files_that_are_shown(source: str, shows: bool) -> None:
    assert show_static_files([b"", source.encode()]) == shows


def test_every_page_of_the_theme_can_be_set_in_another_layout() -> None:
    (folder,) = builtin_theme().templates
    sources = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
    found = find_layouts(sources, find_direct_uses(sources))
    assert found.keys() == {name for name in sources if name.startswith("pages/")}
    assert {layout.name for layout in found.values()} == {"base.html"}
