from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from generator import __version__, cli
from generator.build import BuildReport
from generator.publishing import weight
from generator.publishing.manifest import MANIFEST
from generator.reporting import format_bytes
from tests.built import read_tree

CHECKOUT = Path(__file__).parents[1]
ARTICLE = """\
---
title: {title}
publishedDateTime: {at}
webUrl: https://example.org/{title}
published: {published}
---
"""
BROKEN = "---\ntitle: Broken\npublishedDateTime: 2023-13-02\nwebUrl: https://example.org/b\n---\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with three articles: one that is due, one to come, one not published."""
    news = tmp_path / "content/news"
    news.mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("title: T\nurl: https://site.example/digest/\ntimezone: Europe/Paris\n")
    (news / "due.md").write_text(ARTICLE.format(title="Due", at="2024-05-01T12:00:00Z", published="true"))
    (news / "later.md").write_text(ARTICLE.format(title="Later", at="2124-05-02T00:30:00+02:00", published="true"))
    (news / "held.md").write_text(ARTICLE.format(title="Held", at="2024-05-01T13:00:00Z", published="false"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stories(folder: Path = Path("_site")) -> set[str]:
    return {path.parent.name for path in folder.glob("news/*/index.html")}


def python(code_or_module: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONIOENCODING": "ascii"}
    return subprocess.run(
        [sys.executable, *code_or_module], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_build_writes_the_site_and_sums_up(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["build"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("1 article, 2 held back · ")
    assert said.out.count("\n") == 1
    assert said.err == ""
    assert stories() == {"due"}
    before = read_tree(Path("_site"))
    assert cli.run(["build"]) == 0
    assert " · 0 written, " in capsys.readouterr().out
    assert read_tree(Path("_site")) == before


FLAGS = [
    ([], {"due"}),
    (["--future"], {"due", "later"}),
    (["--unpublished"], {"due", "held"}),
    (["--future", "--unpublished"], {"due", "later", "held"}),
    (["--now", "2124-05-02T00:29:59+02:00"], {"due"}),
    (["--now", "2124-05-01T22:30:00Z"], {"due", "later"}),
    (["--now", "2124-05-02 00:30"], {"due", "later"}),  # in the site's time zone
    (["--now", "2124-05-02"], {"due"}),
    (["--now", "2024-05-01"], set()),
]


@pytest.mark.parametrize(("flags", "expected"), FLAGS)
def test_flags_and_the_clock_decide_what_is_shown(project: Path, flags: list[str], expected: set[str]) -> None:
    assert cli.run(["build", "--quiet", *flags]) == 0
    assert stories() == expected


def test_folders_and_address_may_be_elsewhere(project: Path) -> None:
    Path("content").rename("texts")
    Path("own/css").mkdir(parents=True)
    Path("own/css/extra.css").write_text("a{}")
    assert (
        cli.run(["build", "--content", "texts", "--static", "own", "--output", "a/b", "--url", "https://x.example"])
        == 0
    )
    assert stories(Path("a/b")) == {"due"}
    assert "https://x.example/news/due/" in Path("a/b/news/due/index.html").read_text("utf-8")
    assert list(Path("a/b/static/css").glob("extra.*.css"))


def test_timings_name_every_phase_and_the_largest_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["build", "--timings"]) == 0
    said = capsys.readouterr()
    phases = [line.split()[0] for line in said.err.splitlines() if line[0] != " "]
    assert [each for each in phases if each not in ("start", "parse", "memory")] == [
        "read", "index", "plan", "render", "search", "write", "all", "largest",
    ]  # fmt: skip
    site = {name: content for name, content in read_tree(Path("_site")).items() if name != MANIFEST}
    assert f" · {len(site)} files, {format_bytes(sum(map(len, site.values())))} · " in said.out
    assert cli.run(["check", "--timings", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["timings"].keys() - {"start", "parse"} == {"read", "index", "plan"}


def test_a_site_near_the_limit_is_warned_of(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight, "_WARN_FROM", 1000)
    assert cli.run(["build"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("_site: warning O201: the site has ")
    assert said.err.count("\n") == 12, "the fault, the way out and the ten largest files"
    assert " · 1 warning · " in said.out
    assert cli.run(["build", "--strict"]) == 1
    assert "_site: error O201" in capsys.readouterr().err
    assert stories() == {"due"}


def test_an_error_leaves_the_output_as_it_was(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["build"])
    before = read_tree(Path("_site"))
    Path("content/news/broken.md").write_text(BROKEN)
    Path("content/news/new.md").write_text(ARTICLE.format(title="New", at="2024-05-03", published="true"))
    capsys.readouterr()
    assert cli.run(["build"]) == 1
    said = capsys.readouterr()
    assert "content/news/broken.md:3:20: error A104:" in said.err
    assert "  hint: " in said.err
    assert "not published: 1 error" in said.out
    assert read_tree(Path("_site")) == before
    assert cli.run(["build", "--keep-going"]) == 1
    assert stories() == {"due", "new"}


def test_strict_makes_warnings_errors(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("content/news/odd.md").write_text(BROKEN.replace("2023-13-02", "2023-10-02\nwebUrls: x"))
    assert cli.run(["build"]) == 0
    assert "warning A201" in capsys.readouterr().err
    assert cli.run(["build", "--strict", "--output", "strict"]) == 1
    assert "error A201" in capsys.readouterr().err
    assert not Path("strict").exists()


def test_clean_writes_every_file_anew(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["build"])
    Path("_site/mine.txt").write_text("mine")
    before = read_tree(Path("_site"))
    capsys.readouterr()
    assert cli.run(["build", "--clean"]) == 0
    assert " 0 unchanged, 0 removed" in capsys.readouterr().out
    assert read_tree(Path("_site")) == before


def test_someone_elses_folder_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("photos").mkdir()
    Path("photos/cat.jpg").write_bytes(b"cat")
    for output in ("photos", ".", "content"):
        assert cli.run(["build", "--output", output]) == 1
        assert f"{output}: error O101" in capsys.readouterr().err
    assert read_tree(Path("photos")) == {"cat.jpg": b"cat"}


def test_check_finds_all_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check"]) == 0
    assert capsys.readouterr().out.startswith("1 article, 2 held back · no faults · ")
    for name in ("x", "y"):
        Path(f"content/news/{name}.md").write_text(BROKEN)
    before = read_tree(Path())
    assert cli.run(["check"]) == 1
    said = capsys.readouterr()
    assert said.err.count("error A104") == 2
    assert "2 errors" in said.out
    assert read_tree(Path()) == before


def test_json_says_it_all_in_one_object(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("content/news/broken.md").write_text(BROKEN)
    assert cli.run(["build", "--format", "json"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    answer = json.loads(said.out)
    assert answer["summary"]["failed"] is True
    assert [(each["code"], each["path"], each["line"]) for each in answer["diagnostics"]] == [
        ("A104", "content/news/broken.md", 3)
    ]


def test_a_template_of_mine_that_fails_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("templates/pages").mkdir(parents=True)
    Path("templates/pages/article.html").write_text("<p>\n{{ view.titel }}")
    assert cli.run(["build"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("templates/pages/article.html:2:1: error R102: ArticleView has no 'titel'\n")
    assert said.endswith("  hint: did you mean 'title'?\n")
    assert not Path("_site").exists()


def test_new_writes_an_article_that_builds(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["new", "Otters: back", "--url", "https://example.org/o", "--topic", "AI", "--now", "2024-05-02"]
    assert cli.run(arguments) == 0
    path = capsys.readouterr().out.strip()
    assert path == str(Path("content/news/2024-05-02-otters-back.md"))
    assert cli.run(["build"]) == 0
    assert stories() == {"due", "2024-05-02-otters-back"}
    assert capsys.readouterr().err == ""


def test_new_refuses_an_unsafe_link(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["new", "T", "--url", "javascript:alert(1)"]) == 1
    said = capsys.readouterr()
    assert "error A105" in said.err
    assert said.out == ""


WRONG = [
    ([], "Usage:"),
    (["bake"], "No such command 'bake'"),
    (["build", "--colour"], "No such option"),
    (["build", "--format", "xml"], "'xml' is not one of"),
    (["build", "--now", "yesterday"], "'yesterday' is no time"),
    (["build", "--now", "2023-13-02"], "'2023-13-02' is no time"),
    (["build", "--url", "example.org"], "'example.org' is no address for a site"),
    (["build", "--url", "https://example.org/?a"], "no address for a site"),
    (["build", "--content", "nowhere"], "there is no folder 'nowhere'"),
    (["build", "--templates", "nowhere"], "there is no folder 'nowhere'"),
    (["build", "--static", "nowhere"], "there is no folder 'nowhere'"),
    (["check", "--output", "x"], "No such option"),
    (["new"], "Missing argument 'TITLE'"),
    (["new", "T"], "Missing option '--url'"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_wrong_command_line_is_status_2(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert cli.run(arguments) == 2
    assert message in capsys.readouterr().err
    assert not Path("_site").exists()


def test_missing_default_folders_are_fine_but_content_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["build"]) == 1
    assert "content: error F103" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", list(cli.commands.commands))
def test_every_command_and_option_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert f"broadsheet {command}" in said, "an example"
    for parameter in cli.commands.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert all(option in said for option in parameter.opts)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"Broadsheet {__version__}\n"


def failing(error: BaseException) -> Callable[..., BuildReport]:
    def fail(*given: object) -> BuildReport:
        raise error

    return fail


def test_ctrl_c_is_one_line_and_status_130(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "build", failing(KeyboardInterrupt()))
    assert cli.run(["build"]) == 130
    assert capsys.readouterr().err.strip() == "Interrupted."


def test_a_bug_of_ours_is_owned_up_to(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "build", failing(ZeroDivisionError("oops")))
    assert cli.run(["build"]) == 1
    said = capsys.readouterr().err
    assert "This is a bug of Broadsheet (ZeroDivisionError: oops)" in said
    assert said.count("\n") == 1
    assert cli.run(["build", "--verbose"]) == 1
    assert "Traceback" in capsys.readouterr().err


PROCESSES = [
    (["-m", "generator", "build"], 0),
    (["-m", "generator", "build", "--now", "never"], 2),
    (["-m", "generator", "build", "--output", "content"], 1),
    (
        [
            "-c",
            "import signal; from generator import cli\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a background job ignores it
            "cli.build = lambda *given: signal.raise_signal(signal.SIGINT)\n"
            "import sys; sys.argv = ['broadsheet', 'build']; cli.main()",
        ],
        130,
    ),
]


@pytest.mark.parametrize(("arguments", "status"), PROCESSES)
def test_the_exit_status_of_a_process(project: Path, arguments: list[str], status: int) -> None:
    finished = python(arguments, project)
    assert finished.returncode == status, finished.stderr
    assert "Traceback" not in finished.stderr
    assert "\x1b" not in finished.stdout + finished.stderr, "no colours and no bar without a terminal"


NAMES = [
    (["-m", "generator", "--help"], "Usage: python -m generator "),
    (
        ["-c", "import sys; sys.argv = ['/bin/broadsheet', '--help']; from generator.cli import main; main()"],
        "Usage: broadsheet ",
    ),
]


@pytest.mark.parametrize(("arguments", "usage"), NAMES)
def test_help_names_the_program_as_it_was_called(project: Path, arguments: list[str], usage: str) -> None:
    assert usage in python(arguments, project).stdout


def test_a_reader_that_leaves_is_no_bug(project: Path) -> None:
    for number in range(300):
        Path(f"content/news/b{number}.md").write_text(BROKEN)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "check", "--format", "json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate()
    assert b"Traceback" not in said
    assert b"bug" not in said
    assert process.returncode == 1


def tamper(path: Path, old: str, new: str) -> None:
    """Change a file so that nothing tells: not its size, its time or its place on disk."""
    status, text = path.stat(), path.read_text("utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_verify_says_that_all_is_as_a_clean_build_has_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["build"])
    Path("_site/theirs.txt").write_text("a stranger's")
    Path("content/news/due.md").rename("content/news/moved.md")
    capsys.readouterr()
    assert cli.run(["build", "--verify", "--unpublished", "--future", "--jobs", "2"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    _, verified = said.out.splitlines()
    files = [name for name in read_tree(Path("_site")) if name not in (MANIFEST, "theirs.txt")]
    assert verified == f"verified: {len(files)} files are those of a clean build"
    assert cli.run(["build", "--verify", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_verify_names_the_first_difference(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["build"])
    tamper(Path("_site/archive/index.html"), "All stories by day", "All stories by mad")
    tamper(Path("_site/news/due/index.html"), "Due", "Dud")
    capsys.readouterr()
    assert cli.run(["build", "--verify"]) == 1
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert " · 1 error · " in said.out
    place, here, clean, advice = said.err.splitlines()
    assert re.fullmatch(
        r"_site/archive/index.html:\d+:\d+: error O103: the file is not that of a clean build: "
        r"they differ from byte [\d,]+ on", place,
    )  # fmt: skip
    assert "this build: " in here
    assert "stories by mad" in here
    assert "clean build: " in clean
    assert "stories by day" in clean
    assert ".cache/broadsheet" in advice
    assert cli.run(["build", "--verify", "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["summary"]["verified"] is False
    assert [each["code"] for each in answer["diagnostics"]] == ["O103"]
    assert cli.run(["build", "--verify", "--format", "json", "--clean"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["verified"] is True


def test_verify_looks_at_what_was_published_only(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("content/news/broken.md").write_text(BROKEN)
    assert cli.run(["build", "--verify"]) == 1
    said = capsys.readouterr()
    assert "O103" not in said.err
    assert "verified" not in said.out
    assert cli.run(["build", "--verify", "--keep-going"]) == 1, "the content has an error"
    assert "verified: " in capsys.readouterr().out
