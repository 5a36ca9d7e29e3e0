"""What a content folder holds, as it was read."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.config import Settings
from generator.diagnostics import Diagnostic
from generator.loader.held import HeldFile
from generator.model import Article, ProviderEntry, StandalonePage, TopicEntry


class Content(msgspec.Struct, frozen=True):
    """A content folder once it is read.

    `articles` holds all of them in path order, held-back ones too; a file with an error gives no
    value, only diagnostics. `held` are held-back files that were read no further than to that line.
    `digests` has the digest of each article's file by its `source`: an article whose digest
    is the same is the same, in the same folder and of the same settings.
    """

    settings: Settings
    articles: tuple[Article, ...] = ()
    held: tuple[HeldFile, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    providers: tuple[ProviderEntry, ...] = ()
    pages: tuple[StandalonePage, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    digests: Mapping[str, bytes] = msgspec.field(default_factory=dict)
