"""The table of a run of peers.py, in Markdown."""

WORDS = {"single": "one query at a time", "batch": "batches of 256"}


def number(value, unit=""):
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}{unit}"


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def setting(point):
    first, second = point["knob"]
    return "" if second is None else f"{first} {second}, " if isinstance(first, str) else f"k_factor {first}, nprobe {second}, "


def speed_rows(name, peer, missing):
    """One a point; a level that isn't reached is said."""
    for point in peer["points"]:
        exact = point["level"] is None
        figure = ("exact, " if exact else f"recall@10 ≥ {point['level']}, ") + WORDS[point["mode"]]
        if not point["knob"]:
            yield row(name, figure, f"not reached (at most {peer['highestRecall']:.3f})", "–", "–")
            continue
        theirs = f"{number(point['peer'])}/s ({setting(point)}{point['recall']:.3f})"
        ours = missing or "level not reached"
        if point.get("ours"):
            ours = f"{number(point['ours'])}/s" + ("" if exact else f" (target {point['target']}, {point['oursRecall']:.3f})")
        ratio = f"**{point['ratio']:.2f}** ({point['ratios'][0]:.2f}–{point['ratios'][-1]:.2f})" if point["ratio"] else "–"
        yield row(name, figure, theirs, ours, ratio)


def ratio_row(name, figure, theirs, mine, unit, more_is_better, missing):
    ratio = None
    if theirs and mine and theirs > 0 and mine > 0:
        ratio = mine / theirs if more_is_better else theirs / mine
    ours = number(mine, unit) if mine is not None else missing or "–"
    return row(name, figure, number(theirs, unit), ours, f"**{ratio:.2f}**" if ratio else "–")


def other_rows(name, peer, mine, missing):
    """Build, change, memory, opening; those that the peer can't do are left out."""
    changes, turnover = peer.get("changes", {}), peer.get("turnover", {})
    figures = [
        ("build", peer.get("buildSeconds"), mine.get("buildSeconds"), " s", False),
        ("insert", changes.get("insertsPerSecond"), mine.get("insertsPerSecond"), "/s", True),
        ("replace", changes.get("replacesPerSecond"), mine.get("replacesPerSecond"), "/s", True),
        ("bytes a vector beyond float32", peer.get("memory", {}).get("bytesPerVector"), mine.get("bytesPerVector"), "", False),
        ("open to first answer", peer.get("opening"), mine.get("openToFirstAnswerMillis"), " ms", False),
        ("open to first answer, mapped", peer.get("viewing"), mine.get("openToFirstAnswerMillis"), " ms", False),
    ]
    for figure, theirs, ours, unit, more in figures:
        if theirs is not None:
            yield ratio_row(name, figure, theirs, ours, unit, more, missing)
    if "recallBefore" in turnover:
        theirs = f"{turnover['recallBefore']:.4f} to {turnover['recallAfter']:.4f}"
        ours = f"{mine['recallBefore']:.4f} to {mine['recallAfter']:.4f}" if "recallBefore" in mine else missing or "–"
        yield row(name, "recall before and after half is replaced", theirs, ours, "–")


def table(found):
    """Everything of a run, a line a figure."""
    processor, when = found["machine"], found["date"]
    commit = (found["commit"] or "unknown")[:12] + (" with changes" if found["uncommitted"] else "")
    text = f"# {found['base']}\n\n{when}, commit {commit}, {processor['Model name']}, {processor['CPU(s)']} processors, "
    text += f"{processor['memory GiB']} GiB; one thread on one core, {found['parameters']['rounds']} rounds by turns, medians (range).\n\n"
    text += row("peer", "figure", "peer", "freshet", "times better") + "|---|---|---|---|---|\n"
    mine, missing = found["ours"], found["ours"]["missing"]
    for name, peer in found["peers"].items():
        if "error" in peer:
            text += row(name, "everything", peer["error"], "–", "–")
            continue
        exact = peer["points"][0]["level"] is None
        text += "".join(speed_rows(name, peer, missing))
        text += "".join(other_rows(name, peer, mine.get("exact" if exact else "lsh", {}), missing))
    versions = ", ".join(f"{package} {version}" for package, version in found["versions"].items())
    return text + f"\nVersions: {versions}.\n"
