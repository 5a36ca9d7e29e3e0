"""The registries: entries of topics and of providers, and whether each is at peace with the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Place, fault
from generator.loader.fields import Fields
from generator.loader.files import YAML
from generator.loader.frontmatter import read_fields, read_front_matter
from generator.loader.links import read_pictures
from generator.loader.report import Report, near_miss
from generator.loader.source import Source
from generator.model import ProviderEntry, TopicEntry
from generator.text import fold
from generator.urls import build_slug

_TOPIC = frozenset(("_id", "name", "shortname", "parent", "keywords", "hashtags", "images", "description"))
_PROVIDER = frozenset(("_id", "name", "domain", "otherNames", "images", "description"))
_KEPT = frozenset(("taxonomy", "services"))
_WORDS = {"title": "name", "id": "_id", "slug": "_id", "image": "images", "logo": "images", "summary": "description",
          "tags": "keywords", "url": "domain", "aliases": "otherNames"}  # fmt: skip

EntryT = TypeVar("EntryT", TopicEntry, ProviderEntry)


class Placed(msgspec.Struct, Generic[EntryT], frozen=True):
    """An entry of a registry, and where its name, its slug, its parent and each of its other names stand."""

    entry: EntryT
    places: dict[str, Place]


def read_topic(source: Source, path: str, zone: ZoneInfo) -> tuple[Placed[TopicEntry] | None, Report]:
    """Read an entry of the taxonomy: YAML alone, or Markdown with front matter."""
    report, fields = _read(source, path)
    if fields is None:
        return None, report
    name = fields.required_line("name", "name the topic: name: Computer Vision")
    identity = fields.line("_id")
    entry = TopicEntry(
        name=name,
        source=path,
        slug=build_slug(identity) if identity else "",
        short_name=fields.line("shortname"),
        parent=fields.line("parent"),
        keywords=fields.lines("keywords"),
        hashtags=fields.lines("hashtags"),
        images=read_pictures(fields),
        description=fields.text("description"),
        extra=fields.extra(_TOPIC, zone, _WORDS, silent=_KEPT),
    )
    places = {field: _place(fields, field) for field in ("name", "_id", "parent")}
    return (None if report.errors else Placed(entry, places)), report


def read_provider_entry(source: Source, path: str, zone: ZoneInfo) -> tuple[Placed[ProviderEntry] | None, Report]:
    """Read an entry of the provider registry; one without a name goes by its domain."""
    report, fields = _read(source, path)
    if fields is None:
        return None, report
    domain = fields.line("domain").lower()
    hint = "name the provider: name: The Guardian"
    name = fields.line("name") if domain else fields.required_line("name", hint)
    identity = fields.line("_id")
    entry = ProviderEntry(
        name=name or domain,
        source=path,
        # an `_id` that repeats the domain is no address: the provider's page is named after the provider
        slug=build_slug(identity) if identity and identity.lower() != domain else "",
        domain=domain,
        other_names=fields.lines("otherNames"),
        images=read_pictures(fields),
        description=fields.text("description"),
        extra=fields.extra(_PROVIDER, zone, _WORDS, silent=_KEPT),
    )
    places = {field: _place(fields, field) for field in ("name", "_id", "otherNames")}
    return (None if report.errors else Placed(entry, places)), report


def _read(source: Source, path: str) -> tuple[Report, Fields | None]:
    if PurePosixPath(path).suffix.lower() in YAML:
        report = Report(source)
        return report, read_fields(report, source.text)
    report, fields, _ = read_front_matter(source)
    return report, fields


def _place(fields: Fields, field: str) -> Place:
    return fields.report.source.place(fields.report.base + fields.offset(field))


def settle_topics(topics: Sequence[Placed[TopicEntry]]) -> tuple[list[TopicEntry], list[Diagnostic]]:
    """Leave out topics whose name or slug is taken and open circles of parents, with a fault for each.

    A parent that nobody has stays: it is a warning, and the topic stands alone.
    """
    kept, faults = _drop_twins(topics, "T101", "topic", lambda entry: [(entry.name, "name")])
    names = [placed.entry.name for placed in kept]
    by_name = {fold(placed.entry.name): placed for placed in kept}
    orphans = [placed for placed in kept if placed.entry.parent and fold(placed.entry.parent) not in by_name]
    faults += [_parent_fault(placed, names) for placed in orphans]
    circles = _find_circles(by_name)
    opened = {circle[0].entry.source for circle in circles}
    for circle in circles:
        line = " > ".join(placed.entry.name for placed in [*circle, circle[0]])
        message = f"topics are their own ancestors: {line}"
        faults.append(fault("T102", message, circle[0].places["parent"], "remove one of the parents"))
    entries = [placed.entry for placed in kept]
    return [replace(entry, parent="") if entry.source in opened else entry for entry in entries], faults


def _parent_fault(placed: Placed[TopicEntry], names: Sequence[str]) -> Diagnostic:
    parent = placed.entry.parent
    meant = near_miss(parent, [name for name in names if name != placed.entry.name])
    hint = f"did you mean '{meant}'?" if meant else "add a file for it to topics/, or remove the line"
    message = f"the parent '{parent}' of the topic '{placed.entry.name}' is not in the taxonomy"
    return fault("T201", message, placed.places["parent"], hint)


def _find_circles(by_name: Mapping[str, Placed[TopicEntry]]) -> list[list[Placed[TopicEntry]]]:
    """Find each circle of parents once, begun at its first file."""
    circles: list[list[Placed[TopicEntry]]] = []
    settled: set[str] = set()
    for start in by_name:
        path: list[str] = []
        name = start
        while name in by_name and name not in settled and name not in path:
            path.append(name)
            name = fold(by_name[name].entry.parent)
        if name in path:
            circle = [by_name[step] for step in path[path.index(name) :]]
            first = min(range(len(circle)), key=lambda index: circle[index].entry.source)
            circles.append(circle[first:] + circle[:first])
        settled.update(path)
    return circles


def settle_providers(
    providers: Sequence[Placed[ProviderEntry]],
) -> tuple[list[ProviderEntry], list[Diagnostic]]:
    """Leave out providers that claim a name, another name or a slug that is taken, with a fault for each claim."""
    kept, faults = _drop_twins(providers, "P101", "provider", _provider_names)
    return [placed.entry for placed in kept], faults


def _provider_names(entry: ProviderEntry) -> list[tuple[str, str]]:
    return [(entry.name, "name"), *((name, "otherNames") for name in entry.other_names)]


def _drop_twins(
    entries: Sequence[Placed[EntryT]], code: str, what: str, names: Callable[[EntryT], list[tuple[str, str]]]
) -> tuple[list[Placed[EntryT]], list[Diagnostic]]:
    """Keep the entries whose names and slug are not taken; `names` gives an entry's names and their fields."""
    kept: list[Placed[EntryT]] = []
    faults: list[Diagnostic] = []
    owners: dict[tuple[str, str], EntryT] = {}
    for placed in entries:
        claims = [("name", fold(name), name, field) for name, field in names(placed.entry)]
        if placed.entry.slug:
            claims.append(("slug", placed.entry.slug, placed.entry.slug, "_id"))
        taken = [(owners[kind, key], kind, shown, field) for kind, key, shown, field in claims if (kind, key) in owners]
        for owner, kind, shown, field in taken:
            message = f"the {kind} '{shown}' is also that of the {what} in {owner.source}"
            faults.append(fault(code, message, placed.places[field], "keep it in one of the two files"))
        if not taken:
            kept.append(placed)
            owners.update(((kind, key), placed.entry) for kind, key, _, _ in claims)
    return kept, faults
