"""What is kept of a page, set in its layout as that is now, gives the page as it would be rendered; or nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator.pages.page import Page
from generator.pages.parts import Head, Link, SiteView
from generator.pages.site import build_site
from generator.pages.view import View
from generator.rendering.blocks import KeptBlocks, Marks, unpack_blocks
from generator.rendering.render import Rendered, Renderer
from tests.stories import digest, settings

LAYOUT = "base.html"
BASE = """<title>{{ view.head.title }}</title>
{% block extra %}none{% endblock %}
{% if view.head.indexed %}{% block top %}{% endblock %}{% endif %}
<main>
{% block main %}{% endblock %}
</main>
<p>{{ site.tagline }}</p>
"""
PAGE = """{% extends "base.html" %}
{% set loud = view.text | upper %}
{% block top %}<b>{{ loud }}</b>{% endblock %}
{% block main %}
<h1>{{ view.text }}</h1>
{% block inner %}{{ view.text | length }}{% endblock %}
{% endblock %}
"""


class Story(View, frozen=True):
    head: Head
    text: str


def view(text: str = "Ötters & co", **head: object) -> Story:
    fields: dict[str, object] = {"title": "A <b>", "name": "A", "description": "", "canonical": ""}
    return Story(Head(**{**fields, **head}), text)  # type: ignore[arg-type]


def renderer(folder: Path, base: str = BASE, page: str = PAGE, **chosen: str) -> Renderer:
    folder.mkdir(exist_ok=True)
    (folder / LAYOUT).write_text(base, "utf-8")
    (folder / "page.html").write_text(page, "utf-8")
    found = settings(**chosen)
    return Renderer([folder], build_site(found, digest([])), {}, found, {"page.html": LAYOUT})


def page(shown: object) -> Page:
    return Page("x/", "page.html", shown)


@pytest.mark.parametrize(
    "base",
    [
        BASE,
        "<!-- new -->" + BASE,
        BASE.replace("<main>\n{% block main %}{% endblock %}\n</main>", "<i>{% block main %}{% endblock %}</i>"),
        "<p>{% block inner %}{% endblock %}</p>" + BASE,  # shown by the page's own block before
        BASE.replace(
            "{% block extra %}none{% endblock %}", "{% block extra %}{{ view.head.feeds[0].text }}{% endblock %}"
        ),
        "é" + BASE + "{{ site.title }}{% set wide = 1 %}{{ wide }}",
        BASE.replace("{% block main %}{% endblock %}", ""),
        BASE.replace(
            "{% block main %}{% endblock %}", "{% block main %}{% endblock %}" * 1 + "{% block more %}m{% endblock %}"
        ),
    ],
)
@pytest.mark.parametrize("text", ["Ötters & co", "", "\x00main\x00", "</main>"])
def test_a_page_in_another_layout(tmp_path: Path, base: str, text: str) -> None:
    shown = view(text, feeds=(Link("RSS", "/feed.xml"),))
    before = renderer(tmp_path / "before").render(page(shown))
    after = renderer(tmp_path / "after", base, tagline="Another")
    found = after.set_blocks(LAYOUT, before)
    assert found is not None
    assert found.content == after.render(page(shown)).content != before.content
    # And once more, from what is kept of the page that was set.
    again = renderer(tmp_path / "before").set_blocks(LAYOUT, found)
    assert (again and again.content) == (before.content if "block main" in base else None)


@pytest.mark.parametrize(
    "base",
    [
        BASE + "{{ view.text }}",
        BASE + "{{ view.text is defined }}",
        BASE + "{{ view.text | default('') }}",
        BASE + "{{ view['text'] }}",
        BASE + "{{ view }}",
        BASE + "{{ view == 1 }}",
        BASE + "{{ loud }}",
        BASE + "{{ loud is defined }}",
        BASE.replace("<p>", "<p>{{ loud | default('') }}"),
        "{% block main %}{% endblock %}" + BASE.replace("block main", "block other"),  # at an edge of the page
        BASE + "{{ 1 / 0 }}",
    ],
)
def test_a_layout_that_takes_more_than_is_kept(tmp_path: Path, base: str) -> None:
    before = renderer(tmp_path / "before").render(page(view()))
    assert before.blocks
    assert renderer(tmp_path / "after", base).set_blocks(LAYOUT, before) is None


def test_a_block_that_was_not_shown_is_not_kept(tmp_path: Path) -> None:
    before = renderer(tmp_path / "before").render(page(view(indexed=False)))
    assert b"<b>" not in before.content
    assert before.blocks
    shown = BASE.replace("{% if view.head.indexed %}", "{% if true %}")
    assert renderer(tmp_path / "after", shown).set_blocks(LAYOUT, before) is None
    assert renderer(tmp_path / "other", "new" + BASE).set_blocks(LAYOUT, before) is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"page": PAGE.replace("{{ view.text }}", "{{ view.text }}\r\n")},
        {"page": PAGE.replace("{% block main %}", "{% block main %}{{ 'a\\r\\nb' }}")},
        {"base": BASE.replace("<main>", "{% filter upper %}<main>").replace("</main>", "</main>{% endfilter %}")},
        {"page": "{{ view.text }}"},
    ],
)
def test_what_cannot_be_found_again_is_not_kept(tmp_path: Path, changed: dict[str, str]) -> None:
    ready = renderer(tmp_path / "before", **changed)
    rendered = ready.render(page(view("text")))
    again = ready.set_blocks(LAYOUT, rendered)
    assert again is None or again.content == rendered.content


@pytest.mark.parametrize(
    "own",
    [
        '{# {% extends "base.html" %} #}{% block main %}{{ view.text }}{% endblock %}',
        '{% raw %}{% extends "base.html" %}{% endraw %}{% block main %}{{ view.text }}{% endblock %}',
    ],
)
def test_what_only_looks_like_a_layout_keeps_nothing(tmp_path: Path, own: str) -> None:
    ready = renderer(tmp_path / "x", page=own)
    assert ready.render(page(view())).blocks == b""
    assert not ready._templates.failed


def test_a_head_that_says_what_the_site_says_is_not_kept(tmp_path: Path) -> None:
    ready = renderer(tmp_path / "x", description="All about otters")
    assert ready.render(page(view(description="Otters"))).blocks
    assert not ready.render(page(view(description="All about otters"))).blocks


def test_a_layout_without_blocks_keeps_nothing(tmp_path: Path) -> None:
    assert renderer(tmp_path / "x", base="{{ view.head.title }}").render(page(view())).blocks == b""


def test_a_view_without_a_head_and_a_template_without_layout_keep_nothing(tmp_path: Path) -> None:
    class Bare(View, frozen=True):
        head: str

    own = '{% extends "base.html" %}{% block main %}1{% endblock %}'
    ready = renderer(tmp_path / "x", base="{{ view.head }}{% block main %}{% endblock %}", page=own)
    assert ready.render(page(Bare("x"))) == (b"x1\n", b"")
    ready = renderer(tmp_path / "y")
    ready._layouts = {}
    assert ready.render(page(view())).blocks == b""


def test_what_is_damaged_is_refused(tmp_path: Path) -> None:
    ready = renderer(tmp_path / "x")
    content, blocks = ready.render(page(view()))
    found = ready.set_blocks(LAYOUT, Rendered(content, blocks))
    assert found is not None
    assert found.content == content
    for place in range(len(blocks)):
        damaged = blocks[:place] + bytes([blocks[place] ^ 1]) + blocks[place + 1 :]
        assert ready.set_blocks(LAYOUT, Rendered(content, damaged)) is None
    assert ready.set_blocks(LAYOUT, Rendered(content, blocks[:-1])) is None
    assert ready.set_blocks(LAYOUT, Rendered(content, b"")) is None


def test_a_block_within_another_is_found_where_it_is(tmp_path: Path) -> None:
    content, blocks = renderer(tmp_path / "x").render(page(view("xx")))
    found = unpack_blocks(blocks)
    assert found is not None
    places = {name: place or (0, 0) for name, place in found[1].blocks.items()}
    shown = {name: content[start : start + size] for name, (start, size) in places.items()}
    assert shown == {"top": b"<b>XX</b>", "main": b"<h1>xx</h1>\n2", "inner": b"2"}


@pytest.mark.parametrize(
    "changed",
    [
        {"base": "{% block main %}{% endblock %}\n<i>"},  # its first line is a block's
        {"base": "<i>\n{% block main %}{% endblock %}\n"},
        {"base": BASE.replace("<main>", "{% filter upper %}<main>").replace("</main>", "</main>{% endfilter %}")},
        {"base": BASE.replace("<main>", "{% filter replace('mai', 'x') %}").replace("</main>", "{% endfilter %}")},
        {"page": PAGE.replace("<h1>", "{{ 'a\\r\\nb' }}")},
    ],
)
def test_a_page_whose_blocks_cannot_be_told_apart_is_rendered_whole(tmp_path: Path, changed: dict[str, str]) -> None:
    ready, plain = renderer(tmp_path / "x", **changed), renderer(tmp_path / "y", **changed)
    plain._layouts = {}
    for shown in (view(), view("more"), view("")):
        assert ready.render(page(shown)).content == plain.render(page(shown)).content
    assert ready.render(page(view())).blocks == b""


def test_a_block_that_its_own_template_changes_is_not_kept(tmp_path: Path) -> None:
    loud = "{% filter upper %}{% block inner %}{{ view.text }}{% endblock %}{% endfilter %}"
    ready = renderer(tmp_path / "x", page='{% extends "base.html" %}{% block main %}' + loud + "{% endblock %}")
    content, blocks = ready.render(page(view("text")))
    assert b"TEXT" in content
    assert blocks == b""


def test_a_head_that_has_a_mark_in_it_is_not_set(tmp_path: Path, site: SiteView) -> None:
    marks = Marks(site)
    mark = marks.mark("main").decode()
    assert marks.mark_kept(kept_with("A"))["main"] == mark.encode()
    assert marks.mark_kept(kept_with(f"A {mark}"))["main"] is None
    content, blocks = renderer(tmp_path / "x").render(page(view(title=mark)))
    assert content.count(mark.encode()) == 1
    assert blocks == b""


@pytest.mark.parametrize("cut", ["unclosed", "of another", "of wide letters"])
def test_half_a_mark_is_none(tmp_path: Path, site: SiteView, cut: str) -> None:
    mark = Marks(site).mark("main").decode()
    half = {
        "unclosed": mark[:-1],
        "of another": mark[0] + "0" * (len(mark) - len("main") - 2) + "main" + mark[-1],
        "of wide letters": mark[0]
        + "x"
        + "é" * len(mark)
        + mark[-1],  # cut at the place of a mark's name, it is no UTF-8
    }[cut]
    shown = view(image=half)
    before = renderer(tmp_path / "before").render(page(shown))
    assert before.blocks
    # A layout that shows it, as the last thing but one sign.
    after = renderer(tmp_path / "after", BASE + "{{ view.head.image }}>")
    assert after.set_blocks(LAYOUT, before) is None
    rendered = after.render(page(shown))
    assert rendered.content.endswith(f"\n{half}>\n".encode())
    assert rendered.blocks == b""


def test_a_text_that_has_a_mark_in_it_is_shown_as_it_is(tmp_path: Path, site: SiteView) -> None:
    mark = Marks(site).mark("main").decode()
    before = renderer(tmp_path / "x").render(page(view(mark)))
    assert before.content.count(mark.encode()) == 1
    again = renderer(tmp_path / "x").set_blocks(LAYOUT, before)
    assert again is not None
    assert again.content == before.content


@pytest.fixture
def site() -> SiteView:
    return build_site(settings(), digest([]))


def kept_with(title: str) -> KeptBlocks:
    head = msgspec.msgpack.encode(view(title=title).head)
    return KeptBlocks(msgspec.Raw(head), {"main": (0, 4)})
