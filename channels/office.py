"""When people are there: OFFICE_HOURS, such as `mon-fri 9:00-17:00, sat 9:00-12:00`, in OFFICE_TIMEZONE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHIFT = re.compile(r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<from>\d\d?:\d\d)\s*-\s*(?P<to>\d\d?:\d\d)")
#: Days as they are written to people, by language; any other language gets the numbers alone.
WRITTEN = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mie", "jue", "vie", "sab", "dom"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    first: int
    last: int
    begins: time
    ends: time

    def holds(self, moment: datetime) -> bool:
        """`moment` is local."""
        return self.first <= moment.weekday() <= self.last and self.begins <= moment.time() < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    shifts: tuple[Shift, ...]
    zone: ZoneInfo

    @classmethod
    def parse(cls, hours: str, zone: str) -> Self:
        """Raises ValueError with a sentence that says how hours are written, or that there is no such zone."""
        try:
            return cls(shifts=tuple(_shift(each) for each in hours.lower().split(",")), zone=ZoneInfo(zone))
        except (KeyError, OSError) as error:
            raise ValueError(f"OFFICE_TIMEZONE {zone!r} is not known; write it like America/Mexico_City.") from error

    def is_open(self, now: datetime) -> bool:
        local = now.astimezone(self.zone)
        return any(shift.holds(local) for shift in self.shifts)

    def in_words(self, tag: str) -> str:
        """Such as "Mon-Fri 9:00-17:00 (Mexico City)": short enough for an SMS."""
        days = WRITTEN.get(tag, WRITTEN["es"])
        shifts = ", ".join(
            f"{days[each.first]}{'' if each.first == each.last else f'-{days[each.last]}'} "
            f"{each.begins.hour}:{each.begins:%M}-{each.ends.hour}:{each.ends:%M}"
            for each in self.shifts
        )
        return f"{shifts} ({self.zone.key.rpartition('/')[2].replace('_', ' ')})"


def _shift(written: str) -> Shift:
    found = SHIFT.fullmatch(written.strip())
    if not found or found["first"] not in DAYS or (found["last"] or found["first"]) not in DAYS:
        raise ValueError(f"OFFICE_HOURS cannot be read at {written.strip()!r}; write them like mon-fri 9:00-17:00.")
    first, last = DAYS.index(found["first"]), DAYS.index(found["last"] or found["first"])
    try:
        begins, ends = (time.fromisoformat(found[each].zfill(5)) for each in ("from", "to"))
    except ValueError as error:
        raise ValueError(f"OFFICE_HOURS has no such time of day at {written.strip()!r}.") from error
    if first > last or begins >= ends:
        raise ValueError(f"OFFICE_HOURS {written.strip()!r} ends before it begins.")
    return Shift(first=first, last=last, begins=begins, ends=ends)
