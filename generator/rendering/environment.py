"""The templates' surroundings: how they are found and read, and the filters and globals they have.

A template gets its page's `view`, and beside it:

* `site`: what every page shares (`SiteView`);
* `header_html(section)`, `footer_html()`: the header and footer, rendered once;
* `'css/main.css' | asset`: the link of a static file;
* `card | card` and `card | compact_card`: a story's card, rendered once and reused;
* `item | rss_item` and `item | atom_entry`: a story's entry in a feed, likewise;
* `view | api_json` and `view | json_feed`: a view as JSON, its members in camel case or named as its fields are;
* `json | json_block`: a JSON text, for a script element that runs nothing;
* `text | markdown`: a Markdown body as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.ext import Extension
from markupsafe import Markup, escape

from generator.computed import Later
from generator.config import Settings
from generator.digests import digest_facts
from generator.pages.feed_views import FeedItem
from generator.pages.parts import Card, SiteView
from generator.pages.view import View
from generator.rendering.bytecode import ThemeBytecode
from generator.rendering.json_text import JsonWriter, camel_case
from generator.rendering.lean import LeanEnvironment
from generator.rendering.output import SafeFunction
from generator.rendering.shared_parts import FOOTER, HEADER, STORIES
from generator.rendering.snapshot import TemplateSnapshot
from generator.rendering.two_ways import ThemeError, TwoWays

if TYPE_CHECKING:
    from generator.rendering.markdown import Markdown

Kind = TypeVar("Kind", bound=Environment)
Story = Card | FeedItem
_INDENT = re.compile(
    r"(?P<kept><(?P<name>pre|textarea|script|style)\b.*?</(?P=name)\s*>|\{%-?\s*raw\b.*?\bendraw\s*-?%\})|^[ \t]+",
    re.DOTALL | re.MULTILINE,
)


class _TemplateFiles(FileSystemLoader):
    """Finds templates in folders; a file that cannot be read is a fault of its own, at its first line."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, TemplateNotFound):
                raise
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
            found = next(path for folder in self.searchpath if (path := Path(folder, template)).exists())
            raise TemplateSyntaxError(f"the template cannot be read: {reason}", 1, template, str(found)) from None


class _Unindent(Extension):
    """Drops the indentation of markup when a template is read: it costs nothing later, and values stay as they are."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith((".html", ".xml")):
            return source
        return _INDENT.sub(lambda match: match["kept"] or "", source)


def build_templates(
    folders: Sequence[Path] | TemplateSnapshot, site: SiteView, assets: Mapping[str, str], settings: Settings
) -> TwoWays:
    """Build the surroundings of a site's templates; the first folder that has a template wins."""
    loader = folders if isinstance(folders, TemplateSnapshot) else _TemplateFiles([str(folder) for folder in folders])
    links = settings.address.base, settings.markdown, sorted(assets.items())
    given = digest_facts(links)
    lean, plain = _build_environment(LeanEnvironment, loader, given), _build_environment(Environment, loader, given)
    templates = TwoWays(lean, plain)
    plain.globals["site"] = site
    _add_shared(plain, templates, site)
    _add_filters(plain, templates, assets, Later(_build_markdown, assets, settings))
    lean.globals, lean.filters = plain.globals, plain.filters
    return templates


def _build_environment(kind: type[Kind], loader: BaseLoader, given: bytes) -> Kind:
    """Build an environment; escaping is on for all but `.txt`, and what is not there is an error, not an empty text."""
    environment = kind(
        loader=loader,
        autoescape=lambda name: not (name or "").endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Unindent],
        auto_reload=False,
        bytecode_cache=ThemeBytecode(kind.__name__, given),
        cache_size=-1,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    # The same content gives the same bytes: nothing that rolls dice.
    del environment.filters["random"], environment.globals["lipsum"]
    return environment


def _add_shared(environment: Environment, templates: TwoWays, site: SiteView) -> None:
    @cache
    def header_html(section: str) -> bytes:
        return templates.call(HEADER, "header", site, section)

    @cache
    def footer_html() -> bytes:
        return templates.call(FOOTER, "footer", site)

    environment.globals["header_html"] = SafeFunction(header_html)
    environment.globals["footer_html"] = SafeFunction(footer_html)


def _build_markdown(assets: Mapping[str, str], settings: Settings) -> Markdown:
    from generator.rendering.markdown import Markdown  # noqa: PLC0415 - most sites have no body to parse

    return Markdown(assets, settings.address.base, settings.markdown.html)


def _add_filters(
    environment: Environment, templates: TwoWays, assets: Mapping[str, str], markdown: Later[Markdown]
) -> None:
    @cache
    def asset(name: str) -> str:
        href = assets.get("/" + name.removeprefix("/"))
        if href is None:
            from generator.rendering.assets import explain_missing  # noqa: PLC0415 - for a fault alone

            raise ThemeError(f"there is no static file '{name}'", explain_missing(name, assets))
        return Markup(href) if escape(href) == href else href  # the former need not be looked through on each page

    for name, template, key in STORIES:
        environment.filters[name] = SafeFunction(_once_a_story(templates, template, name, attrgetter(key)))
    for name, naming in (("api_json", camel_case), ("json_feed", str)):
        environment.filters[name] = _write_json(JsonWriter(naming))
    environment.filters["asset"] = asset
    environment.filters["json_block"] = json_block
    environment.filters["markdown"] = lambda text: Markup(markdown.value.render(text))


def json_block(text: str) -> Markup:
    """Let a JSON text stand in a `<script>` as it is; its angle brackets must be codes (HTML, 4.12.1.3)."""
    if "<" in text or ">" in text:
        raise ThemeError("a data block holds an angle bracket", "write it as \\u003c or \\u003e")
    return Markup(text)


def _once_a_story(
    templates: TwoWays, template: str, name: str, key: Callable[[Story], str]
) -> Callable[[Story], bytes]:
    """Give a filter that renders a story's part by a macro, and the same part again from memory."""
    latest: dict[str, Story] = {}
    known: dict[int, tuple[Story, bytes]] = {}
    """By the `id` of the story, which lives as long as it is in here: so nothing of it is looked at."""
    call = templates.call

    def render(story: Story) -> bytes:
        found = known.get(id(story))
        if found is None:
            before = latest.get(key(story))
            gone = None if before is None else known.pop(id(before), None)
            found = story, gone[1] if gone and before == story else call(template, name, story)
            known[id(story)], latest[key(story)] = found, story
        return found[1]

    return render


def _write_json(writer: JsonWriter) -> Callable[[View], Markup]:
    return lambda view: Markup(writer.write(view))
