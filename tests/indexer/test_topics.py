from __future__ import annotations

from generator.indexer.ordering import sort_newest_first
from generator.indexer.topics import Topic, build_topics
from tests.stories import entry, story


def stems(topic: Topic) -> list[str]:
    return [article.stem for article in topic.articles]


def by_name(topics: tuple[Topic, ...]) -> dict[str, Topic]:
    return {topic.name: topic for topic in topics}


def test_names_match_ignoring_case_and_the_taxonomy_spells_them() -> None:
    articles = [story("a", topics=["ai"]), story("b", topics=["AI"]), story("c", topics=["A I"])]
    topics = by_name(build_topics(articles, [entry("AI")]))
    assert stems(topics["AI"]) == ["a", "b"]
    assert stems(topics["A I"]) == ["c"]


def test_the_taxonomy_comes_first_in_its_order_then_the_others_by_name() -> None:
    articles = [story("a", topics=["Zebras", "ants"])]
    topics = build_topics(articles, [entry("Space"), entry("Art")])
    assert [topic.name for topic in topics] == ["Space", "Art", "ants", "Zebras"]


def test_a_parent_includes_its_childrens_articles_once_each_in_order() -> None:
    entries = [entry("Tech"), entry("AI", "Tech"), entry("Vision", "ai")]
    articles = sort_newest_first(
        [
            story("both", "2024-05-03", topics=["AI", "Tech"]),
            story("deep", "2024-05-04", topics=["Vision"]),
            story("child", "2024-05-02", topics=["AI"]),
            story("own", "2024-05-01", topics=["Tech"]),
            story("none", "2024-05-05"),
        ]
    )
    topics = by_name(build_topics(articles, entries))
    assert stems(topics["Tech"]) == ["deep", "both", "child", "own"]
    assert stems(topics["AI"]) == ["deep", "both", "child"]
    assert topics["AI"].parent == topics["Tech"].slug
    assert topics["Tech"].children == (topics["AI"].slug,)


def test_a_cycle_of_parents_is_cut_and_an_unknown_parent_ignored() -> None:
    entries = [entry("A", "B"), entry("B", "A"), entry("Self", "Self"), entry("Lost", "Nowhere")]
    topics = by_name(build_topics([story("x", topics=["A"])], entries))
    assert [topics[name].parent for name in ("A", "B", "Self", "Lost")] == ["", "", "", ""]


def test_a_parent_may_be_a_topic_that_only_articles_name() -> None:
    topics = by_name(build_topics([story("x", topics=["Science"])], [entry("Physics", "science")]))
    assert topics["Physics"].parent == topics["Science"].slug


def test_a_topic_without_an_entry_is_spelt_as_its_oldest_article_spells_it() -> None:
    articles = sort_newest_first(
        [story("new", "2024-05-02", topics=["OPEN data"]), story("old", "2024-05-01", topics=["Open Data"])]
    )
    assert [topic.name for topic in build_topics(articles, [])] == ["Open Data"]


def test_an_entry_keeps_its_slug_and_its_page_without_a_story() -> None:
    topics = build_topics([], [entry("Computer vision", slug="cv")])
    assert [(topic.slug, topic.articles) for topic in topics] == [("cv", ())]
