from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

import pytest

from generator.rendering import Assets, build_assets, read_static


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def build(folder: Path, files: dict[str, str | bytes], used: set[str] | None = None) -> Assets:
    return build_assets(read_static([write(folder, files)]), "/digest/", used)


def texts(assets: Assets) -> dict[str, str]:
    """Give the published texts by the name without its fingerprint, fingerprints in them as `*`."""
    found = {}
    for name, content in assets.outputs:
        data = content if isinstance(content, bytes) else content.read_bytes()
        found[mask(name)] = mask(data.decode())
    return found


def mask(text: str) -> str:
    return re.sub(r"\.[0-9a-f]{10}(?=\.|\b)", ".*", text)


def test_reads_folders_over_each_other_without_hidden_files(tmp_path: Path) -> None:
    theme = write(tmp_path / "theme", {"css/a.css": "theme", "img/a.svg": "theme", ".DS_Store": ""})
    own = write(tmp_path / "own", {"css/a.css": "own", ".git/config": "", "root/.well-known/x": "", "root/CNAME": ""})
    files = read_static([theme, own, tmp_path / "missing"])
    assert [(file.name, file.path) for file in files] == [
        ("css/a.css", own / "css/a.css"),
        ("img/a.svg", theme / "img/a.svg"),
        ("root/.well-known/x", own / "root/.well-known/x"),
        ("root/CNAME", own / "root/CNAME"),
    ]


def test_fingerprints_are_of_the_published_bytes(tmp_path: Path) -> None:
    assets = build(tmp_path, {"img/owl.svg": "<svg/>", "LICENSE": "free", "two words.txt": "x"})
    print_of = hashlib.sha256(b"<svg/>").hexdigest()[:10]
    assert assets.hrefs["/img/owl.svg"] == f"/digest/static/img/owl.{print_of}.svg"
    assert mask(assets.hrefs["/LICENSE"]) == "/digest/static/LICENSE.*"
    assert mask(assets.hrefs["/two words.txt"]) == "/digest/static/two%20words.*.txt"
    for name, content in assets.outputs:
        data = content if isinstance(content, bytes) else content.read_bytes()
        assert f".{hashlib.sha256(data).hexdigest()[:10]}" in name


def test_names_hang_on_content_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "css/a.css": "@import 'b.css';",
        "css/b.css": "b{}",
        "js/a.js": "import './b.js'",
        "js/b.js": "",
    }
    one = build(tmp_path / "one", files)
    two = build(tmp_path / "two", dict(reversed(files.items())))
    assert one == two
    windows = build(tmp_path / "three", {name: f"\ufeff{text!s}".replace("\n", "\r\n") for name, text in files.items()})
    assert windows == one


def test_root_files_go_to_the_root_as_they_are(tmp_path: Path) -> None:
    assets = build(tmp_path, {"root/CNAME": "example.org", "root/a.css": "/* kept */"})
    assert [(name, Path(str(content)).name) for name, content in assets.outputs] == [
        ("CNAME", "CNAME"),
        ("a.css", "a.css"),
    ]
    assert assets.hrefs == {}


def test_only_pictures_in_use_are_published(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pictures/a.svg": "a",
        "pictures/b.svg": "b",
        "pictures/c.svg": "c",
        "img/d.svg": "d",
        "css/main.css": "a{background:url(../pictures/b.svg)}",
    }
    some = build(tmp_path, files, {"/pictures/a.svg", "/pictures/missing.svg"})
    assert set(some.hrefs) == {"/pictures/a.svg", "/pictures/b.svg", "/img/d.svg", "/css/main.css"}
    assert len(some.outputs) == 4
    assert set(build(tmp_path, files).hrefs) == {*some.hrefs, "/pictures/c.svg"}


# A name, the style sheets, and what main.css becomes.
STYLES: list[tuple[str, dict[str, str | bytes], str]] = [
    ("comments go", {"css/main.css": "/* a */\na { b: c; /* d */ }\n/* never closed"}, "a{b:c;}"),
    ("not those in strings", {"css/main.css": 'a { content: "/* x */  ;  y"; }'}, 'a{content:"/* x */  ;  y"}'),
    ("words stay apart", {"css/main.css": "a/**/b{c:d/**/e}"}, "a/**/b{c:d/**/e}"),
    (
        "selectors keep their spaces",
        {"css/main.css": "a :hover,\nb > c  { d: calc(1px + 2px) }"},
        "a :hover,b > c{d:calc(1px + 2px)}",
    ),
    (
        "parts come in order",
        {"css/main.css": '@import "b.css";\n@import url(a.css);\nm{}', "css/a.css": "a{}", "css/b.css": "b{}"},
        "b{}a{}m{}",
    ),
    (
        "once",
        {"css/main.css": '@import "a.css"; @import "a.css"; m{}', "css/a.css": '@import "main.css"; a{}'},
        "a{}m{}",
    ),
    (
        "with their conditions",
        {"css/main.css": '@import "a.css" layer(x) supports(display: grid) print and (color);', "css/a.css": "a{}"},
        "@media print and (color){@supports (display: grid){@layer x{a{}}}}",
    ),
    ("nameless layer", {"css/main.css": '@import "a.css" layer;', "css/a.css": "a{}"}, "@layer {a{}}"),
    (
        "from below",
        {"css/main.css": '@import "x/a.css";', "css/x/a.css": '@import "../b.css"; a{}', "css/b.css": "b{}"},
        "b{}a{}",
    ),
    (
        "elsewhere comes first",
        {"css/main.css": "@import 'a.css';m{}", "css/a.css": "@charset 'x';@import url(https://x.example/y.css);a{}"},
        "@import url(https://x.example/y.css);\na{}m{}",
    ),
    (
        "addresses",
        {
            "css/main.css": "@import 'x/a.css';b{c:url( '../img/o.svg#i' ),url(/img/o.svg?v=1)}",
            "css/x/a.css": "a{b:url(../../img/o.svg)}",
            "img/o.svg": "o",
        },
        'a{b:url("../img/o.*.svg")}b{c:url("../img/o.*.svg#i"),url("../img/o.*.svg?v=1")}',
    ),
    (
        "addresses left alone",
        {
            "css/main.css": "a{b:url(data:image/png;base64,AA==),url(#x),url(https://e.example/x.png),url(//e.example/x)}"
        },
        "a{b:url(data:image/png;base64,AA==),url(#x),url(https://e.example/x.png),url(//e.example/x)}",
    ),
]


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in STYLES], ids=[case[0] for case in STYLES])
def test_stylesheets(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    assets = build(tmp_path, {**files, "css/page.css": "@import 'main.css';"})
    assert assets.diagnostics == ()
    assert texts(assets)["static/css/page.*.css"] == expected + "\n"


def test_parts_of_a_stylesheet_are_not_published_on_their_own(tmp_path: Path) -> None:
    assets = build(tmp_path, {"css/main.css": "@import 'a.css';", "css/a.css": "a{}"})
    assert list(assets.hrefs) == ["/css/main.css"]
    assert len(assets.outputs) == 1


def test_a_change_in_a_part_changes_the_name(tmp_path: Path) -> None:
    one = build(
        tmp_path, {"css/main.css": "@import 'a.css';", "css/a.css": "a{}", "js/a.js": "import './b.js'", "js/b.js": "1"}
    )
    two = build(tmp_path, {"css/a.css": "b{}", "js/b.js": "2"})
    assert all(one.hrefs[name] != two.hrefs[name] for name in ("/css/main.css", "/js/a.js", "/js/b.js"))


SCRIPTS: list[tuple[str, str, str]] = [
    ("import", "import { a } from './b.js';", "import { a } from './b.*.js';"),
    ("import for effect", 'import "./b.js";', 'import "./b.*.js";'),
    ("default and namespace", "import a, * as b from './b.js'", "import a, * as b from './b.*.js'"),
    (
        "over lines",
        "import {\n  a,\n  b as c,\n} from\n  './b.js';",
        "import {\n  a,\n  b as c,\n} from\n  './b.*.js';",
    ),
    ("named by a string", "import {'a b' as c} from './b.js'", "import {'a b' as c} from './b.*.js'"),
    (
        "export",
        "export * from './b.js';export {x} from './b.js'",
        "export * from './b.*.js';export {x} from './b.*.js'",
    ),
    ("dynamic", "const f = () => import('./x/c.js').then(g)", "const f = () => import('./x/c.*.js').then(g)"),
    ("a file beside it", "new URL('./d.json', import.meta.url)", "new URL('./d.*.json', import.meta.url)"),
    (
        "packages are left",
        "import a from 'a'; import('https://x.example/y.js')",
        "import a from 'a'; import('https://x.example/y.js')",
    ),
    ("strings are left", "const a = \"import './b.js'\";", "const a = \"import './b.js'\";"),
    (
        "templates are left",
        "const a = `\n// no comment\nimport './b.js'`;",
        "const a = `\n// no comment\nimport './b.js'`;",
    ),
    (
        "regular expressions",
        "const a = /['\"`]/; import './b.js'; a(/\\//)",
        "const a = /['\"`]/; import './b.*.js'; a(/\\//)",
    ),
    ("comments go", "// one\n  /* two\n three */\nf(); // four\n/*! licence */\n", "f(); // four\n/*! licence */"),
    ("commented imports go", "// import './no.js'\nf(); /* import './no.js' */", "f(); /* import './no.js' */"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SCRIPTS], ids=[case[0] for case in SCRIPTS])
def test_scripts(tmp_path: Path, text: str, expected: str) -> None:
    assets = build(tmp_path, {"js/a.js": text, "js/b.js": "", "js/x/c.js": "import '../b.js'", "js/d.json": "{}"})
    assert assets.diagnostics == ()
    assert texts(assets)["static/js/a.*.js"] == expected + "\n"
    assert texts(assets)["static/js/x/c.*.js"] == "import '../b.*.js'\n"


FAULTS: list[tuple[dict[str, str | bytes], str, int, int, str]] = [
    (
        {"css/main.css": "a{}\n @import 'tokn.css';", "css/tokens.css": ""},
        "no static file 'css/tokn.css'",
        2,
        10,
        "css/tokens.css",
    ),
    ({"css/main.css": "@import 'a.css';", "css/a.css": "\na{b:url(x.svg)}"}, "no static file 'css/x.svg'", 2, 5, ""),
    ({"js/a.js": "f();\nimport './b.js'"}, "no static file 'js/b.js'", 2, 9, ""),
    ({"js/a.js": "import '../../secret.js'"}, "no static file '../secret.js'", 1, 9, ""),
    (
        {"js/a.js": "import './b.js'", "js/b.js": "import './c.js'", "js/c.js": "import './a.js'"},
        "modules import each other: js/a.js → js/b.js → js/c.js → js/a.js",
        0,
        0,
        "a module of its own",
    ),
    ({"js/a.js": "import './a.js'"}, "modules import each other: js/a.js → js/a.js", 0, 0, ""),
    ({"css/main.css": b"\xff"}, "cannot be read: it is not UTF-8", 0, 0, ""),
]


@pytest.mark.parametrize(("files", "message", "line", "column", "hint"), FAULTS)
def test_faults(tmp_path: Path, files: dict[str, str | bytes], message: str, line: int, column: int, hint: str) -> None:
    (found,) = build(tmp_path, files).diagnostics
    assert found.code == "R103"
    assert message in found.message
    assert hint in found.hint
    assert found.place is not None
    assert (found.place.line, found.place.column) == (line, column)


@pytest.mark.skipif(sys.platform == "win32", reason="its file names cannot hold them")
@pytest.mark.parametrize("name", [b"back\\slash.svg", b"root/line\nbreak", b"img/caf\xe9.svg"])
def test_a_name_that_no_address_can_hold_is_a_fault(tmp_path: Path, name: bytes) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - names that are no text
    Path(os.fsdecode(path)).write_text("x", encoding="utf-8")
    assets = build_assets(read_static([tmp_path]), "/")
    assert [fault.code for fault in assets.diagnostics] == ["R103"]
    assert assets.outputs == ()
