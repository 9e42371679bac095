"""Numbers that sort as the keys do."""

from hypothesis import given
from hypothesis import strategies as st
from planner.rank_packing import (
    TOTAL_BYTES,
    WIDTHS,
    ascending_float,
    greatest,
    pack_key,
)

keys = st.tuples(*(st.integers(0, greatest(part)) for part in WIDTHS))
wild_keys = st.tuples(*(st.integers(-(10**30), 10**30) for _bits in WIDTHS))


@given(keys, keys)
def test_packed_keys_compare_as_the_keys(one, other):
    assert (pack_key(one) < pack_key(other)) == (one < other)
    assert (pack_key(one) == pack_key(other)) == (one == other)


@given(wild_keys)
def test_what_does_not_fit_is_the_nearest_that_does(key):
    assert 0 <= pack_key(key) < 1 << 8 * TOTAL_BYTES


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_floats_keep_their_order(one, other):
    if one == other == 0:
        return
    assert (ascending_float(one) < ascending_float(other)) == (one < other)
