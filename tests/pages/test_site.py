from __future__ import annotations

import pytest

from generator.config import FooterLink
from generator.model import StandalonePage
from generator.pages import build_site
from tests.stories import digest, entry, settings, story

TAXONOMY = [entry(f"Topic {number}", short_name="First" if number == 0 else "") for number in range(10)]


def test_the_navigation_is_the_taxonomys_first_topics_by_their_short_names() -> None:
    site = build_site(settings(), digest([], TAXONOMY))
    assert [link.text for link in site.navigation] == ["First", *(f"Topic {number}" for number in range(1, 8))]
    assert site.navigation[1].href == "/digest/topics/topic-1/"


def test_the_settings_choose_the_navigation() -> None:
    chosen = settings(navigation=("topic 3", "Lost"))
    found = digest([], TAXONOMY)
    assert [link.text for link in build_site(chosen, found).navigation] == ["Topic 3"]


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("de-AT", "ltr")])
def test_the_direction_of_the_text_is_the_locales(locale: str, direction: str) -> None:
    assert build_site(settings(locale=locale), digest([])).direction == direction


def test_the_footer_has_the_stand_alone_pages_and_the_settings_links() -> None:
    links = (
        FooterLink("Code", "https://example.org/code"),
        FooterLink("Digest", "/archive/"),
        FooterLink("Team", '/about%20us/?a="b"#the team'),
    )
    found = digest([], pages=[StandalonePage("about", "pages/about.md", "About")])
    assert [link.href for link in build_site(settings(footer=links), found).footer] == [
        "/digest/about/",
        "https://example.org/code",
        "/digest/archive/",
        "/digest/about%20us/?a=%22b%22#the%20team",
    ]


def test_no_story_changes_what_every_page_shares() -> None:
    assert build_site(settings(), digest([], TAXONOMY)) == build_site(
        settings(), digest([story("a", topics=["Topic 1", "New"])], TAXONOMY)
    )
