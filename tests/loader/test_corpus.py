"""Real files, thousands of them, must pass without an error; they lie beside the checkout, not in it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.loader import Content, load_content
from generator.loader.files import read_source
from generator.loader.source import Source

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample of real articles is not beside the checkout"),
]


def load(name: str) -> Content:
    return load_content(CORPUS / name)


@pytest.mark.parametrize(
    ("name", "articles", "published", "topics", "providers", "related"),
    [("powerapps", 674, 428, 7, 70, 0), ("azure-sample", 53, 4, 20, 70, 2136), ("seed", 1, 0, 0, 0, 1)],
)
def test_real_files_pass(name: str, articles: int, published: int, topics: int, providers: int, related: int) -> None:
    content = load(name)
    assert content.diagnostics == ()
    assert len(content.articles) == articles
    assert sum(article.published for article in content.articles) == published
    assert (len(content.topics), len(content.providers)) == (topics, providers)
    assert sum(len(article.related) for article in content.articles) == related


def test_what_they_say_is_kept() -> None:
    articles = load("powerapps").articles
    assert all(article.title and article.excerpt and article.provider and article.topics for article in articles)
    assert sum(bool(article.embed) for article in articles) == 13
    assert sum(bool(article.amp_url) for article in articles) == 42
    assert sum(bool(article.images) for article in articles) == 622
    assert not any("&#" in article.excerpt for article in articles)
    assert load("seed").settings.locale == "en-US"


def test_their_sealed_text_is_nowhere() -> None:
    for name in ("powerapps", "azure-sample", "seed"):
        said = repr(load(name))
        for file in sorted((CORPUS / name / "news").iterdir()):
            source = read_source(CORPUS / name, f"news/{file.name}", name)
            assert isinstance(source, Source)
            blob = source.text.split("\nsecured:", 1)[1].split("\n", 1)[0].strip(' "')
            assert len(blob) > 40
            assert blob[:40] not in said


def test_seven_hundred_files_take_under_a_second() -> None:
    started = time.process_time()
    load("powerapps")
    assert time.process_time() - started < 1
