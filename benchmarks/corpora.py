"""The content that is measured on: real articles where they lie beside the checkout, else made up ones."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
SHARED = CHECKOUT.parent / "shared"
KIT = SHARED / "peers"
"""The kit that makes the corpus all generators are measured on; absent in most checkouts."""
REAL = SHARED / "corpus"
_PUBLISHED = re.compile(r"^published: .*$", re.MULTILINE)
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)

_ARTICLE = """\
---
title: "Story {number} of a digest that has a good many of them"
excerpt: "What happened in place {place}, told in two sentences. The second one says why it matters to anybody."
publishedDateTime: {at}
webUrl: https://news{provider}.example/{number}
quality: {quality}
heat: {quality}
provider:
  name: News {provider}
  domain: news{provider}.example
topics: [Topic {topic}, Topic {other}]
---
"""


def copy_real(folder: Path, name: str = "powerapps") -> bool:
    """Copy a real corpus into a new folder; tell whether it is there."""
    if not (REAL / name).is_dir():
        return False
    shutil.copytree(REAL / name, folder, copy_function=shutil.copyfile)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return True


def multiply(folder: Path, times: int, published_one_in: int) -> None:
    """Put so many copies of each article beside it, under names of their own, and publish one in so many."""
    number = 0
    for path in sorted((folder / "news").glob("*.md")):
        text = path.read_text("utf-8")
        for copy in range(times):
            number += 1
            flag = "true" if number % published_one_in == 0 else "false"
            target = path.with_stem(f"{path.stem}-{copy}") if copy else path
            target.write_text(_PUBLISHED.sub(f"published: {flag}", text, count=1), "utf-8")


def leave_out_largest(folder: Path, count: int) -> None:
    """Remove the largest articles of a corpus."""
    by_size = sorted((folder / "news").glob("*.md"), key=lambda path: (path.stat().st_size, path.name))
    for path in by_size[-count:]:
        path.unlink()


def choose_article(content: Path) -> Path:
    """Choose the article that is edited: one in the middle that is published, or else any in the middle."""
    articles = sorted((content / "news").glob("*.md"))
    middle = articles[len(articles) // 2 :]
    return next((path for path in middle if "\npublished: true\n" in path.read_text("utf-8")), middle[0])


def edit_title(article: Path, title: str) -> None:
    """Give an article another title."""
    article.write_text(_TITLE.sub(f'title: "{title}"', article.read_text("utf-8"), count=1), "utf-8")


def make_articles(count: int, folder: Path) -> str:
    """Fill a new folder with made up articles; tell by what."""
    maker = KIT / "make_corpus.py"
    if maker.is_file():
        command = [sys.executable, str(maker), "--count", str(count), "--out", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return "the kit's corpus"
    news = folder / "news"
    news.mkdir(parents=True)
    (folder / "site.yaml").write_text("title: Measured\nurl: https://example.org/digest/\n")
    newest = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(count):
        fields = {"place": number % 97, "provider": number % 83, "quality": number % 60}
        at = (newest - timedelta(hours=3 * number)).isoformat()
        text = _ARTICLE.format(number=number, at=at, topic=number % 11, other=number % 131, **fields)
        (news / f"story-{number}.md").write_text(text)
    return "simple articles"
