from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from generator.loader import load_content
from generator.model import Article, Provider
from generator.new_article import Draft, write_article

MOMENT = datetime(2023, 9, 2, 22, 30, tzinfo=UTC)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text("title: T\nurl: https://site.example/\ntimezone: Europe/Paris\n")
    (tmp_path / "providers").mkdir()
    (tmp_path / "providers/otter-times.yaml").write_text(
        "name: The Otter Times\ndomain: otters.example\notherNames: [OT]\n"
    )
    return tmp_path


def draft(
    title: str = "A story",
    url: str = "https://otters.example/a",
    topics: tuple[str, ...] = (),
    provider: str = "",
    category: str = "news",
) -> Draft:
    return Draft(title, url, topics, provider, category, MOMENT)


def written(content: Path, made: Draft) -> Article:
    """Write a draft and read it back as the site would; it must be without a fault."""
    path, faults = write_article(content, made)
    assert faults == ()
    assert path is not None
    loaded = load_content(content)
    assert loaded.diagnostics == ()
    source = path.relative_to(content).as_posix()
    return next(article for article in loaded.articles if article.source == source)


TITLES = [
    "Otters return to the canal",
    'It\'s "quoted": a story # not a comment',
    "- a list? [no] {no} & *no* !no %no @no `no`",
    "yes",
    "2023-09-02",
    "1e3",
    "null",
    "back\\slash \\n and \\u0041",
    "Spät übers Eis – “gelockt” 🦦",
    "日本語の見出し",
    "???",
    "two\nlines\tand\u2028more\x07",
    "--- ",
    "{title} {0}",
]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_reads_back(content: Path, title: str) -> None:
    article = written(content, draft(title))
    assert article.title == " ".join(title.replace("\x07", "").split())
    assert article.published_at == MOMENT
    assert article.web_url == "https://otters.example/a"
    assert article.published


def test_the_file_is_named_by_the_day_where_the_site_is(content: Path) -> None:
    path, _ = write_article(content, draft("Späte Otter!"))
    assert path == content / "news/2023-09-03-spate-otter.md"


def test_no_file_is_ever_overwritten_and_no_stem_used_twice(content: Path) -> None:
    (content / "news/2023").mkdir(parents=True)
    (content / "news/2023/2023-09-03-A-STORY-2.md").write_text("---\ntitle: x\n---\n")
    paths = [write_article(content, draft())[0] for _ in range(3)]
    assert [path.name for path in paths if path] == [
        "2023-09-03-a-story.md",
        "2023-09-03-a-story-3.md",
        "2023-09-03-a-story-4.md",
    ]


PROVIDERS = [
    ("", "https://www.otters.example/a", Provider("The Otter Times", "otters.example")),
    ("the otter times", "https://elsewhere.example/a", Provider("The Otter Times", "otters.example")),
    ("ot", "https://elsewhere.example/a", Provider("The Otter Times", "otters.example")),
    ("Another: Paper", "https://otters.example/a", Provider("Another: Paper", "otters.example")),
    ("", "https://www.new.example/a", Provider("new.example", "new.example")),
]


@pytest.mark.parametrize(("name", "url", "provider"), PROVIDERS)
def test_the_provider_is_the_registrys_where_it_is_known(
    content: Path, name: str, url: str, provider: Provider
) -> None:
    assert written(content, draft(url=url, provider=name)).provider == provider


def test_topics_and_category(content: Path) -> None:
    article = written(content, draft(topics=("AI", "C#", "yes: no"), category="long-reads"))
    assert article.topics == ("AI", "C#", "yes: no")
    assert article.category == "long-reads"


def test_the_optional_fields_are_right_once_the_sign_is_taken_away(content: Path) -> None:
    path, _ = write_article(content, draft())
    assert path is not None
    head, _, rest = path.read_text("utf-8").partition("# What an article may have")
    optional = "\n".join(line.removeprefix("# ") for line in rest.split("\n")[1:])
    path.write_text(head + optional, "utf-8")
    assert set(yaml.safe_load(optional.partition("---")[0])) == {
        "updatedDateTime",
        "expiryDateTime",
        "heat",
        "images",
        "tags",
    }
    assert load_content(content).diagnostics == ()


REFUSED = [
    (draft(url="javascript:alert(1)"), "A105"),
    (draft(url="otters.example/a"), "A105"),
    (draft(url=""), "A105"),
    (draft(" \n"), "A101"),
    (draft(category="topics"), "A108"),
    (draft(category="../news"), "A108"),
    (draft(category="a/b"), "A108"),
    (draft(category="Long Reads"), "A108"),
    (draft(category=""), "A108"),
]


@pytest.mark.parametrize(("made", "code"), REFUSED)
def test_what_makes_no_article_is_said_and_nothing_written(content: Path, made: Draft, code: str) -> None:
    before = sorted(content.rglob("*"))
    path, faults = write_article(content, made)
    assert path is None
    assert [each.code for each in faults] == [code]
    assert sorted(content.rglob("*")) == before


def test_without_a_content_folder_there_is_no_article(tmp_path: Path) -> None:
    path, faults = write_article(tmp_path / "missing", draft())
    assert (path, [each.code for each in faults]) == (None, ["F103"])
    assert not (tmp_path / "missing").exists()


def test_a_folder_that_cannot_be_written_is_a_diagnostic(content: Path) -> None:
    (content / "news").write_text("a file")
    path, faults = write_article(content, draft())
    assert (path, [each.code for each in faults]) == (None, ["O102"])
