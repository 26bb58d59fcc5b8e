"""Turns: who is measured when, and what is said meanwhile."""

import sys

RUNS = 5


def say(text):
    """Tells who waits what is going on."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def alternate(contestants, runs=RUNS):
    """Runs each contestant in turn, `runs` times, after one turn that does not count."""
    results = {name: [] for name in contestants}
    for turn in range(runs + 1):
        for name, run in contestants.items():
            result = run()
            if turn:
                results[name].append(result)
    return results
