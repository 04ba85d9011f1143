# Ebbstone internal tool. Not for release outside the company without the
# consent of the data steward. It comes without any promise of fitness.
"""Merge late readings into a series, and move readings with a wrong clock.

Rules, in the order in which they have bitten us:
  1. A reading that was already published is never silently replaced.
  2. Late readings never wake anybody; the caller gets them marked `late`.
  3. Moving readings in time keeps the old time, for whoever asks later.
"""

from datetime import datetime, timedelta


class Conflict(Exception):
    """Two different levels claim the same minute of the same station."""


def merge(published, late, tolerance=0):
    """Merge {minute: level} `late` into `published`; return the minutes added.

    Equal values are ignored. A value that differs by more than `tolerance`
    millimetres raises Conflict, naming every minute concerned, and changes
    nothing at all.
    """
    clash = sorted(
        minute for minute, level in late.items()
        if minute in published and abs(published[minute] - level) > tolerance
    )
    if clash:
        raise Conflict(", ".join(m.strftime("%Y%m%dT%H%MZ") for m in clash))
    fresh = sorted(set(late) - set(published))
    for minute in fresh:
        published[minute] = late[minute]
    return fresh


def shift(readings, seconds):
    """Correct readings whose clock was `seconds` slow (negative: fast).

    Returns [(new_minute, old_minute, level)]. When two readings fall on the
    same new minute, the one that was nearer to that minute wins.
    """
    best = {}
    for old, level in sorted(readings.items()):
        exact = old + timedelta(seconds=seconds)
        minute = (exact + timedelta(seconds=30)).replace(second=0, microsecond=0)
        distance = abs((exact - minute).total_seconds())
        if minute not in best or distance < best[minute][0]:
            best[minute] = (distance, old, level)
    return [(minute, old, level) for minute, (_, old, level) in sorted(best.items())]


if __name__ == "__main__":
    start = datetime(2024, 3, 12, 7, 0)
    series = {start + timedelta(minutes=i): 4100 + 7 * i for i in range(6)}
    del series[start + timedelta(minutes=3)]
    print(merge(series, {start + timedelta(minutes=3): 4121}))
    for row in shift(series, 95):
        print(*row)
