"""What is left of the free time while activities are put into it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from .call_hours import CallHours, Window
from .local_time import shifted


class Gaps:
    """The gaps from left to right; ``longest`` is the length of the longest one.

    Of the ``later`` ones only those know who ask for them.

    >>> def at(minute):
    ...     return datetime(2026, 3, 4, 9, minute)
    >>> gaps = Gaps([(at(0), at(30)), (at(40), at(59))], at(10), timedelta())
    >>> gaps.earliest(at(0), timedelta(minutes=15)).minute
    10
    >>> gaps.take(at(10), at(25))
    >>> gaps.earliest(at(0), timedelta(minutes=15)).minute
    40
    >>> gaps.earliest(at(0), timedelta(minutes=20)) is None
    True
    >>> gaps.total
    datetime.timedelta(seconds=1440)
    """

    def __init__(
        self,
        free: Iterable[Window],
        first: datetime,
        buffer: timedelta,
        later: Sequence[Window] = (),
    ):
        self._later = Gaps(later, first, buffer) if later else None
        self._gaps = [(max(begin, first), end) for begin, end in free if end > first]
        self._first, self._buffer = first, buffer
        # Gaps only shrink: what was too long for these hours will stay so.
        self._too_long: dict[CallHours | None, timedelta] = {}
        self._measure()

    def earliest(
        self,
        start: datetime,
        length: timedelta,
        hours: CallHours | None = None,
        also_later: bool = False,
    ) -> datetime | None:
        """The first moment from ``start`` on that holds ``length`` within ``hours``."""
        moment = self._earliest(start, length, hours)
        if moment is None and also_later and self._later:
            return self._later.earliest(start, length, hours)
        return moment

    def _earliest(self, start, length, hours):
        if length > self.longest or length >= self._too_long.get(hours, timedelta.max):
            return None
        moment = self._find(start, length, hours)
        if moment is None and start <= self._first:
            self._too_long[hours] = length
        return moment

    def _find(self, start, length, hours):
        for begin, end in self._gaps:
            begin = max(begin, start)
            if end - begin < length:
                continue
            if hours is None:
                return begin
            for opens, closes in hours.windows(begin, end):
                moment = max(begin, opens)
                if min(end, closes) - moment >= length:
                    return moment
        return None

    @property
    def total(self) -> timedelta:
        """How much is left, in all gaps together."""
        return sum((end - begin for begin, end in self._gaps), timedelta())

    def take(self, start: datetime, stop: datetime) -> None:
        """Something takes place from ``start`` to ``stop``."""
        self.close([(start, stop)])

    def close(self, taken: Iterable[Window]) -> None:
        """Nothing else fits here, nor into the buffer around it."""
        taken = list(taken)
        if self._later:
            self._later.close(taken)
        for start, stop in taken:
            start, stop = shifted(start, -self._buffer), shifted(stop, self._buffer)
            self._gaps = [
                part
                for begin, end in self._gaps
                for part in ((begin, min(end, start)), (max(begin, stop), end))
                if part[0] < part[1]
            ]
        self._measure()

    def _measure(self):
        lengths = (end - begin for begin, end in self._gaps)
        self.longest = max(lengths, default=timedelta())
