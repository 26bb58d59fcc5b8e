"""Alternating runs, and progress messages."""

import sys

RUNS = 5


def say(text):
    """Prints a progress message."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def alternate(contestants, runs=RUNS):
    """Runs the contestants alternately, `runs` times each, after one warm-up."""
    results = {name: [] for name in contestants}
    for turn in range(runs + 1):
        for name, run in contestants.items():
            result = run()
            if turn:
                results[name].append(result)
    return results
