"""`incipit eval`: figures worked out by hand, runs in and out, comparisons, and what goes wrong."""
import tempfile
import unittest
from pathlib import Path

from program import incipit, paper


class EvalTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.index = cls.file("index")
        cls.file("papers.jsonl", paper("a", title="Graph kernels") + paper("b", title="Graph colouring") + paper("c", title="Boiling water"))
        made = incipit("--quiet", "--index", cls.index, "index", cls.file("papers.jsonl"))
        assert made.code == 0, made.err
        cls.queries = cls.file("queries.jsonl", '{"_id": "1", "text": "kernels or colouring"}\n{"_id": "2", "text": "water"}\n{"_id": "3", "text": "tea"}\n')
        cls.qrels = cls.file("qrels.tsv", "query-id\tcorpus-id\tscore\n1\ta\t1\n1\tb\t0\n2\tb\t1\n3\tb\t0\n")

    @classmethod
    def file(cls, name, text=None):
        path = Path(cls.scratch.name) / name
        if text is not None:
            path.write_text(text, "utf-8")
        return path

    def eval(self, *arguments):
        return incipit("--index", self.index, "eval", *arguments)

    def measures(self, *arguments):
        result = self.eval("--json", "--qrels", self.qrels, *arguments)
        self.assertEqual((result.code, result.err), (0, ""))
        return result.json()

    def test_figures(self):
        # Query 1 has its paper first, query 2 does not find its own, query 3 has none and does not count.
        found = self.measures("--queries", self.queries)
        self.assertEqual(found["queries"], 2)
        for key in ("ndcg_10", "map", "recall_100", "mrr"):
            self.assertEqual(found["measures"][key]["value"], 0.5, key)
        self.assertEqual(found["asked"], {"syntax": "text", "match": "any", "synonyms": True, "expand": False})
        table = self.eval("--queries", self.queries, "--qrels", self.qrels)
        self.assertIn("nDCG@10     0.5000", table.out)

    def test_runs_go_out_and_come_in(self):
        run = self.file("out.run")
        self.measures("--queries", self.queries, "--run-out", run, "--tag", "mine")
        lines = [line.split() for line in run.read_text("utf-8").splitlines()]
        self.assertEqual([line[:4] for line in lines], [["1", "Q0", "a", "1"], ["1", "Q0", "b", "2"], ["2", "Q0", "c", "1"]])
        self.assertEqual({line[5] for line in lines}, {"mine"})
        again = self.measures("--run", run)
        self.assertEqual(again["measures"]["map"]["value"], 0.5)
        # Without an index at all.
        alone = incipit("--index", "/nowhere", "eval", "--run", run, "--qrels", self.qrels)
        self.assertEqual(alone.code, 0, alone.err)

    def test_comparison(self):
        worse = self.file("worse.run", "1 Q0 b 1 2.0 t\n1 Q0 a 2 1.0 t\n")
        compared = self.measures("--queries", self.queries, "--baseline", worse)["measures"]["mrr"]
        self.assertEqual((compared["value"], compared["baseline"], compared["difference"]), (0.5, 0.25, 0.25))
        self.assertGreater(compared["p"], 0.4)
        same = self.measures("--queries", self.queries, "--expand", "--baseline", worse)
        self.assertTrue(same["asked"]["expand"])

    def test_what_goes_wrong(self):
        broken = self.file("broken.run", "1 Q0 a first 1.0 t\n")
        empty = self.file("empty.tsv", "")
        for arguments, code, word in (
            (["--qrels", self.qrels], 2, "--queries"),
            (["--queries", self.queries], 2, "--qrels"),
            (["--queries", self.queries, "--qrels", "/nowhere"], 3, "/nowhere"),
            (["--queries", self.queries, "--qrels", empty], 3, "relevant"),
            (["--run", broken, "--qrels", self.qrels], 3, "line 1"),
            (["--run", broken, "--queries", self.queries, "--qrels", self.qrels], 2, "--run"),
            (["--queries", self.queries, "--qrels", self.qrels, "--run-out", "/nowhere/x"], 5, "/nowhere/x"),
            (["--queries", self.queries, "--qrels", self.qrels, "--depth", "0"], 2, "--depth"),
        ):
            result = self.eval(*arguments)
            self.assertEqual(result.code, code, f"{arguments}: {result.err}")
            self.assertEqual(result.out, "")
            self.assertIn(word, result.err)


if __name__ == "__main__":
    unittest.main()
