"""`bench/search.py`: what it makes of the answers of the engines. (That it asks them is seen by running it.)"""
import importlib.util
import os
import subprocess
import sys
import unittest
from pathlib import Path

from program import TIMEOUT

SEARCH = Path(os.environ["INCIPIT_SOURCE"]) / "bench" / "search.py"
spec = importlib.util.spec_from_file_location("bench_search", SEARCH)
search = importlib.util.module_from_spec(spec)
spec.loader.exec_module(search)


def row(mode, ms, kind="or2", bare_ms=-1.0, total=5, categories=9, years=16):
    return search.Row(mode, kind, ms, bare_ms, total, categories, years)


class Asked:
    """A corpus of one query."""

    def __init__(self, plain="="):
        self.plain = plain

    def queries(self):
        return [["or2", "graph nets", "graph net", "graph nets", self.plain]]


class SearchFiguresTest(unittest.TestCase):
    def test_of_each_query_the_middle_round_counts(self):
        rounds = [[row("page", 1.0), row("page", 90.0)], [row("page", 50.0), row("page", 2.0)], [row("page", 1.5), row("page", 2.5)]]
        self.assertEqual(search.table_of({"incipit": rounds})["incipit"]["page", "or2"], {"p50": 1.5, "p95": 1.5})
        self.assertEqual(search.at_share([1.0, 2.0, 3.0, 4.0, 5.0], 0.5), 3.0)
        self.assertEqual(search.at_share(range(1, 101), 0.95), 95)

    def test_of_the_two_ways_of_lucene_the_lower_figure_counts(self):
        rounds = [[row("page", 1.0, bare_ms=0.5), row("facets", 4.0, bare_ms=3.0), row("facets_apart", 3.0, bare_ms=3.5)]]
        columns = search.table_of({"lucene": rounds})
        self.assertEqual(columns["lucene"]["facets", "or2"]["p50"], 3.0)
        self.assertEqual(columns["lucene bare"]["facets", "or2"]["p50"], 3.0)
        self.assertEqual(set(columns["lucene"]), {("page", "or2"), ("facets", "or2")})

    def answers(self, **lucene):
        return {"incipit": [[row("page", 1.0), row("facets", 1.0)]],
                "lucene": [[row("page", 1.0, total=-1), row("facets", 1.0, **lucene), row("facets_apart", 1.0)]],
                "stock": [[row("page", 1.0, total=-1), row("facets", 1.0, categories=4)]]}

    def test_engines_that_find_the_same_agree(self):
        report = search.compare(Asked(), self.answers())
        self.assertEqual((report["compared"], report["agree"], report["disagreements"]), (1, 1, []))

    def test_each_difference_is_reported(self):
        for name in ("total", "categories", "years"):
            report = search.compare(Asked(), self.answers(**{name: 6}))
            self.assertEqual((report["compared"], report["agree"], len(report["disagreements"])), (1, 0, 1), name)

    def test_a_query_that_is_refused_is_reported_even_where_it_is_not_compared(self):
        answers = {"incipit": [[row("page", 1.0), row("facets", 1.0, total=search.REFUSED)]]}
        for plain in "=~":
            refused = search.compare(Asked(plain), answers)["refused"]
            self.assertEqual([(one["engine"], one["mode"]) for one in refused], [("incipit", "facets")])

    def test_what_is_asked_differently_is_not_compared(self):
        report = search.compare(Asked(plain="~"), self.answers(total=6))
        self.assertEqual((report["compared"], report["not_comparable"], report["disagreements"]), (0, 1, []))

    def test_wrong_usage(self):
        for arguments in ([], ["work"], ["work", "papers", "--rounds", "0"], ["work", "papers", "--made", "-1"],
                          ["work", "papers", "--made-only", "--made", "0"], ["work", "papers", "--engines", "grep"]):
            process = subprocess.run([sys.executable, "-B", str(SEARCH), *arguments], capture_output=True, timeout=TIMEOUT, check=False)
            self.assertEqual(process.returncode, 2, process.stderr)
