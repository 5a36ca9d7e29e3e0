"""Bytes to a folder: what differs is written, what is stale is removed, and nobody else's files are touched."""

from __future__ import annotations

from generator.publishing.changes import Content as FileContent
from generator.publishing.changes import Draft
from generator.publishing.guard import check_output
from generator.publishing.ledger import Ledger, read_ledger, write_ledger
from generator.publishing.orders import take_orders
from generator.publishing.press import draft_folder, print_pages
from generator.publishing.stock import Stock
from generator.publishing.weight import check_weight
from generator.publishing.write import Published, publish

__all__ = [
    "Draft",
    "FileContent",
    "Ledger",
    "Published",
    "Stock",
    "check_output",
    "check_weight",
    "draft_folder",
    "print_pages",
    "publish",
    "read_ledger",
    "take_orders",
    "write_ledger",
]
