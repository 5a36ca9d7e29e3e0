"""The command line: `python -m generator COMMAND`, or `broadsheet COMMAND` where it is installed.

Exit status: 0 done, 1 the content has errors, 2 the command line is wrong, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec.structs import replace

from generator import __version__
from generator.build import BuildReport, build, check
from generator.command_options import Request, check_time, folder_option, parse_moment, shared_options, timings_option
from generator.console import Console
from generator.diagnostics import has_errors
from generator.verify import Verification, build_and_verify

_INTERRUPTED = 130

_BUILD_EXAMPLES = """\b
Examples:
  broadsheet build
  broadsheet build --url https://example.org/digest/ --output public
  broadsheet build --unpublished --future      (a preview of all there is)
  broadsheet build --verify                    (is it what a clean build gives?)
"""
_CHECK_EXAMPLES = """\b
Examples:
  broadsheet check
  broadsheet check --strict --format github    (in a workflow, warnings fail too)
"""
_SERVE_EXAMPLES = """\b
Examples:
  broadsheet serve --open
  broadsheet serve --unpublished --future      (review what would go out)
  broadsheet serve --host 0.0.0.0              (read it on a phone in the same network)
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
    kept: list[object] = []  # to take tens of thousands of values apart would take longer than to end with them
    status = run(kept=kept)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)  # all is written and closed; Python's own end would first take what is left apart


def run(arguments: Sequence[str] | None = None, kept: list[object] | None = None) -> int:
    """Run a command line (None: that of this process) and give its exit status.

    What a build was made of is put into `kept`, for a process that ends with it.
    """
    try:
        status = commands.main(arguments, standalone_mode=False, obj=kept)
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


@commands.command("build", epilog=_BUILD_EXAMPLES, short_help="Build the site into a folder.")
@shared_options
@timings_option
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
@click.option("--verify", is_flag=True, help="Build a second time, clean and apart, and compare every byte.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that work.  [default: one a core]")
@click.pass_obj
def build_command(
    kept: list[object] | None,
    /,
    output: Path,
    keep_going: bool,
    clean: bool,
    verify: bool,
    jobs: int | None,
    cache: Path,
    **shared: object,
) -> int:
    """Build the site into a folder; files that stay the same are not touched.

    With errors in the content the folder stays exactly as it was.
    """
    request = Request(**shared)  # type: ignore[arg-type]
    options = replace(request.options(), output=output, keep_going=keep_going, clean=clean, jobs=jobs or 0, cache=cache)
    console = request.console()
    verification: Verification | None = None
    with console.progress() as progress:
        if verify:
            report, verification = build_and_verify(options, progress)
        else:
            report = build(options, progress, kept)
    console.report(report, progress, published=True, verification=verification)
    return _status(report)


@commands.command("check", epilog=_CHECK_EXAMPLES, short_help="Find the faults of the content; write nothing.")
@shared_options
@timings_option
def check_command(**shared: object) -> int:
    """Find the faults of the content, all in one run; nothing is written."""
    request = Request(**shared)  # type: ignore[arg-type]
    console = request.console()
    with console.progress() as progress:
        report = check(request.options(), progress)
    console.report(report, progress, published=False)
    return _status(report)


@commands.command("serve", epilog=_SERVE_EXAMPLES, short_help="Show the site in a browser, up to date as you edit.")
@shared_options
@click.option("--host", default="127.0.0.1", metavar="HOST", show_default=True, help="Where to serve.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    metavar="PORT",
    show_default=True,
    help="The port; where it is taken, the next free one. 0 takes any.",
)
@click.option("--open", "opens", is_flag=True, help="Open a browser.")
def serve_command(host: str, port: int, opens: bool, **shared: object) -> None:
    """Serve the site and keep it up to date while you edit; nothing is written to the output folder.

    A fault in a file leaves the last sound page in place, with the fault over it. Ctrl-C stops.
    """
    from generator.preview import Listener, serve  # noqa: PLC0415 - a build needs no server

    request = Request(**shared)  # type: ignore[arg-type]
    console = request.console()
    options = request.options()
    # A folder that does not exist yet may come to be while we serve.
    options = replace(
        options, templates=options.templates or Path("templates"), static=options.static or Path("static")
    )
    with console.progress() as progress:
        listener = Listener(progress, console.say_started, console.say_refreshed)
        try:
            serve(options, host, port, listener, opens=opens)
        except OSError as error:
            raise click.UsageError(f"cannot serve on {host}, port {port}: {error.strerror or error}") from None


def _status(report: BuildReport) -> int:
    return 1 if report.failed or has_errors(report.diagnostics) else 0


@commands.command("new", epilog=_NEW_EXAMPLES)
@click.argument("title")
@click.option("--url", required=True, metavar="URL", help="Where the story is.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="A topic, the main one first; may be repeated.")
@click.option("--provider", default="", metavar="NAME", help="Who published it, where the URL does not tell.")
@click.option("--category", default="news", show_default=True, metavar="NAME", help="The folder of the article.")
@folder_option("content", "The content folder.")
@click.option("--now", metavar="TIME", callback=check_time, help="When it was published, if not now.")
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
    moment = parse_moment(now, folder) or datetime.now(UTC).replace(microsecond=0)
    from generator.new_article import Draft, write_article  # noqa: PLC0415 - as in `serve`

    path, diagnostics = write_article(folder, Draft(title, url, topics, provider, category, moment))
    Console().say_diagnostics(diagnostics)
    if path is not None:
        click.echo(str(path))
    return 1 if has_errors(diagnostics) else 0
