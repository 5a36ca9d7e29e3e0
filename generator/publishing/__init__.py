"""Bytes to a folder: what differs is written, what is stale is removed, and nobody else's files are touched.

What prints pages (`press`) is imported from its own module, for it loads the templates' engine.
"""

from __future__ import annotations

from generator.publishing.ahead import TakeLaid, accept_laid, laying_ahead
from generator.publishing.changes import Content as FileContent
from generator.publishing.changes import Draft
from generator.publishing.drafts import Drafts, NoDraftsError, draft_folder
from generator.publishing.guard import check_output
from generator.publishing.last_build import LastBuild
from generator.publishing.ledger import (
    Entry,
    Ledger,
    Signs,
    Stamp,
    Standing,
    find_displaced,
    read_ledger,
    write_ledger,
)
from generator.publishing.orders import Orders, Printed, take_orders
from generator.publishing.stock import Moved, Stock, follow_moved
from generator.publishing.weight import check_weight, largest_files
from generator.publishing.write import Published, explain_unwritable, publish

__all__ = [
    "Draft",
    "Drafts",
    "Entry",
    "FileContent",
    "LastBuild",
    "Ledger",
    "Moved",
    "NoDraftsError",
    "Orders",
    "Printed",
    "Published",
    "Signs",
    "Stamp",
    "Standing",
    "Stock",
    "TakeLaid",
    "accept_laid",
    "check_output",
    "check_weight",
    "draft_folder",
    "explain_unwritable",
    "find_displaced",
    "follow_moved",
    "largest_files",
    "laying_ahead",
    "publish",
    "read_ledger",
    "take_orders",
    "write_ledger",
]
