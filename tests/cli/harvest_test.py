"""`incipit harvest`: against a source on a real port that answers what a test has laid out."""
import http.server
import json
import re
import shlex
import signal
import subprocess
import tempfile
import threading
import unittest
from collections import deque
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from program import PROGRAM, SAMPLE, environment, incipit, snapshot, until

HANG_UP = object()
HOLD = object()  # no answer until the test is over
UNIT = SAMPLE.parents[1] / "packaging" / "systemd" / "incipit-harvest.service"


def reply(body, status=200, **headers):
    return status, headers, body.encode()


def page(content, date="2031-05-06T07:08:09Z"):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
            f'<responseDate>{date}</responseDate><request verb="ListRecords">http://oai.example.org/oai</request>'
            f'{content}</OAI-PMH>\n')


def records(*elements, token="", date="2031-05-06T07:08:09Z", size=3):
    end = f'<resumptionToken completeListSize="{size}">{token}</resumptionToken>'
    return page(f"<ListRecords>{''.join(elements)}{end}</ListRecords>", date)


def record(number, title, updated="2031-05-05"):
    return (f"<record><header><identifier>oai:arXiv.org:{number}</identifier><datestamp>2031-05-06</datestamp></header>"
            f'<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{number}</id><created>2031-04-30</created>'
            f"<updated>{updated}</updated><authors><author><keyname>Quince</keyname><forenames>Ada</forenames></author>"
            f"</authors><title>{title}</title><categories>cs.DS</categories><abstract>We ripen quinces.</abstract>"
            "</arXiv></metadata></record>")


def deleted(number):
    return (f'<record><header status="deleted"><identifier>oai:arXiv.org:{number}</identifier>'
            "<datestamp>2031-05-06</datestamp></header></record>")


NOTHING = page('<error code="noRecordsMatch">none</error>')
FIRST = records(record("3105.00001", "Ripening"), deleted("3105.00009"), token="a b&amp;c")
SECOND = records(record("3105.00002", "Pressing"), date="2031-05-06T07:09:00Z")


class Source:
    """Each request takes the next of `replies`; after the last all get 404."""

    def __init__(self, *replies):
        self.replies = deque(replies)
        self.asked = []  # the parameters of each request
        self.over = threading.Event()
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                source.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/oai"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def answer(self, handler):
        self.asked.append({name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()})
        given = self.replies.popleft() if self.replies else reply("nothing more", 404)
        if given is HOLD:
            self.over.wait()
        if given in (HOLD, HANG_UP):
            handler.close_connection = True
            return
        status, headers, body = given
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            handler.send_header(name.replace("_", "-"), str(value))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class HarvestTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.index = self.folder / "index"
        self.directory = self.folder / "kept"

    def source(self, *replies):
        source = Source(*replies)
        self.addCleanup(source.close)
        return source

    def arguments(self, source, *options):
        delay = [] if "--delay" in options else ["--delay", "0"]
        return ["--index", str(self.index), "harvest", "--oai", source.url, "--directory", str(self.directory), *delay,
                *options]

    def harvest(self, source, *options):
        return incipit(*self.arguments(source, *options))

    def pages(self):
        return [p.read_text("utf-8") for p in sorted((self.directory / "pages").glob("*.xml"))]

    def assert_done(self, result):
        self.assertEqual(result.code, 0, result.err)
        return result

    def assert_fails(self, result, code, *words):
        self.assertEqual(result.code, code, result.err)
        self.assertEqual(result.out, "")
        for word in words:
            self.assertIn(word, result.err)

    def test_two_pages_past_a_busy_and_a_broken_answer(self):
        source = self.source(reply("busy", 503, Retry_After="1"), reply(FIRST), HANG_UP, reply(SECOND))
        result = self.assert_done(self.harvest(source, "--set", "cs", "--from", "2031-01-01"))
        begin = {"verb": "ListRecords", "metadataPrefix": "arXiv", "set": "cs", "from": "2031-01-01"}
        more = {"verb": "ListRecords", "resumptionToken": "a b&c"}
        self.assertEqual(source.asked, [begin, begin, more, more])
        self.assertEqual(self.pages(), [FIRST, SECOND])
        self.assertRegex(result.out, r"harvested 2 pages with 3 records \(1 deleted\), .* after 2 failed requests\n")
        self.assertIn(f"next: incipit --index {self.index} index {self.directory}/pages\n", result.out)
        self.assertIn("HTTP status 503; trying again in 1 s\n", result.err)
        self.assertRegex(result.err, r"1 page, 2 of 3 records \(67 %\), .*left\n")
        self.assertNotRegex(result.out + result.err, "[\r\033]")

    def test_the_pages_are_inputs_and_the_next_harvest_brings_the_changes(self):
        source = self.source(reply(FIRST), reply(SECOND),
                             reply(records(record("3105.00001", "Ripening anew", "2031-05-08"), deleted("3105.00002"),
                                           record("3105.00003", "Storing"), date="2031-05-08T01:00:00Z")))
        self.assert_done(self.harvest(source, "--from", "2031-01-01"))
        pages = self.directory / "pages"
        self.assertEqual(self.assert_done(incipit("--index", self.index, "--json", "index", pages)).json()["papers"], 2)
        result = self.assert_done(self.harvest(source, "--from", "2031-01-01"))
        # The day on which the source began to answer the first list, not that of its last page.
        self.assertEqual(source.asked[2], {"verb": "ListRecords", "metadataPrefix": "arXiv", "from": "2031-05-06"})
        self.assertIn(f"next: incipit --index {self.index} update {pages}\n", result.out)
        change = self.assert_done(incipit("--index", self.index, "--json", "update", pages)).json()
        self.assertEqual(change["papers"], 2)
        self.assertEqual({k: change["changed"][k] for k in ("added", "replaced", "deleted")},
                         {"added": 1, "replaced": 1, "deleted": 1})
        shown = incipit("--index", self.index, "--json", "paper", "3105.00001").out
        self.assertIn("Ripening anew", shown)
        self.assertEqual(incipit("--index", self.index, "paper", "3105.00002").code, 1)

    def test_update_takes_each_page_in_once(self):
        source = self.source(reply(FIRST), reply(SECOND),
                             reply(records(record("3105.00001", "Ripening anew", "2031-05-08"), deleted("3105.00003"),
                                           record("3105.00004", "Storing"), date="2031-05-08T01:00:00Z")),
                             reply(NOTHING))
        result = self.assert_done(self.harvest(source, "--json", "--update"))
        fetched, built = map(json.loads, result.out.splitlines())
        self.assertEqual((fetched["pages"], built["papers"]), (2, 2))
        self.assertEqual((self.directory / "updated").read_text(), "2\n")
        result = self.assert_done(self.harvest(source, "--json", "--update"))
        change = json.loads(result.out.splitlines()[1])["changed"]
        self.assertEqual({k: change[k] for k in ("added", "replaced", "unchanged", "superseded")},
                         {"added": 1, "replaced": 1, "unchanged": 0, "superseded": 0})
        result = self.assert_done(self.harvest(source, "--update"))
        self.assertIn("the index has every page of the harvest\n", result.out)
        (self.directory / "updated").write_text("two\n")
        self.assertEqual(self.harvest(self.source(reply(NOTHING)), "--update").code, 3)

    def test_a_page_of_deletions_alone_is_read(self):
        page = records(deleted("3105.00001"), deleted("3105.00003")).replace(' metadataPrefix="arXiv"', "")
        self.assertNotIn("metadataPrefix", page)
        self.assert_done(self.harvest(self.source(reply(FIRST), reply(SECOND)), "--update"))
        file = self.folder / "page.xml"
        file.write_text(page, "utf-8")
        change = self.assert_done(incipit("--index", self.index, "--json", "update", file)).json()["changed"]
        self.assertGreaterEqual(change["deleted"], 1)

    def test_nothing_new_is_no_failure(self):
        source = self.source(reply(FIRST), reply(SECOND), reply(NOTHING))
        self.assert_done(self.harvest(source))
        result = self.assert_done(self.harvest(source))
        self.assertIn("nothing new since 2031-05-06\n", result.out)
        self.assertEqual(len(self.pages()), 2)

    def test_an_answer_that_is_no_reply_is_bad_input_and_the_next_run_goes_on(self):
        source = self.source(reply(FIRST), reply("<html><body>Maintenance</body></html>"))
        self.assert_fails(self.harvest(source), 3, "page 2", "<html>")
        self.assertEqual(self.pages(), [FIRST])
        source.replies.extend([reply("busy", 500), reply(SECOND)])
        result = self.assert_done(self.harvest(source, "--json"))
        self.assertTrue(result.json()["resumed"])
        self.assertIn("after page 1", result.err)
        self.assertEqual(self.pages(), [FIRST, SECOND])

    def test_a_source_that_refuses_or_cannot_be_reached(self):
        source = self.source(reply(page('<error code="badArgument">no such set</error>')))
        self.assert_fails(self.harvest(source), 3, "badArgument", "no such set")
        self.assert_fails(self.harvest(source), 3, "404")
        source.replies.extend([reply("busy", 503), reply("busy", 429, Retry_After="90")])
        self.assert_fails(self.harvest(source, "--retries", "0"), 3, "503")
        self.assert_fails(self.harvest(source, "--retries", "1", "--longest-wait", "1"), 3, "90 seconds")
        source.replies.append(HOLD)
        self.assert_fails(self.harvest(source, "--retries", "0", "--page-timeout", "1"), 3)
        source.replies.append(reply("x" * ((32 << 20) + 1)))
        self.assert_fails(self.harvest(source), 3, "harvest_page_bytes")
        gone = Source()
        gone.close()
        self.assert_fails(self.harvest(gone, "--retries", "0"), 3)
        self.assertEqual(self.pages(), [])

    def killed(self, source, how, asked, *options):
        """Ends a running harvest when the source has been asked so often and one page is stored."""
        process = subprocess.Popen([PROGRAM, *self.arguments(source, *options)], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=environment())
        try:
            until(lambda: len(source.asked) == asked and self.state().get("pages") == 1)
            process.send_signal(how)
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
            process.communicate()
        self.assertEqual((process.returncode, out), (-how, b""))

    def state(self):
        path = self.directory / "harvest.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def test_a_killed_harvest_goes_on_with_its_token(self):
        # In the pause between two pages, and while the second is awaited.
        for how, asked, options in ((signal.SIGKILL, 1, ["--delay", "60"]), (signal.SIGKILL, 2, []),
                                    (signal.SIGTERM, 2, []), (signal.SIGINT, 1, ["--delay", "60"])):
            with self.subTest(how=how.name, asked=asked):
                self.directory = self.folder / f"{how.name}-{asked}"
                source = self.source(reply(FIRST), *[HOLD] * (asked - 1))
                self.killed(source, how, asked, *options)
                self.assertEqual(self.pages(), [FIRST])
                source.replies.append(reply(SECOND))
                result = self.assert_done(self.harvest(source))
                self.assertEqual(source.asked[-1], {"verb": "ListRecords", "resumptionToken": "a b&c"})
                self.assertIn("harvested 1 page with 1 record (0 deleted)", result.out)
                self.assertEqual(self.pages(), [FIRST, SECOND])

    def test_json_is_one_document(self):
        result = self.assert_done(self.harvest(self.source(reply(FIRST), reply(SECOND)), "--json", "--quiet"))
        document = result.json()
        self.assertGreater(document.pop("seconds"), 0)
        self.assertEqual(document, {
            "pages_directory": f"{self.directory}/pages", "pages": 2, "records": 3, "deleted": 1,
            "bytes": len(FIRST + SECOND), "retries": 0, "resumed": False, "restarted": False, "from": None,
            "response_date": "2031-05-06T07:08:09Z",
            "files": [f"{self.directory}/pages/00000{n}.xml" for n in (1, 2)]})
        self.assertEqual(result.err, "")

    def test_quiet_says_nothing(self):
        result = self.harvest(self.source(reply(FIRST), reply("busy", 500), reply(SECOND)), "--quiet")
        self.assertEqual((result.code, result.out, result.err), (0, "", ""))

    def test_what_cannot_be_meant_is_refused_before_anything_is_asked(self):
        source = self.source()
        beyond = source.url.replace("http://", "http://someone:secret@")
        for options, word in (([], "--oai"), (["--oai", "ftp://example.org/oai"], "--oai: "),
                              (["--oai", "file:///etc/passwd"], "--oai: "), (["--oai", "example"], "--oai: "),
                              (["--oai", beyond], "password"), (["--oai", source.url, "--from", "yesterday"], "--from: "),
                              (["--oai", source.url, "--until", "2031-02-30"], "--until: "),
                              (["--oai", source.url, "--from", "2031-02-02", "--until", "2031-02-01"], "--until: "),
                              (["--oai", source.url, "--prefix", "a b"], "--prefix: "),
                              (["--oai", source.url, "--set", "a&b"], "--set: "),
                              (["--oai", source.url, "--retries", "101"], "--retries"),
                              (["--oai", source.url, "--delay", "-1"], "--delay"),
                              (["--oai", source.url, "--page-timeout", "0"], "--page-timeout"),
                              (["--oai", source.url, "page.xml"], "page.xml")):
            with self.subTest(options=options):
                result = incipit("--index", self.index, "harvest", *options)
                self.assert_fails(result, 2, word)
                self.assertNotIn("secret", result.err)
        self.assertEqual(source.asked, [])
        self.assertEqual(snapshot(self.folder), {})

    def test_a_directory_belongs_to_one_source_and_one_harvest(self):
        source = self.source(reply(FIRST), HOLD)
        process = subprocess.Popen([PROGRAM, *self.arguments(source)], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=environment())
        try:
            until(lambda: len(source.asked) == 2)
            self.assert_fails(self.harvest(source), 2)
        finally:
            process.kill()
            process.wait()
        self.assert_fails(self.harvest(source, "--from", "2031-05-01"), 2, "unfinished")
        self.assert_fails(self.harvest(source, "--prefix", "oai_dc"), 3, "another")
        self.assertEqual(len(source.asked), 2)
        self.assertEqual(self.pages(), [FIRST])

    def test_a_directory_that_cannot_be_made_is_the_systems_refusal(self):
        self.directory.write_text("a file")
        self.assert_fails(self.harvest(self.source(reply(SECOND))), 5)

    def test_without_a_directory_the_pages_are_beside_the_index(self):
        for index, expected in (("a/index", "a/harvest"), (f"{self.folder}/b/index/", f"{self.folder}/b/harvest"),
                                ("index", "harvest")):
            with self.subTest(index=index):
                source = self.source(reply(SECOND))
                result = self.assert_done(incipit("harvest", "--oai", source.url, "--json", cwd=self.folder,
                                                  env={"INCIPIT_INDEX": index}))
                self.assertEqual(result.json()["pages_directory"], f"{expected}/pages")
                self.assertTrue((self.folder / expected / "pages" / "000001.xml").exists())
        inside = self.folder / "c" / "index"
        inside.mkdir(parents=True)
        result = self.assert_done(incipit("--index", ".", "harvest", "--oai", self.source(reply(SECOND)).url, cwd=inside))
        self.assertTrue((self.folder / "c" / "harvest" / "harvest.json").exists(), result.out)
        self.assertEqual(list(inside.iterdir()), [])

    def test_the_command_that_comes_next_can_be_pasted(self):
        self.directory = self.folder / "it's kept; here"
        result = self.assert_done(self.harvest(self.source(reply(FIRST), reply(SECOND))))
        words = shlex.split(re.search(r"^next: incipit (.*)$", result.out, re.M)[1])
        self.assertEqual(words[-1], f"{self.directory}/pages")
        self.assert_done(incipit(*words))

    def test_the_systemd_unit_runs(self):
        commands = re.findall(r"^ExecStart=/usr/bin/incipit (.*)$", UNIT.read_text("utf-8"), re.M)
        self.assertEqual(len(commands), 1)
        for part in ("cs", ""):
            with self.subTest(set=part):
                source = self.source(reply(SECOND))
                values = {"OAI_URL": source.url, "OAI_PREFIX": "arXiv", "OAI_SET": part}
                for command in commands:
                    words = [re.sub(r"\$\{(\w+)\}", lambda name: values[name[1]], word) for word in command.split()]
                    words = [word.replace("/var/lib/incipit/harvest", f"/var/lib/incipit/harvest{part}") for word in words]
                    self.assert_done(incipit(*[word.replace("/var/lib/incipit", str(self.folder)) for word in words]))
                self.assertEqual(source.asked[0].get("set", ""), part)
        self.assertEqual(incipit("--index", self.index, "paper", "3105.00002").code, 0)


if __name__ == "__main__":
    unittest.main()
