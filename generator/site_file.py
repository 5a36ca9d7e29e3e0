"""`site.yaml` on its own, for commands that ask it something before, or without, reading all content."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from generator.loader.files import SITE_FILE, read_source
from generator.loader.source import Source
from generator.zones import find_zone


def site_zone(content: Path) -> ZoneInfo:
    """Give the time zone of the site in a content folder; UTC where `site.yaml` does not say, or says it wrong."""
    from generator.loader.settings import read_settings  # noqa: PLC0415 - most commands do not ask for it

    source = read_source(content, SITE_FILE, str(content)) if (content / SITE_FILE).is_file() else None
    return find_zone(read_settings(source)[0].timezone if isinstance(source, Source) else "UTC")
