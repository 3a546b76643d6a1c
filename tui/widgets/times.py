"""Times as a person reads them: the store has them in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from annotations.messages import beside, tr


def moment(time: str, zone: tzinfo | None = None) -> str:
    """A time of RFC 3339 on the clock of ``zone``, or of this machine, to the minute."""
    # Set apart: after an Arabic word the numbers of a date would change places.
    return beside([f"{datetime.fromisoformat(time).astimezone(zone):%Y-%m-%d %H:%M}"])


def both_times(time: str, zone: tzinfo | None = None) -> str:
    """The same to the second, with what it is in UTC where that is another one."""
    there = datetime.fromisoformat(time)
    here, utc = there.astimezone(zone), there.astimezone(UTC)
    if here.utcoffset() == utc.utcoffset():
        return tr("{time} UTC", time=f"{utc:%Y-%m-%d %H:%M:%S}")
    # The date once, unless it is another day there.
    other = f"{utc:%H:%M:%S}" if utc.date() == here.date() else f"{utc:%Y-%m-%d %H:%M:%S}"
    return tr("{here} ({utc} UTC)", here=f"{here:%Y-%m-%d %H:%M:%S}", utc=other)
