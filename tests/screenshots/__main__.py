"""Make the pictures of the README from the example publication."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.e2e.browser import open_browser
from tests.e2e.servers import serve
from tests.publication import ROOT
from tests.screenshots.shots import SHOTS

HERE = Path(__file__).parent


def main() -> None:
    """Take each picture, and make it small where the program for that is installed."""
    with serve(ROOT / "site") as address, open_browser() as browser:
        for name, shot in SHOTS.items():
            page = browser.new_page(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme=shot.scheme,
            )
            page.goto(address + shot.path)
            page.screenshot(path=HERE / name)
            page.close()
            if program := shutil.which("pngquant"):
                options = ["--force", "--ext", ".png", "--strip", "--speed", "1"]
                subprocess.run([program, *options, str(HERE / name)], check=True)


if __name__ == "__main__":
    main()
