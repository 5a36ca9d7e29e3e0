"""The templates' surroundings: how they are found and read, and the filters and globals they have.

A template gets its page's `view`, and beside it:

* `site`: what every page shares (`SiteView`);
* `header_html(section)`, `footer_html()`: the header and footer, rendered once;
* `'css/main.css' | asset`: the link of a static file;
* `card | card` and `card | compact_card`: a story's card, rendered once and reused;
* `text | markdown`: a Markdown body as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateRuntimeError
from jinja2.ext import Extension
from markupsafe import Markup

from generator.config import Settings
from generator.pages.parts import Card, SiteView
from generator.rendering.assets import explain_missing
from generator.rendering.compiling import LeanEnvironment
from generator.rendering.markdown import Markdown
from generator.rendering.snapshot import TemplateSnapshot

_INDENT = re.compile(
    r"(?P<kept><(?P<name>pre|textarea|script|style)\b.*?</(?P=name)\s*>|\{%-?\s*raw\b.*?\bendraw\s*-?%\})|^[ \t]+",
    re.DOTALL | re.MULTILINE,
)


class ThemeError(TemplateRuntimeError):
    """A mistake in a template that Jinja cannot know: `hint` is the way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class _Unindent(Extension):
    """Drops the indentation of markup when a template is read: it costs nothing later, and values stay as they are."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if not (name or "").endswith((".html", ".xml")):
            return source
        return _INDENT.sub(lambda match: match["kept"] or "", source)


def build_environment(
    folders: Sequence[Path] | TemplateSnapshot, site: SiteView, assets: Mapping[str, str], settings: Settings
) -> Environment:
    """Build the environment of a site's templates; the first folder that has a template wins.

    Escaping is on for all but `.txt`, and what is not there is an error, not an empty text.
    """
    environment = LeanEnvironment(
        loader=folders
        if isinstance(folders, TemplateSnapshot)
        else FileSystemLoader([str(folder) for folder in folders]),
        autoescape=lambda name: not (name or "").endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Unindent],
        auto_reload=False,
        cache_size=-1,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    # The same content gives the same bytes: nothing that rolls dice.
    del environment.filters["random"], environment.globals["lipsum"]
    environment.globals["site"] = site
    _add_shared(environment, site)
    _add_filters(environment, assets, Markdown(assets, settings.address.base, settings.markdown.html))
    return environment


def _add_shared(environment: Environment, site: SiteView) -> None:
    @cache
    def header_html(section: str) -> Markup:
        return Markup(_macro(environment, "components/header.html", "header")(site, section))

    @cache
    def footer_html() -> Markup:
        return Markup(_macro(environment, "components/footer.html", "footer")(site))

    environment.globals["header_html"] = header_html
    environment.globals["footer_html"] = footer_html


def _add_filters(environment: Environment, assets: Mapping[str, str], markdown: Markdown) -> None:
    def asset(name: str) -> str:
        href = assets.get("/" + name.removeprefix("/"))
        if href is None:
            raise ThemeError(f"there is no static file '{name}'", explain_missing(name, assets))
        return href

    environment.filters["card"] = _once_a_story(environment, "components/card.html", "card")
    environment.filters["compact_card"] = _once_a_story(environment, "components/compact_card.html", "compact_card")
    environment.filters["asset"] = asset
    environment.filters["markdown"] = lambda text: Markup(markdown.render(text))


def _once_a_story(environment: Environment, template: str, name: str) -> Callable[[Card], Markup]:
    """Give a filter that renders a card by a macro, and the same card again from memory."""
    known: dict[str, tuple[Card, Markup]] = {}

    def render(card: Card) -> Markup:
        found = known.get(card.href)
        # Nearly always the very same value: comparing, or hashing, two cards in full costs more than a look.
        if found is None or (found[0] is not card and found[0] != card):
            found = card, Markup(_macro(environment, template, name)(card))
            known[card.href] = found
        return found[1]

    return render


def _macro(environment: Environment, template: str, name: str) -> Callable[..., str]:
    macro = getattr(environment.get_template(template).module, name, None)
    if macro is None:
        raise ThemeError(f"'{template}' has no macro '{name}'", "the theme's own template of this name shows it")
    found: Callable[..., str] = macro
    return found
