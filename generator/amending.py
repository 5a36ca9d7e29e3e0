"""A build after which nothing has moved: a few stories have other words, and every list of the site is as it was.

Then nothing is indexed, and only those pages are planned that may show the new words: the lists, which are few, and
the pages of the stories themselves and of those that name them. Everything else is taken over from the plan that the
last build kept (`generator.plan_file`). Where there is any doubt there is no amendment: the site is built as always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.computed import Later
from generator.indexer import (
    Digest,
    Features,
    FeatureTable,
    Registries,
    Selection,
    find_features,
    find_within_reach,
    restore_digest,
)
from generator.loader import Content, Revisit, look_again
from generator.model import Article
from generator.neighbours import read_features
from generator.options import BuildOptions
from generator.pages import build_edition, build_site, plan_pages
from generator.pages.keys import amend_story_keys
from generator.plan_file import OtherWords, Plan, amend_plan, read_plan
from generator.planning import Site, find_share_pen
from generator.publishing import Signs, Standing
from generator.rendering import Assets, find_theme, read_static
from generator.sharing import plan_images
from generator.standing import digest_contents
from generator.survey import Survey

_FREE = ("title", "excerpt", "tags")
"""Fields of a story that decide nothing but what is shown of it, and which neighbours it has."""
_FEW = 50
"""Stories that may have other words; where there are more, there is little to take over."""
_MANY = 3_000
"""Files that are opened to see whether they have."""


class Amendment(msgspec.Struct, frozen=True):
    """What is other than the last build left it: the `changed` stories by number, each as it was and as it is.

    `contents` has the digest of each article's file as it is, by its path.
    """

    standing: Standing
    plan: Plan
    frame: Content
    articles: Revisit
    changed: Mapping[int, tuple[Article, Article]]
    contents: Mapping[str, bytes]
    signs: Signs


def find_amendment(standing: Standing, survey: Survey, cache: Path, options: BuildOptions) -> Amendment | None:
    """Find what few words have changed; None where anything else has, or too much to tell.

    `survey` differs from that of the last build in articles' files at most.
    """
    if options.unpublished or options.future:  # an article shown though it is held back is not as the cache has it
        return None
    signs, suspects = standing.signs, survey.suspects(standing.signs.shelves)
    plan = read_plan(cache) if len(suspects) <= _MANY else None
    if plan is None or (plan.frame, plan.signed) != (signs.frame, signs.contents):
        return None
    frame = plan.rest or _load_frame(survey, options)
    articles = look_again(options.content, survey.found.articles, suspects, frame.settings.timezone, cache)
    if articles is None or len(articles.fresh) > _FEW or not articles.fresh.keys() <= plan.contents.keys():
        return None
    contents = {**plan.contents, **articles.digests}
    numbers = {source: number for number, source in enumerate(plan.digest.sources)}
    changed: dict[int, tuple[Article, Article]] = {}
    for path in articles.differing(plan.contents):
        before, after = articles.before(path, plan.contents[path]), articles.fresh.get(path)
        if path not in numbers or before is None or after is None or not _differ_in_words(before, after):
            return None
        changed[numbers[path]] = before, after
    signs = replace(signs, contents=digest_contents(contents), shelves=survey.shelves)
    return Amendment(standing, plan, frame, articles, changed, contents, signs)


def _load_frame(survey: Survey, options: BuildOptions) -> Content:
    from generator.loader import load_frame  # noqa: PLC0415 - nearly always the plan has it

    return load_frame(options.content, survey.found, url=options.url)


def _differ_in_words(before: Article, after: Article) -> bool:
    return replace(before, **{name: getattr(after, name) for name in _FREE}) == after


def amend_site(amendment: Amendment, cache: Path, options: BuildOptions) -> Site:
    """Plan the pages that may show what has changed."""
    plan, frame, standing = amendment.plan, amendment.frame, amendment.standing
    settings, theme = frame.settings, find_theme(options.templates, options.static)
    digest = _restore_digest(amendment, cache)
    assets = Assets(plan.hrefs, (), in_place=tuple(plan.assets))
    pen = find_share_pen(read_static(theme.static)) if settings.share_images else None
    shares = plan_images(digest, settings, pen.can_draw) if pen else {}
    named = {*amendment.changed, *plan.digest.showing(amendment.changed)}
    keys = Later(amend_story_keys, digest, assets.hrefs, shares, amendment.contents, plan.story_keys(), sorted(named))
    edition = replace(
        build_edition(digest, settings, assets.hrefs, shares),
        planned_keys=keys,
        touched=_find_touched(named, digest.more.choices(), plan.digest.chosen),
        renamed=named,
    )
    return Site(
        settings, theme, build_site(settings, digest), assets, edition, pen, plan_pages(edition),
        Selection(digest.articles, ()), standing.held_back, standing.diagnostics, standing.pages,
    )  # fmt: skip


def _restore_digest(amendment: Amendment, cache: Path) -> Digest:
    """Give the digest, of which the neighbours are left out that may be others now."""
    frame, kept = amendment.frame, amendment.plan.digest
    features = Later(_read_features, amendment, cache)
    affected = _find_affected(amendment.changed, features, len(kept.paths))
    return restore_digest(
        kept,
        Registries(frame.topics, frame.providers, frame.pages),
        frame.settings,
        amendment.articles.read,
        {number: chosen for number, chosen in enumerate(kept.chosen) if number not in affected},
        lambda: features.value,
    )


def _read_features(amendment: Amendment, cache: Path) -> FeatureTable:
    """Give what ties each story to others, mostly as an earlier build found it."""
    kept, contents = amendment.plan.digest, amendment.contents
    return read_features(
        cache,
        amendment.frame.settings,
        kept.paths,
        [contents[source] for source in kept.sources],
        lambda number: find_features(amendment.articles.read(kept.sources[number])),
    )


def _find_affected(
    changed: Mapping[int, tuple[Article, Article]], features: Later[FeatureTable], count: int
) -> set[int]:
    """Give the numbers of the stories that may have other neighbours now."""
    moves: list[tuple[int, Features]] = []
    for number, (before, after) in changed.items():
        was, now = find_features(before), find_features(after)
        if was != now:
            moves += [(number, was), (number, now)]
    if not moves:
        return set()
    return find_within_reach(range(count), features.value, moves) | {number for number, _ in moves}


def _find_touched(named: Set[int], chosen: Sequence[tuple[int, ...]], before: Sequence[tuple[int, ...]]) -> list[int]:
    """Give the numbers of the stories whose pages show one of some others, or other neighbours than before."""
    touched = {near for number in named for near in (number - 1, number, number + 1) if 0 <= near < len(chosen)}
    touched.update(
        number
        for number, (now, was) in enumerate(zip(chosen, before, strict=True))
        if now != was or not named.isdisjoint(now)
    )
    return sorted(touched)


def keep_amended(amendment: Amendment, site: Site, cache: Path) -> None:
    """Keep for the next build what this one amended."""
    amendment.articles.keep()
    plan, edition = amendment.plan, site.edition
    kept, keys, choices = plan.digest, edition.story_keys, edition.digest.more.choices()
    words = OtherWords(
        amendment.signs.contents,
        {number: amendment.contents[kept.sources[number]] for number in amendment.changed},
        {number: keys[kept.sources[number]] for number in edition.renamed},
        {number: now for number, (now, was) in enumerate(zip(choices, kept.chosen, strict=True)) if now != was},
    )
    amend_plan(cache, plan, words)
