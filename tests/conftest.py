"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the code: an example may take as long as it takes.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
