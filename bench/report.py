"""Turns measured rounds into tables: medians, ratios, and what they were promised to be."""

import os
import platform
import shutil
import subprocess
from statistics import median

from contenders import aws
from servers import nginx

GIB = 1 << 30


def table(title, size, rounds, what="transfer"):
    """`rounds`: contender's name → its results. One line for each, medians with the span behind them. `what` ours can time alone."""
    lines = [f"### {title}", "", f"| | wall s, whole process | {what} alone s | CPU s/GiB, whole process | CPU s/GiB, {what} alone | proof s | peak RSS MB |",
             "|---|---|---|---|---|---|---|"]
    for name, results in rounds.items():
        alone = [r.transfer for r in results if r.transfer]
        lines.append(" | ".join([
            "| `" + name.replace(" | ", " \\| ") + "`",
            _spread([r.wall for r in results]),
            _spread([a[0] for a in alone]) if alone else "–",
            _spread([r.cpu * GIB / size for r in results]),
            _spread([a[1] * GIB / size for a in alone]) if alone else "–",
            _spread([r.proof for r in results]) if alone else "–",
            f"{max(r.rss for r in results) / 1e6:.0f} |",
        ]))
    return "\n".join(lines) + "\n"


def _spread(values):
    return f"{median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def ratio(promise, least, ours, peers, mine, theirs):
    """How many times better the median of `ours` is than the best median of `peers`; a line of a table. `least` may be a dash: not promised."""
    missing = [p for p in (ours, *peers) if not p]
    if missing or not peers:
        return f"| {promise} | {_least(least)} | not measured | |"
    own = median(mine(r) for r in ours)
    best = min(median(theirs(r) for r in peer) for peer in peers)
    rounds = [min(theirs(peer[i]) for peer in peers) / mine(r) for i, r in enumerate(ours) if all(i < len(p) for p in peers)]
    value = best / own
    span = f"{min(rounds):.2f}–{max(rounds):.2f} round by round"
    kept = "" if least == "–" else "yes" if value >= least else "NO"
    return f"| {promise} | {_least(least)} | **{value:.2f}** ({span}) | {kept} |"


def _least(least):
    return least if least == "–" else f"≥ {least}"


def machine(arguments, script="bench/run"):
    """What it ran on."""
    versions = {
        "java": _first(["java", "-version"]),
        "curl": _first(["curl", "--version"]),
        "rclone": _first(["rclone", "version"]),
        "aws": _first([aws() or "aws", "--version"]),
        "nginx": _first([nginx() or "nginx", "-v"]),
        "offsite": _first(["git", "-C", os.path.dirname(os.path.abspath(__file__)), "log", "-1", "--format=%h %s"]),
    }
    with open("/proc/meminfo") as meminfo:
        memory = int(meminfo.readline().split()[1]) / (1 << 20)
    lines = [f"- {os.cpu_count()} × {_cpu()}, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}", f"- `{' '.join([script, *arguments])}`"]
    return "\n".join(lines + [f"- {tool}: {version}" for tool, version in versions.items() if version]) + "\n"


def _cpu():
    with open("/proc/cpuinfo") as cpuinfo:
        return next((line.split(":", 1)[1].strip() for line in cpuinfo if line.startswith("model name")), platform.machine())


def _first(command):
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return ((done.stdout or done.stderr).splitlines() or [""])[0]
