"""The main job on real input: the corpora beside the repository become whole sites."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from generator.build import BuildOptions, BuildReport, build
from tests.built import LinkCheck, check_links

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
KB = 1024
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora of real articles are not beside the repository"),
]


@dataclass(frozen=True)
class Corpus:
    name: str
    unpublished: bool = False

    @property
    def id(self) -> str:
        return self.name + ("-unpublished" if self.unpublished else "")


SITES = [
    Corpus("powerapps"),
    Corpus("azure-sample"),
    Corpus("azure-sample", True),
    Corpus("seed"),
    Corpus("seed", True),
]


@dataclass(frozen=True)
class Built:
    corpus: Corpus
    folder: Path
    report: BuildReport
    site: LinkCheck


@pytest.fixture(scope="module")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Corpus], Built]:
    done: dict[str, Built] = {}

    def make(corpus: Corpus) -> Built:
        if corpus.id not in done:
            folder = tmp_path_factory.mktemp(corpus.id) / "site"
            options = BuildOptions(CORPUS / corpus.name, folder, now=NOW, unpublished=corpus.unpublished)
            report = build(options)
            url = re.search(r"^url: (\S+)", (CORPUS / corpus.name / "site.yaml").read_text("utf-8"), re.MULTILINE)
            assert url
            done[corpus.id] = Built(corpus, folder, report, check_links(folder, url[1]))
        return done[corpus.id]

    return make


@pytest.fixture(params=SITES, ids=lambda corpus: corpus.id)
def built(request: pytest.FixtureRequest, site_of: Callable[[Corpus], Built]) -> Built:
    return site_of(request.param)


@pytest.fixture
def powerapps(site_of: Callable[[Corpus], Built]) -> Built:
    return site_of(SITES[0])


def source_texts(corpus: Corpus) -> list[str]:
    return [path.read_text("utf-8-sig") for path in sorted((CORPUS / corpus.name / "news").iterdir())]


def test_builds_without_an_error(built: Built) -> None:
    assert not built.report.failed
    assert [item for item in built.report.diagnostics if item.severity == "error"] == []


def test_no_link_inside_the_site_is_broken(built: Built) -> None:
    assert list(built.site.broken()) == []


def test_every_page_is_reachable_from_home(built: Built) -> None:
    assert built.site.unreachable() == {"404.html"}


def test_only_pictures_load_from_another_origin(built: Built) -> None:
    assert {tag for tag, _ in built.site.foreign_loads()} <= {"img"}


def test_ids_are_unique_and_headings_are_in_order(built: Built) -> None:
    for page in built.site.pages.values():
        assert len(page.ids) == len(set(page.ids)), page.path
        assert page.headings.count(1) == 1, page.path
        assert all(after <= before + 1 for before, after in pairwise([1, *page.headings])), page.path


def test_what_is_sealed_appears_nowhere(built: Built) -> None:
    texts = source_texts(built.corpus)
    sealed = [found[:40] for text in texts for found in re.findall(r'^secured: "?([^"\n]+)', text, re.MULTILINE)]
    assert sealed
    for file in built.folder.rglob("*"):
        if file.is_file():
            content = file.read_text("utf-8", errors="replace")
            assert "secured" not in content, file
            assert not [blob for blob in sealed if blob in content], file


def test_page_budgets_hold(built: Built) -> None:
    folder = built.folder
    assert (folder / "index.html").stat().st_size < 60 * KB
    if built.corpus.unpublished:
        return
    pages = [page for path, page in built.site.pages.items() if path.startswith("news/")]
    # Folded coverage comes on top: the links of 170 sources alone are more than that.
    unfolded = {page.path: len(FOLDED.sub("", page.text).encode()) for page in pages}
    assert {path: size for path, size in unfolded.items() if size >= 10 * KB} == {}
    own = [path for path in folder.glob("static/[cj]*s/*.*s*") if not path.name.startswith("search.")]  # on one page
    assert sum(path.stat().st_size for path in own if path.suffix == ".css") < 20 * KB
    assert sum(path.stat().st_size for path in own if path.suffix == ".js") < 5 * KB


def test_the_feed_and_the_sitemap_are_well_formed_and_lead_to_pages(built: Built) -> None:
    feed = ET.parse(built.folder / "feed.xml")
    sitemap = ET.parse(built.folder / "sitemap.xml")
    links = [item.findtext("link") or "" for item in feed.iter("item")]
    links += [found.text or "" for found in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    home = built.site.pages["index.html"]
    targets = [built.site.target(home, link) for link in links]
    assert targets
    assert all(target and (built.folder / target[0]).is_file() for target in targets)


def test_powerapps_shows_its_428_published_articles_and_no_other(powerapps: Built) -> None:
    texts = {path.stem: path.read_text("utf-8-sig") for path in (CORPUS / "powerapps" / "news").iterdir()}
    published = {stem for stem, text in texts.items() if re.search(r"^published: true$", text, re.MULTILINE)}
    assert len(published) == 428
    assert {path.parent.name for path in powerapps.folder.glob("news/*/index.html")} == published
    assert (powerapps.report.articles, powerapps.report.held_back) == (428, 246)
    whole = "".join(page.text for page in powerapps.site.pages.values())
    assert not [stem for stem in set(texts) - published if f"/news/{stem}/" in whole]


def list_cards(built: Built, address: str) -> list[str]:
    """The stems of a list, from its own page and its numbered pages, newest first."""
    pages = built.site.pages
    numbered = sorted(
        (path for path in pages if re.fullmatch(re.escape(address) + r"page/\d+/index\.html", path)),
        key=lambda path: int(path.split("/")[-2]),
        reverse=True,
    )
    cards = [card for path in (address + "index.html", *numbered) for card in pages[path].cards]
    return [card.rstrip("/").rsplit("/", 1)[-1] for card in cards]


def test_powerapps_lists_are_in_the_order_of_the_original_site(powerapps: Built) -> None:
    lists: dict[str, list[str]] = json.loads((CORPUS / "powerapps-lists.json").read_text("utf-8"))
    texts = {path.stem: path.read_text("utf-8-sig") for path in (CORPUS / "powerapps" / "news").iterdir()}
    times = {stem: re.search(r"^publishedDateTime: (\S+)", text, re.MULTILINE) for stem, text in texts.items()}

    def when(stem: str) -> str:
        found = times[stem]
        assert found
        return found[1]

    for slug, expected in lists.items():
        address = f"topics/{'power-apps' if slug == '*' else slug}/"
        shown = list_cards(powerapps, address)
        # That site's list of everything also has the stories of no topic.
        wanted = [stem for stem in expected if stem in shown] if slug == "*" else expected
        assert sorted(shown) == sorted(wanted), slug
        assert [when(stem) for stem in shown] == [when(stem) for stem in wanted], slug


def test_model_driven_apps_matches_whatever_the_case(powerapps: Built) -> None:
    assert list_cards(powerapps, "topics/model-driven-apps/")
