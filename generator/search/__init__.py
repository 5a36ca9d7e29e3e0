"""Search without a server: an index of plain files that the search page reads piece by piece (docs/adr/0011)."""

from __future__ import annotations

from generator.search.cache import build_search
from generator.search.index import FOLDER as SEARCH_FOLDER
from generator.search.records import SearchRecords, build_records

__all__ = ["SEARCH_FOLDER", "SearchRecords", "build_records", "build_search"]
