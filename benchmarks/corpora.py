"""The content that is measured on: real articles where they lie beside the checkout, else made up ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
SHARED = CHECKOUT.parent / "shared"
KIT = SHARED / "peers"
"""The kit that makes the corpus all generators are measured on; absent in most checkouts."""
REAL = SHARED / "corpus" / "powerapps"

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


def copy_real(folder: Path) -> bool:
    """Copy the real articles into a new folder; tell whether they are there."""
    if not REAL.is_dir():
        return False
    shutil.copytree(REAL, folder, copy_function=shutil.copyfile)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return True


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
