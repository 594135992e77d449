"""Updates of changed and new papers onto an index that is served and asked all the time, then the same index built at once.

While it is updated: each update is searchable soon, measured over HTTP from the start of the command; no request fails; each
answer is that of one known revision, byte for byte the same whenever it is asked again. Fixed queries answer what the command
line answers at that revision, and changed papers are found by the words of their titles from their revision on, not before.

Afterwards, merged, the index is at most 15 % larger than one built from the same records with its constants and author ids, and
has at most 12 segments. Refreshed it has the same revision and content, and answers queries, facets and profiles byte for byte
alike.

Some papers are held back as the new ones. Changed ones differ in title, date or version, and some in authors, categories and
citations. Run `update_loop.py --help` for the long form (about ten minutes)."""
import datetime
import json
import os
import random
import sys
import threading
import time
import zlib
from pathlib import Path
from urllib.parse import quote, urlencode

from questions import SORTS, FACETS, name_of, options_of, Questions, target
from workbench import TIMEOUT, Broken, Server, Workbench, arguments, unpack

LONG_FORM = """Long form, on a disk rather than in memory:
  update_loop.py --input FILE.jsonl.zst --updates 50 --papers 1000 --limit 3 --queries 1000 --scratch /var/tmp"""
BUILD_SECONDS = 1800
SIZE_RATIO, MOST_SEGMENTS = 1.15, 12
ASKING_THREADS = 8
MOST_FAULTS = 20
NEVER = 1 << 30


class Collection:
    """What the index should hold after each update. Update 0 is the build."""

    def __init__(self, lines, held_back, draw):
        self.draw = draw
        records = list({record["id"]: record for record in map(json.loads, lines)}.values())
        for record in records:
            if draw.random() < 0.5:
                record["citations"] = int(draw.paretovariate(0.7)) - 1
        draw.shuffle(records)
        self.waiting = records[:held_back]
        self.current = {record["id"]: record for record in records[held_back:]}
        self.ids = list(self.current)
        self.year = 1 + max(int(record.get(key, "1")[:4]) for record in records for key in ("published", "announced", "updated"))
        self.words = []  # of changed titles: word, id, beginning as shown, first update that has it, first that has it no more
        self.word_of = {}

    def lines(self, records=None):
        return [json.dumps(record, ensure_ascii=False) + "\n" for record in records or self.current.values()]

    def change(self, number, count):
        """The records of an update: new ones, changed ones."""
        new = [self.waiting.pop() for _ in range(count // 2)]
        chosen = self.draw.sample(self.ids, count - len(new))
        changed = [self.changed(self.current[paper], number, position) for position, paper in enumerate(chosen)]
        for record in new + changed:
            self.current[record["id"]] = record
        self.ids += [record["id"] for record in new]
        return new, changed

    def other_authors(self, authors):
        """Mostly the same; or one goes, one comes, one is called otherwise."""
        kind, draw = self.draw.random(), self.draw
        if kind < 0.2 and len(authors) > 1:
            return authors[:-1]
        if kind < 0.4:
            other = self.current[draw.choice(self.ids)]["authors"]
            return authors + [author for author in other[:1] if author not in authors]
        if kind < 0.5 and authors:
            at = draw.randrange(len(authors))
            return authors[:at] + [name_of(authors[at]).replace(" ", " Q. ", 1)] + authors[at + 1:]
        return authors

    def changed(self, old, number, position):
        record, draw = dict(old), self.draw
        word = f"zqw{letters(number)}x{letters(position)}"
        title = old["title"].split(": ", 1)[1] if old["id"] in self.word_of else old["title"]
        beginning = f"{word} {update_word(number)}: "
        record["title"] = beginning + title
        if draw.random() < 0.5:
            record["version"] = old.get("version", 1) + 1
        else:
            record["updated"] = (datetime.date(self.year, 1, 1) + datetime.timedelta(days=number)).isoformat()
        record["authors"] = self.other_authors(old["authors"])
        if draw.random() < 0.25:
            record["categories"] = self.current[draw.choice(self.ids)]["categories"]
        if draw.random() < 0.25:
            record["citations"] = old.get("citations", 0) + draw.randrange(20)
        if old["id"] in self.word_of:
            self.word_of[old["id"]][4] = number
        self.word_of[old["id"]] = [word, old["id"], beginning, number, NEVER]
        self.words.append(self.word_of[old["id"]])
        return record


def letters(number):
    """No vowels and no s: nothing for a stemmer."""
    return "".join("bcdfghjklm"[int(digit)] for digit in str(number))


def update_word(number):
    return f"zqv{letters(number)}z"


class Load:
    """Asks at a fixed rate, whether or not the answers come; keeps what was answered at each revision."""

    def __init__(self, server, rate, choose):
        self.server, self.rate, self.choose = server, rate, choose
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.scheduled, self.delays, self.faults = 0, [], []
        self.answers, self.again = {}, 0  # of a target at a revision, packed; how often one was given again
        self.began, self.seconds = time.monotonic(), 0
        self.threads = [threading.Thread(target=self.work) for _ in range(ASKING_THREADS)]
        for thread in self.threads:
            thread.start()

    def work(self):
        connection = self.server.connect()
        while not self.ended.is_set() and len(self.faults) < MOST_FAULTS:
            with self.lock:
                due = self.began + self.scheduled / self.rate
                self.scheduled += 1
                asked = self.choose()
            if self.ended.wait(max(0, due - time.monotonic())):
                break
            try:
                self.note(asked, *self.server.get(asked, connection))
                self.delays.append(time.monotonic() - due)
            except Exception as fault:  # whatever it is, it is an answer that did not come
                self.faults.append(f"{asked}: {fault!r}")
                connection.close()
        connection.close()

    def note(self, asked, status, body):
        if status != 200:
            raise Broken(f"status {status}: {body[:400]}")
        key, packed = (asked, json.loads(body)["index"]["revision"]), zlib.compress(body, 1)
        with self.lock:
            self.again += key in self.answers
            known = self.answers.setdefault(key, packed)
        if known != packed:
            raise Broken(f"two answers at {key[1]}: {difference((200, zlib.decompress(known)), (status, body))}")

    def end(self):
        self.seconds = time.monotonic() - self.began
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def check(self):
        if len(self.faults) >= MOST_FAULTS:
            raise Broken("too many faults")


class Campaign:
    def __init__(self, bench, options, seed):
        self.bench, self.options, self.draw = bench, options, random.Random(seed)
        self.draw_load = random.Random(seed + 1)  # for the asking threads
        lines = bench.sample() if options.input is None else lines_of(options.input)
        self.collection = Collection(lines, options.updates * (options.papers // 2), self.draw)
        self.index, self.rebuilt = bench.folder / "index", bench.folder / "rebuilt"
        self.update_of, self.sizes, self.truth = {}, [], {}
        self.seconds, self.cpu_seconds = [], []
        self.servers, self.load, self.faults, self.judged = [], None, [], 0

    def serve(self, index):
        self.servers.append(Server(self.bench, index))
        return self.servers[-1]

    def run(self):
        base = self.bench.write("base.jsonl", self.collection.lines())
        self.bench.done(self.index, "--quiet", "index", base, timeout=BUILD_SECONDS)
        base.unlink()
        server = self.serve(self.index)
        # People seldom ask for `=the`, which costs a look at nearly every paper.
        questions = Questions(list(self.collection.current.values()), self.draw, 5)
        self.fixed = [{"facets": ",".join(FACETS), "limit": 5}] + [questions.request() for _ in range(7)]
        self.others = [target(questions.request()) for _ in range(200)] + self.profiles(server)
        self.note_state(0)
        self.load = load = Load(server, self.options.rate, self.choose)
        try:
            for number in range(1, self.options.updates + 1):
                self.update(number, server)
                load.check()
                if number % 10 == 0:
                    print(f"{number} updates, the last searchable after {self.seconds[-1]:.2f} s", flush=True)
        finally:
            load.end()
        self.machine_load = os.getloadavg()[1]
        self.judge()
        self.compare(server)

    def stop(self):
        for server in self.servers:
            try:
                server.stop()
            except Broken as fault:
                self.faults.append(str(fault))

    def profiles(self, server):
        """Of authors with so many papers that no update takes all away."""
        found = server.ask("/v1/papers?limit=0&facets=author&facet_limit=20")["facets"]["author"]["values"]
        return [f"/v1/authors/{author['value']}" for author in found]

    def choose(self):
        kind, words = self.draw_load.random(), self.collection.words
        if kind < 0.25:
            return target(self.draw_load.choice(self.fixed))
        if kind < 0.6 and words:
            # One of the words of the newest update half of the time, and often before it is there.
            newest = words[-self.options.papers:] if self.draw_load.random() < 0.5 else words
            return word_target(self.draw_load.choice(newest)[0])
        return self.draw_load.choice(self.others)

    def update(self, number, server):
        new, changed = self.collection.change(number, self.options.papers)
        given = self.bench.write(f"update-{number}.jsonl", self.collection.lines(new + changed))
        began = time.monotonic()
        process = self.bench.start(self.index, "--quiet", "--json", "update", given)
        try:
            self.await_searchable(server, process, number, new, len(changed), began + TIMEOUT)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        self.seconds.append(time.monotonic() - began)
        out, err = process.communicate(timeout=TIMEOUT)
        if process.returncode != 0:
            raise Broken(f"update {number} ended with {process.returncode}: {err.decode()}")
        summary = json.loads(out)
        self.cpu_seconds.append(summary["cpu_seconds"])
        done = summary["changed"]
        if (done["added"], done["replaced"], done["deleted"]) != (len(new), len(changed), 0):
            raise Broken(f"update {number} of {len(new)} new and {len(changed)} changed papers: {done}")
        given.unlink()
        self.note_state(number)

    def await_searchable(self, server, process, number, new, changed, until):
        """All changed papers are found by the word of this update, and some new ones by their ids."""
        some = self.draw.sample([record["id"] for record in new], min(50, len(new)))
        asked = {target({"limit": 0, "q": update_word(number)}): changed,
                 target([("limit", 0)] + [("id", paper) for paper in some]): len(some)}
        connection = server.connect()
        while any(server.ask(one, connection)["total"]["value"] != total for one, total in asked.items()):
            if process.poll() not in (None, 0) or time.monotonic() > until:
                raise Broken(f"update {number} is not searchable; its exit code is {process.poll()}")
            time.sleep(0.02)
        connection.close()

    def note_state(self, number):
        """What the command line answers after an update, and how many papers there should be."""
        revision = json.loads(self.bench.done(self.index, "--json", "info"))["index"]["revision"]
        if revision in self.update_of:
            raise Broken(f"update {number} changes no revision")
        self.update_of[revision] = number
        self.sizes.append(len(self.collection.current))
        for request in self.fixed:
            code, out, err = self.bench.run(self.index, *options_of(request))
            if code not in (0, 1):  # 1: nothing found
                raise Broken(f"{request} ends with {code}: {err}")
            self.truth[target(request), revision] = json.loads(out)

    def judge(self):
        """What the server answered, against what is known of each revision."""
        words = {word_target(entry[0]): entry for entry in self.collection.words}
        for (asked, revision), packed in self.load.answers.items():
            answer = json.loads(zlib.decompress(packed))
            number = self.update_of.get(revision)
            if number is None or answer["index"]["documents"] != self.sizes[number]:
                self.faults.append(f"{asked}: {answer['index']} is none of the index's states")
            elif asked in words:
                word, paper, beginning, first, last = words[asked]
                there = first <= number < last
                found = [(hit["id"], hit["title"][:len(beginning)]) for hit in answer["results"]]
                if answer["total"]["value"] != there or found != [(paper, beginning)] * there:
                    self.faults.append(f"{word} of {paper} (updates {first} to {last}) at update {number}: {found}")
            elif (asked, revision) in self.truth and answer != self.truth[asked, revision]:
                self.faults.append(f"{asked} at update {number}: the command line answers otherwise")
            self.judged += asked in words or (asked, revision) in self.truth

    def compare(self, server):
        """The faults of the merged index against one that is built at once."""
        self.bench.done(self.index, "merge", "--wait", timeout=BUILD_SECONDS)
        self.segments, merged = self.bench.state(self.index)["segments"], self.bytes_of(self.index)
        self.bench.done(self.index, "refresh", timeout=BUILD_SECONDS)
        final = self.bench.write("final.jsonl", self.collection.lines())
        self.bench.done(self.rebuilt, "--quiet", "index", "--constants-from", self.index, final, timeout=BUILD_SECONDS)
        self.bytes = merged, self.bytes_of(self.rebuilt)
        states = [self.bench.state(index) for index in (self.index, self.rebuilt)]
        server.await_generation(states[0]["generation"])
        if self.segments > MOST_SEGMENTS:
            self.faults.append(f"{self.segments} segments")
        if self.bytes[0] > SIZE_RATIO * self.bytes[1]:
            self.faults.append(f"{self.bytes[0]} bytes against {self.bytes[1]}")
        if states[0]["revision"] != states[1]["revision"]:
            self.faults.append(f"the revision is {states[0]['revision']} and rebuilt {states[1]['revision']}")
        dumps = [self.bench.done(index, "export", "--canonical").decode().splitlines() for index in (self.index, self.rebuilt)]
        if dumps[0] != dumps[1]:
            unlike = [pair for pair in zip(*dumps) if pair[0] != pair[1]]
            self.faults.append(f"the content: {len(dumps[0])} and {len(dumps[1])} papers, {len(unlike)} unlike: {unlike[:1]}")
        self.revisions = [state["revision"].encode() for state in states]  # told apart above
        self.compare_answers(server, self.serve(self.rebuilt), dumps[0])

    def bytes_of(self, index):
        """Of the generation that is served."""
        generation = json.loads(self.bench.done(index, "--json", "info"))["generation"]
        return sum(path.stat().st_size for path in index.glob(f"generations/{generation}/**/*") if path.is_file())

    def compare_answers(self, server, other, dump):
        questions = Questions(list(self.collection.current.values()), self.draw, 3)
        lists = [target(questions.request()) for _ in range(self.options.queries)]
        self.asked, self.found, differing = 0, 0, []
        for asked in lists + self.one_by_one(dump):
            answers = [(status, body.replace(revision, b"")) for (status, body), revision in
                       zip((server.get(asked), other.get(asked)), self.revisions)]
            self.asked += 1
            self.found += b'"total":{"value":0' not in answers[0][1]
            if answers[0] != answers[1] or answers[0][0] != 200:
                differing.append(f"{asked} is answered {difference(*answers)}")
        if differing:
            self.faults.append(f"{len(differing)} of {self.asked} answers:\n  " + "\n  ".join(differing[:MOST_FAULTS]))

    def one_by_one(self, dump):
        """Profiles of authors, their papers, people by name, and papers: of all, and of changed papers."""
        changed = {entry[1] for entry in self.collection.word_of.values()}
        records = [json.loads(line) for line in self.draw.sample(dump, min(len(dump), self.options.queries // 4))]
        records += [record for record in map(json.loads, dump) if record["id"] in changed and
                    self.draw.random() < self.options.queries / 4 / len(changed)]
        targets = []
        for record in records:
            targets.append("/v1/papers/" + quote(record["id"], safe=""))
            for author in record["author_ids"][:2]:
                targets += [f"/v1/authors/{author}", f"/v1/authors/{author}/papers?" + urlencode(
                    {"facets": ",".join(FACETS), "sort": self.draw.choice(SORTS[1:]), "limit": 50})]
            if record["authors"]:
                targets.append("/v1/authors?" + urlencode({"q": name_of(record["authors"][0])}))
        return targets

    def report(self):
        load, seconds, delays = self.load, sorted(self.seconds), sorted(self.load.delays)
        rate = len(delays) / load.seconds
        print(f"{len(seconds)} updates of {self.options.papers} papers, searchable after {seconds[0]:.2f} / "
              f"{middle(seconds):.2f} / {seconds[-1]:.2f} s (least, median, most); "
              f"median CPU {middle(sorted(self.cpu_seconds)):.2f} s; load of the machine {self.machine_load:.1f}")
        seen = len({revision for _, revision in load.answers})
        print(f"{len(delays)} requests beside, {rate:.1f}/s, "
              f"median {1000 * middle(delays):.0f} ms, most {1000 * delays[-1]:.0f} ms; "
              f"{load.again} asked again at one revision, {self.judged} judged, {seen} revisions seen")
        ratio = self.bytes[0] / self.bytes[1]
        print(f"{self.segments} segments, {self.bytes[0]} bytes, {ratio:.3f} times the rebuilt index")
        print(f"{self.asked} answers compared, {self.found} of them not empty")
        limit = self.options.limit
        if limit and seconds[-1] > limit:
            slow = [round(second, 2) for second in self.seconds if second > limit]
            self.faults.append(f"updates searchable after more than {limit} s: {slow}")
        if limit and rate < 0.95 * self.options.rate:
            self.faults.append(f"{rate:.1f} requests/s, not {self.options.rate}")


def word_target(word):
    return target({"q": word, "limit": 2, "fields": "id,title"})


def middle(values):
    return values[len(values) // 2]


def difference(one, other):
    """Where two answers part."""
    if one[0] != other[0] or one[0] != 200:
        return f"{one[0]} and {other[0]}: {one[1][:200]} {other[1][:200]}"
    at = next((i for i, (a, b) in enumerate(zip(one[1], other[1])) if a != b), min(len(one[1]), len(other[1])))
    return " and rebuilt ".join(body[max(0, at - 60):at + 100].decode("utf-8", "replace") for body in (one[1], other[1]))


def lines_of(path):
    content = path.read_bytes()
    return (unpack(content) if path.suffix == ".zst" else content).decode().splitlines()


def main():
    parser = arguments(__doc__.split("\n\nSome papers")[0], LONG_FORM)
    parser.add_argument("--input", type=Path, help="papers as Incipit JSONL, .zst or not (default: the bundled sample)")
    parser.add_argument("--updates", type=int, default=6)
    parser.add_argument("--papers", type=int, default=40, help="of each update; half of them new")
    parser.add_argument("--rate", type=float, default=50, help="requests per second")
    parser.add_argument("--limit", type=float,
                        help="fail when an update is searchable after more seconds, or the rate is not kept")
    parser.add_argument("--queries", type=int, default=200, help="to be compared, besides about as many profiles and papers")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    bench = Workbench(options.program.resolve(), options.source, options.scratch)
    campaign, began = Campaign(bench, options, seed), time.monotonic()
    try:
        campaign.run()
        campaign.report()
    except Broken as fault:
        campaign.faults.append(str(fault))
    finally:
        campaign.stop()
        bench.close()
    faults = campaign.faults + (campaign.load.faults if campaign.load else [])
    for fault in faults[:MOST_FAULTS]:
        print(f"FAILED {fault}")
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
