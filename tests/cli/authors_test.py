"""Correcting who is who by hand, on an index that is served."""
import json
import shutil
import tempfile
import time
import unittest
from pathlib import Path

from program import Server, incipit, paper


class AuthorsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="incipit-authors-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.index = self.folder / "index"
        papers = self.folder / "papers.jsonl"
        papers.write_text(paper("a", title="Graph kernels", authors=["Ann Quabney", "Bo Chwastek"]) + paper("b", title="Fish stocks", authors=["Zoe Isebrecht"]) +
                          paper("c", title="Cod", authors=["Zoe Isebrecht", "Ann Quabney"]) + paper("d", title="Law", authors=["Zoe Isebrecht"]), "utf-8")
        self.done("--quiet", "index", papers)

    def run_program(self, *arguments):
        return incipit("--index", self.index, *arguments)

    def done(self, *arguments):
        result = self.run_program(*arguments)
        self.assertEqual(result.code, 0, result.err)
        return result

    def authors_of(self, identifier):
        return [author["id"] for author in json.loads(self.done("--json", "paper", identifier).out)["authors"]]

    def dump(self):
        return self.done("export", "--canonical").out

    def test_merges_splits_and_takes_back(self):
        before = self.dump()
        ann, bo = self.authors_of("a")
        merged = self.done("authors", "merge", ann, "Bo Chwastek")
        self.assertEqual(len(set(self.authors_of("a"))), 1)
        self.assertIn("papers", merged.out)
        gone = bo if self.authors_of("a")[0] == ann else ann
        self.assertEqual(json.loads(self.done("--json", "author", gone).out)["id"], self.authors_of("a")[0])
        listed = self.done("authors", "list").out
        self.assertEqual(listed.splitlines()[0], "overrides\t1")
        self.assertEqual(len(listed.splitlines()), 2)
        self.done("authors", "undo", "1")
        self.assertEqual(self.dump(), before)
        self.assertEqual(self.done("authors", "list").out, "overrides\t1\n")
        # The file that was listed does the same again.
        rows = self.folder / "rows.tsv"
        rows.write_text(listed, "utf-8")
        self.done("update", "--overrides", rows)
        self.assertEqual(len(set(self.authors_of("a"))), 1)
        self.assertEqual(self.done("authors", "list").out, listed)
        # And so does a backup.
        other = self.folder / "restored"
        self.done("backup", self.folder / "index.tar.zst")
        self.assertEqual(incipit("--index", other, "restore", self.folder / "index.tar.zst").code, 0)
        self.assertEqual(incipit("--index", other, "authors", "list").out, listed)
        self.done("authors", "split", "a:0", "a")
        self.assertEqual(self.done("authors", "list").out.splitlines()[2], "split\ta:0")

    def test_names_an_author(self):
        bo = self.authors_of("a")[1]
        self.done("authors", "display", "Bo Chwastek", "Bogumil Chwastek")
        shown = json.loads(self.done("--json", "author", bo).out)
        self.assertEqual((shown["name"], shown["name_variants"]), ("Bogumil Chwastek", ["Bo Chwastek"]))
        self.done("authors", "alias", bo, "Former Name")
        self.assertEqual(json.loads(self.done("--json", "author", "Former Name").out)["id"], bo)
        self.done("authors", "rename", bo, "Bea Chwastek")
        for shown in (self.done("--json", "author", bo).out, self.done("--json", "paper", "a").out, self.done("--json", "search", "kernels").out,
                      self.done("export", "", "--format", "bibtex").out, self.done("export", "", "--format", "jsonl").out):
            self.assertNotIn("Bo Chwastek", shown)
            self.assertNotIn("Former Name", shown)
            self.assertIn("Bea Chwastek", shown)

    def test_says_what_is_wrong(self):
        for arguments, code, words in ((("authors", "merge", "Ann Quabney", "Nobody Here"), 1, "no author bears the name 'Nobody Here'"),
                                       (("authors", "merge", "Ann Quabney"), 2, ""),
                                       (("authors", "split", "Ann Quabney", "b"), 3, "has not written b"),
                                       (("authors", "undo", "7"), 2, "0 corrections"),
                                       (("authors", "rename", "Ann Quabney", "a\tb"), 3, ""),
                                       (("authors",), 2, "")):
            result = self.run_program(*arguments)
            self.assertEqual(result.code, code, (arguments, result.err))
            self.assertIn(words, result.err)
        self.assertEqual(self.done("authors", "list").out, "overrides\t1\n")

    def test_a_server_takes_a_correction_over(self):
        ann, bo = self.authors_of("a")
        server = Server(self.index)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        self.assertEqual(server.get(f"/v1/authors/{bo}")[0], 200)
        self.done("authors", "merge", ann, bo)
        deadline = time.monotonic() + 20
        while len({author["id"] for author in server.get_json("/v1/papers/a")["authors"]}) != 1:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main()
