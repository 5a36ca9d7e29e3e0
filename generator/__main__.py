"""`python -m generator`: the command line without an installed script."""

from __future__ import annotations

from generator.cli import main

if __name__ == "__main__":
    main()
