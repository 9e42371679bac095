"""On which days of the week a country rests.

Nearly everywhere that is Saturday and Sunday; the table names the others. It follows
Unicode's CLDR (release 47, as Babel 2.18 has it), but for five countries about which
CLDR and the ``holidays`` package (0.109) disagree, and the Maldives. Of them:

- Afghanistan, Thursday and Friday: CLDR. The Ministry of Labour has offices open on
  Saturdays, and on Thursdays until 13:00 only (afghannews.af on Eid, March 2025).
- Bangladesh, Friday and Saturday: ``holidays``, after the lists of the Ministry of
  Public Administration (mopa.gov.bd); Saturday was added in 2005.
- Brunei, Friday and Sunday: ``holidays``. The Department of Labour's counters are open
  "Monday to Thursday and Saturday" (bruneinewsgazette.com, August 13, 2021).
- Djibouti, Friday: neither. Article 97 of the Labour Code has one day of rest, and an
  order for who rests "on another day than Friday" (ILO, comments on convention 106).
- Mauritania, Saturday and Sunday: CLDR. So it has been since October 1, 2014 (Reuters,
  September 11, 2014).
- Maldives, Friday and Saturday: ``holidays``; CLDR has Saturday and Sunday.

Read in November 2026.
"""

#: 0 is Monday.
SATURDAY_AND_SUNDAY = frozenset({5, 6})
_FRIDAY, _SUNDAY = frozenset({4}), frozenset({6})
_FRIDAY_AND_SATURDAY = frozenset({4, 5})

WEEKENDS: dict[str, frozenset[int]] = {
    "AF": frozenset({3, 4}),
    "BN": frozenset({4, 6}),
    **dict.fromkeys(("DJ", "IR"), _FRIDAY),
    **dict.fromkeys(("IN", "UG"), _SUNDAY),
    **dict.fromkeys(
        (
            *("BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV"),
            *("OM", "QA", "SA", "SD", "SY", "YE"),
        ),
        _FRIDAY_AND_SATURDAY,
    ),
}


def weekend_of(country: str | None) -> frozenset[int]:
    """The days of rest of a country.

    >>> [sorted(weekend_of(code)) for code in ("FR", "IL", "BN", "DJ", None)]
    [[5, 6], [4, 5], [4, 6], [4], [5, 6]]

    :param country: its code of two letters; None: nobody knows which
    """
    return WEEKENDS.get(country or "", SATURDAY_AND_SUNDAY)
