"""Time zones, from the IANA database that comes with Broadsheet (`tzdata`).

The machine's own database would be asked first by `zoneinfo`, and machines differ; the same
content must give the same bytes on each.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

_DATABASE = Path(tzdata.__file__).parent  # `importlib.resources` would bring what reads archives


@cache
def zone_names() -> frozenset[str]:
    """Give the names of all zones, such as `Europe/Paris`."""
    listed = (_DATABASE / "zones").read_text(encoding="utf-8")
    return frozenset(listed.split())


@cache
def find_zone(name: str) -> ZoneInfo:
    """Give the zone of an IANA name; raises `KeyError` for a name the database does not have."""
    if name not in zone_names():
        raise KeyError(name)
    with (_DATABASE / "zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
