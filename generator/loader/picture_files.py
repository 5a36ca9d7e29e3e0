"""Pictures that lie in the static folder: do their files exist?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from generator.diagnostics import Diagnostic, Place, fault, sort_diagnostics
from generator.loader.content import Content
from generator.loader.files import read_source, shown_path
from generator.loader.source import Source
from generator.model import Picture
from generator.urls import static_path


def check_pictures(
    content: Content, folder: Path, static_paths: Collection[str], shown_as: str | None = None
) -> tuple[Diagnostic, ...]:
    """Warn of every picture whose address begins with `/` and is none of `static_paths`.

    Those are the static files' paths as a page links them, such as `/pictures/x.svg`.
    """
    known = frozenset(static_paths)
    shown = str(folder) if shown_as is None else shown_as
    missing: dict[str, list[str]] = {}
    for source, pictures in _pictures_by_file(content):
        for picture in pictures:
            if picture.url.startswith("/") and static_path(picture.url) not in known:
                missing.setdefault(source, []).append(picture.url)
    faults = (
        fault("L201", f"the picture {url} is not in the static folder", place, "add the file, or mend its path")
        for source, urls in missing.items()
        for url, place in find_places(folder, source, urls, shown)
    )
    return sort_diagnostics(faults)


def _pictures_by_file(content: Content) -> Iterator[tuple[str, tuple[Picture, ...]]]:
    for article in content.articles:
        yield article.source, article.images + (article.provider.images if article.provider else ())
    yield from ((topic.source, topic.images) for topic in content.topics)
    yield from ((provider.source, provider.images) for provider in content.providers)


def find_places(
    folder: Path, path: str, texts: Sequence[str], shown_as: str, after: str = ""
) -> Iterator[tuple[str, Place]]:
    """Find each text in its file, a repeated one at each of its places; the whole file where it is written otherwise.

    `after` is a field of the file before which nothing is looked for.
    """
    if not texts:
        return
    source = read_source(folder, path, shown_as)
    start = _field_offset(source, after) if isinstance(source, Source) else -1
    for index, text in enumerate(texts):
        if not isinstance(source, Source):
            yield text, Place(shown_path(shown_as, path))
            continue
        offset = start
        for _ in range(texts[: index + 1].count(text)):
            offset = source.text.find(text, offset + 1)
        yield text, source.place(offset) if offset >= 0 else source.whole()


def _field_offset(source: Source, field: str) -> int:
    """Give the offset of a field that begins a line, -1 where there is none or nothing is asked for."""
    found = re.search(rf"^{field}\s*:", source.text, re.MULTILINE) if field else None
    return found.start() if found else -1
