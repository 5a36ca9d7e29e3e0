"""Keys of stories: a short digest of all that a story's card, page and entries hang on, without building them.

A page's key is made of its stories' keys and of the few facts that it adds (`Edition.key`), so that a build finds
out what has changed by joining digests.  What every page hangs on (settings, registries, templates, static files,
our own code) is in no key: where it changes, all is drawn again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from generator.digests import digest_bytes, digest_facts
from generator.indexer.digest import Digest
from generator.indexer.providers import name_provider
from generator.model import Article, Related
from generator.sharing import ShareImage
from generator.urls import url_key

NO_KEY = bytes(16)
"""Stands for what is not there, in the place of a key."""


def build_story_keys(
    digest: Digest, assets: Mapping[str, str], shares: Mapping[str, ShareImage], contents: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Give each article's key, by its source; `contents` has the digest of each article's file, by its source."""
    tokens = _Tokens(digest, assets, shares, contents)
    return {article.source: tokens.join(article) for article in digest.articles}


def amend_story_keys(
    digest: Digest,
    assets: Mapping[str, str],
    shares: Mapping[str, ShareImage],
    contents: Mapping[str, bytes],
    known: Mapping[str, bytes],
    numbers: Iterable[int],
) -> Mapping[str, bytes]:
    """Give each article's key where those of an earlier build hold for all but the articles of some numbers."""
    tokens = _Tokens(digest, assets, shares, contents)
    amended = [digest.articles[number] for number in numbers]
    return {**known, **{article.source: tokens.join(article) for article in amended}}


class _Tokens:
    """Joins a story's address and its file's digest with tokens of names and addresses that others decide."""

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
        self._assets = digest_facts(sorted(assets.items()))
        topics = {topic.slug: digest_facts(topic.slug, topic.name, topic.parent) for topic in digest.topics}
        providers = {group.slug: digest_facts(group.slug, group.name, group.domain) for group in digest.providers}
        # The same few names stand in thousands of stories.
        self._holds = cache(digest_facts)
        self._topics = cache(lambda names: b"".join([topics[topic.slug] for topic in digest.topics_named(names)]))
        self._providers = cache(lambda name: _find_provider(digest, providers, name))

    def join(self, article: Article) -> bytes:
        # A path has no zero byte, a token 16 of any, and the first says how many follow: no two rows are alike.
        tokens = [
            self._contents[article.source],
            self._holds(article.hold, self._digest.is_owner(article)),
            self._providers(name_provider(article)),
            self._topics(article.topics),
        ]
        if article.related:
            tokens += [self._coverage(related) for related in article.related]
        if self._shares and article.path in self._shares:
            tokens.append(digest_facts(self._shares[article.path].file))
        if article.body or _has_local_picture(article):
            tokens.append(self._assets)
        return digest_bytes(article.path.encode() + b"\0" + b"".join(tokens))

    def _coverage(self, related: Related) -> bytes:
        """Give the token of coverage: the story here that it leads to, else the provider as it is known here."""
        story = self._digest.owners.get(url_key(related.web_url))
        if story is None:
            return self._providers(name_provider(related))
        return digest_facts(story.path, self._contents[story.source], self._providers(name_provider(story)))


def _find_provider(digest: Digest, tokens: Mapping[str, bytes], name: str) -> bytes:
    group = digest.provider_named(name)
    return NO_KEY if group is None else tokens[group.slug]


def _has_local_picture(article: Article) -> bool:
    for pictures in (article.images, article.provider.images if article.provider else ()):
        for picture in pictures:
            if picture.url[0] == "/":
                return True
    return False
