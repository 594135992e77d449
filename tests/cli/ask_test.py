"""The commands that ask an index, the options common to all, and how errors leave the program."""
import json
import re
import tempfile
import unittest
from pathlib import Path

from program import SAMPLE, incipit, paper

COMMANDS = ["index", "update", "delete", "merge", "refresh", "upgrade", "backup", "restore", "harvest", "serve", "search",
            "parse", "paper", "similar", "suggest", "author", "authors", "eval", "info", "verify", "export"]
HOSTILE = '<script>alert("1")</script> \u001b[31mred & <b>bold</b>'


class AskTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.index = Path(cls.scratch.name) / "index"
        papers = Path(cls.scratch.name) / "papers.jsonl"
        papers.write_text(paper("2401.01967", title="Graph kernels", citations=3) + paper("hep-th/9901001", title=HOSTILE) +
                          paper("solo", title="Alone", authors=["Grace Hopper"], categories=["cs.PL"]), "utf-8")
        made = incipit("--quiet", "--index", cls.index, "index", papers)
        assert made.code == 0, made.err

    def ask(self, *arguments, env=None):
        return incipit("--index", self.index, *arguments, env=env)

    def test_suggests_what_is_typed(self):
        answer = json.loads(self.ask("--json", "suggest", "grap").out)
        self.assertEqual([(one["kind"], one["text"]) for one in answer["results"]], [("word", "graphs"), ("author", "Grace Hopper"), ("paper", "Graph kernels")])
        people = self.ask("suggest", "hoper", "--kind", "authors")
        self.assertEqual(people.code, 0, people.err)
        self.assertIn("Grace Hopper", people.out)
        self.assertEqual(self.ask("suggest", "zzzz").code, 1)
        self.assertEqual(self.ask("suggest", "x", "--kind", "titles").code, 2)
        self.assertNotIn("\u001b", self.ask("suggest", "<script", "--kind", "papers").out)

    def test_offers_a_correction_and_names_who_is_asked_for(self):
        found = json.loads(self.ask("--json", "search", "kernles").out)
        self.assertEqual(found["query"]["corrections"][0]["query"], "kernels")
        self.assertIn("kernels", self.ask("search", "kernles").out)
        named = self.ask("search", "Grace Hopper")
        self.assertIn("author: Grace Hopper", named.out)
        self.assertEqual(json.loads(self.ask("--json", "search", "graph kernels").out)["results"][0]["exact"], "title")

    def test_reads_a_file_of_synonyms(self):
        words = Path(self.scratch.name) / "synonyms.txt"
        words.write_text("# ours\nvertices, kernel\n", "utf-8")
        found = json.loads(self.ask("--json", "--synonym-file", words, "search", "vertices").out)
        self.assertEqual([hit["id"] for hit in found["results"]], ["2401.01967"])
        self.assertEqual([note["code"] for note in found["query"]["notes"]], ["synonym"])
        self.assertEqual(self.ask("--synonym-file", words, "search", "--no-synonyms", "vertices").code, 1)
        self.assertEqual(self.ask("search", "vertices").code, 1)
        words.write_text("fine, good\nalone\n", "utf-8")
        self.assert_fails(self.ask("--synonym-file", words, "search", "vertices"), 3, "synonyms.txt, line 2")
        self.assert_fails(self.ask("--synonym-file", words, "serve", "--port", "0"), 3, "synonyms.txt, line 2")
        self.assert_fails(self.ask("--synonym-file", "no-such-file", "search", "vertices"), 3, "no-such-file")

    def assert_fails(self, result, code, *words):
        self.assertEqual(result.code, code, result.err)
        self.assertEqual(result.out, "")
        for word in words:
            self.assertIn(word, result.err)

    def test_version(self):
        result = incipit("--version")
        self.assertEqual(result.code, 0)
        self.assertRegex(result.out, r"^incipit \d+\.\d+\.\d+\n$")

    def test_help_teaches(self):
        result = incipit("--help")
        self.assertEqual((result.code, result.err), (0, ""))
        for command in COMMANDS:
            self.assertIn(f"  {command} ", result.out)
            shown = incipit(command, "--help")
            self.assertEqual((shown.code, shown.err), (0, ""), command)
            self.assertIn("Usage:", shown.out)
            self.assertGreater(len(shown.out.splitlines()), 5, command)

    def test_every_option_is_documented(self):
        document = (SAMPLE.parents[1] / "docs" / "cli.md").read_text("utf-8")
        for command in COMMANDS:
            self.assertIn(f"`{command}", document)
            for option in re.findall(r"^ +(?:-\w,)?(--[a-z-]+)", incipit(command, "--help").out, re.M):
                self.assertIn(f"`{option}", document, f"{command} {option}")

    def test_json_of_every_question(self):
        for question in (["search", "graphs"], ["search"], ["parse", "graphs"], ["paper", "2401.01967"], ["author", "Ada Lovelace"],
                         ["author", "a"], ["info"], ["verify"]):
            for arguments in (["--json", *question], [*question, "--json"]):
                result = self.ask(*arguments)
                self.assertEqual((result.code, result.err), (0, ""), arguments)
                self.assertIsInstance(json.loads(result.out), dict)

    def test_search(self):
        result = self.ask("search", "kernels")
        self.assertEqual(result.code, 0)
        self.assertIn("1 paper\n", result.out)
        self.assertIn("2401.01967", result.out)
        found = self.ask("--json", "search", "--category", "cs.PL", "--facets", "category,year").json()
        self.assertEqual([hit["id"] for hit in found["results"]], ["solo"])
        # A facet's counts ignore the filter on itself.
        self.assertEqual({v["value"]: v["count"] for v in found["facets"]["category"]["values"]}, {"cs.LG": 2, "cs.PL": 1})

    def test_words_of_a_query_need_no_quotes(self):
        self.assertEqual(self.ask("search", "graph", "kernels").out, self.ask("search", "graph kernels").out)

    def test_a_broken_query_is_repaired_and_says_so(self):
        result = self.ask("search", '"graph kernels')
        self.assertEqual(result.code, 0)
        self.assertIn("note: ", result.out)

    def test_a_paper_is_found_by_its_other_identifiers(self):
        for identifier in ("2401.01967", "arXiv:2401.01967v1", "https://arxiv.org/abs/2401.01967"):
            self.assertIn("Graph kernels", self.ask("paper", identifier).out)
        self.assertEqual(self.ask("paper", "hep-th/9901001").code, 0)

    def test_novelty_is_explained(self):
        shown = incipit("--index", self.index, "paper", "2401.01967", "--explain", "novelty")
        self.assertEqual(shown.code, 0, shown.err)
        self.assertIn("novelty: not available: ", shown.out)
        self.assertIn("rank score: ", shown.out)
        document = self.ask("--json", "paper", "2401.01967", "--explain", "novelty").json()
        self.assertEqual((document["id"], document["rank_score"]["formula"]), ("2401.01967", "rank-v1"))
        self.assertEqual(self.ask("paper", "2401.01967", "--explain", "rank").code, 2)
        self.assertEqual(self.ask("paper", "2401.01967", "--explain", "novelty", "--citations").code, 2)
        self.assert_fails(self.ask("paper", "2401.01967", "--explain", "novelty", "--limit", "1"), 2, "--references")
        self.assert_fails(self.ask("paper", "nope", "--explain", "novelty"), 1, "nope")
        self.assertIn("snapshot     ", self.ask("info").out)

    def test_the_papers_around_a_paper(self):
        with tempfile.TemporaryDirectory() as scratch:
            papers, edges = Path(scratch) / "papers.jsonl", Path(scratch) / "edges.tsv"
            papers.write_text(paper("a", published="2020") + paper("b", published="2021", references=["a", "far"]) + paper("c", published="2022"), "utf-8")
            edges.write_text("citing\tcited\tdate\nc\ta\t2022-05\n\ta\t\nx\ty\t\n", "utf-8")
            made = incipit("--json", "--index", f"{scratch}/index", "index", papers, "--citations", edges)
            self.assertEqual(made.code, 0, made.err)
            self.assertEqual(made.json()["rejected"], {"missing_value": 1, "no_such_paper": 1})

            def ask(*arguments):
                return incipit("--index", f"{scratch}/index", *arguments)

            self.assertEqual([hit["id"] for hit in ask("--json", "paper", "a", "--citations").json()["results"]], ["c", "b"])
            self.assertEqual([hit["id"] for hit in ask("--json", "search", "--cites", "a", "--year", "2021").json()["results"]], ["b"])
            self.assertEqual([hit["id"] for hit in ask("--json", "search", "--cited-by", "c").json()["results"]], ["a"])
            shown = ask("paper", "b", "--references", "--limit", "1")
            self.assertEqual(shown.code, 0, shown.err)
            self.assertIn("1 that this index does not have\n     far\n", shown.out)
            self.assertEqual(ask("paper", "a", "--references").code, 1)
            self.assert_fails(ask("paper", "nope", "--citations"), 1, "nope")
            self.assert_fails(ask("paper", "a", "--limit", "1"), 2, "--references")
            self.assertEqual(ask("paper", "a", "--references", "--citations").code, 2)
            self.assertIn("citations_by_year", ask("author", "Ada Lovelace").out)

    def test_an_author_by_name_in_any_order_and_by_id(self):
        first = self.ask("--json", "author", "Ada Lovelace").json()
        self.assertEqual(first["name"], "Ada Lovelace")
        for question in ("Lovelace, Ada", first["id"]):
            self.assertEqual(self.ask("--json", "author", question).json()["id"], first["id"])

    def test_a_hostile_title_is_shown_as_text(self):
        result = self.ask("search", "--color", "always", "bold")
        self.assertIn('<script>alert("1")</script>', result.out)
        self.assertNotIn("\033[31m", result.out)
        self.assertNotIn("\033", self.ask("search", "bold").out)
        self.assertIn("<script>", self.ask("--json", "search", "bold").json()["results"][0]["title"])

    def test_colours_on_request_only(self):
        self.assertIn("\033[1m", self.ask("--color", "always", "search", "kernels").out)
        self.assertNotIn("\033", self.ask("search", "kernels").out)
        self.assertNotIn("\033", self.ask("--color", "never", "search", "kernels").out)

    def test_export_is_the_papers_by_id(self):
        lines = self.ask("export", "--canonical").out.splitlines()
        self.assertEqual(sorted(json.loads(line)["id"] for line in lines), ["2401.01967", "hep-th/9901001", "solo"])

    def test_export_of_a_query_with_its_provenance_beside_it(self):
        result = self.ask("export", "kernels")
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual([json.loads(line)["id"] for line in result.out.splitlines()], ["2401.01967"])
        self.assertRegex(result.err, r"^1 papers of revision [0-9a-f]{32}")
        self.assertEqual(self.ask("--quiet", "export", "kernels").err, "")
        note = Path(self.scratch.name) / "note.json"
        everything = self.ask("export", "--sort", "title", "--format", "csv", "--provenance", note)
        self.assertEqual((everything.code, everything.err), (0, ""))
        self.assertEqual(len(everything.out.splitlines()), 4)
        told = json.loads(note.read_text("utf-8"))
        self.assertEqual((told["total"], told["format"], told["query"]["text"]), (3, "csv", ""))
        self.assertRegex(told["index"]["revision"], r"^[0-9a-f]{32}$")
        nothing = self.ask("export", "zzqxword", "--format", "csl")
        self.assertEqual((nothing.code, json.loads(nothing.out)), (1, []))
        self.assertEqual(self.ask("export", "kernels", "--provenance", "/nonexistent/note").code, 5)

    def test_papers_in_other_forms(self):
        self.assertTrue(self.ask("search", "--output", "bibtex", "kernels").out.startswith("@misc{arXiv:2401.01967,"))
        self.assertIn("TY  - UNPB", self.ask("search", "--output", "ris", "kernels").out)
        self.assertEqual(len(json.loads(self.ask("search", "--output", "csl").out)), 3)

    def test_a_page_in_another_form_is_a_part_of_the_export(self):
        for form in ("jsonl", "bibtex", "ris", "csl", "csv"):
            whole = self.ask("export", "--sort", "title", "--format", form).out
            self.assertEqual(self.ask("search", "--sort", "title", "--output", form).out, whole)
        lines = self.ask("export", "--sort", "title").out.splitlines()
        page = ["search", "--sort", "title", "--limit", "2", "--output", "jsonl"]
        self.assertEqual(self.ask(*page).out.splitlines(), lines[:2])
        self.assertEqual(self.ask(*page, "--offset", "2").out.splitlines(), lines[2:])
        self.assertEqual(self.ask("search", "zzqxword", "--output", "jsonl").code, 1)
        self.assert_fails(self.ask("search", "--cursor", "abc", "--output", "csv"), 2, "cursor")

    def test_a_page_as_a_run(self):
        self.assertRegex(self.ask("search", "--output", "trec", "kernels").out, r"^1 Q0 2401\.01967 1 \d+(\.\d+)? incipit\n$")
        behind = self.ask("search", "--output", "trec", "--match", "any", "--offset", "1", "graphs kernels").out.splitlines()
        self.assertEqual([line.split()[3] for line in behind], ["2", "3"])
        self.assertEqual(self.ask("search", "--output", "trec", "zzqxword").code, 1)

    def test_an_id_with_a_space_has_no_form_in_a_run(self):
        with tempfile.TemporaryDirectory() as folder:
            index, papers = Path(folder) / "index", Path(folder) / "papers.jsonl"
            papers.write_text(paper("a", title="Kernels of kernels") + paper("two words", title="Kernels of graphs"), "utf-8")
            self.assertEqual(incipit("--quiet", "--index", index, "index", papers).code, 0)
            run = Path(folder) / "ours.run"
            queries, judgements = Path(folder) / "queries.jsonl", Path(folder) / "qrels.tsv"
            queries.write_text('{"_id": "1", "text": "kernels"}\n', "utf-8")
            judgements.write_text("1\ta\t1\n", "utf-8")
            self.assertEqual(incipit("--index", index, "search", "kernels").code, 0)
            self.assert_fails(incipit("--index", index, "search", "--output", "trec", "kernels"), 3, "two words")
            self.assert_fails(incipit("--index", index, "eval", "--queries", queries, "--qrels", judgements, "--run-out", run), 3, "two words")
            self.assertEqual(run.read_text("utf-8") if run.exists() else "", "")

    def test_lists_go_on_by_cursor(self):
        ids, cursor = [], []
        for _ in range(3):
            page = self.ask("--json", "search", "--limit", "1", *cursor).json()
            ids += [hit["id"] for hit in page["results"]]
            cursor = ["--cursor", page["next_cursor"] or ""]
        self.assertEqual(sorted(ids), ["2401.01967", "hep-th/9901001", "solo"])
        self.assertIsNone(page["next_cursor"])
        shown = self.ask("search", "--limit", "1").out
        self.assertRegex(shown, r"\nmore: --cursor \S+\n$")
        self.assertIn("\n  2. ", self.ask("search", "--limit", "1", "--cursor", shown.split()[-1]).out)
        self.assert_fails(self.ask("search", "--offset", "1", "--cursor", shown.split()[-1]), 2, "offset")

    def test_the_index_of_the_environment(self):
        result = incipit("info", env={"INCIPIT_INDEX": str(self.index)})
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("papers       3", result.out)

    def test_the_index_of_the_working_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "var").mkdir()
            (Path(folder) / "var" / "index").symlink_to(self.index)
            self.assertEqual(incipit("info", cwd=folder).code, 0)

    def test_options_of_a_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
            config.write(f'index = "{self.index}"\n')
            config.flush()
            self.assertEqual(incipit("--config", config.name, "info").code, 0)
            config.write('surprise = "x"\n')
            config.flush()
            self.assert_fails(incipit("--config", config.name, "info"), 2, "surprise")

    def test_nothing_found_is_1(self):
        self.assertEqual(self.ask("search", "zzzzqqqq").code, 1)
        self.assertEqual(self.ask("author", "Zzzz Qqqq").code, 1)
        self.assert_fails(self.ask("paper", "9999.99999"), 1, "9999.99999")

    def test_wrong_usage_is_2_and_names_it(self):
        self.assert_fails(incipit(), 2)
        self.assert_fails(incipit("serch", "x"), 2, "serch")
        self.assert_fails(self.ask("search", "--bogus", "x"), 2, "--bogus")
        self.assert_fails(self.ask("search", "--from", "2024-13-01", "x"), 2, "from", "month 13")
        self.assert_fails(self.ask("search", "--year", "20xx", "x"), 2, "year")
        self.assert_fails(self.ask("search", "--limit", "201", "x"), 2, "limit", "200")
        self.assert_fails(self.ask("search", "--limit", "-1", "x"), 2, "limit")
        self.assert_fails(self.ask("search", "--sort", "size", "x"), 2, "sort")
        self.assert_fails(self.ask("search", "--facets", "colour", "x"), 2, "facets", "category")
        self.assert_fails(self.ask("search", "x" * 5000), 2, "query_bytes")
        self.assert_fails(self.ask("search", "--output", "word", "x"), 2, "bibtex")
        self.assert_fails(self.ask("search", "--cursor", "abc", "x"), 2, "cursor")
        self.assert_fails(self.ask("export", "--format", "word"), 2, "bibtex")
        self.assert_fails(self.ask("export", "--canonical", "graphs"), 2, "--canonical")
        self.assert_fails(self.ask("export", "--limit", "3"), 2, "--limit")
        self.assert_fails(incipit("--color", "pink", "info"), 2, "color")
        self.assert_fails(incipit("index", "--format", "pdf", "x"), 2, "pdf")
        self.assert_fails(incipit("index", "--as-of", "soon", "x"), 2, "--as-of")

    def test_queries_that_mean_harm_end_well(self):
        for query in ("(" * 200, '"' * 99, "a" * 300, "NOT", "AND OR NOT", "\u202e\u200b", "title:", "*", "a NEAR/99999999 b",
                      "year:9999999..1", " ".join(f"w{i}" for i in range(200)), "%00", "--", "\\", "author:\"\"", "'; DROP"):
            result = self.ask("search", "--", query)
            self.assertIn(result.code, (0, 1, 2), (query, result.err))
        self.assertIn(incipit("--index", self.index, "search", b"\xff\xfe".decode("utf-8", "surrogateescape")).code, (0, 1, 2))

    def test_similar_papers(self):
        first = self.ask("--json", "search", "kernels").json()["results"][0]["id"]
        result = self.ask("--json", "similar", first, "--limit", "2")
        self.assertIn(result.code, (0, 1), result.err)
        self.assertNotIn(first, [hit["id"] for hit in result.json()["results"]])
        self.assert_fails(self.ask("similar", "9999.99999"), 1, "9999.99999")

    def test_duplicates_are_put_together_when_asked(self):
        with tempfile.TemporaryDirectory() as folder:
            index, papers = Path(folder) / "index", Path(folder) / "papers.jsonl"
            papers.write_text("".join(paper(name, title="Kernels of random graphs", citations=2) for name in ("a", "b", "c")), "utf-8")
            self.assertEqual(incipit("--quiet", "--index", index, "index", papers).code, 0)
            ask = lambda *arguments: incipit("--index", index, *arguments)
            self.assertEqual(ask("--json", "search", "kernels").json()["total"]["value"], 3)
            found = ask("search", "kernels", "--collapse", "duplicates")
            self.assertIn("1 paper\n", found.out)
            self.assertIn("also as b, c", found.out)
            self.assertIn("2 papers are left out", found.out)
            self.assertIn("Also as: a, c", ask("paper", "b").out)
            exported = ask("export", "kernels", "--collapse", "duplicates")
            self.assertEqual(len(exported.out.splitlines()), 1)
            self.assertIn("2 papers are left out", exported.err)
            self.assertEqual(ask("search", "kernels", "--collapse", "versions").code, 2)

            boosted = ask("--json", "search", "kernels", "--boost", "recency,citations", "--explain").json()
            self.assertEqual([part["boost"] for part in boosted["results"][0]["boosts"]], ["recency", "citations"])
            self.assertIn("boosted", [note["code"] for note in boosted["query"]["notes"]])
            self.assertIn("recency  share", ask("search", "kernels", "--boost", "recency", "--explain").out)
            self.assertEqual(ask("search", "kernels", "--boost", "novelty").code, 2)

    def test_similar_papers_go_on_by_a_cursor(self):
        with tempfile.TemporaryDirectory() as folder:
            index, papers = Path(folder) / "index", Path(folder) / "papers.jsonl"
            papers.write_text("".join(paper(f"p{i}", title=f"Kernels of graphs {i}") for i in range(6)), "utf-8")
            self.assertEqual(incipit("--quiet", "--index", index, "index", papers).code, 0)
            whole = incipit("--index", index, "--json", "similar", "p0").json()
            first = incipit("--index", index, "--json", "similar", "p0", "--limit", "2").json()
            rest = incipit("--index", index, "--json", "similar", "p0", "--cursor", first["next_cursor"]).json()
            ids = lambda page: [hit["id"] for hit in page["results"]]
            self.assertEqual(ids(first) + ids(rest), ids(whole))
            self.assertIsNone(rest["next_cursor"])

    def test_parse_takes_a_query_apart(self):
        result = self.ask("parse", "graph kernels zzqx")
        self.assertEqual(result.code, 1)
        self.assertIn("Nothing is left with zzqx", result.out)
        found = self.ask("--json", "parse", "graph kernels zzqx").json()
        self.assertEqual(found["emptied_by"]["part"], "zzqx")
        self.assertEqual([part["text"] for part in found["tree"]["parts"]], ["graph", "kernels", "zzqx"])
        without = [weaker for weaker in found["relaxations"] if weaker["part"] == "zzqx"]
        self.assertEqual(self.ask("--json", "search", "--match", "all", without[0]["query"]).json()["total"]["value"], without[0]["papers"])
        self.assert_fails(self.ask("parse", "a NEAR/0 b"), 2, "NEAR/0")

    def test_no_index_is_4(self):
        for command in (["info"], ["verify"], ["search", "x"], ["paper", "x"], ["author", "x"], ["export", "--canonical"],
                        ["serve", "--port", "0"]):
            self.assert_fails(incipit("--index", "/nonexistent/index", *command), 4, "incipit index", "/nonexistent/index")


if __name__ == "__main__":
    unittest.main()
