"""All providers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from generator.indexer.providers import ProviderGroup
from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.structured import describe_list
from generator.pages.views import ProviderListView
from generator.text import first_letter


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/providers/`: by name, under their first letters."""

    def letter(group: ProviderGroup) -> str:
        first = first_letter(group.name)
        return first if first.isalpha() else "0–9"

    ordered = sorted(edition.digest.providers, key=lambda group: not letter(group).startswith("0"))
    view = ProviderListView(
        head=edition.head(
            "providers/",
            "Providers",
            f"Who {edition.settings.title} reads",
            section="providers/",
            structured=describe_list(edition.settings, "Providers", [("Providers", "providers/")]),
        ),
        title="Providers",
        groups=tuple(
            (name, tuple(edition.provider_count(group) for group in groups))
            for name, groups in groupby(sorted(ordered, key=letter), key=letter)
        ),
    )
    yield Page("providers/", "pages/provider_list.html", view, last_change(edition.digest.articles), listed=True)
