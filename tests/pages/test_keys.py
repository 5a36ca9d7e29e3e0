"""A page's key stands for its view: pages of one address whose keys are equal have equal views, on random editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.config import FeedSettings, RelatedSettings, Settings
from generator.indexer import build_digest
from generator.model import Article, Hold, Picture, Provider, ProviderEntry, Related, StandalonePage, TopicEntry
from generator.pages import Page, build_edition, plan_pages
from generator.sharing import plan_images
from tests.stories import coverage, entry, settings, story

PAGES = (StandalonePage("about", "pages/about.md", "About", "![](/pictures/a.svg)"),)
ASSETS = {"/css/main.css": "/digest/static/css/main.1.css", "/img/logo.svg": "/digest/static/img/logo.1.svg"}
"""Static files of the closure: the same for both editions of a pair."""


@dataclass(frozen=True)
class Registries:
    """What both editions of a pair share: it is in the closure, and in no key."""

    topics: tuple[TopicEntry, ...]
    providers: tuple[ProviderEntry, ...]
    site: Settings


def digest_file(article: Article) -> bytes:
    """Stand in for the digest of an article's file, which tells neither where the file is nor why it is held back."""
    text = repr(replace(article, stem="", category="", source="", hold=None))
    return blake2b(text.encode(), digest_size=16).digest()


def lay_out(articles: Sequence[Article], shared: Registries, assets: Mapping[str, str] = ASSETS) -> dict[str, Page]:
    """Plan a site; its pages are by their paths."""
    contents = {article.source: digest_file(article) for article in articles}
    digest = build_digest(
        articles, shared.site, topics=shared.topics, providers=shared.providers, pages=PAGES, contents=contents
    )
    shares = plan_images(digest, shared.site, lambda text: True)
    edition = build_edition(digest, shared.site, assets, shares, contents)
    return {page.path: page for page in plan_pages(edition)}


class Chance:
    """Makes sites of a few names, addresses and topics, so that most of their stories have something in common."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)

    def some(self, *choices: Any, most: int = 3) -> tuple[Any, ...]:
        return tuple(self.dice.sample(choices, self.dice.randint(0, min(most, len(choices)))))

    def maybe(self, value: Any, otherwise: Any = None, odds: float = 0.3) -> Any:
        return value if self.dice.random() < odds else otherwise

    def url(self) -> str:
        return f"https://example.org/{self.dice.randint(0, 6)}"

    def moment(self) -> datetime:
        return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=self.dice.randint(0, 24 * 40))

    def pictures(self, odds: float) -> tuple[Picture, ...]:
        urls = ("https://example.net/a.png", "/pictures/a.svg", "/pictures/b.svg", "/img/logo.svg")
        wanted = self.maybe(self.some(*urls, most=2), (), odds)
        return tuple(Picture(url, 1600 if url.endswith("a.png") else None) for url in wanted)

    def provider(self) -> Provider:
        names = ("Net Times", "net times", "NET  Times", "C++", "C#", "Observer", "esa", "!!!")
        domain = self.dice.choice(["", "example.org", "a.example"])
        return Provider(self.dice.choice(names[:3] if self.dice.random() < 0.5 else names), domain, self.pictures(0.1))

    def related(self) -> Related:
        url = self.maybe("https://elsewhere.example/x", self.url())
        return Related(
            self.dice.choice(["Elsewhere", "Once more"]), url, published_at=self.maybe(self.moment()),
            provider=self.maybe(self.provider(), odds=0.7), quality=self.dice.randint(0, 2),
        )  # fmt: skip

    def article(self) -> Article:
        return Article(
            stem=f"s{self.dice.randint(0, 9)}",
            category=self.dice.choice(["news", "reviews"]),
            source="",
            title=" ".join(self.some("otters", "comets", "bridges", "reactors")) or "untitled",
            published_at=self.moment(),
            web_url=self.url(),
            original_url=self.maybe(self.url(), ""),
            amp_url=self.maybe(self.url(), "", 0.1),
            updated_at=self.maybe(self.moment()),
            excerpt=self.maybe("What it says.", ""),
            kind=self.maybe("video", "article"),
            heat=self.dice.randint(0, 3),
            provider=self.maybe(self.provider(), odds=0.9),
            topics=self.some("AI", "ai", "C", "C++", "Net", "net", "Space"),
            images=self.pictures(0.3),
            related=self.maybe(tuple(self.related() for _ in range(3)), ()),
            body=self.maybe("Words and ![a picture](/pictures/b.svg)", "", 0.1),
            hold=self.maybe(Hold.UNPUBLISHED, odds=0.1),
        )

    def site(self) -> list[Article]:
        return placed([self.article() for _ in range(self.dice.randint(2, 9))])

    def registries(self) -> Registries:
        topics = (entry("AI", "Net", short_name="A"), entry("Net", slug="the-net"), entry("c"), entry("Quiet"))
        providers = (
            ProviderEntry("The Guardian", "providers/g.md", other_names=("Observer",), domain="g.example"),
            ProviderEntry("ESA", "providers/e.md", slug="space", images=(Picture("/img/logo.svg"),)),
        )
        site = settings(
            page_size=self.dice.randint(1, 3),
            index_from=self.dice.choice([1, 3, 6]),
            share_images=self.dice.random() < 0.3,
            share_images_limit=self.dice.choice([5, 2000]),
            related=RelatedSettings(shown=2, order=self.dice.choice(["newest", "best"]), more=2),
            feeds=FeedSettings(items=2, pages=2),
        )
        return Registries(self.some(*topics, most=4), self.some(*providers), site)

    def links(self) -> dict[str, str]:
        """Give the links of the pictures that are there: nearly always the same, else with other bytes."""
        names = ("a", "a", "a", "b") if self.dice.random() < 0.2 else ("a",)
        return {f"/pictures/{name}.svg": f"/digest/{name}.{self.dice.choice(names)}.svg" for name in "ab"}

    def edit(self, articles: list[Article]) -> list[Article]:
        """Change a site here or there: most pages stay as they are, which is where a key must tell the truth."""
        changed = list(articles)
        for _ in range(self.dice.choice([0, 1, 1, 1, 2])):
            kind, other = self.dice.choice([*FIELDS, "add", "drop", "swap", "oldest"]), self.article()
            place, far = self.dice.randrange(len(changed)), self.dice.randrange(len(changed))
            old = changed[place]
            if kind == "add":
                changed.append(other)
            elif kind == "oldest":
                changed.append(replace(other, published_at=min(each.published_at for each in changed)))
            elif kind == "drop" and len(changed) > 1:
                del changed[place]
            elif kind == "swap":  # two files take each other's names
                changed[place] = replace(old, stem=changed[far].stem, category=changed[far].category)
                changed[far] = replace(changed[far], stem=old.stem, category=old.category)
            elif kind in FIELDS:
                changed[place] = replace(old, **{name: getattr(other, name) for name in FIELDS[kind]})
        return placed(changed)


FIELDS = {
    "rename": ("stem", "category"),
    "retitle": ("title",),
    "retopic": ("topics",),
    "reprovide": ("provider",),
    "hold": ("hold",),
    "date": ("published_at",),
    "url": ("web_url", "original_url"),
    "relate": ("related",),
    "depict": ("images",),
}
"""What an edit takes over from another article."""


def placed(articles: Sequence[Article]) -> list[Article]:
    """Give each article the file that its address stands for; of two with one address the first stays."""
    found = {article.path: replace(article, source=f"{article.path[:-1]}.md") for article in reversed(articles)}
    return list(found.values())


def check_pair(first: dict[str, Page], second: dict[str, Page]) -> int:
    """Hold the views of pages with one path and equal keys equal; give the number of pages that were compared."""
    known = 0
    for path in first.keys() & second.keys():
        one, other = first[path], second[path]
        if one.template == other.template and one.key == other.key:
            known += 1
            assert repr(one.view) == repr(other.view), path
    return known


@examples(max_examples=600, deadline=None)
@given(st.integers(0, 2**32))
def test_pages_with_equal_keys_have_equal_views(seed: int) -> None:
    chance = Chance(seed)
    shared, articles = chance.registries(), chance.site()
    first = lay_out(articles, shared, ASSETS | chance.links())
    second = lay_out(chance.edit(articles), shared, ASSETS | chance.links())
    check_pair(first, second)


BARE = Registries((), (), settings(page_size=2))


def test_most_keys_stay_when_one_story_changes() -> None:
    articles = [story(f"s{day}", f"2024-05-{day:02}") for day in range(1, 31)]
    first = lay_out(articles, BARE)
    second = lay_out([*articles[:-1], replace(articles[-1], excerpt="Another one")], BARE)
    changed = {path for path in first.keys() & second.keys() if first[path].key != second[path].key}
    assert len(first) > 100
    assert len(changed) < 30


def test_a_story_at_another_address_has_another_key() -> None:
    one, moved = story("one"), replace(story("moved"), title="Story one", web_url="https://example.org/one")
    assert digest_file(one) == digest_file(moved)
    first = lay_out([one, story("far", "2020-01-01")], BARE)
    second = lay_out([moved, story("far", "2020-01-01")], BARE)
    day = "archive/2024/05/01/"
    assert first[day].key != second[day].key
    assert check_pair(first, second) > 0


def test_a_stand_alone_page_hangs_on_the_pictures_of_its_body() -> None:
    before, after = ({**ASSETS, "/pictures/a.svg": f"/digest/static/pictures/a.{each}.svg"} for each in "12")
    first = lay_out([], BARE, before)
    second = lay_out([], BARE, after)
    assert first["about/"].key != second["about/"].key


def test_coverage_that_becomes_ours_changes_the_key() -> None:
    teller = story("teller", related=[coverage("https://example.org/told")])
    first = lay_out([teller], BARE)
    second = lay_out([teller, story("told", "2020-01-01")], BARE)
    assert first[teller.path].key != second[teller.path].key


def test_coverage_of_ours_hangs_on_its_provider() -> None:
    teller, told = story("teller", related=[coverage("https://example.org/told")]), story("told", provider="net times")
    oldest = story("oldest", "2020-01-01", provider="Net Times")
    first = lay_out([teller, told, oldest], BARE)
    second = lay_out([teller, told, replace(oldest, provider=Provider("NET TIMES"))], BARE)
    assert first[teller.path].key != second[teller.path].key
    check_pair(first, second)
