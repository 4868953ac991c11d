#!/usr/bin/env python3
"""Writes the reference figures that the tests of src/base/statistics compare with.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels
    venv/bin/python scripts/statistics-reference.py > src/base/statistics/tests/reference.json

Everything comes from SciPy, statsmodels and NumPy, or, where they have no function for it (the limits of a p' chart,
the run rules, runs of the same answer), from trying all cases. The versions stand in the file. The same versions give
the same file: what is drawn is drawn from a fixed seed.
"""

import itertools
import json
import platform

import numpy
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

DRAWN = numpy.random.default_rng(20260501)
# the standard error of a kappa that has none; see kappa()
numpy.seterr(invalid="ignore")


def wilson():
    pairs = [(0, 1), (1, 1), (0, 20), (1, 29), (15, 148), (81, 263), (23, 24), (999_999, 1_000_000), (3, 4_294_967_295)]
    for part, whole in pairs + draw_shares(12):
        low, high = proportion_confint(part, whole, alpha=0.05, method="wilson")
        yield {"share": [part, whole], "low": float(low), "high": float(high)}


def difference():
    pairs = [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((0, 10), (0, 20)), ((10, 10), (0, 20)), ((5, 56), (0, 29))]
    for one, other in pairs + list(zip(draw_shares(10), draw_shares(10))):
        low, high = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff", alpha=0.05)
        yield {"one": one, "other": other, "low": float(low), "high": float(high)}


def fisher():
    pairs = [((3, 4), (1, 4)), ((4, 4), (0, 4)), ((1, 10), (11, 14)), ((0, 5), (0, 9)), ((5, 5), (9, 9)), ((10, 20), (10, 20)),
             ((412, 9_000), (61, 700)), ((50_000, 1_000_000), (50_900, 1_000_000)), ((30, 100_000), (5, 1_000))]
    for one, other in pairs + list(zip(draw_shares(15), draw_shares(15))):
        table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
        yield {"one": one, "other": other, "p": float(stats.fisher_exact(table).pvalue)}


def binomial():
    cases = [(0, 10, 0.05), (3, 10, 0.05), (2, 4, 0.02), (10, 10, 0.3), (60, 1_000, 0.05), (50, 1_000, 0.05), (49, 1_000, 0.05),
             (500_600, 1_000_000, 0.5), (1, 4_000_000_000, 1e-9), (7, 15, 0.5), (8, 16, 0.5), (200, 200, 0.99)]
    for part, whole, p in cases:
        yield {"part": part, "whole": whole, "p": p, "exactly": float(stats.binom.pmf(part, whole, p)),
               "at_least": float(stats.binom.sf(part - 1, whole, p))}


def nothing_found():
    for answers, part, whole in [(0, 1, 10), (40, 12, 240), (200, 3, 90), (500, 0, 50), (10, 5, 5), (1, 1, 2)]:
        low, _ = proportion_confint(part, whole, alpha=0.05, method="wilson")
        yield {"answers": answers, "others": [part, whole], "chance": float(stats.binom.pmf(0, answers, part / whole)),
               "at_most": float(stats.binom.pmf(0, answers, max(low, 0.0)))}


def kappa():
    tables = [[[75, 1, 4], [5, 4, 1], [0, 0, 10]], [[106, 10, 4], [22, 28, 10], [2, 12, 6]], [[20, 5], [10, 15]],
              [[0, 10], [10, 0]], [[9, 1], [0, 0]], [[40, 9, 0], [6, 3, 1], [1, 0, 0]]]
    for table in tables:
        result = cohens_kappa(numpy.array(table))
        # where one of the two always says the same, the variance is 0 and rounds to less
        yield {"table": table, "kappa": float(result.kappa), "error": float(max(result.var_kappa, 0) ** 0.5),
               "agreed": float(numpy.trace(table) / numpy.sum(table))}


def quantiles():
    for n in (1, 2, 3, 9, 10, 11, 100, 101):
        values = DRAWN.lognormal(7, 2, n).astype(int)
        median, p90 = (int(numpy.quantile(values, q, method="inverted_cdf")) for q in (0.5, 0.9))
        yield {"values": values.tolist(), "median": median, "p90": p90}


def pareto():
    for n in (1, 2, 8, 20):
        counts = numpy.sort(DRAWN.geometric(0.03, n))[::-1]
        running = numpy.cumsum(counts)
        needed = int(numpy.argmax(running * 100 >= running[-1] * 80)) + 1
        yield {"counts": counts.tolist(), "running": running.tolist(), "vital": int(numpy.sum(counts >= counts[needed - 1]))}


def straight_line():
    """The chance of a run, by adding up every way to answer."""
    for others in ([[30, 10]] * 7, [[50, 50]] * 8, [[90, 5, 3], [40, 40, 40], [0, 0, 33], [10, 80, 10], [70, 1, 2], [33, 33, 33]]):
        shares = [[(n + 0.5) / (sum(counts) + len(counts) / 2) for n in counts] for counts in others]
        chances = [0.0] * (len(shares) + 1)
        for answers in itertools.product(*(range(len(counts)) for counts in others)):
            longest = max(len(list(run)) for _, run in itertools.groupby(answers))
            chances[longest] += float(numpy.prod([share[answer] for share, answer in zip(shares, answers)]))
        at_least = [sum(chances[length:]) for length in range(1, len(chances))]
        yield {"others": others, "at_least": at_least}


def chart():
    for n, spread, changes, step in ((30, 0, [], 0), (24, 0.5, [], 0), (40, 0.3, [22], -0.6), (18, 0, [], 0.9), (26, 0.2, [5], 0)):
        wholes = DRAWN.integers(5, 900, n)
        odds = numpy.log(0.1 / 0.9) + spread * DRAWN.normal(size=n) + step * (numpy.arange(n) > n * 0.6)
        parts = DRAWN.binomial(wholes, 1 / (1 + numpy.exp(-odds)))
        wholes[3] = parts[3] = 0  # a period without answers
        yield from charts(parts, wholes, changes)
    rising = numpy.array([5, 6, 7, 7, 8, 9, 10, 4, 3, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 30, 0])
    yield from charts(rising, numpy.full(len(rising), 60), [])
    yield from charts(60 - rising, numpy.full(len(rising), 60), [])
    rare = numpy.array([0, 1, 0, 0, 2, 0, 0, 0, 5, 0, 1, 0, 0, 0, 0, 3])
    yield from charts(rare, numpy.full(len(rare), 6), [])
    yield from charts(6 - rare, numpy.full(len(rare), 6), [])


def charts(parts, wholes, changes):
    for method in ("p", "laney"):
        edges = [0, *changes, len(parts)]
        segments = [segment(parts, wholes, start, end, method) for start, end in itertools.pairwise(edges)]
        yield {"method": method, "periods": list(zip(parts.tolist(), wholes.tolist())), "changes": changes, "segments": segments}


def segment(parts, wholes, start, end, method):
    places = numpy.array([i for i in range(start, end) if wholes[i] > 0])
    x, n = parts[places], wholes[places]
    centre = x.sum() / n.sum()
    sigma = numpy.sqrt(centre * (1 - centre) / n)
    z = (x / n - centre) / sigma
    sigma_z = numpy.abs(numpy.diff(z)).mean() / 1.128 if method == "laney" else 1.0
    low, high = (numpy.clip(centre + side * 3 * sigma_z * sigma, 0, 1) for side in (-1, 1))
    found = rules(places.tolist(), x, n, centre, low, high) if len(places) >= 12 else []
    return {"centre": float(centre), "sigma_z": float(sigma_z), "places": places.tolist(), "low": low.tolist(),
            "high": high.tolist(), "hits": sorted(found)}


def rules(places, x, n, centre, low, high):
    share = x / n
    for i, place in enumerate(places):
        rough = n[i] * min(centre, 1 - centre) < 5
        if share[i] > high[i] and (not rough or stats.binom.sf(x[i] - 1, n[i], centre) <= stats.norm.sf(3)):
            yield ["beyond", "up", [place]]
        if share[i] < low[i] and (not rough or stats.binom.cdf(x[i], n[i], centre) <= stats.norm.sf(3)):
            yield ["beyond", "down", [place]]
    off = [i for i in range(len(share)) if not numpy.isclose(share[i], centre, rtol=0, atol=1e-12)]
    for above, run in itertools.groupby(off, key=lambda i: share[i] > centre):
        run = list(run)
        if len(run) >= 8:
            yield ["one_side", "up" if above else "down", [places[i] for i in run]]
    moved = [i for i in range(len(share)) if i == 0 or x[i] * n[i - 1] != x[i - 1] * n[i]]
    for way, sign in (("up", 1), ("down", -1)):
        steps = [sign * (share[b] - share[a]) > 0 for a, b in itertools.pairwise(moved)]
        for a, b in itertools.combinations(range(len(moved)), 2):
            is_whole = all(steps[a:b]) and (a == 0 or not steps[a - 1]) and (b == len(steps) or not steps[b])
            if is_whole and b - a + 1 >= 6:
                yield ["trend", way, [places[i] for i in moved[a:b + 1]]]


def draw_shares(n):
    wholes = DRAWN.integers(1, 400, n)
    return [(int(part), int(whole)) for part, whole in zip(DRAWN.integers(0, wholes + 1), wholes)]


def main():
    made = [wilson, difference, fisher, binomial, nothing_found, kappa, quantiles, pareto, straight_line, chart]
    versions = {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__,
                "statsmodels": statsmodels.__version__}
    lines = [f' "versions": {json.dumps(versions)}']
    for make in made:
        cases = ",\n".join(f"  {json.dumps(case)}" for case in make())
        lines.append(f' "{make.__name__}": [\n{cases}\n ]')
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main()
