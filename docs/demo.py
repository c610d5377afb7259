"""Makes docs/demo.png, the picture of the README, anew from the demo's own run: `python docs/demo.py`.

It is the demo's picture of where people waited, without the column that explains a plan's signs: at the width of a
page on the web, rooms' names must stay readable.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from simulator import session

SEED = 7
TARGET = Path(__file__).resolve().parent / "demo.png"
STRIP, COLUMN, KEY = 62, 2165, (2180, 140, 2680, 270)
"""In pixels of the whole picture: the strip on top, where the column begins, and the colours' key in it."""
KEY_AT, FOOT = (60, 1800), 1955
WIDTH = 1440


def main() -> None:
    """Play the demo, cut the picture, and bring strip and key back in."""
    with tempfile.TemporaryDirectory() as folder:
        session.demo(folder, SEED)
        whole = Image.open(Path(folder, "figures", "waiting-on-the-plan.png")).convert("RGB")
    picture = whole.crop((0, 0, COLUMN, FOOT))
    picture.paste(whole.crop((whole.width - 320, 0, whole.width, STRIP)), (COLUMN - 320, 0))
    picture.paste(whole.crop(KEY), KEY_AT)
    small = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    small.save(TARGET, optimize=True)
    print(f"{TARGET}: {TARGET.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
