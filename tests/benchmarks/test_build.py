from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import parse_arguments
from benchmarks.build import HEADS, Measured, build_row, build_rows, describe_machine
from benchmarks.builds import OurSite, Result, weigh
from benchmarks.corpora import choose_article, edit_title, leave_out_largest, multiply
from benchmarks.options import Options
from benchmarks.processes import Run
from benchmarks.tables import Table, format_table


def result(wall: float, **phases: float) -> Result:
    return Result(Run(wall, 2 * wall, 0, 0.25, ""), 1234, 5_600_000, phases)


def test_a_row_has_medians_and_ratios() -> None:
    results = [result(4, read=0.4), result(1, read=0.1, parse=7), result(2, read=0.2)]
    row = dict(zip(HEADS, build_row("all", "clean", results, 200_400_000, 0.5, 8), strict=True))
    assert row == {
        "site": "all", "changed": "clean", "wall s": "2.00", "CPU s": "4.00", "start": "–", "read": "0.20",
        "parse": "7.00", "index": "–", "plan": "–", "render": "–", "search": "–", "write": "–",
        "peak MB": "200", "files": "1,234", "MB": "5.6", "÷ floor": "4.00", "÷ Hugo": "0.25",
    }  # fmt: skip


def test_rows_come_by_site_and_case_whatever_was_measured_first() -> None:
    found = Measured()
    for site, case in (("Hugo", "clean"), ("all", "nothing"), ("all", "clean")):
        found.results[site, case].append(result(2))
    found.floors["all"] = [1, 4, 1]
    rows = list(build_rows(found))
    assert [(row[0], row[1], row[-2], row[-1]) for row in rows] == [
        ("all", "clean", "2.00", "1.00"),
        ("all", "nothing", "2.00", "1.00"),
        ("all", "floor", "1.00", "0.50"),
        ("Hugo", "clean", "", "1.00"),
    ]
    assert {len(row) for row in rows} == {len(HEADS)}
    del found.results["Hugo", "clean"]
    assert [row[-1] for row in build_rows(found)] == ["", "", ""]


def test_a_table_is_markdown_with_its_notes() -> None:
    table = Table("T", ("a", "bcd"), (("123", ""), ("4", "5")), ("Note.",))
    assert format_table(table) == "## T\n\n| a   | bcd |\n| --- | --- |\n| 123 |     |\n| 4   | 5   |\n\nNote.\n"


@pytest.mark.parametrize(
    ("arguments", "names", "options"),
    [
        ("", ["build", "preview"], Options()),
        ("build --runs 1", ["build"], Options(runs=1)),
        ("build --count 1000 --count 50 --no-hugo", ["build"], Options((1000, 50), real=False, hugo=False)),
        ("preview --real --keep", ["preview"], Options((), real=True, keep=True)),
        ("build --real --count 9", ["build"], Options((9,), real=True)),
    ],
)
def test_options_choose_what_is_measured(arguments: str, names: list[str], options: Options) -> None:
    assert parse_arguments(arguments.split()) == (names, options)


@pytest.mark.parametrize("arguments", ["bake", "build --runs 0", "build --count 0"])
def test_what_cannot_be_measured_is_refused(arguments: str) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments.split())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    news = tmp_path / "corpus/news"
    news.mkdir(parents=True)
    (tmp_path / "corpus/site.yaml").write_text("title: T\n")
    for name in "abcd":
        (news / f"{name}.md").write_text(f'---\ntitle: "{name}"\npublished: {str(name == "d").lower()}\n---\n')
    return tmp_path / "corpus"


def test_articles_are_multiplied_and_some_published(corpus: Path) -> None:
    multiply(corpus, 3, published_one_in=4)
    texts = {path.stem: path.read_text("utf-8") for path in (corpus / "news").iterdir()}
    assert sorted(texts) == [name + suffix for name in "abcd" for suffix in ("", "-1", "-2")]
    assert sorted(stem for stem, text in texts.items() if "published: true" in text) == ["b", "c-1", "d-2"]


def test_the_largest_articles_can_be_left_out(corpus: Path) -> None:
    (corpus / "news/b.md").write_text("b" * 1000)
    leave_out_largest(corpus, 2)
    assert sorted(path.stem for path in (corpus / "news").iterdir()) == ["a", "d"]


def test_a_published_article_is_edited(corpus: Path) -> None:
    article = choose_article(corpus)
    assert article.name == "d.md"
    edit_title(article, "New")
    assert 'title: "New"\npublished: true' in article.read_text("utf-8")


def test_our_site_is_a_copy_with_settings_and_a_template_of_its_own(corpus: Path, tmp_path: Path) -> None:
    site = OurSite.prepare(corpus, tmp_path / "site", {"api": False})
    assert (site.folder / "content/site.yaml").read_text("utf-8") == "title: T\napi: false\n"
    assert (corpus / "site.yaml").read_text("utf-8") == "title: T\n"
    assert (site.folder / "templates/base.html").read_text("utf-8").endswith("</html><!-- first -->\n")
    assert weigh(site.folder / "content/news")[0] == 4


def test_the_machine_is_described_in_one_line(tmp_path: Path) -> None:
    assert " cores (" in describe_machine(tmp_path)
    assert "\n" not in describe_machine(tmp_path)
