"""Share images: what a story without a large picture shows where its link is shared, drawn by Pillow."""

from __future__ import annotations

from generator.sharing.draw import Pen, draw_images, find_pen
from generator.sharing.plan import FOLDER as SHARE_FOLDER
from generator.sharing.plan import ShareImage, plan_images

__all__ = ["SHARE_FOLDER", "Pen", "ShareImage", "draw_images", "find_pen", "plan_images"]
