from __future__ import annotations

from pathlib import Path

from generator.model import Picture, ProviderEntry, StandalonePage, TopicEntry
from tests.loader.folders import codes, load

CASES = Path(__file__).parents[1] / "cases" / "loader"


def read(name: str) -> str:
    return (CASES / name).read_text(encoding="utf-8")


def test_a_topic(tmp_path: Path) -> None:
    assert load(tmp_path, {"topics/ai.yaml": read("topic/sound.yaml")}).topics == (
        TopicEntry(
            name="AI",
            source="topics/ai.yaml",
            slug="ai",
            short_name="AI",
            keywords=("machine learning",),
            hashtags=("#AI",),
            images=(Picture("https://example.org/a.jpg"),),
            description="Of minds.",
            extra={"taxonomy": "topic", "services": {"news": "https://example.org/"}},
        ),
    )


def test_a_provider(tmp_path: Path) -> None:
    assert load(tmp_path, {"providers/example.md": read("provider/sound.md")}).providers == (
        ProviderEntry(
            name="Example",
            source="providers/example.md",
            domain="example.org",
            other_names=("Example Times",),
            images=(Picture("/a.jpg", 50, 50),),
            extra={"taxonomy": "organization"},
        ),
    )


def test_identities_are_safe_in_a_path(tmp_path: Path) -> None:
    content = load(
        tmp_path,
        {
            "topics/a.yaml": "_id: ../Evil path?\nname: A\n",
            "topics/b.yml": "_id: '日本'\nname: B\n",
            "topics/c.md": "---\nname: C\n---\n",
            "providers/a.yaml": "_id: Example.org\nname: A\ndomain: example.ORG\n",
            "providers/b.yaml": "_id: the/b\nname: B\ndomain: b.example\n",
        },
    )
    assert [topic.slug for topic in content.topics] == ["dot-evil-path", "ri-ben", ""]
    assert [provider.slug for provider in content.providers] == ["", "the-b"]


def test_a_provider_goes_by_its_domain_where_it_has_no_name(tmp_path: Path) -> None:
    (provider,) = load(tmp_path, {"providers/a.yaml": "domain: Example.org\n"}).providers
    assert (provider.name, provider.domain) == ("example.org", "example.org")


def test_twins_are_left_out_and_circles_opened(tmp_path: Path) -> None:
    content = load(
        tmp_path,
        {
            "topics/1.yaml": "name: A\nparent: B\n",
            "topics/2.yaml": "name: B\nparent: a\n",
            "topics/3.yaml": "name: ' b '\n",
            "topics/4.yaml": "name: C\nparent: A\n",
        },
    )
    assert codes(content) == ["T102", "T101"]
    assert [(topic.name, topic.parent) for topic in content.topics] == [("A", ""), ("B", "a"), ("C", "A")]


def test_circles_do_not_depend_on_where_they_are_entered(tmp_path: Path) -> None:
    topics = {f"topics/{n}.yaml": f"name: T{n}\nparent: T{(n * 7 + 3) % 10}\n" for n in range(10)}
    content = load(tmp_path, {"topics/in.yaml": "name: In\nparent: T1\n", **topics})
    lines = [fault.message for fault in content.diagnostics]
    assert lines == sorted(lines)
    assert all(fault.code == "T102" for fault in content.diagnostics)
    parents = {topic.name: topic.parent for topic in content.topics}
    for name in parents:
        steps = 0
        while name:
            name = parents.get(name, "")  # noqa: PLW2901
            steps += 1
        assert steps <= len(parents)


def test_pages(tmp_path: Path) -> None:
    content = load(
        tmp_path, {"pages/team/Contact us.md": read("page/sound.md"), "pages/About.MD": read("page/sound.md")}
    )
    assert content.pages == (
        StandalonePage("about", "pages/About.MD", "About", "Hello.", "Of us."),
        StandalonePage("team/contact-us", "pages/team/Contact us.md", "About", "Hello.", "Of us."),
    )
