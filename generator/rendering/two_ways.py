"""Templates rendered in two ways: by lean code first, and by Jinja's own wherever that has no answer.

Jinja's own way is the judge.  It says what a template means where lean code cannot tell, and where a template has a
mistake, its error is the one that is reported, with its place.  A template that lean code has failed once is
rendered by Jinja from then on; the text is the same, so nothing hangs on which page came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from jinja2 import Environment, TemplateRuntimeError

from generator.rendering.blocks import TakenBlocks
from generator.rendering.lean import LeanEnvironment


class ThemeError(TemplateRuntimeError):
    """A mistake in a template that Jinja cannot know: `hint` is the way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class TwoWays:
    """The templates of a site; both environments have the same loader, filters and globals."""

    def __init__(self, lean: LeanEnvironment, plain: Environment) -> None:
        self._lean = lean
        self._plain = plain
        self.failed: dict[str, str] = {}
        """Why lean code has no answer for a template, by the template's name."""

    def render(self, name: str, values: Mapping[str, object]) -> bytes:
        """Give the text of a template, in UTF-8 like all that is given here."""
        if name not in self.failed:
            try:
                return self._lean.render(name, values)
            except Exception as error:
                self._note(name, error)
        return self._plain.get_template(name).render(values).encode()

    def render_blocks(
        self, name: str, values: Mapping[str, object], layout: str, mark: Callable[[str], bytes]
    ) -> TakenBlocks | None:
        """Give the text of a template with marks for its blocks in a layout; None where these cannot be told apart."""
        if name not in self.failed:
            try:
                return self._lean.render_blocks(name, values, layout, mark)
            except Exception as error:
                self._note(name, error)
        return None

    def render_layout(
        self, name: str, values: Mapping[str, object], blocks: Mapping[str, bytes | None]
    ) -> bytes | None:
        """Give the text of a layout with the texts of a page's blocks; None where it takes more than that."""
        if name not in self.failed:
            try:
                return self._lean.render_layout(name, values, blocks)
            except Exception as error:
                self._note(name, error)
        return None

    def call(self, name: str, macro: str, *given: object) -> bytes:
        """Give what a macro of a template gives."""
        if name not in self.failed:
            try:
                done: bytes = self._lean.exports[name, macro].encoded(*given)
                return done
            except Exception as error:
                self._note(name, error)
        found: Callable[..., str] | None = getattr(self._plain.get_template(name).module, macro, None)
        if found is None:
            raise ThemeError(f"'{name}' has no macro '{macro}'", "the theme's own template of this name shows it")
        return found(*given).encode()

    def prepare(self, names: Iterable[str]) -> None:
        """Compile templates before they are needed; what is wrong with one is for its rendering to say."""
        for name in names:
            with suppress(Exception):
                self._lean.prepare(name)

    def _note(self, name: str, error: Exception) -> None:
        self.failed[name] = f"{type(error).__name__}: {error}"
