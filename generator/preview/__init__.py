"""Live preview: edit a file, see the page."""

from __future__ import annotations

from generator.preview.serve import Listener, serve

__all__ = ["Listener", "serve"]
