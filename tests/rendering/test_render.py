from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.config import MarkdownSettings, Settings
from generator.pages import Page
from generator.pages.parts import Card, Mark, SiteView, TimeView
from generator.rendering import builtin_theme, find_theme
from generator.rendering.render import Renderer, render_pages

ASSETS = {"/css/main.css": "/digest/static/css/main.12.css"}
SITE = SiteView(
    title="The <Digest>",
    tagline="",
    description="",
    language="en",
    direction="ltr",
    home="/digest/",
    root="/digest/",
    navigation=(),
    sections=(),
    footer=(),
    feed="/digest/feed.xml",
    subscribe="/digest/subscribe/",
    search="",
    generator="Broadsheet",
)
COMPONENTS = {
    "components/header.html": "{% macro header(site, section) %}{{ site.title }}|{{ section }}{% endmacro %}",
    "components/footer.html": "{% macro footer(site) %}foot of {{ site.title }}{% endmacro %}",
    "components/card.html": "{% macro card(card) %}<i>{{ card.title }}</i>{% endmacro %}",
}


@dataclass(frozen=True, slots=True)
class View:
    """A view for tests."""

    title: str = "A & B"
    body: str = ""
    cards: tuple[Card, ...] = ()


def card(title: str) -> Card:
    time = TimeView("2024-05-01T12:00:00Z", "May 1", "May 1, 12:00")
    return Card(f"/{title}/", title, "", None, None, Mark("P", "", "", "P", 0), time, False, 0, "", "", "")


def write(folder: Path, templates: dict[str, str]) -> Path:
    for name, text in templates.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return folder


def renderer(folder: Path, templates: dict[str, str], settings: Settings | None = None) -> Renderer:
    return Renderer([write(folder, {**COMPONENTS, **templates})], SITE, ASSETS, settings or Settings())


def draw(folder: Path, text: str, view: View, name: str = "page.html", settings: Settings | None = None) -> str:
    return renderer(folder, {name: text}, settings).render(Page("x/", name, view)).content.decode()


CASES = [
    ("escaped", "<p>{{ view.title }}</p>", "<p>A &amp; B</p>\n"),
    ("in an attribute", '<p title="{{ view.body }}">', '<p title="&#34;&gt;\n  x">\n'),
    ("values keep their spaces", "  <p>\n  {{ view.body }}", "<p>\n&#34;&gt;\n  x\n"),
    (
        "indentation goes",
        "<ul>\n  {% if true %}\n    <li>\n\t</li>\n  {% endif %}\n</ul>",
        "<ul>\n<li>\n</li>\n</ul>\n",
    ),
    ("but not in pre", "  <pre>\n  a\n   b</pre>\n  c", "<pre>\n  a\n   b</pre>\nc\n"),
    ("or textarea", "<textarea>\n  a</textarea>", "<textarea>\n  a</textarea>\n"),
    ("one end of the file", "a\n\n\n", "a\n"),
    ("line ends", "a\r\nb\rc", "a\nb\nc\n"),
    ("site", "{{ site.title }}", "The &lt;Digest&gt;\n"),
    ("header", "{{ header_html('/x/') }}", "The &lt;Digest&gt;|/x/\n"),
    ("footer", "{{ footer_html() }}", "foot of The &lt;Digest&gt;\n"),
    ("asset", "{{ 'css/main.css' | asset }}", "/digest/static/css/main.12.css\n"),
    ("cards", "{% for each in view.cards %}{{ each | card }}{% endfor %}", "<i>1 &lt; 2</i><i>2</i>\n"),
    ("markdown", "{{ '*a* <b>' | markdown }}", "<p><em>a</em> &lt;b&gt;</p>\n"),
    ("json", "{{ view.title | tojson }}", '"A \\u0026 B"\n'),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_templates(tmp_path: Path, text: str, expected: str) -> None:
    view = View(body='">\n  x', cards=(card("1 < 2"), card("2")))
    assert draw(tmp_path, text, view) == expected


def test_xml_is_escaped_and_text_is_not(tmp_path: Path) -> None:
    view = View(title="<A> & \"B\" 'C' é")
    assert draw(tmp_path, "{{ view.title }}", view, "a.xml") == "&lt;A&gt; &amp; &#34;B&#34; &#39;C&#39; é\n"
    assert draw(tmp_path, "  {{ view.title }}", view, "a.txt") == "  <A> & \"B\" 'C' é\n"


def test_raw_html_in_markdown_hangs_on_the_settings(tmp_path: Path) -> None:
    trusting = Settings(markdown=MarkdownSettings(html=True))
    assert draw(tmp_path, "{{ view.body | markdown }}", View(body="<b>x</b>"), settings=trusting) == "<p><b>x</b></p>\n"


def test_what_pages_share_is_rendered_once(tmp_path: Path) -> None:
    counting = {
        "components/card.html": "{% set n = namespace(i=0) %}{% macro card(card) %}"
        "{% set n.i = n.i + 1 %}{{ n.i }}{% endmacro %}",
        "page.html": "{% for each in view.cards %}{{ each | card }}{% endfor %}",
    }
    ready = renderer(tmp_path, counting)
    pages = [
        Page("a/", "page.html", View(cards=(card("a"), card("b")))),
        Page("b/", "page.html", View(cards=(card("a"),))),
    ]
    assert [ready.render(page).content for page in pages] == [b"12\n", b"1\n"]


def test_a_part_is_rendered_anew_where_its_story_has_changed(tmp_path: Path) -> None:
    naming = {
        "components/card.html": "{% set n = namespace(i=0) %}{% macro card(card) %}"
        "{% set n.i = n.i + 1 %}{{ n.i }}{{ card.title }} {% endmacro %}",
        "page.html": "{% for each in view.cards %}{{ each | card }}{% endfor %}",
    }
    ready, first = renderer(tmp_path, naming), card("a")
    changed = replace(first, title="new")
    views = [(first, card("a")), (changed,), (changed, first), (card("a"),)]
    drawn = [ready.render(Page("a/", "page.html", View(cards=cards))).content.decode() for cards in views]
    old = first.title
    assert drawn == [f"1{old} 1{old} \n", "2new \n", f"2new 3{old} \n", f"3{old} \n"]


def test_a_page_without_a_word_is_a_page(tmp_path: Path) -> None:
    ready = renderer(tmp_path, {"empty.html": "", "page.html": "x"})
    pages = [Page("a/", "empty.html", View()), Page("b/", "page.html", View())]
    rendered, faults = render_pages(ready, pages)
    assert [(page.path, each.content) for page, each in rendered] == [("a/", b"\n"), ("b/", b"x\n")]
    assert faults == ()


def test_nothing_random_is_at_hand(tmp_path: Path) -> None:
    pages = [Page("a/", "a.html", View()), Page("b/", "b.html", View())]
    ready = renderer(tmp_path, {"a.html": "{{ [1, 2] | random }}", "b.html": "{{ lipsum() }}"})
    assert [each.code for each in render_pages(ready, pages)[1]] == ["R101", "R102"]


# A template, the code, the place (file, line, column), words of the message, words of the hint.
FAULTS = [
    ("<p>\n{% if %}", "R101", ("page.html", 2, 1), "Expected an expression", ""),
    ("{% endfor %}", "R101", ("page.html", 1, 1), "unknown tag 'endfor'", ""),
    ("<p>\n  {{ view.titel }}", "R102", ("page.html", 2, 3), "View has no 'titel'", ""),
    ("{{ veiw.title }}", "R102", ("page.html", 1, 1), "'veiw' is undefined", "did you mean 'view'?"),
    ("{{ site.titel }}", "R102", ("page.html", 1, 1), "SiteView has no 'titel'", "did you mean 'title'?"),
    (
        "a\nb\n{{ 'css/mian.css' | asset }}",
        "R102",
        ("page.html", 3, 1),
        "no static file 'css/mian.css'",
        "'css/main.css'",
    ),
    ("{% extends 'bsae.html' %}", "R101", ("page.html", 1, 1), "no template 'bsae.html'", "templates folder"),
    ("{{ 1 / 0 }}", "R102", ("page.html", 1, 1), "ZeroDivisionError", ""),
    ("{% from 'part.html' import part %}\n{{ part(view) }}", "R102", ("part.html", 2, 1), "View has no 'nothing'", ""),
    ("{% include 'broken.html' %}", "R101", ("broken.html", 2, 1), "Unexpected end of template", ""),
]


@pytest.mark.parametrize(("text", "code", "where", "message", "hint"), FAULTS)
def test_a_fault_is_reported_once_where_it_is(
    tmp_path: Path, text: str, code: str, where: tuple[str, int, int], message: str, hint: str
) -> None:
    parts = {"part.html": "{% macro part(x) %}\n{{ x.nothing }}{% endmacro %}", "broken.html": "a\n{% if true %}"}
    ready = renderer(tmp_path, {**parts, "page.html": text, "good.html": "good"})
    pages = [Page("a/", "page.html", View()), Page("good/", "good.html", View()), Page("b/", "page.html", View())]
    rendered, faults = render_pages(ready, pages)
    assert [(page.path, each.content) for page, each in rendered] == [("good/", b"good\n")]
    (found,) = faults
    assert (found.code, message in found.message, hint in found.hint) == (code, True, True), found
    assert found.place is not None
    place = found.place
    assert (Path(place.path).name, place.line, place.column) == where
    assert place.text == Path(tmp_path, where[0]).read_text("utf-8").split("\n")[place.line - 1]


def test_a_missing_page_template_is_a_fault(tmp_path: Path) -> None:
    _, (found,) = render_pages(renderer(tmp_path, {}), [Page("a/", "nope.html", View())])
    assert found.code == "R101"
    assert "nope.html" in found.message


def test_a_component_without_its_macro_is_a_fault(tmp_path: Path) -> None:
    ready = renderer(tmp_path, {"components/footer.html": "", "page.html": "\n{{ footer_html() }}"})
    _, (found,) = render_pages(ready, [Page("a/", "page.html", View())])
    assert "'components/footer.html' has no macro 'footer'" in found.message
    assert found.place is not None
    assert found.place.line == 2


def test_a_bug_of_ours_is_no_fault_of_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Renderer, page: Page, view: object) -> str:
        raise RuntimeError("ours")

    monkeypatch.setattr(Renderer, "write", fail)
    with pytest.raises(RuntimeError, match="ours"):
        render_pages(renderer(tmp_path, {}), [Page("a/", "page.html", View())])


def test_a_sites_own_folders_are_laid_over_the_theme(tmp_path: Path) -> None:
    base = builtin_theme()
    own = write(tmp_path, {"templates/a.html": "", "static/a.css": ""})
    theme = find_theme(own / "templates", own / "static")
    assert theme.templates == (own / "templates", *base.templates)
    assert theme.static == (*base.static, own / "static")
    assert find_theme(own / "missing", None) == base


def test_in_a_checkout_the_default_folders_are_the_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    base = builtin_theme()
    monkeypatch.chdir(base.templates[0].parent)
    assert find_theme(Path("templates"), Path("static")) == base


def test_an_own_template_takes_the_place_of_the_themes(tmp_path: Path) -> None:
    theme = write(tmp_path / "theme", {**COMPONENTS, "base.html": "theme {% block a %}{% endblock %}"})
    own = write(tmp_path / "own", {"page.html": "{% extends 'base.html' %}{% block a %}own{% endblock %}"})
    page = Page("a/", "page.html", View())
    assert Renderer([own, theme], SITE, ASSETS, Settings()).render(page).content == b"theme own\n"
    write(own, {"base.html": "mine {% block a %}{% endblock %}"})
    assert Renderer([own, theme], SITE, ASSETS, Settings()).render(page).content == b"mine own\n"


def test_a_template_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    ready = renderer(tmp_path, {"page.html": ""})
    (tmp_path / "page.html").write_bytes(b"caf\xe9")
    _, (found,) = render_pages(ready, [Page("a/", "page.html", View())])
    assert (found.code, found.message) == ("R101", "the template cannot be read: it is not UTF-8")
    assert found.place is not None
    assert Path(found.place.path).name == "page.html"
