"""`bench/make_corpus.py`: the same records every time, and such as `incipit index` takes all of them."""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from program import SAMPLE, TIMEOUT, incipit, paper

MAKER = Path(os.environ["INCIPIT_SOURCE"]) / "bench" / "make_corpus.py"


class MadeCorpusTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def made(self, *arguments, code=0):
        process = subprocess.run([sys.executable, "-B", str(MAKER), *map(str, arguments)], capture_output=True, timeout=TIMEOUT, check=False)
        self.assertEqual(process.returncode, code, process.stderr)
        return process.stdout

    def sample(self):
        return sorted(SAMPLE.glob("papers*.jsonl*"))

    def test_the_same_seed_makes_the_same_bytes_and_another_one_others(self):
        first = self.made("-n", 300, *self.sample())
        self.assertEqual(self.made("-n", 300, *self.sample()), first)
        self.assertNotEqual(self.made("-n", 300, "--seed", 2, *self.sample()), first)

    def test_fewer_records_are_the_first_of_more(self):
        self.assertTrue(self.made("-n", 300, *self.sample()).startswith(self.made("-n", 100, *self.sample())))

    def test_every_record_is_indexed_as_a_paper_of_its_own(self):
        path = self.write("papers.jsonl", self.made("-n", 3000, *self.sample()))
        result = incipit("--index", self.folder / "index", "index", "--json", path)
        self.assertEqual(result.code, 0, result.err)
        info = result.json()
        self.assertEqual(info["papers"], 3000)
        self.assertEqual(sum(row["rejected"] for row in info["inputs"]), 0)

    def test_sentences_and_titles_are_those_of_the_category(self):
        abstracts = {"cs.LG": ["Nets learn. They forget.", "Data are few, e.g. none. We buy more."],
                     "math.CO": ["Graphs are finite. Trees have leaves."]}
        titles = {"cs.LG": ["Learning of nets", "Nets"], "math.CO": ["Colours for graphs"]}
        lines = [paper(f"{category}-{i}", categories=[category], primary_category=category, title=titles[category][i], abstract=abstract)
                 for category, all_of_it in abstracts.items() for i, abstract in enumerate(all_of_it)]
        sentences = {"cs.LG": {"Nets learn.", "They forget.", "Data are few, e.g. none.", "We buy more."},
                     "math.CO": {"Graphs are finite.", "Trees have leaves."}}
        for line in self.made("-n", 50, self.write("papers.jsonl", "".join(lines))).splitlines():
            record = json.loads(line)
            category = record["primary_category"]
            self.assertIn(record["title"], titles[category])
            left = record["abstract"]
            for _ in range(2):
                drawn = next(sentence for sentence in sentences[category] if left.startswith(sentence))
                left = left[len(drawn):].lstrip()
            self.assertEqual(left, "")
            self.assertEqual(record["authors"], ["Ada Lovelace", "Alan Turing"])

    def test_identifiers_of_real_papers_are_not_passed_on(self):
        made = self.made("-n", 2, self.write("papers.jsonl", paper("1", doi="10.1000/1", references=["2"])))
        for line in made.splitlines():
            self.assertLessEqual({"id", "title", "abstract"}, set(json.loads(line)))
            self.assertTrue({"doi", "references"}.isdisjoint(json.loads(line)))

    def test_packed_input_is_the_same_input(self):
        text = paper("1") + paper("2")
        plain = self.made("-n", 5, self.write("papers.jsonl", text))
        self.assertEqual(self.made("-n", 5, self.write("papers.jsonl.gz", gzip.compress(text.encode()))), plain)

    def test_what_cannot_be_read_makes_nothing(self):
        for name, content in (("broken.jsonl", "{\n"), ("lists.jsonl", "[1]\n"), ("empty.jsonl", ""), ("packed.jsonl.gz", "no gzip")):
            self.assertEqual(self.made("-n", 1, self.write(name, content), code=1), b"")
        self.assertEqual(self.made("-n", 1, self.folder / "absent.jsonl", code=1), b"")

    def test_wrong_usage(self):
        for arguments in (["-n", "0"], ["-n", "10000001"], ["-n", "many"]):
            self.made(*arguments, *self.sample(), code=2)
        self.made(code=2)
