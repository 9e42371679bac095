"""Packs a sorting key into one whole number that sorts the same way.

A number that depends on the contact's own facts alone can be stored with the contact:
finishing one contact then rewrites no other. Every part has a fixed width, so the
numbers compare as the keys do, part by part.
"""

from struct import pack, unpack

#: The width of each part in bits, in the order of ``two_pass.sorting_key``.
WIDTHS = {
    "bucket": 2,
    "day": 16,
    "moment": 34,
    "rung": 10,
    "without_lead": 1,
    "stage": 32,
    "stars": 4,
    "value": 64,
    "deadline": 16,
    "id": 32,
}
TOTAL_BITS = sum(WIDTHS.values())


def fit(number: int, bits: int) -> int:
    """The number, or the nearest one that fits: a year 1 sorts as the earliest day."""
    return max(0, min(number, (1 << bits) - 1))


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
    """
    number = 0
    for part, bits in zip(parts, WIDTHS.values(), strict=True):
        number = number << bits | fit(part, bits)
    return number
