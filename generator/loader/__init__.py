"""Files to values: the content folder read once, with every fault of every file as a diagnostic."""

from __future__ import annotations

from generator.loader.content import Content, load_content, load_frame
from generator.loader.memory import Memory, Reading, Signature
from generator.loader.picture_files import check_pictures
from generator.loader.revisit import Revisit, revisit

__all__ = [
    "Content",
    "Memory",
    "Reading",
    "Revisit",
    "Signature",
    "check_pictures",
    "load_content",
    "load_frame",
    "revisit",
]
