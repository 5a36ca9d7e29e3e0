"""A build over an earlier one equals a clean build, after every step of a history with one cache and one output."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from generator.build import build
from generator.publishing.manifest import MANIFEST
from tests.built import read_tree
from tests.site.desk import NOW, PICTURE, ROOT, Desk, files_of_long_ago, open_desk

Step = Callable[[Desk], object]
LEDGER = "generator.printing.write_ledger"


class PowerCutError(Exception):
    """Stands for a process that ends before its work is done."""


def power_cut(name: str, writes: int = 0) -> Callable[[Desk], None]:
    """Give a step that builds, and is cut short at the call of a function, after so many calls of it."""

    def step(desk: Desk) -> None:
        left = writes
        module, _, function = name.rpartition(".")
        known = getattr(os, function) if module == "os" else None

        def cut(*arguments: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCutError
            return known(*arguments) if known else None

        with patch(name, cut), pytest.raises(PowerCutError):
            desk.build()

    return step


def both(*steps: Step) -> Step:
    """Give the step of several ones with no build between them."""

    def step(desk: Desk) -> None:
        for each in steps:
            each(desk)

    return step


def tamper(desk: Desk) -> None:
    """Give a page other bytes, as many as it had."""
    page = desk.output / "topics/index.html"
    text = page.read_text("utf-8")
    page.write_text(text.replace("</title>", "</TITLE>"), "utf-8")
    assert page.stat().st_size == len(text.encode())


def swap_names(desk: Desk) -> None:
    one, other = desk.stories[1], desk.stories[4]
    text = one.read_text("utf-8")
    one.write_text(other.read_text("utf-8"), "utf-8")
    other.write_text(text, "utf-8")


def tell_of_coverage(desk: Desk) -> None:
    """Publish a story that another one has as coverage elsewhere."""
    desk.change(5, related=[{"title": "Told elsewhere", "webUrl": "https://elsewhere.example/told?utm_source=x"}])
    desk.build()
    desk.add("told", webUrl="https://elsewhere.example/told", provider={"name": "Elsewhere"}, topics=["Otters"])


def visit_another_output(desk: Desk) -> None:
    """Build into two folders in turn with one cache."""
    here = desk.output
    desk.use(output=here.with_name("elsewhere"))
    desk.change(0, heat=5)
    desk.verify()
    desk.use(output=here)


TEMPLATE, PAGE = "templates/components/card.html", "templates/pages/article.html"
STYLE, TOPIC = "static/css/extra.css", "content/topics/otters.yaml"
OTTER, LATER = "content/providers/otter.yaml", datetime(2031, 1, 1, tzinfo=UTC)
WEEKLY = {"name": "Otter Weekly", "domain": "otters.example"}

HISTORY: tuple[tuple[str, Step], ...] = (
    ("the first build", lambda desk: None),
    ("title", lambda desk: desk.change(3, title="Otters return to the canal once more")),
    ("excerpt", lambda desk: desk.change(3, excerpt="What became of them.")),
    ("heat", lambda desk: desk.change(6, heat=1_000_000)),
    ("topic added", lambda desk: desk.change(2, topics=["Otters", "Rivers"])),
    ("topic spelled by an older story", lambda desk: desk.change(8, topics=["OTTERS"])),
    ("topic removed", lambda desk: desk.change(2, topics=["Rivers"])),
    ("file renamed", lambda desk: desk.rename(1, "renamed")),
    ("two files have each other's names", swap_names),
    ("moved to another category", lambda desk: desk.change(2, category="reviews")),
    ("deleted", lambda desk: desk.put_away(7)),
    ("laid back", lambda desk: desk.lay_back()),
    ("un-published", lambda desk: desk.change(3, published=False)),
    ("--unpublished", lambda desk: desk.use(unpublished=True)),
    ("without --unpublished", lambda desk: desk.use(unpublished=False)),
    ("published again", lambda desk: desk.change(3, published=True)),
    ("a new story, the newest", lambda desk: desk.add("newest", publishedDateTime="2025-12-31", topics=["Otters"])),
    ("a new story, in the middle", lambda desk: desk.add("middle", publishedDateTime="2024-10-03", topics=["Otters"])),
    ("a new story, the oldest", lambda desk: desk.add("oldest", publishedDateTime="2001-01-01", topics=["otters"])),
    ("the oldest one goes", lambda desk: desk.remove("content/news/oldest.md")),
    ("coverage becomes our own", tell_of_coverage),
    ("a second story of one URL", lambda desk: desk.add("twin", webUrl="https://elsewhere.example/told/",
                                                         publishedDateTime="2020-01-01")),
    ("the first of them goes", lambda desk: desk.remove("content/news/twin.md")),
    ("coverage is elsewhere again", lambda desk: desk.remove("content/news/told.md")),
    ("a picture from elsewhere", lambda desk: desk.change(4, images=[{"url": "https://example.org/a.png"}])),
    ("a picture of ours", both(
        lambda desk: desk.write("static/pictures/otter.svg", PICTURE.format(1)),
        lambda desk: desk.change(4, images=[{"url": "/pictures/otter.svg"}, {"url": "/pictures/second.svg"}]),
    )),
    ("a body with a picture", both(
        lambda desk: desk.write("static/pictures/body.svg", PICTURE.format(2)),
        lambda desk: desk.append(5, "Words of *ours* and ![a picture](/pictures/body.svg)."),
        lambda desk: desk.write("content/pages/otters.md", "---\ntitle: Otters\n---\n![](/pictures/body.svg)\n"),
    )),
    ("the bytes of a picture", lambda desk: desk.write("static/pictures/otter.svg", PICTURE.format(3))),
    ("the bytes of a picture in bodies", lambda desk: desk.write("static/pictures/body.svg", PICTURE.format(4))),
    ("a second picture is there", lambda desk: desk.write("static/pictures/second.svg", PICTURE.format(5))),
    ("the pictures go", lambda desk: desk.remove("static/pictures/otter.svg", "static/pictures/body.svg")),
    ("a template overridden", lambda desk: desk.override(TEMPLATE, "<h3>", '<h3 class="mine">')),
    ("a template changed", lambda desk: desk.override(TEMPLATE, '"mine"', '"ours"')),
    ("a template removed", lambda desk: desk.remove(TEMPLATE)),
    ("one page's template", lambda desk: desk.override(PAGE, "<article", '<article data-mine="1"')),
    ("one that names others as it goes", both(
        lambda desk: desk.override(PAGE, 'data-mine="1"', 'data-mine="{% include "components/" ~ "mine.html" %}"'),
        lambda desk: desk.write("templates/components/mine.html", "2"),
    )),
    ("what it names", lambda desk: desk.write("templates/components/mine.html", "3")),
    ("what another one maps by name", both(
        lambda desk: desk.override("templates/pages/topic.html", "{% block main %}",
                                   '{% block main %}{{ view.cards | map("compact_card") | join }}'),
        lambda desk: desk.override("templates/components/compact_card.html", "<article", '<article data-mine="4"'),
    )),
    ("all of them removed", lambda desk: shutil.rmtree(desk.folder / "templates")),
    ("a style added", lambda desk: desk.write(STYLE, "h3 { color: red }")),
    ("the theme's style overridden", lambda desk: desk.override("static/css/main.css", "@import", "/* a */@import")),
    ("a style changed", lambda desk: desk.override("static/css/main.css", "/* a */", "/* b */")),
    ("styles removed", lambda desk: desk.remove(STYLE, "static/css/main.css")),
    ("a file takes a page's place", lambda desk: desk.write("static/root/topics/index.html", "<p>Ours")),
    ("that file changes", lambda desk: desk.write("static/root/topics/index.html", "<p>Mine")),
    ("the page is back", lambda desk: desk.remove("static/root/topics/index.html")),
    ("tagline", lambda desk: desk.configure(tagline="All about otters")),
    ("page_size", lambda desk: desk.configure(page_size=7)),
    ("no older pages", lambda desk: desk.configure(older_pages=False)),
    ("older pages again", lambda desk: desk.configure(older_pages=None)),
    ("timezone", lambda desk: desk.configure(timezone="Asia/Tokyo")),
    ("locale", lambda desk: desk.configure(locale="de")),
    ("related", lambda desk: desk.configure(related={"more": 2, "order": "best", "shown": 1})),
    ("feeds", lambda desk: desk.configure(feeds={"items": 3, "pages": 2, "lists": ["site", "topics"]})),
    ("search and api off", lambda desk: desk.configure(search=False, api=False)),
    ("search and api on", lambda desk: desk.configure(search=True, api=True)),
    ("thin pages", lambda desk: desk.configure(index_from=3)),
    ("url", lambda desk: desk.configure(url="https://otters.example/")),
    ("--url", lambda desk: desk.use(url="https://elsewhere.example/digest/")),
    ("back to site.yaml's", lambda desk: desk.use(url=None)),
    ("topic registered", lambda desk: desk.write(TOPIC, "name: Otters\nparent: Rivers\n")),
    ("topic spelled otherwise", lambda desk: desk.write(TOPIC, "name: OTTERS\nshortname: O\n_id: lutra\n")),
    ("topic not registered any more", lambda desk: desk.remove(TOPIC)),
    ("a provider's spellings", both(
        lambda desk: desk.change(0, provider=WEEKLY), lambda desk: desk.change(9, provider=WEEKLY),
        lambda desk: desk.change(5, provider={"name": "The Otter"}),
    )),
    ("the oldest spelling", lambda desk: desk.change(9, provider={"name": "OTTER weekly", "domain": "o.example"})),
    ("two providers are one", lambda desk: desk.write(OTTER, "name: The Otter\notherNames: [otter weekly]\n")),
    ("they are two again", lambda desk: desk.remove(OTTER)),
    ("a story to come, and one that expires", both(
        lambda desk: desk.add("to-come", publishedDateTime="2030-05-01", topics=["Otters"]),
        lambda desk: desk.change(2, expiryDateTime="2030-06-01"),
    )),
    ("the clock goes forward", lambda desk: desk.use(now=LATER)),
    ("and back", lambda desk: desk.use(now=NOW)),
    ("--future", lambda desk: desk.use(future=True)),
    ("without --future", lambda desk: desk.use(future=False)),
    ("a file of the output deleted", lambda desk: (desk.output / "index.html").unlink()),
    ("one tampered with", lambda desk: (desk.output / "sitemap.xml").write_text("?", "utf-8")),
    ("one tampered with, of the same size", tamper),
    ("a folder of the output deleted", lambda desk: shutil.rmtree(desk.output / "topics")),
    ("the output folder deleted", lambda desk: shutil.rmtree(desk.output)),
    ("the cache deleted", lambda desk: shutil.rmtree(desk.cache)),
    ("nothing kept at all", both(lambda desk: shutil.rmtree(desk.cache), lambda desk: shutil.rmtree(desk.output))),
    ("another output, the same cache", visit_another_output),
    ("cut before the ledger", both(lambda desk: desk.change(0, title="A"), power_cut(LEDGER))),
    ("cut before the ledger, and the edit undone", both(
        lambda desk: desk.change(0, title="B"), power_cut(LEDGER),
        lambda desk: desk.change(0, title="A"),
    )),
    ("cut while publishing", both(lambda desk: desk.change(0, title="C"), power_cut("os.replace", 12))),
    ("cut while publishing, and the edit undone", both(
        lambda desk: desk.change(0, title="D"), power_cut("os.replace", 9), lambda desk: desk.change(0, title="C"),
    )),
    ("--clean", lambda desk: desk.use(clean=True)),
    ("without --clean", lambda desk: desk.use(clean=False)),
)  # fmt: skip
"""Each step edits a site as the steps before it have left it."""


def play(desk: Desk, history: tuple[tuple[str, Step], ...]) -> None:
    for name, step in history:
        step(desk)
        try:
            desk.verify()
        except AssertionError as error:
            raise AssertionError(f"after the step: {name}") from error


def test_every_step_of_a_history_equals_a_clean_build(tmp_path: Path) -> None:
    with files_of_long_ago():
        play(open_desk(tmp_path, ROOT / "content"), HISTORY)


def test_no_damage_to_the_cache_reaches_the_site(tmp_path: Path) -> None:
    """Each file of the cache folder is cut short, emptied and changed in its middle, with the output there and gone."""
    desk = open_desk(tmp_path, ROOT / "content")
    desk.configure(share_images=True, search=True)
    desk.verify()
    desk.change(0, title="So that there are two packs, and later entries")
    desk.verify()
    expected = read_tree(desk.output)
    kept = read_tree(desk.cache)
    assert {Path(name).suffix for name in kept} == {".bin", ".pack"}
    shares = [name for name in kept if name.startswith("share/")]
    for name in kept.keys() - set(shares[2:]):
        content = kept[name]
        middle = len(content) // 2
        for damaged in (content[:middle], b"", content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]):
            for path, each in kept.items():
                (desk.cache / path).write_bytes(each)
            (desk.cache / name).write_bytes(damaged)
            shutil.rmtree(desk.output)
            assert not desk.build().failed
            assert read_tree(desk.output) == expected, name


def test_one_new_story_touches_few_files(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, ROOT / "content")
    for number in range(600):
        desk.add(
            f"story-{number}", title=f"{number} news of {number % 89} and {number % 97}", heat=number % 13,
            publishedDateTime=f"202{number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:00:00Z",
            topics=[f"Topic {number % 40}"], provider={"name": f"Provider {number % 60}"},
        )  # fmt: skip
    desk.verify()
    before = read_tree(desk.output)
    desk.add("newest", publishedDateTime="2025-12-30", topics=["Topic 1"], provider={"name": "Provider 1"})
    report = desk.verify()
    after = read_tree(desk.output)
    changed = [name for name in after if name != MANIFEST and after[name] != before.get(name)]
    assert report.written == len(changed)
    assert len(after) > 1_500
    # Pages of the JSON are counted from the newest story (docs/json-api.md), so a list of them moves as a whole.
    assert len([name for name in changed if not name.startswith("api/news/page/")]) < 70
    desk.add("middle", publishedDateTime="2022-05-15", topics=["Topic 2"], provider={"name": "Provider 2"})
    assert desk.verify().written < 250, "an older story moves those above it from page to page"


def test_an_edit_of_a_template_draws_the_pages_that_use_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, ROOT / "content")
    desk.verify()

    def count_drawn() -> int:
        drawn = {"Rendering": 0}
        report = build(desk.options, lambda stage, done, total: drawn.update({stage: done}))
        assert not report.failed
        return drawn["Rendering"]

    pages = read_tree(desk.output)
    desk.override("templates/pages/topic.html", "</h1>", "!</h1>")
    assert count_drawn() == len([name for name in pages if re.match(r"topics/[^/]+/(page/\d+/)?index.html", name)])
    desk.override("templates/components/card.html", "<h3>", '<h3 class="mine">')
    assert 0 < count_drawn() < len(pages) / 2
    desk.verify()


def test_a_step_that_is_not_seen_is_found(tmp_path: Path) -> None:
    """The history would tell: a page that is taken for the same though it is not makes it fail."""
    desk = open_desk(tmp_path, ROOT / "content")
    desk.verify()
    page = desk.output / "about/index.html"
    status = page.stat()
    page.write_bytes(page.read_bytes().replace(b"</title>", b"</TITLE>"))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert MANIFEST in read_tree(desk.output)
    with pytest.raises(AssertionError, match=r"about/index\.html"):
        desk.verify()
