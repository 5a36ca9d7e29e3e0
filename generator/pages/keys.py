"""Keys of stories: a short digest of all that a story's card, page and entries hang on, without building them.

A page's key is made of its stories' keys and of the few facts that it adds (`Edition.key`), so that a build finds
out what has changed by joining digests.  What every page hangs on (settings, registries, templates, static files,
our own code) is in no key: where it changes, all is drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from generator.computed import Computed
from generator.indexer.digest import Digest
from generator.indexer.providers import ProviderGroup
from generator.model import Article, Related
from generator.pages.page import digest_facts
from generator.sharing import ShareImage
from generator.urls import url_key

NO_KEY = bytes(16)
"""Stands for what is not there, in the place of a key."""


def build_story_keys(
    digest: Digest, assets: Mapping[str, str], shares: Mapping[str, ShareImage], contents: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """Give each article's key, by its path; `contents` has the digest of each article's file, by its source."""
    articles = {article.path: article for article in digest.articles}
    keys = _StoryKeys(digest, assets, shares, contents)
    return Computed(articles, lambda path: keys.of(articles[path]))


class _StoryKeys:
    """Joins the digest of a story's file with tokens of what else it shows: names and addresses that others decide."""

    def __init__(
        self,
        digest: Digest,
        assets: Mapping[str, str],
        shares: Mapping[str, ShareImage],
        contents: Mapping[str, bytes],
    ) -> None:
        self._digest = digest
        self._shares = shares
        self._contents = contents
        self._topics = {topic.slug: digest_facts(topic.slug, topic.name, topic.parent) for topic in digest.topics}
        self._providers = {group.slug: digest_facts(group.slug, group.name, group.domain) for group in digest.providers}
        self._assets = digest_facts(sorted(assets.items()))

    def of(self, article: Article) -> bytes:
        # Each token has 16 bytes, and the first one fixes how many follow, so that no two rows of them are alike.
        digest = self._digest
        tokens = [
            self._contents[article.source],
            digest_facts(article.hold and article.hold.value, digest.is_owner(article)),
            self._provider(digest.provider_of(article)),
            *[self._topics[topic.slug] for topic in digest.topics_of(article)],
            *[self._coverage(related) for related in article.related],
        ]
        if article.path in self._shares:
            tokens.append(digest_facts(self._shares[article.path].file))
        if article.body or _has_local_picture(article):
            tokens.append(self._assets)
        return blake2b(b"".join(tokens), digest_size=16).digest()

    def _provider(self, group: ProviderGroup | None) -> bytes:
        return NO_KEY if group is None else self._providers[group.slug]

    def _coverage(self, related: Related) -> bytes:
        """Give the token of coverage: the story here that it leads to, else the provider as it is known here."""
        story = self._digest.owners.get(url_key(related.web_url))
        if story is None:
            return self._provider(self._digest.provider_of(related))
        return digest_facts(story.path, self._contents[story.source], self._provider(self._digest.provider_of(story)))


def _has_local_picture(article: Article) -> bool:
    pictures = (*article.images, *(article.provider.images if article.provider else ()))
    return any(picture.url.startswith("/") for picture in pictures)
