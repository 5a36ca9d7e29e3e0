"""Top stories: heat that cools with age, and room for more than one provider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from generator.config import TopSettings
from generator.model import Article

_SECONDS_A_DAY = 86_400.0


def score_heat(heat: int, age_days: float, half_life_days: float) -> float:
    """Give the heat of a story of a given age; what has no heat to lose keeps its score."""
    return heat * 0.5 ** (age_days / half_life_days) if heat > 0 else float(heat)


def choose_top(
    articles: Sequence[Article], settings: TopSettings, provider_of: Callable[[Article], str], window: int = 100
) -> tuple[Article, ...]:
    """Choose the top stories among the newest `window` articles (newest first), hottest first.

    Age counts from the newest article, never from the clock, so that a site that rests keeps its
    front page.  At most `settings.per_provider` stories are of one provider.
    """
    recent = articles[:window]
    if not recent:
        return ()
    newest = recent[0].published_at

    def score(article: Article) -> float:
        age = (newest - article.published_at).total_seconds() / _SECONDS_A_DAY
        return score_heat(article.heat, age, settings.half_life_days)

    chosen: list[Article] = []
    taken: Counter[str] = Counter()
    for article in sorted(recent, key=score, reverse=True):  # a stable sort: equal scores stay newest first
        provider = provider_of(article)
        if len(chosen) == settings.stories:
            break
        if taken[provider] < settings.per_provider:
            taken[provider] += 1
            chosen.append(article)
    return tuple(chosen)
