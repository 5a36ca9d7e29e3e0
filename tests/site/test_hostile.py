"""Text in any field of any file shows as text, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from generator.build import BuildOptions, build
from tests.built import check_links, read_tree

EVIL = (
    "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} "
    "\u202eturned\u2066 \x07\x0b\x1b[31m \ufffe ]]> <!-- &lt;b&gt; ${1}"
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
BASE = "/a/b/"
PICTURE = {"url": 'https://e.org/a "b".png?<x>', "width": 1, "height": 2, "title": EVIL, "attribution": EVIL}
PROVIDER = {"name": "Provider " + EVIL, "domain": EVIL, "images": [PICTURE]}
STORY = {
    "title": EVIL,
    "publishedDateTime": "2024-05-01T12:00:00Z",
    "webUrl": 'https://e.org/a b?q="<x>"#é',
    "excerpt": EVIL,
    "ampWebUrl": 'https://e.org/"amp"',
    "category": "Category " + EVIL,
    "type": EVIL,
    "provider": PROVIDER,
    "topics": ["Topic " + EVIL, "{{ site.title }}", "C", "C++", "page", "***"],
    "images": [PICTURE],
    "related": [{"title": EVIL, "excerpt": EVIL, "webUrl": 'https://e.org/"r"', "provider": PROVIDER, "type": EVIL}],
    "tags": [EVIL],
    "featuredContent": '<iframe src="https://youtu.be/21X5lGlDOfg" onload="alert(1)" srcdoc="<script>"></iframe>',
    "secured": "SEALED-BLOB",
}
REGISTERED = {
    "name": "Entry " + EVIL,
    "shortname": EVIL,
    "_id": "../../" + EVIL,
    "description": EVIL,
    "hashtags": [EVIL],
}
SITE = {
    "title": EVIL,
    "url": "https://example.org" + BASE,
    "tagline": EVIL,
    "description": EVIL,
    "footer": [{"title": EVIL, "url": 'https://e.org/"f"'}],
}
STEMS = [
    "with space",
    "per%cent",
    "ha#sh",
    "que?st",
    "ünï",
    'quo"te',
    "{{7}}",
    "%41",
    "index",
    "page",
    "lt<gt>",
    "a.html",
]
BODY = "<script>alert(1)</script> [x](javascript:alert(1)) ![x](data:text/html,x) <b onclick=x> {{ 7*7 }}\n"


class _NoAlias(yaml.SafeDumper):
    """Writes a value that stands in two places twice; aliases are not read."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def front(fields: Mapping[str, object], body: str = "") -> str:
    return f"---\n{yaml.dump(fields, Dumper=_NoAlias, allow_unicode=True)}---\n{body}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    plain = {"title": "A story", "publishedDateTime": "2024-05-01", "topics": [".NET", "Net", "C#"]}
    files = {
        "site.yaml": yaml.safe_dump(SITE),
        "news/evil.md": front(STORY, BODY),
        "topics/evil.yaml": yaml.safe_dump({**REGISTERED, "parent": "C"}),
        "topics/c.yaml": "name: C\n",
        "providers/evil.yaml": yaml.safe_dump({"name": PROVIDER["name"], "description": EVIL, "_id": "../x"}),
        "pages/404.md": front({"title": EVIL, "description": EVIL}, BODY),
        **{f"news/{stem}.md": front({**plain, "webUrl": f"https://e.org/{n}"}) for n, stem in enumerate(STEMS)},
    }
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    report = build(BuildOptions(folder / "content", folder / "site", now=datetime(2026, 1, 1, tzinfo=UTC)))
    assert not report.failed, report.diagnostics
    return folder / "site"


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_no_markup_comes_from_a_field(site: Path) -> None:
    for page in site.rglob("index.html"):
        elements = _Elements()
        elements.feed(page.read_text("utf-8"))
        for tag, attributes in elements.found:
            assert tag not in {"iframe", "object", "embed", "base"}, page
            assert tag != "form" or page.parent.name == "search", page
            assert not [name for name in attributes if name.startswith("on") or name in {"srcdoc", "style"}], page
            if tag == "script" and attributes.get("type") != "application/ld+json":  # a data block runs nothing
                assert (attributes.get("src") or "").startswith(BASE + "static/js/"), page
            for name in ("href", "src", "data-src"):
                assert re.fullmatch(r"[!#-;=?-~]*", attributes.get(name) or ""), (page, attributes)
                assert re.match(r"https://|/a/b/|#|$", attributes.get(name) or ""), (page, attributes)


def test_nothing_sealed_and_no_control_character_is_in_any_file(site: Path) -> None:
    for name, content in read_tree(site).items():
        assert b"SEALED-BLOB" not in content, name
        if name.endswith(".png"):
            continue
        assert not FORBIDDEN.search(content.decode()), name
        if name.endswith(".xml"):
            ElementTree.fromstring(content)


def test_the_text_itself_is_shown(site: Path) -> None:
    (page,) = (path for path in site.rglob("evil/index.html"))
    text = page.read_text("utf-8")
    assert "{{ 7*7 }}" in text
    assert "49" not in re.sub(r"[0-9a-f]{10}", "", text)
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 10


def test_every_link_leads_somewhere_and_every_page_is_reached(site: Path) -> None:
    links = check_links(site, "https://example.org" + BASE)
    assert list(links.broken()) == []
    assert links.unreachable() - {"404.html"} == set()
