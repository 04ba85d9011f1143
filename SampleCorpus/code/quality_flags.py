# Ebbstone internal tool. Not for release outside the company without the
# consent of the data steward. It comes without any promise of fitness.
"""Spike, rate and stuck tests of the gatekeeper, in their reference form.

The production program does the same work on a ring buffer. When the two
disagree, this file is right and the ring buffer has a bug.
"""

from dataclasses import dataclass
from statistics import median

RAW, GOOD, SUSPECT, BAD, CORRECTED, FILLED, MISSING = 0, 1, 2, 3, 4, 5, 9


@dataclass(frozen=True)
class Limits:
    lowest: int = 0            # mm above station datum
    highest: int = 12_000
    spike: int = 250           # mm away from the median of the neighbours
    rate: int = 250            # mm within six minutes
    stuck_minutes: int = 45    # six hours behind a lock


def despike(samples, limit, width=3):
    """Return the samples with every spike replaced by None.

    `samples` are ten-second values. A sample is a spike when it lies more
    than `limit` away from the median of a window of `width` around it. The
    window shrinks at both ends instead of inventing values beyond them.
    """
    half = width // 2
    kept = []
    for i, value in enumerate(samples):
        window = [s for s in samples[max(0, i - half): i + half + 1] if s is not None]
        if value is None or not window:
            kept.append(None)
        else:
            kept.append(value if abs(value - median(window)) <= limit else None)
    return kept


def minute_mean(samples, limits):
    """Mean of one minute, or None when fewer than three samples survive."""
    good = [s for s in despike(samples, limits.spike) if s is not None]
    return round(sum(good) / len(good)) if len(good) >= 3 else None


def flag_minutes(levels, limits, raining_hard=False):
    """One flag for every one-minute level in `levels` (mm or None)."""
    flags = []
    same_since = 0
    for i, level in enumerate(levels):
        if level is None:
            flags.append(MISSING)
            same_since = i + 1
            continue
        if not limits.lowest <= level <= limits.highest:
            flags.append(BAD)
            same_since = i + 1
            continue
        flag = GOOD
        before = levels[i - 6] if i >= 6 else None
        if before is not None:
            change = level - before
            # Heavy rain explains any rise. It does not explain a fall.
            explained = raining_hard and change > 0
            if abs(change) > limits.rate and not explained:
                flag = SUSPECT
        if level != levels[same_since]:
            same_since = i
        if i - same_since >= limits.stuck_minutes:
            flag = SUSPECT
        flags.append(flag)
    return flags
