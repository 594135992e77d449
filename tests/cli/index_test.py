"""`incipit index`: what it takes, what it refuses, and that a refusal leaves nothing behind."""
import gzip
import json
import tempfile
import unittest
from pathlib import Path

from program import incipit, paper, snapshot


class IndexTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.index = self.folder / "index"

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def make(self, content, *options, name="papers.jsonl"):
        return incipit("--index", self.index, "index", *options, self.write(name, content))

    def published(self):
        """What an index is to its readers: CURRENT and the generations, without lock, rejects and write times."""
        return {p: b for p, b in snapshot(self.index).items() if p == "CURRENT" or p.startswith("generations/")}

    def assert_fails(self, result, code, *words):
        self.assertEqual(result.code, code, result.err)
        self.assertEqual(result.out, "")
        for word in words:
            self.assertIn(word, result.err)

    def test_a_build_says_what_it_did(self):
        result = self.make(paper("1") + paper("2"))
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("indexed 2 papers and 2 authors", result.out)
        self.assertIn("revision ", result.out)

    def test_progress_without_a_terminal_is_plain_lines_on_standard_error(self):
        result = self.make(paper("1"))
        self.assertIn("publishing", result.err)
        for text in (result.out, result.err):
            self.assertNotIn("\r", text)
            self.assertNotIn("\033", text)

    def test_quiet_says_nothing(self):
        result = self.make(paper("1"), "--quiet")
        self.assertEqual((result.code, result.out, result.err), (0, "", ""))

    def test_json_is_one_document(self):
        result = self.make(paper("1"), "--json")
        self.assertEqual(result.json()["papers"], 1)

    def test_standard_input_and_gzip(self):
        text = (paper("1") + paper("2")).encode()
        for index, given in (("plain", text), ("gzip", gzip.compress(text))):
            result = incipit("--index", self.folder / index, "index", "--json", "-", stdin=given)
            self.assertEqual(result.json()["papers"], 2, result.err)

    def test_rejected_records_are_named_with_their_line_and_kept(self):
        bad = [b'{"id": "broken\n', b'{"title": "no id"}\n', b'{"id": "7", "title": "\xff\xfe"}\n', b'[1]\n',
               b'{"id": "empty"}\n', b'{"id": "big", "title": "' + b"x" * (10 << 20) + b'"}\n']
        path = self.write("papers.jsonl", paper("1").encode() + b"".join(bad) + paper("2").encode())
        result = incipit("--index", self.index, "index", "--json", path)
        self.assertEqual(result.code, 0, result.err)
        info = result.json()
        self.assertEqual(info["papers"], 2)
        letters = [json.loads(line) for line in Path(info["rejects"]).read_text("utf-8").splitlines()]
        self.assertEqual([(letter["line"], letter["code"]) for letter in letters],
                         [(2, "malformed_json"), (3, "no_id"), (4, "invalid_utf8"), (5, "not_an_object"), (6, "no_text"),
                          (7, "too_large")])
        self.assertTrue(all(letter["input"] == "papers.jsonl" and letter["reason"] for letter in letters))
        self.assertLess(Path(info["rejects"]).stat().st_size, 100_000)

    def test_a_wrong_type_drops_the_field_and_is_a_warning(self):
        result = self.make(paper("1", published="a long time ago", citations="many", surprise=1), "--json")
        info = result.json()
        self.assertEqual(info["papers"], 1)
        self.assertTrue(any("published" in warning for warning in map(json.dumps, [info["warnings"]])), info["warnings"])
        self.assertIn("surprise", json.dumps(info["ignored_keys"]))
        shown = incipit("--index", self.index, "--json", "paper", "1").json()
        self.assertIsNone(shown["paper"]["published"] if "paper" in shown else shown["published"])

    def test_bad_input_is_3_names_the_input_and_leaves_the_index_alone(self):
        self.assertEqual(self.make(paper("1")).code, 0)
        before = self.published()
        whole = gzip.compress((paper("1") * 2000).encode())
        cases = [
            (self.folder / "missing.jsonl", "missing.jsonl"),
            (self.write("cut.jsonl.gz", whole[:len(whole) // 2]), "cut.jsonl.gz"),
            (self.write("hostname", "just words\n"), "hostname"),
            (self.write("nothing.jsonl", ""), ""),
            (self.write("useless.jsonl", '{"title": "no id"}\n' * 3), "no usable paper"),
        ]
        for path, word in cases:
            with self.subTest(input=path.name):
                self.assert_fails(incipit("--quiet", "--index", self.index, "index", "--replace", path), 3, word)
                self.assertEqual(self.published(), before)
        self.assertEqual(incipit("--index", self.index, "verify").code, 0)

    def test_max_errors_ends_the_run(self):
        self.assert_fails(self.make(paper("1") + "x\n" * 5, "--max-errors", "3", "--quiet"), 3, "")
        self.assertEqual([p for p in self.published() if "CURRENT" in p or "building" in p], [])

    def test_papers_of_other_inputs_are_not_thrown_away_unasked(self):
        self.assertEqual(self.make(paper("1"), name="a.jsonl").code, 0)
        before = self.published()
        other = self.write("b.jsonl", paper("2"))
        self.assert_fails(incipit("--quiet", "--index", self.index, "index", other), 3, "--replace", "a.jsonl")
        self.assertEqual(self.published(), before)
        self.assertEqual(incipit("--quiet", "--index", self.index, "index", "--replace", other).code, 0)
        self.assertEqual(incipit("--index", self.index, "--json", "info").json()["papers"], 1)

    def test_dry_run_writes_nothing(self):
        result = self.make(paper("1") + "x\n" + paper("2"), "--dry-run")
        self.assertEqual(result.code, 0)
        self.assertEqual([json.loads(line)["id"] for line in result.out.splitlines()], ["1", "2"])
        self.assertIn("line 2", result.err)
        self.assertFalse(self.index.exists())

    def test_an_unwritable_place_is_5(self):
        self.index = self.write("file", "") / "index"
        self.assert_fails(incipit("--quiet", "--index", self.index, "index", self.write("papers.jsonl", paper("1"))), 5)

    def test_the_same_inputs_give_the_same_revision(self):
        first, second = (incipit("--index", self.folder / name, "--json", "index", self.write("p.jsonl", paper("1") + paper("2")))
                         for name in ("one", "two"))
        self.assertEqual(first.json()["index"]["revision"], second.json()["index"]["revision"])

    def test_a_damaged_index_is_4(self):
        self.assertEqual(self.make(paper("1")).code, 0)
        record = next(p for p in self.index.rglob("MANIFEST"))
        record.write_bytes(record.read_bytes().replace(b"papers", b"pepars", 1))
        for command in (["verify"], ["info"], ["search", "graphs"]):
            result = incipit("--index", self.index, *command)
            self.assertEqual(result.code, 4, (command, result.out, result.err))

    def test_author_figures_that_match_nobody_are_told(self):
        table = self.write("m.tsv", "author\tmetric\tvalue\tsource\tas_of\nNobody Known\th_index\t3\tx\t2024-01-01\n")
        result = self.make(paper("1"), "--author-metrics", str(table))
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("unmatched: m.tsv line 2: Nobody Known", result.out)


if __name__ == "__main__":
    unittest.main()
