"""What people write by hand of the site itself, links, pictures, topics in the navigation: does it exist?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.computed import Later
from generator.config import Settings
from generator.diagnostics import Diagnostic, fault, sort_diagnostics
from generator.indexer import Digest
from generator.loader.files import SITE_FILE
from generator.loader.picture_files import find_places
from generator.loader.report import near_miss
from generator.model import Article, StandalonePage
from generator.pages import Page
from generator.rendering.static_files import Assets
from generator.text import fold
from generator.urls import static_path


def check_site_links(
    digest: Digest, settings: Settings, pages: Iterable[Page], assets: Assets, folder: Path
) -> tuple[Diagnostic, ...]:
    """Warn of links (L203) and pictures (L201) that begin with `/` and lead to no page and no static file.

    `folder` is the content folder, whose files the places are in.  Raw HTML is not looked into.
    """
    known = Later(lambda: {page.path.strip("/") for page in pages} | set(assets.names))  # seldom asked for
    found: list[Diagnostic] = []
    for source, links, pictures in _written(digest, settings):
        lost = [link for link in links if not _leads_somewhere(link, known, assets)]
        after = "footer" if source == SITE_FILE else ""
        for link, place in find_places(folder, source, lost, str(folder), after):
            hint = "mend the path, or remove the link; one out of the site begins with https://"
            found.append(fault("L203", f"the link {link} leads to no page of the site", place, hint))
        missing = [picture for picture in pictures if not _leads_somewhere(picture, known, assets)]
        for picture, place in find_places(folder, source, missing, str(folder)):
            message = f"the picture {picture} is not in the static folder"
            found.append(fault("L201", message, place, "add the file, or mend its path"))
    return sort_diagnostics(found)


def check_navigation(digest: Digest, settings: Settings, folder: Path) -> tuple[Diagnostic, ...]:
    """Name the navigation's topics that do not exist (L202); `folder` is the content folder."""
    lost = [name for name in settings.navigation if fold(name) not in digest.topic_by_name]
    names = [topic.name for topic in digest.topics]
    found: list[Diagnostic] = []
    for name, place in find_places(folder, SITE_FILE, lost, str(folder), "navigation"):
        meant = near_miss(name, names)
        hint = f"did you mean '{meant}'?" if meant else "write its name as in topics/, or add the topic"
        found.append(fault("L202", f"the navigation names a topic that does not exist: {name}", place, hint))
    return sort_diagnostics(found)


def _written(digest: Digest, settings: Settings) -> Iterator[tuple[str, list[str], list[str]]]:
    """Give each file with the site's own links and pictures that are written in it."""
    yield SITE_FILE, [link.url for link in settings.footer if link.url.startswith("/")], []
    everything: tuple[Article | StandalonePage, ...] = (*digest.articles, *digest.pages)
    bodies = [written for written in everything if written.body]
    if bodies:
        from generator.rendering.markdown import markdown_links, markdown_pictures  # noqa: PLC0415 - seldom needed

        for written in bodies:
            yield written.source, sorted(markdown_links(written.body)), sorted(markdown_pictures(written.body))


def _leads_somewhere(link: str, known: Later[set[str]], assets: Assets) -> bool:
    path = static_path(link)
    return path in assets.hrefs or path.strip("/") in known.value
