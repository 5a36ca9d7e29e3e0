"""Bytes to a folder: what differs is written, what is stale is removed, and nobody else's files are touched."""

from __future__ import annotations

from generator.publishing.changes import Content as FileContent
from generator.publishing.guard import check_output
from generator.publishing.press import count_cores, draft_folder, print_pages
from generator.publishing.weight import check_weight
from generator.publishing.write import Published, publish

__all__ = [
    "FileContent",
    "Published",
    "check_output",
    "check_weight",
    "count_cores",
    "draft_folder",
    "print_pages",
    "publish",
]
