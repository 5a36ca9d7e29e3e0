from __future__ import annotations

import pytest

from generator.rendering.markdown import Markdown, is_safe_link, markdown_links, markdown_pictures

ASSETS = {
    "/pictures/owl.svg": "/digest/static/pictures/owl.12.svg",
    "/pictures/two owls.svg": "/digest/static/pictures/two%20owls.34.svg",
    "/files/report.pdf": "/digest/static/files/report.56.pdf",
}

CASES = [
    ("plain", "One *two* **three** `four`.", "<p>One <em>two</em> <strong>three</strong> <code>four</code>.</p>\n"),
    ("strikethrough", "~~old~~", "<p><s>old</s></p>\n"),
    ("break", "a  \nb", "<p>a<br>\nb</p>\n"),
    ("raw html is text", "<b>x</b> & <script>", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;</p>\n"),
    ("raw block is text", "<div onclick=x>\n", "<p>&lt;div onclick=x&gt;</p>\n"),
    ("site path", "[a](/about/)", '<p><a href="/digest/about/">a</a></p>\n'),
    (
        "site path to a static file",
        "[a](/files/report.pdf)",
        '<p><a href="/digest/static/files/report.56.pdf">a</a></p>\n',
    ),
    (
        "other site",
        "[a](https://example.org/?a=1&b=2)",
        '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener">a</a></p>\n',
    ),
    (
        "autolink",
        "<https://example.org>",
        '<p><a href="https://example.org" rel="noopener">https://example.org</a></p>\n',
    ),
    ("mail", "[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>\n'),
    ("script", "[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
    ("relative", "[a](b/c)", "<p>[a](b/c)</p>\n"),
    (
        "picture",
        "![An owl](/pictures/owl.svg)",
        '<p><img src="/digest/static/pictures/owl.12.svg" alt="An owl" loading="lazy"></p>\n',
    ),
    (
        "picture with a space",
        "![](</pictures/two owls.svg>)",
        '<p><img src="/digest/static/pictures/two%20owls.34.svg" alt="" loading="lazy"></p>\n',
    ),
    (
        "picture from elsewhere",
        "![x](https://example.org/x.png)",
        '<p><img src="https://example.org/x.png" alt="x" loading="lazy" referrerpolicy="no-referrer"></p>\n',
    ),
    (
        "picture in a link",
        "[![x](/pictures/owl.svg)](/about/)",
        '<p><a href="/digest/about/"><img src="/digest/static/pictures/owl.12.svg" alt="x" loading="lazy"></a></p>\n',
    ),
    ("h1 moves down", "# A\n\n## B", '<h2 id="text-a">A</h2>\n<h3 id="text-b">B</h3>\n'),
    ("h2 stays", "## A\n\n### B", '<h2 id="text-a">A</h2>\n<h3 id="text-b">B</h3>\n'),
    ("h6 is the last", "# A\n\n###### B", '<h2 id="text-a">A</h2>\n<h6 id="text-b">B</h6>\n'),
    ("underlined", "A\n=", '<h2 id="text-a">A</h2>\n'),
    (
        "fragments",
        "[to](#one-two) [nowhere](#x)\n\n## One *two*\n\n## One two",
        '<p><a href="#text-one-two">to</a> <a href="#x">nowhere</a></p>\n'
        '<h2 id="text-one-two">One <em>two</em></h2>\n<h2 id="text-one-two-2">One two</h2>\n',
    ),
    (
        "table",
        '| A "1" | `B` |\n|---|--:|\n| 1 | 2 |\n',
        '<div class="table" role="region" tabindex="0" aria-label="A &quot;1&quot;, B"><table>\n<thead>\n<tr>\n'
        '<th>A &quot;1&quot;</th>\n<th style="text-align:right"><code>B</code></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td>1</td>\n<td style="text-align:right">2</td>\n</tr>\n</tbody>\n</table></div>\n',
    ),
    ("table without heads", "| | |\n|---|---|\n", '<div class="table" role="region" tabindex="0" aria-label="Table">'),
]


@pytest.mark.parametrize(("source", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_markdown(source: str, expected: str) -> None:
    assert Markdown(ASSETS, "/digest/").render(source).startswith(expected)


def test_raw_html_is_let_through_where_the_settings_say_so() -> None:
    assert Markdown({}, "/", html=True).render("<b>x</b>") == "<p><b>x</b></p>\n"


LINKS = [
    ("https://example.org/a", True),
    ("HTTP://example.org", True),
    ("mailto:a@example.org", True),
    ("/about/", True),
    ("#here", True),
    ("javascript:alert(1)", False),
    ("JavaScript:alert(1)", False),
    ("vbscript:x", False),
    ("data:image/png;base64,AAAA", False),
    ("file:///etc/passwd", False),
    ("//example.org/", False),
    ("/\\example.org/", False),
    ("https://user:pass@example.org/", False),
    ("https://", False),
    ("mailto:", False),
    ("about/", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "safe"), LINKS)
def test_which_links_may_stand_in_a_body(url: str, safe: bool) -> None:
    assert is_safe_link(url) is safe


def test_pictures_of_a_body_are_named_so_that_they_are_published() -> None:
    body = (
        "![](/pictures/owl.svg) [![x](</pictures/two owls.svg>)](/a/) ![][r]\n\n[r]: /pictures/c.svg\n\n`![](/no.svg)`"
    )
    assert markdown_pictures(body) == {"/pictures/owl.svg", "/pictures/two owls.svg", "/pictures/c.svg"}
    assert markdown_pictures("none, ![](https://example.org/x.png)") == set()


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("[a](/about/) or [b](</a b/>)", {"/about/", "/a%20b/"}),
        ("[a] and [the b][b]\n\n[a]: /feed.xml\n[b]: /b/ 'B'", {"/feed.xml", "/b/"}),
        ("*[**a**](/deep/)*", {"/deep/"}),
        ("either/or, </about/>, <https://example.org/x>, [no](https://example.org/)", set()),
        ("either/or, and <a href='/raw/'>raw</a>", set()),
    ],
)
def test_links_to_places_inside_the_site_are_named(body: str, links: set[str]) -> None:
    assert markdown_links(body) == links
