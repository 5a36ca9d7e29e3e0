"""Broadsheet: a folder of news articles into a news-digest web site of plain files."""

from __future__ import annotations

__version__ = "0.1.0"
