"""The fast ways and PyYAML's read every file alike: the same values, the same diagnostics."""

from __future__ import annotations

import random
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.loader import fast_yaml, plain_yaml
from generator.loader.articles import read_article, read_sound
from generator.loader.files import decode_source
from generator.loader.outcome import FileBytes, build_outcomes
from generator.loader.source import Source
from generator.model import Article
from generator.zones import find_zone
from tests.loader.folders import front_matter

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases" / "loader").rglob("*.md"))
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*/news/*.md"))
PATH = "news/a.md"
QUICK = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Read = tuple[Article | None, tuple[Diagnostic, ...]]


def read_by_both(content: bytes) -> tuple[Read, Read, bool]:
    """Read a file as the loader does and by PyYAML alone; and tell whether the fast ways were enough.

    Where the fastest parser is not installed, the other gives the same.
    """
    source = decode_source(content, "content/news/a.md")
    if not isinstance(source, Source):
        return (None, ()), (None, ()), False
    zone = find_zone("Europe/Paris")
    reads = {PATH: FileBytes(content, b"", None, whole=True)}
    (outcome,) = build_outcomes(reads, "content/{}".format, zone).values()
    with patch.object(plain_yaml, "_load", None):
        assert build_outcomes(reads, "content/{}".format, zone) == {PATH: outcome}
    slow, report = read_article(source, PATH, zone)
    was_enough = read_sound([(content, PATH)], zone) != [None]
    return (outcome.article, outcome.diagnostics), (slow, tuple(report.diagnostics)), was_enough


def check(content: bytes) -> bool:
    fast, slow, was_enough = read_by_both(content)
    assert fast == slow
    return was_enough


@pytest.mark.parametrize("file", CASES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_case_of_a_fault_reads_alike(file: Path) -> None:
    check(file.read_bytes())


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="the sample of real articles is not beside the checkout")
def test_real_files_read_alike_and_nearly_all_of_them_fast() -> None:
    fast = sum(check(file.read_bytes()) for file in CORPUS)
    assert fast > 0.99 * len(CORPUS)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="the sample of real articles is not beside the checkout")
def test_real_files_with_a_slip_of_the_pen_read_alike() -> None:
    """Break real files in one place: whatever the fast parser lets pass must be what PyYAML makes of it."""
    chance = random.Random(5)
    for file in chance.sample(CORPUS, 150):
        text = file.read_text("utf-8")[:3000].rsplit("\n", 1)[0] + "\n---\n"
        for _ in range(6):
            at = chance.randrange(4, len(text) - 4)
            slip = chance.choice(["", "", '"', "'", ":", " ", "\n", "  ", "- ", "#", " #", "[", "]", "{", "}", ",", "&",
                                  "*", "!", "|", ">", "%", "@", "\t", "0", "_", "\\", "~", "\u00a0", "\u2028",
                                  "---"])  # fmt: skip
            check((text[:at] + slip + text[at + chance.randrange(2) :]).encode())


def test_a_sound_article_is_read_fast() -> None:
    assert check(front_matter('topics: [AI, "Soil"]\nheat: -3\nquality: 0\nexcerpt: >\n  Long\n  text\n').encode())


DOUBTFUL = [
    "heat: 012", "heat: 0x1F", "heat: 0o17", "heat: 0b1", "heat: 1_000", "heat: +5", "heat: -0", "heat: 00",
    "heat: # why\n  012", 'heat: "5"', "heat: 5.0", "heat: 1e3", "heat: 99999999999999999999999", "{heat: 1}",
    "heat: !!int 5", "heat: &a 5", "heat: *a", "<<: {heat: 5}", "heat: 5\nheat: 6", "provider: {\"name\":012}",
    "images: [{url: https://e.org/a.jpg, \"width\":012}]", "images: [{url: /a.jpg, width: 010}]",
    "published: yes", "published: No", "published: y", "published: ~", "published: 'false'", "published: TRUE",
    "excerpt: yes", "excerpt: ~", "excerpt: 'yes'", "excerpt: '~'", "excerpt: null", "excerpt: 12:30",
    "excerpt: 2024-05-01",
    "excerpt: '2024-05-01'", "excerpt: 1", "excerpt: 0o7", "excerpt: =", "excerpt: .inf", "excerpt: !!str 5",
    "excerpt: a\tb",
    'excerpt: "a\\tb\\x07\\u2028\\ufeff"', "excerpt: \"a\n\n  b\"", "excerpt: a\n  b\n\n  c",
    "excerpt: |2-\n    a\n   b\n",
    "excerpt: |+\n  a\n\n", "excerpt: >-\n  a\n   b\n  c\n", "excerpt: a #b", "excerpt: a#b", "excerpt: a\u00a0b",
    "excerpt: a\u0085b", "excerpt: \u2028", "excerpt: 'it''s'", "excerpt: a: b", "excerpt: [a, b]", "excerpt: {a: b}",
    "topics: [yes, 1, ~, 2024-05-01]", "topics: AI", "topics: [[a]]", "topics:\n- a\n-\n- ''", "topics: [a: b]",
    "topics: [a,,b]", "topics: [a, b,]", "topics:\n  - a\n   - b", "tags: {a: b}", "tags: [x:]",
    "expiryDateTime: 2024-13-01", "expiryDateTime: '2024-05-01 10:00'", "expiryDateTime: 2024-05-01T10:00:60Z",
    "expiryDateTime: 20240501", "expiryDateTime: 2024-05-01T10:00:00.1234567+02:00", "expiryDateTime: ' '",
    "mood: calm", "1: a", "null: a", "? a\n: b", "[a]: b", "'secured': x", "secured: x\nsecured: y", "Secured: x",
    "provider: X", "provider: {}", "provider: {name: X, domain: [1]}", "provider: {name: X", "provider: {nam: X}",
    "images: /a.jpg", "images: [/a.jpg, '', ~, 5]", "images: [{width: 5}]", "images: [{url: 'javascript:x'}]",
    "images: [[]]", "provider: {name: X, images: [{url: /a.jpg, width: 99999999999999999999}]}",
    "provider: {name: X, images: [{url: /a.jpg, width: 5}, {url: /b.jpg, width: 5.0}]}",
    "related: [{title: X}]", "related: [x]", "related: [{title: X, webUrl: 'https://e.org/x', quality: 07}]",
    "ampWebUrl: e.org", "ampWebUrl: 'data:x'", "category: ---", "type: VIDEO", "featuredContent: <iframe src='x'>",
    "# a comment", "a", "- a", "%YAML 1.1", "--- a", "{", "\ufeffheat: 1", "heat:\n\n\n  5", "heat : 5",
    '"heat": 5', "'heat': 5",
    "excerpt: &x a\nexcerpt2: *x", "excerpt: a\x7fb", 'excerpt: "\\ud83d\\ude00"', "excerpt: \U0001f600", "excerpt: @a",
    "excerpt: `a", "excerpt: -a", "excerpt: ?a", "excerpt: :a", "excerpt: - a", "excerpt: ,a", "excerpt: %a",
    "excerpt: |\n\n\n", "excerpt: a\u2029b", "excerpt: è\u2028é", "excerpt: èé", "excerpt: a\ufffeb", "excerpt: \uff01",
    'excerpt: "\\Ud83d"', 'excerpt: "\\U0001f600"', "excerpt: 5%\n%a: b", "heat:\n  \u00a0012", "heat: # a\n\n  1_0",
    "-5: 1_0", "provider: {name: :0}", "topics: [:a, b]", "topics: [a, :b]", "topics: [ :a]", "provider: {:a: b}",
    "topics: [a ::b]", "topics: [a :b]", "topics: [a:b, c]", "provider: {name : X}", "provider: {name::X}",
    "topics: [\n  :a]", "topics: [::]", "topics: [\"a\":b]", "topics: ['a' :b]", "excerpt: a :b\ntopics: [a, b]",
    "provider: {name: \u00a0:0}", "provider: {name: ?a}", "topics: [?a, -b]", "topics: [?, b]", "topics: [-, b]",
    "topics: [a ?b]", "topics: [a?b]", "topics: [what?, b]", "topics: [a ? b]", "topics: [a, ? ]", "topics: [a, :]",
    "topics: [a,:b]", "topics: [a:, b]", "topics: [a:[b]]", "topics: [a,?b]", "topics: [[a]:b]", "topics: [{a}?b]",
    "topics: [a\n  ?b]", "excerpt: what ?b\ntopics: [a, b]", "topics: [a :: b]", "topics: [a ?: b]",
    "topics: [a, :\u00a0b]", "topics: [a, : b]", "topics: [: b]", "topics: [ : ]", "topics: [?\u00a0b]",
    "topics: [a, ? b]", "provider: {name: : X}", "topics: [\u00a0:b]", "topics: [a,\n:\nb]", "provider: {? name: X}",
    "provider: {name: \u00e9:X}", "topics: [a \u00e9:b]", "provider: {:\u00a0X}",
    "topics: [a:? ]", "topics: [a:?\n  b]", "topics: ['a', a:?, b]",
    "[[a]]: b", "{a: [b]}: c", "{a: {b: c}}: d", "tags: {[[a]]: b}", "? - - a\n: b", "provider:\n  {a: {b: c}}: d",
    "heat: _12", "heat: -_1", "heat: __1", "heat: _", "heat: _x", "heat: +_1_", "heat: 1__0",
    "images: [{url: /a.jpg, width: _5}]", "heat:\n  _5", "heat: # why\n  _5", "topics: [_1]", "excerpt: _1_",
    "excerpt: _so_", "heat: ._1", "heat: 1._0",
]  # fmt: skip
SEALED = [
    'secured: "QUJD+/=;"', 'secured: ""', 'secured: "QUJD"\nsecured: "QUJD"', 'secured: "QUJD', 'secured: "QU JD" # a',
    'secured: "QUJD" QUJD', 'secured: "QUJD"QUJD: 1', 'secured: "QUJD": 1', 'secured: "QUJD\n  QUJD"',
    'secured: "QU\\x09JD"', 'secured: "QU\\qJD"', 'secured: "QU\x07JD"', 'secured: "QU\tJD"',
    'secured: "Ä"', "secured: 'QUJD'", '"secured": "QUJD"', "secured: QUJD",
    "excerpt: 'a\nsecured: \"QUJD\"\n  b'", 'excerpt: "a\nsecured: "QUJD"\n  b"', 'excerpt: |\n  a\nsecured: "QUJD"',
    'excerpt: |\n  a\n\nsecured: "012"', 'provider:\n  name: X\n  secured: "QUJD"', 'tags: [a,\nsecured: "QUJD"]',
    "secured: [a:,]", "secured: {: 0}", "secured:\n- : a", "secured : [: ]", "secured:\n  : b", "secured: [a, ? ]",
    "secured: [a, b]", "secured: {a: b}", "secured: 5", "secured: ~", "secured: a\n  b", "secured: >\n  a",
    'tags: [a, {secured: "QUJD"}]', '{\nsecured: "QUJD"}', '# a\nsecured: "QUJD"', 'secured: "QUJD" # "',
]  # fmt: skip
WHOLE_FILES = [
    "---\n{}---\n", "\ufeff---\n{}---\n", "\n \n---  \n{}...\n", "---\n{}---", "---\n{}--- \t\n\n \nBody\n\n",
    "---\n{}", "--- a\n{}---\n", "---\n---\n{}---\n", "---", "", "\u2003\n---\n{}---\n", "\x0b\n---\n{}---\n",
    "\x1c\n---\n{}---\n", "---\n{}---\nsecured: x\n", "---\n{}---\na secured: x\n",
    "---\n{}---\n\u2028secured: x\n", "---\n{}---\n\xa0\n", "---\n{}---\n\x0cBody\x85\n",
    "\ufeff\ufeff---\n{}---\n", "---\n{}---\n\ufeffBody", "---\n{}---\n---\n---\n",
]  # fmt: skip
BRACKETS = [
    "[%s, b]", "[b, %s]", "[b\n  ,%s]", "{a: %s}", "{a: %s, b: 1}", "{%s: a}", "[a: %s]", "[? %s]", "[%s\n  , b]",
    "[\n  %s, b]", "[[%s]]", "{a: [%s]}", '["a", %s]', '["a":%s, b]', '{"a":%s}', "{? %s: b}", "{\n  a: %s\n  }",
    "[[a]\n  , b: %s]", "['[]]',\n  b: %s]",
]  # fmt: skip


@pytest.mark.parametrize("fields", DOUBTFUL)
def test_what_the_two_might_read_differently_is_read_alike(fields: str) -> None:
    check(front_matter(f"{fields}\n").encode())
    check(f"---\n{fields}\n---\n".encode())


@pytest.mark.parametrize("sealed", SEALED)
@pytest.mark.parametrize("after", ["", "\nheat: 012", "\nheat: 12"])
def test_a_file_with_sealed_text_is_read_alike(sealed: str, after: str) -> None:
    check(front_matter(f"{sealed}{after}\n").encode())


def test_sealed_text_is_no_part_of_what_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def parse(text: str, *, parse_datetime: bool) -> object:
        parsed.append(text)
        return yaml_rs.loads(text, parse_datetime=parse_datetime)

    monkeypatch.setattr(fast_yaml, "_parse", parse)
    monkeypatch.setattr(plain_yaml, "_load", lambda text, *, strict: parse(text, parse_datetime=not strict))
    assert check(front_matter('secured: "QUJDZZ=="\nheat: 3\n').encode())
    assert parsed
    assert "ZZ" not in "".join(parsed)


@pytest.mark.parametrize("form", WHOLE_FILES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_of_any_form_is_read_alike(form: str, end: str) -> None:
    fields = front_matter().removeprefix("---\n").removesuffix("---\n")
    check(form.format(fields).replace("\n", end).encode())


@pytest.mark.parametrize("text", [front_matter("excerpt: Ö\n"), front_matter() + "Ö\n"])
def test_a_file_that_is_not_utf8_has_a_fault(text: str) -> None:
    read = FileBytes(text.encode("latin-1"), b"", None, whole=True)
    (outcome,) = build_outcomes({PATH: read}, str, find_zone("UTC")).values()
    assert [item.code for item in outcome.diagnostics] == ["F102"]


@pytest.mark.parametrize("brackets", BRACKETS)
@pytest.mark.parametrize("sign", ["|", ">", "|-", ">+", "| ", "|a", ">1", "||", "|\n  x"])
def test_the_sign_of_a_block_scalar_within_brackets_is_read_alike(brackets: str, sign: str) -> None:
    assert not check(front_matter(f"topics: {brackets % sign}\n").encode())


FIELDS = ["excerpt", "heat", "published", "topics", "tags", "type", "updatedDateTime", "ampWebUrl", "images",
          "provider", "category", "secured", "title"]  # fmt: skip
WORDS = st.one_of(
    st.text("ab yesno~0129-:#,'\"[]{}&*!|>%@\\\n\t._é\u00a0", max_size=14),
    st.sampled_from(
        [
            "yes",
            "null",
            "~",
            "012",
            "1_0",
            "_12",
            ":0",
            "?a",
            "a:?",
            "[a]",
            "-5",
            "0",
            "1.5",
            "12:30",
            "2024-05-01",
            "true",
            "https://e.org/a",
        ]
    ),
)


@st.composite
def values(draw: st.DrawFn) -> str:
    """Write a value in one of YAML's styles, not always well."""
    word = draw(WORDS)
    style = draw(
        st.sampled_from(["plain", "double", "single", "literal", "folded", "list", "flow", "comment", "anchor"])
    )
    lines = word.replace("\n", "\n  ")
    forms = {
        "plain": lines,
        "double": '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\n  ") + '"',
        "single": "'" + word.replace("'", "''").replace("\n", "\n  ") + "'",
        "literal": "|\n  " + lines,
        "folded": ">" + draw(st.sampled_from(["", "-", "+", "2"])) + "\n  " + lines,
        "list": "\n  - " + lines,
        "flow": draw(st.sampled_from(["[{}, b]", "{{name: {}}}", "[[{}]]"])).format(word),
        "comment": lines + " # said " + word.replace("\n", " "),
        "anchor": "&a " + lines,
    }
    return forms[style]


@QUICK
@given(pairs=st.lists(st.tuples(st.sampled_from(FIELDS), values()), max_size=4), crlf=st.booleans())
def test_random_values_in_every_style_read_alike(pairs: list[tuple[str, str]], crlf: bool) -> None:
    text = front_matter("".join(f"{field}: {value}\n" for field, value in pairs))
    check((text.replace("\n", "\r\n") if crlf else text).encode("utf-8", "replace"))


SEAL = 'secured: "AbC+/9==;xYz0/A=="'
AROUND_A_SEAL = [
    "{}\n", "{}", "{} \n",
    "{} # why\n", "{}\n{}\n", "{}\nsecured: x\n", " {}\n", "excerpt: |\n  {}\n", "excerpt: |\n{}\n",
    "excerpt: 'a\n{}\n  b'\n", "excerpt: 'a\n{}\n", 'excerpt: "a\n{}\n', 'excerpt: "a\n{}\n  b"\n',
    "excerpt: a\n{}\n b\n",
    "excerpt: [a,\n{}\n]\n", "provider: {{name: x,\n{}}}\n", "topics:\n- a\n{}\n- b\n", "# {}\n", "#\n{}\n",
    "{}\nexcerpt: 'a\n{}\n", "? a\n{}\n", "excerpt: &a\n{}\n", "excerpt: >-\n\n{}\nheat: 5\n", "tags: [\n{}\n",
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND_A_SEAL)
def test_a_sealed_field_is_judged_alike(around: str) -> None:
    check(front_matter(around.format(*[SEAL] * 2)).encode())


@QUICK
@given(
    fields=st.lists(st.one_of(st.just(SEAL), st.tuples(st.sampled_from(FIELDS), values()).map(": ".join)), max_size=5),
    cut=st.integers(0, 40),
)
def test_random_fields_around_a_sealed_one_read_alike(fields: list[str], cut: int) -> None:
    text = "\n".join([*fields, ""])
    check(front_matter(text[: len(text) - cut] if cut < 20 else text).encode("utf-8", "replace"))


@QUICK
@given(text=st.text("ab:-#'\"[]{}, \n|>&*!%0\\?", max_size=60))
def test_random_text_in_the_place_of_fields_reads_alike(text: str) -> None:
    check(f"---\n{text}\n---\n".encode())


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 99_000,
        "- " * 99_000,
        "a:\n" + "- " * 45,
        "- " * 19 + " :",
        "a:\n" + " ? : -" * 6 + " ? - ",
        "? " * 99_000,
        "a: " + "{a: " * 120,
        "".join([f"{' ' * depth}a:\n" for depth in range(0, 200, 2)]) + " " * 200 + "a: b\n",
    ],
)
def test_deep_nesting_never_reaches_the_fast_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for parser in (fast_yaml, "_parse"), (plain_yaml, "_load"):
        monkeypatch.setattr(*parser, lambda *_, **__: pytest.fail("it has no guard of its own"))
    assert fast_yaml.parse_values(text.encode()) is None


def test_without_the_fast_parsers_all_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_yaml, "_parse", None)
    monkeypatch.setattr(plain_yaml, "_load", None)
    (article, diagnostics), _, was_enough = read_by_both(front_matter().encode())
    assert not was_enough
    assert article is not None
    assert diagnostics == ()
