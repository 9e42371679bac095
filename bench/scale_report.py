"""The table of a run: printed, kept as JSON, and drawn."""

import json
import os
import platform
import statistics
from datetime import date
from math import log10
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).resolve().parent.parent / ".build" / "bench"


class Row:
    """A figure: the median of its times, and of their ratios round by round.

    :param of: the times it is compared with, in the same rounds; None: with nothing
    :param target: of the ratio, or of the median where there is none
    """

    def __init__(self, name, times, of, target=None, base="bare SELECT", unit="s"):
        self.name, self.target, self.base, self.unit = name, target, base, unit
        self.median, self.least = statistics.median(times), min(times)
        pairs = zip(times, of, strict=True) if of else ()
        ratios = [own / other for own, other in pairs]
        self.ratio = statistics.median(ratios) if ratios else None

    @property
    def is_missed(self):
        figure = self.median if self.ratio is None else self.ratio
        return self.target is not None and figure > self.target

    def as_dict(self):
        return {**vars(self), "missed": self.is_missed}

    def __str__(self):
        ratio = "" if self.ratio is None else f"{self.ratio:.3f}"
        target = "" if self.target is None else f"{self.target:.2f}"
        verdict = "" if self.target is None else "MISSED" if self.is_missed else "met"
        time = f"{self.median:8.3f} {self.unit:3} {self.least:8.3f}"
        return f"{self.name:42}{time}{ratio:>9}  {self.base:12}{target:>7} {verdict}"


class Table:
    """All rows of a run, printed as they come."""

    def __init__(self, size, people):
        self.rows, self.size, self.people = [], size, people
        self.title = f"{size} activities, {people} people"
        self._path = FOLDER / f"scale-{size}.json"

    def add(self, row):
        if not self.rows:
            heads = f"{'median':>8} {'':3} {'least':>8}{'ratio':>9}  {'of':12}"
            print(f"\n{self.title:42}{heads}{'target':>7}")
        print(row, flush=True)
        self.rows.append(row)

    def finish(self):
        """Write both files; 1 if a target was missed."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._as_dict(), indent=1))
        compared = [row for row in self.rows if row.ratio is not None]
        draw(self.title, compared, self._path)
        print(f"\nWritten: {self._path} and its picture beside it")
        return int(any(row.is_missed for row in self.rows))

    def _as_dict(self):
        return {
            "date": date.today().isoformat(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            "activities": self.size,
            "salespeople": self.people,
            "rows": [row.as_dict() for row in self.rows],
        }


LINE, LEFT, WIDTH = 26, 440, 1010


def draw(title, rows, path):
    """A bar for each ratio, on a logarithmic scale, with a mark where its target is."""
    font = ImageFont.load_default(14)
    image = Image.new("RGB", (WIDTH, LINE * (len(rows) + 2)), "white")
    pen = ImageDraw.Draw(image)
    pen.text((10, 6), f"{title}: times what it is compared with", "black", font)
    for number, row in enumerate(rows, start=1):
        top = number * LINE + 6
        # Beside Odoo without the add-on the base is only its time.
        of = "" if row.base.endswith(" s") else f", of {row.base}"
        pen.text((10, top), f"{row.name}{of}", "black", font)
        end = _place(row.ratio)
        colour = "#c0392b" if row.is_missed else "#2e86ab"
        pen.rectangle((LEFT, top + 2, end, top + LINE - 10), fill=colour)
        pen.text((end + 6, top), f"{row.ratio:.3g}", "black", font)
        if row.target is not None:
            mark = _place(row.target)
            pen.line((mark, top - 2, mark, top + LINE - 6), fill="black", width=2)
    image.save(path.with_suffix(".png"))


def _place(ratio):
    """From a thousandth on the left to a hundred on the right."""
    share = (log10(min(max(ratio, 1e-3), 100)) + 3) / 5
    return LEFT + 2 + share * (WIDTH - LEFT - 80)
