# Ebbstone internal tool. Not for release outside the company without the
# consent of the data steward. It comes without any promise of fitness.
"""Tidal analysis in miniature: fit a mean and a few waves to hourly levels.

Uses nothing but the standard library, so that it can be read and run on the
old laptop in the van. Tidebook does the same with 37 constituents and with
nodal corrections, which this file leaves out.
"""

from math import atan2, cos, hypot, pi, radians, sin

# Speeds in degrees per hour.
SPEEDS = {
    "M2": 28.984104,   # the moon, twice a day
    "S2": 30.000000,   # the sun, twice a day
    "N2": 28.439730,   # the moon's distance
    "K1": 15.041069,
    "O1": 13.943036,
    "M4": 57.968208,   # shallow water: makes the rise steeper than the fall
}


def _row(hour, names):
    row = [1.0]
    for name in names:
        angle = radians(SPEEDS[name] * hour)
        row += [cos(angle), sin(angle)]
    return row


def _solve(matrix, right):
    """Gaussian elimination with pivoting; the matrix is small and square."""
    n = len(right)
    m = [list(matrix[i]) + [right[i]] for i in range(n)]
    for col in range(n):
        pivot = max(range(col, n), key=lambda r: abs(m[r][col]))
        if abs(m[pivot][col]) < 1e-9:
            raise ValueError("series too short to separate these constituents")
        m[col], m[pivot] = m[pivot], m[col]
        for r in range(col + 1, n):
            f = m[r][col] / m[col][col]
            for c in range(col, n + 1):
                m[r][c] -= f * m[col][c]
    out = [0.0] * n
    for r in reversed(range(n)):
        out[r] = (m[r][n] - sum(m[r][c] * out[c] for c in range(r + 1, n))) / m[r][r]
    return out


def fit(hours, levels, names=tuple(SPEEDS)):
    """Least squares. Returns the mean level and {name: (amplitude, phase)}."""
    size = 1 + 2 * len(names)
    normal = [[0.0] * size for _ in range(size)]
    right = [0.0] * size
    for hour, level in zip(hours, levels):
        if level is None:
            continue
        row = _row(hour, names)
        for i in range(size):
            right[i] += row[i] * level
            for j in range(size):
                normal[i][j] += row[i] * row[j]
    x = _solve(normal, right)
    waves = {}
    for k, name in enumerate(names):
        a, b = x[1 + 2 * k], x[2 + 2 * k]
        waves[name] = (hypot(a, b), atan2(b, a) % (2 * pi))
    return x[0], waves


def predict(hour, mean, waves):
    return mean + sum(
        amp * cos(radians(SPEEDS[name] * hour) - phase)
        for name, (amp, phase) in waves.items()
    )
