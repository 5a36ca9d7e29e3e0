"""The options that commands share: what they are called, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from generator.console import Console, Form, Volume
from generator.loader.times import parse_time
from generator.options import BuildOptions
from generator.site_file import site_zone
from generator.urls import UnsafeURLError, parse_site_address
from generator.zones import find_zone

Command = TypeVar("Command", bound=Callable[..., object])


def find_folder(context: click.Context, parameter: click.Parameter, value: Path) -> Path | None:
    """Let a default folder be missing, but not one that was asked for."""
    if value.is_dir():
        return value
    source = context.get_parameter_source(parameter.name or "")
    if source is not click.core.ParameterSource.DEFAULT:
        raise click.BadParameter(f"there is no folder '{value}'")
    return None


def check_site_url(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no address for a site."""
    try:
        if value is not None:
            parse_site_address(value)
    except UnsafeURLError as error:
        raise click.BadParameter(f"'{value}' is no address for a site: {error}") from None
    return value


def check_time(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no time."""
    if value is not None and parse_time(value, find_zone("UTC")) is None:
        raise click.BadParameter(f"'{value}' is no time: write it as 2023-09-02T16:03:00Z or 2023-09-02")
    return value


def parse_moment(text: str | None, content: Path) -> datetime | None:
    """Give the moment of a time on the command line; without an offset it is of the site's time zone."""
    return None if text is None else parse_time(text, site_zone(content))


def folder_option(name: str, purpose: str) -> Callable[[Command], Command]:
    """Build the option of a folder with a default that may be missing."""
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path),
        default=name,
        metavar="DIR",
        show_default=True,
        callback=find_folder,
        help=purpose,
    )


_SHARED = (
    folder_option("content", "The articles and site.yaml."),
    folder_option("templates", "Your templates, laid over the theme's by name."),
    folder_option("static", "Your static files, laid over the theme's by name."),
    click.option(
        "--url", metavar="URL", callback=check_site_url, help="Where the site will live, instead of site.yaml's."
    ),
    click.option("--unpublished", is_flag=True, help="Show articles that are not published yet."),
    click.option("--future", is_flag=True, help="Show articles dated in the future."),
    click.option(
        "--now", metavar="TIME", callback=check_time, help="The clock: a time such as 2023-09-02T16:03:00Z, or a date."
    ),
    click.option("--strict", is_flag=True, help="Treat warnings as errors."),
    click.option("--quiet", "volume", flag_value="quiet", help="Say nothing but errors."),
    click.option("--verbose", "volume", flag_value="verbose", help="List every warning, and say what --timings says."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "github", "json"]),
        default="text",
        show_default=True,
        help="Text for people, annotations for GitHub Actions, or one JSON object.",
    ),
)


timings_option = click.option(
    "--timings", is_flag=True, help="Say what each phase took, the memory, and the largest files."
)
"""The option of commands that do their work and end."""


def shared_options(command: Command) -> Command:
    """Give a command the options that `build`, `check` and `serve` share."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


class Request(msgspec.Struct, frozen=True):
    """The options that commands share, as click gives them."""

    content: Path | None
    templates: Path | None
    static: Path | None
    url: str | None
    unpublished: bool
    future: bool
    now: str | None
    strict: bool
    volume: Volume | None
    form: Form
    timings: bool = False

    def options(self) -> BuildOptions:
        """Give what a build works on."""
        content = self.content or Path("content")
        return BuildOptions(
            content=content,
            templates=self.templates,
            static=self.static,
            url=self.url,
            now=parse_moment(self.now, content),
            unpublished=self.unpublished,
            future=self.future,
            strict=self.strict,
        )

    def console(self) -> Console:
        """Give how the command speaks."""
        return Console(self.form, self.volume or "normal", self.timings)
