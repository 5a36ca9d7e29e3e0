from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from generator.rendering.compiling import LeanEnvironment, escape_output

VALUES = [None, 0, 1.5, True, Markup("<b>&amp;</b>"), "plain", "<a href='x'>\"&\"</a>", ""]


@pytest.mark.parametrize("value", VALUES)
def test_an_output_reads_as_markupsafe_would_write_it(value: object) -> None:
    assert str(escape_output(value)) == str(escape(value))


@given(st.text())
def test_any_text_is_escaped_as_markupsafe_would(text: str) -> None:
    assert str(escape_output(text)) == str(escape(text))


TEMPLATES = {
    "macros.html": "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}{% set name = '<M>' %}",
    "base.html": "[{% block main %}{{ text }}{% endblock %}]",
    "page.html": "{% extends 'base.html' %}{% from 'macros.html' import bold, name %}"
    "{% block main %}{{ bold(text) }}|{{ bold('a' ~ text) }}|{{ name }}|{{ number + 1 }}|{{ text | upper }}"
    "|{{ text ~ '<' }}|{{ bold(text) ~ text }}|{{ super() }}{% endblock %}",
    "loud.html": "{% autoescape false %}{{ text }}{% endautoescape %}{{ text }}",
}


@pytest.mark.parametrize("name", ["page.html", "loud.html"])
@pytest.mark.parametrize("text", ["plain", "<script>'\"&"])
def test_templates_render_as_jinja_renders_them(name: str, text: str) -> None:
    plain, lean = (kind(loader=DictLoader(TEMPLATES), autoescape=True) for kind in (Environment, LeanEnvironment))
    values = {"text": text, "number": 41}
    assert lean.get_template(name).render(values) == plain.get_template(name).render(values)
    assert "escape_output" in lean.compile(TEMPLATES[name], raw=True)
