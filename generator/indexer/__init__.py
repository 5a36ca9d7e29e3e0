"""Articles in, digest out: topics, providers, days, ranking and related coverage, as pure functions."""

from __future__ import annotations

from generator.indexer.digest import Digest, build_digest
from generator.indexer.due import Selection, select_due

__all__ = ["Digest", "Selection", "build_digest", "select_due"]
