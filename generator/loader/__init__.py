"""Files to values: the content folder read once, with every fault of every file as a diagnostic."""

from __future__ import annotations

from generator.loader.content import Content, load_content
from generator.loader.memory import Memory, Reading, Signature
from generator.loader.picture_files import check_pictures

__all__ = ["Content", "Memory", "Reading", "Signature", "check_pictures", "load_content"]
