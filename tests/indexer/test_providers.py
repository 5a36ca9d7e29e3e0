from __future__ import annotations

from generator.indexer.providers import ProviderGroup, build_providers, build_registry
from generator.model import Article, Provider, ProviderEntry
from tests.stories import story


def group(articles: list[Article], *entries: ProviderEntry) -> dict[str, ProviderGroup]:
    return {found.name: found for found in build_providers(articles, build_registry(entries))}


def test_the_registry_joins_names_and_other_names_ignoring_case() -> None:
    washington = ProviderEntry("UW", "providers/uw.edu.md", domain="uw.edu", other_names=("University of Washington",))
    found = group([story("a", provider="university of washington"), story("b", provider="uw")], washington)
    assert list(found) == ["UW"]
    assert [article.stem for article in found["UW"].articles] == ["a", "b"]
    assert found["UW"].domain == "uw.edu"


def test_two_names_on_one_domain_are_two_providers() -> None:
    found = group(
        [
            story("a", provider=Provider("Azure Blog", "microsoft.com")),
            story("b", provider=Provider("Microsoft", "microsoft.com")),
        ]
    )
    assert sorted(found) == ["Azure Blog", "Microsoft"]
    assert len({item.slug for item in found.values()}) == 2


def test_a_story_without_a_provider_goes_by_the_domain_of_its_link() -> None:
    found = group([story("a", provider=None, web_url="", original_url="https://www.cern.ch/x")])
    assert list(found) == ["cern.ch"]
    assert found["cern.ch"].slug == "cern-ch"


def test_the_address_is_made_of_the_name() -> None:
    assert group([story("a", provider="The Guardian")])["The Guardian"].slug == "the-guardian"


def test_a_name_wins_over_another_entrys_other_name() -> None:
    first = ProviderEntry("Alpha", "providers/a.md", other_names=("Beta",))
    second = ProviderEntry("Beta", "providers/b.md")
    assert list(group([story("x", provider="beta")], first, second)) == ["Beta"]
