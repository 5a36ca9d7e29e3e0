"""The lists as JSON, newest first and numbered from the newest: see `docs/json-api.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.computed import Computed, Later
from generator.indexer.providers import ProviderGroup
from generator.indexer.topics import Topic
from generator.model import Article, Picture
from generator.pages.api_views import (
    ApiArticle,
    ApiArticles,
    ApiPicture,
    ApiProvider,
    ApiProviderEntry,
    ApiProviders,
    ApiTopic,
    ApiTopics,
)
from generator.pages.edition import Edition, provider_path, topic_path
from generator.pages.page import Page
from generator.pages.words import format_rfc3339

_TEMPLATE = "feeds/api.json"
_NEWS = "api/news/"


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/api/`: the stories of the site and of each topic in pages, all topics, all providers."""
    if not edition.settings.api:
        return
    articles = edition.digest.by_path
    known = Computed(articles, lambda path: _build_article(edition, articles[path]))
    yield from _plan_list(edition, _NEWS, edition.settings.title, "", edition.digest.articles, known)
    for topic in edition.digest.topics:
        path = topic_path(topic.slug)
        yield from _plan_list(edition, news_path(topic), topic.name, path, topic.articles, known)
    yield Page("api/topics/index.json", _TEMPLATE, Later(_build_topics, edition))
    yield Page("api/providers/index.json", _TEMPLATE, Later(_build_providers, edition))


def news_path(topic: Topic) -> str:
    """Give the folder of a topic's stories as JSON."""
    return f"{_NEWS}{topic.slug}/"


def _plan_list(
    edition: Edition,
    folder: str,
    title: str,
    path: str,
    stories: Sequence[Article],
    known: Mapping[str, ApiArticle],
) -> Iterator[Page]:
    """Plan a list's pages; the first one stands at the folder's own address too."""
    size = edition.settings.page_size

    def build(number: int) -> ApiArticles:
        end = number * size
        return ApiArticles(
            title=title,
            path=edition.href(path),
            page=number,
            value=tuple(known[article.path] for article in stories[end - size : end]),
            next_page=edition.href(f"{folder}page/{number + 1}/index.json") if end < len(stories) else None,
        )

    def build_key(number: int) -> bytes:
        end = number * size
        return edition.key(stories[end - size : end], title, path, folder, number, end < len(stories))

    for number in range(1, max(1, -(-len(stories) // size)) + 1):
        if not edition.may_differ(stories[number * size - size : number * size]):
            continue
        view, key = Later(build, number), Later(build_key, number)
        if number == 1:
            yield Page(f"{folder}index.json", _TEMPLATE, view, planned_key=key)
        yield Page(f"{folder}page/{number}/index.json", _TEMPLATE, view, planned_key=key)


def _build_topics(edition: Edition) -> ApiTopics:
    topics = tuple(_build_topic(edition, topic) for topic in edition.digest.topics)
    return ApiTopics("Topics", edition.href("topics/"), topics)


def _build_providers(edition: Edition) -> ApiProviders:
    providers = tuple(_build_provider(edition, group) for group in edition.digest.providers)
    return ApiProviders("Providers", edition.href("providers/"), providers)


def _build_article(edition: Edition, article: Article) -> ApiArticle:
    group = edition.digest.provider_of(article)
    own = article.provider.images if article.provider else ()
    return ApiArticle(
        path=edition.href(article.path),
        title=article.title,
        type=article.kind,
        heat=article.heat,
        source_url=article.link_out,
        web_url=article.web_url or None,
        original_url=article.original_url or None,
        amp_web_url=article.amp_url or None,
        cdn_amp_web_url=article.cdn_amp_url or None,
        excerpt=article.excerpt,
        published_date_time=format_rfc3339(article.published_at),
        updated_date_time=format_rfc3339(article.updated_at) if article.updated_at else None,
        provider=ApiProvider(
            name=edition.cards[article.path].provider.name,
            domain=(group.domain if group else "") or None,
            images=_build_pictures(edition, (group.images if group else ()) or own),
        ),
        images=_build_pictures(edition, article.images),
        locale=edition.settings.locale,
        categories=(article.category,),
        topics=tuple(topic.name for topic in edition.digest.topics_of(article)),
    )


def _build_topic(edition: Edition, topic: Topic) -> ApiTopic:
    entry = topic.entry
    return ApiTopic(
        path=edition.href(topic_path(topic.slug)),
        title=topic.name,
        short_name=(entry.short_name if entry else "") or None,
        parent=edition.digest.topic_by_slug[topic.parent].name if topic.parent else None,
        description=topic.description or None,
        keywords=entry.keywords if entry else (),
        hashtags=entry.hashtags if entry else (),
        images=_build_pictures(edition, topic.images),
        count=len(topic.articles),
        news=edition.href(f"{news_path(topic)}index.json"),
    )


def _build_provider(edition: Edition, group: ProviderGroup) -> ApiProviderEntry:
    return ApiProviderEntry(
        path=edition.href(provider_path(group.slug)),
        title=group.name,
        domain=group.domain or None,
        description=group.description or None,
        images=_build_pictures(edition, group.images),
        count=len(group.articles),
    )


def _build_pictures(edition: Edition, pictures: Iterable[Picture]) -> tuple[ApiPicture, ...]:
    """Build pictures with absolute URLs; one that names a static file that does not exist is left out."""
    found: list[ApiPicture] = []
    for picture in pictures:
        local = picture.url.startswith("/")
        url = edition.assets.get(picture.url, "") if local else picture.url
        if url:
            found.append(
                ApiPicture(
                    url=edition.settings.address.origin + url if local else url,
                    width=picture.width,
                    height=picture.height,
                    title=picture.title or None,
                    attribution=picture.attribution or None,
                    is_cached=picture.is_cached or None,
                )
            )
    return tuple(found)
