"""The program changes an index that is served: update, delete, merge, refresh, upgrade, and what they say."""
import json
import shutil
import tempfile
import time
import unittest
from pathlib import Path

from program import SAMPLE, Server, incipit

FORMAT_1 = SAMPLE.parents[1] / "tests" / "indexer" / "fixtures" / "format-1" / "index"


def paper(number, title, **more):
    return json.dumps({"id": f"p{number}", "title": title, "abstract": "Some words.", "authors": ["Ada Lovelace"], "published": "2024", **more}) + "\n"


class ChangeTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="incipit-change-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.index = self.folder / "index"
        self.done("index", self.write("base.jsonl", "".join(paper(n, f"Title {n}") for n in range(20))))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def run_program(self, *arguments, **more):
        return incipit("--index", self.index, *arguments, **more)

    def done(self, *arguments, **more):
        result = self.run_program(*arguments, **more)
        self.assertEqual(result.code, 0, result.err)
        return result

    def json(self, *arguments):
        return self.done("--json", *arguments).json()

    def test_an_update_says_what_became_of_each_record(self):
        given = self.write("update.jsonl", paper(1, "Another title") + paper(2, "Title 2") + paper(99, "A new one") + "{}\n")
        result = self.done("update", given)
        self.assertIn("1 added, 1 replaced, 0 deleted, 1 unchanged, 0 older than what the index has, 0 merged", result.out)
        self.assertRegex(result.out, r"searchable after [0-9.]+ s: 21 papers, revision [0-9a-f]{32}, generation 2\n")
        self.assertRegex(result.out, r"rejected records are in .*rejects/2\.jsonl\n")
        self.assertEqual(json.loads((self.index / "rejects" / "2.jsonl").read_text())["code"], "no_id")
        self.assertEqual(self.json("paper", "p1")["title"], "Another title")

    def test_rejected_records_are_told_where_nothing_changes(self):
        result = self.done("update", self.write("bad.jsonl", "{}\n"))
        self.assertIn("the index stays as it is", result.out)
        self.assertIn("rejected records are in", result.out)

    def test_standard_input_and_tables(self):
        self.done("update", "-", stdin=paper(50, "From a pipe").encode())
        table = self.write("counts.tsv", "paper\tcount\tsource\tas_of\np3\t12\ts2\t2025-01-01\nnobody\t1\ts2\t2025-01-01\n")
        changed = self.json("update", "--citations", table)
        self.assertEqual(changed["changed"]["replaced"], 1)
        self.assertEqual(self.json("paper", "p3")["citations"], {"value": 12, "source": "s2", "as_of": "2025-01-01"})
        self.assertEqual(changed["rejected"], {"no_such_paper": 1})
        self.assertEqual(self.run_program("update").code, 2)

    def test_delete(self):
        result = self.done("delete", "p1", "p2", "nobody")
        self.assertIn("2 deleted", result.out)
        self.assertIn("not found: nobody\n", result.out)
        self.assertEqual(self.run_program("paper", "p1").code, 1)
        self.assertEqual(self.run_program("delete", "p1").code, 1)
        self.assertEqual(self.json("info")["papers"], 18)

    def test_papers_that_came_by_an_update_are_not_dropped_by_a_build(self):
        self.done("update", self.write("update.jsonl", paper(99, "A new one")))
        again = self.run_program("index", self.folder / "base.jsonl")
        self.assertEqual(again.code, 3)
        self.assertIn("p99", again.err)
        self.done("index", "--replace", self.folder / "base.jsonl")
        self.assertEqual(self.json("info")["papers"], 20)

    def test_a_served_index_is_changed_under_the_server(self):
        server = Server(self.index)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        self.done("update", self.write("update.jsonl", paper(99, "Quokka")))
        for _ in range(100):
            found = server.get_json("/v1/papers?q=quokka")
            if found["total"]["value"] == 1:
                break
            time.sleep(0.05)
        self.assertEqual(found["index"]["revision"], self.json("info")["index"]["revision"])
        told = server.get_json("/v1/index")
        self.assertEqual((told["updates"], told["merged"], told["suppressed"]), (1, {}, 0))

    def test_merge_and_refresh_keep_the_revision(self):
        for n in range(30, 34):
            self.done("update", "--defer-merge", self.write("update.jsonl", paper(n, f"Title {n}")))
        before = self.json("info")
        self.assertEqual(before["segments"], 5)
        merged = self.json("merge", "--all", "--wait")
        self.assertEqual(merged["merged"], {"published": True, "segments_before": 5, "segments_after": 1, "dropped": 0})
        self.assertIn("nothing was to be merged", self.done("merge").out)
        refreshed = self.json("refresh")
        self.assertEqual(refreshed["rebuilt"], {"published": True, "format_before": 7})
        self.assertEqual({answer["index"]["revision"] for answer in (before, merged, refreshed)}, {before["index"]["revision"]})

    def test_an_index_of_format_1_is_upgraded(self):
        old = self.folder / "old"
        shutil.copytree(FORMAT_1, old)
        refused = incipit("--index", old, "info")
        self.assertEqual(refused.code, 4)
        self.assertIn("incipit upgrade", refused.err)
        self.assertEqual(incipit("--index", old, "upgrade").code, 0)
        self.assertEqual(incipit("--index", old, "verify").code, 0)
        self.assertIn("up to date", incipit("--index", old, "upgrade").out)
        self.assertIn("Xiaoyan Bai", incipit("--index", old, "author", "Xiaoyan Bai").out)

    def test_without_an_index_nothing_is_made(self):
        for command in (["update", self.folder / "base.jsonl"], ["delete", "p1"], ["merge"], ["refresh"], ["upgrade"]):
            result = incipit("--index", self.folder / "none", *command)
            self.assertEqual(result.code, 4, (command, result.err))
            self.assertFalse((self.folder / "none").exists(), command)

    def test_a_dry_run_leaves_deleted_records_and_strange_files_out(self):
        folder = self.folder / "mixed"
        folder.mkdir()
        shutil.copy(SAMPLE.parents[1] / "tests" / "corpus" / "fixtures" / "arxiv_oai" / "list.xml", folder)
        (folder / "README").write_text("No papers here.\n")
        result = self.done("index", "--dry-run", folder)
        self.assertEqual(result.err, "")
        self.assertGreater(len(result.out.splitlines()), 0)

    def test_too_little_memory_is_an_error(self):
        result = self.run_program("index", "--replace", "--memory", "100M", SAMPLE)
        self.assertEqual(result.code, 3, result.err)
        self.assertIn("--memory", result.err)
        self.assertEqual(self.json("info")["papers"], 20)


if __name__ == "__main__":
    unittest.main()
