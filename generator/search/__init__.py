"""Search without a server: an index of plain files that the search page reads piece by piece (docs/adr/0011)."""

from __future__ import annotations

from generator.search.files import FOLDER as SEARCH_FOLDER
from generator.search.index import SearchIndex, build_search, find_search

__all__ = ["SEARCH_FOLDER", "SearchIndex", "build_search", "find_search"]
