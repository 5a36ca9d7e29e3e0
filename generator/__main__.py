"""`python -m generator`: the command line without an installed script."""

from __future__ import annotations

import gc

gc.disable()  # what is imported stays: looking for garbage in it takes a tenth of the time to start
from generator.cli import main  # noqa: E402

gc.enable()

if __name__ == "__main__":
    main()
