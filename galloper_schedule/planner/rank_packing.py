"""Packs a sorting key into one whole number that sorts the same way.

A number that depends on the activity's own facts alone can be stored with the activity:
finishing one activity then rewrites no other. Every part has a fixed width, so the
numbers compare as the keys do, part by part.
"""

from struct import Struct, pack, unpack
from struct import error as DoesNotFit

#: The width of each part in bytes, in the order of ``two_pass.sorting_key``.
WIDTHS = {
    "bucket": 1,
    "day": 2,
    "moment": 8,
    "tier": 2,
    "standing": 1,
    "stage": 4,
    "stars": 1,
    "value": 8,
    "deadline": 2,
    "id": 4,
}
TOTAL_BYTES = sum(WIDTHS.values())

_LETTERS = {1: "B", 2: "H", 4: "I", 8: "Q"}
_PACK = Struct(">" + "".join(_LETTERS[width] for width in WIDTHS.values())).pack


def greatest(part: str) -> int:
    """The greatest number that fits into a part."""
    return (1 << 8 * WIDTHS[part]) - 1


_GREATEST = tuple(greatest(part) for part in WIDTHS)


def ascending_float(number: float) -> int:
    """A whole number of 64 bits that grows exactly as the float does.

    >>> values = [-1e300, -2.5, -0.0, 1e-9, 2.5, 2.5000000000000004, 1e300]
    >>> keys = [ascending_float(value) for value in values]
    >>> keys == sorted(set(keys))
    True
    """
    (bits,) = unpack(">Q", pack(">d", number))
    return bits ^ 0xFFFFFFFFFFFFFFFF if bits >> 63 else bits | 1 << 63


def pack_key(parts: tuple[int, ...]) -> int:
    """The parts of one key side by side in one number.

    >>> key = pack_key((1, 0, 0, 2, 0, 5, 3, 0, 20000, 7))
    >>> key < pack_key((1, 0, 0, 2, 0, 5, 3, 0, 20000, 8))
    True

    A part that does not fit counts as the nearest that does: a deadline in the year 1
    is as early as can be.

    >>> early = pack_key((3, 0, 0, 2, 0, 5, 3, 0, -700000, 7))
    >>> early == pack_key((3, 0, 0, 2, 0, 5, 3, 0, 0, 7))
    True
    """
    try:
        packed = _PACK(*parts)
    except DoesNotFit:
        fitting = zip(parts, _GREATEST, strict=True)
        packed = _PACK(*(max(0, min(part, most)) for part, most in fitting))
    return int.from_bytes(packed, "big")
