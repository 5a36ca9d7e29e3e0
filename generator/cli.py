"""The command line: `python -m generator COMMAND`, or `broadsheet COMMAND` where it is installed.

Exit status: 0 done, 1 the content has errors, 2 the command line is wrong, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from generator import __version__
from generator.build import BuildOptions, BuildReport, build, check
from generator.console import Console, Form, Volume
from generator.diagnostics import has_errors
from generator.loader.times import parse_time
from generator.new_article import Draft, write_article
from generator.site_file import site_zone
from generator.urls import UnsafeURLError, parse_site_address
from generator.zones import find_zone

Command = TypeVar("Command", bound=Callable[..., object])
_INTERRUPTED = 130

_BUILD_EXAMPLES = """\b
Examples:
  broadsheet build
  broadsheet build --url https://example.org/digest/ --output public
  broadsheet build --unpublished --future      (a preview of all there is)
"""
_CHECK_EXAMPLES = """\b
Examples:
  broadsheet check
  broadsheet check --strict --format github    (in a workflow, warnings fail too)
"""
_NEW_EXAMPLES = """\b
Example:
  broadsheet new "Otters return to the canal" --url https://example.org/otters --topic Nature
"""


def main() -> None:
    """Run the command line of this process and end it."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a substitute, not a crash.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (None: that of this process) and give its exit status."""
    try:
        status = commands.main(arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`broadsheet check | head`): nothing more to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _admit_bug(error, sys.argv[1:] if arguments is None else arguments)
    return status if isinstance(status, int) else 0


def _admit_bug(error: Exception, arguments: Sequence[str]) -> int:
    if "--verbose" in arguments:
        traceback.print_exception(error)
        advice = "please report it with the lines above"
    else:
        advice = "run it again with --verbose for the details, and please report them"
    click.echo(f"This is a bug of Broadsheet ({type(error).__name__}: {error}); {advice}.", err=True)
    return 1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="Broadsheet", message="%(prog)s %(version)s")
def commands() -> None:
    """Turn a folder of news articles into a news-digest web site of plain files."""


def _existing_folder(context: click.Context, parameter: click.Parameter, value: Path) -> Path | None:
    """Let a default folder be missing, but not one that was asked for."""
    if value.is_dir():
        return value
    source = context.get_parameter_source(parameter.name or "")
    if source is not click.core.ParameterSource.DEFAULT:
        raise click.BadParameter(f"there is no folder '{value}'")
    return None


def _site_url(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    try:
        if value is not None:
            parse_site_address(value)
    except UnsafeURLError as error:
        raise click.BadParameter(f"'{value}' is no address for a site: {error}") from None
    return value


def _time(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and parse_time(value, find_zone("UTC")) is None:
        raise click.BadParameter(f"'{value}' is no time: write it as 2023-09-02T16:03:00Z or 2023-09-02")
    return value


def _moment(text: str | None, content: Path) -> datetime | None:
    """Give the moment of a time on the command line; without an offset it is of the site's time zone."""
    return None if text is None else parse_time(text, site_zone(content))


def _folder_option(name: str, purpose: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path),
        default=name,
        metavar="DIR",
        show_default=True,
        callback=_existing_folder,
        help=purpose,
    )


_SHARED = (
    _folder_option("content", "The articles and site.yaml."),
    _folder_option("templates", "Your templates, laid over the theme's by name."),
    _folder_option("static", "Your static files, laid over the theme's by name."),
    click.option("--url", metavar="URL", callback=_site_url, help="Where the site will live, instead of site.yaml's."),
    click.option("--unpublished", is_flag=True, help="Show articles that are not published yet."),
    click.option("--future", is_flag=True, help="Show articles dated in the future."),
    click.option(
        "--now", metavar="TIME", callback=_time, help="The clock: a time such as 2023-09-02T16:03:00Z, or a date."
    ),
    click.option("--strict", is_flag=True, help="Treat warnings as errors."),
    click.option("--quiet", "volume", flag_value="quiet", help="Say nothing but errors."),
    click.option("--verbose", "volume", flag_value="verbose", help="List every warning, and say what took how long."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "github", "json"]),
        default="text",
        show_default=True,
        help="Text for people, annotations for GitHub Actions, or one JSON object.",
    ),
)


def _shared_options(command: Command) -> Command:
    for option in reversed(_SHARED):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class _Request:
    """The options that `build` and `check` share, as click gives them."""

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

    def options(
        self, output: Path = Path("_site"), cache: Path | None = None, *, keep_going: bool = False, clean: bool = False
    ) -> BuildOptions:
        content = self.content or Path("content")
        return BuildOptions(
            content=content,
            output=output,
            cache=cache,
            templates=self.templates,
            static=self.static,
            url=self.url,
            now=_moment(self.now, content),
            unpublished=self.unpublished,
            future=self.future,
            strict=self.strict,
            keep_going=keep_going,
            clean=clean,
        )

    def console(self) -> Console:
        return Console(self.form, self.volume or "normal")


@commands.command("build", epilog=_BUILD_EXAMPLES, short_help="Build the site into a folder.")
@_shared_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default="_site",
    metavar="DIR",
    show_default=True,
    help="Where the site is written; other people's files in it are left alone.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    default=".cache/broadsheet",
    metavar="DIR",
    show_default=True,
    help="What takes long to make is kept here from build to build; it may be deleted at any time.",
)
@click.option("--keep-going", is_flag=True, help="Publish what is sound although the content has errors.")
@click.option("--clean", is_flag=True, help="Write every file anew.")
def build_command(output: Path, cache: Path, keep_going: bool, clean: bool, **shared: object) -> int:
    """Build the site into a folder; files that stay the same are not touched.

    With errors in the content the folder stays exactly as it was.
    """
    request = _Request(**shared)  # type: ignore[arg-type]
    console = request.console()
    with console.progress() as progress:
        report = build(request.options(output, cache, keep_going=keep_going, clean=clean), progress)
    console.report(report, progress, published=True)
    return _status(report)


@commands.command("check", epilog=_CHECK_EXAMPLES, short_help="Find the faults of the content; write nothing.")
@_shared_options
def check_command(**shared: object) -> int:
    """Find the faults of the content, all in one run; nothing is written."""
    request = _Request(**shared)  # type: ignore[arg-type]
    console = request.console()
    with console.progress() as progress:
        report = check(request.options(), progress)
    console.report(report, progress, published=False)
    return _status(report)


def _status(report: BuildReport) -> int:
    return 1 if report.failed or has_errors(report.diagnostics) else 0


@commands.command("new", epilog=_NEW_EXAMPLES)
@click.argument("title")
@click.option("--url", required=True, metavar="URL", help="Where the story is.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="A topic, the main one first; may be repeated.")
@click.option("--provider", default="", metavar="NAME", help="Who published it, where the URL does not tell.")
@click.option("--category", default="news", show_default=True, metavar="NAME", help="The folder of the article.")
@_folder_option("content", "The content folder.")
@click.option("--now", metavar="TIME", callback=_time, help="When it was published, if not now.")
@click.option("--verbose", is_flag=True, help="Should Broadsheet itself fail, say where.")
def new_command(
    title: str,
    url: str,
    topics: tuple[str, ...],
    provider: str,
    category: str,
    content: Path | None,
    now: str | None,
    verbose: bool,
) -> int:
    """Write a ready article file and say where it is.

    The address of the article's page is made from its file's name, so rename it before you publish it.
    """
    folder = content or Path("content")
    moment = _moment(now, folder) or datetime.now(UTC).replace(microsecond=0)
    path, diagnostics = write_article(folder, Draft(title, url, topics, provider, category, moment))
    Console().say_diagnostics(diagnostics)
    if path is not None:
        click.echo(str(path))
    return 1 if has_errors(diagnostics) else 0
