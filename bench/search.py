#!/usr/bin/env python3
"""Measures what a query costs: Incipit, stock Xapian and Lucene, over the same terms, in one run.

Asks for the first ten papers, alone and with the exact counts of categories and years and the exact total:

  or2, or3     papers with any of two or three words of one title
  and2, and3   papers with all of them
  title        a whole title, any of its words
  phrase2      two words side by side

Figures are milliseconds of CPU time of the thread that asks, warm: every query is asked in passes and the last one is
measured. Of the rounds each query's middle figure counts, and of a class's queries p50 and p95.

  incipit      the answer as a server gets it: exact total, and the papers read from their records
  lucene       with reading the records of the ten papers; of two ways to facets (one search, or one that prunes and one
               that counts) the cheaper one for each figure
  lucene bare  without reading records: document numbers alone
  stock        Xapian with ValueCountMatchSpy, which cannot count papers of several categories under each: it counts the
               primary category; with reading the records

A ratio is Incipit's figure by the other's; * marks one above what Incipit must reach. Totals and facets are compared query by
query, and where engines disagree, or one refuses to answer (Incipit's deadline), it is reported and the exit
status is 1.
"""

import argparse
import collections
import datetime
import hashlib
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BENCH = ROOT / "bench"
REFUSED = -2  # a total (asking.h)
EXAMPLES = """\
Needs the programs (cmake --preset bench && cmake --build --preset bench --target incipit tokens make_queries incipit_search
stock_search), Java 17 or newer, and Maven, which fetches Lucene once. WORK keeps corpora and indexes for the next run: what
depends on a program, a file or an option that has changed is made anew. For a million records it takes about 12 GB.

examples:
  bench/search.py WORK papers.jsonl.zst               those papers, and a million made from them
  bench/search.py WORK papers.jsonl --made 0          those alone
  bench/search.py WORK papers.jsonl --engines incipit lucene --rounds 5
  bench/search.py WORK papers.jsonl --reuse           with the indexes as they are, though programs have changed
  bench/search.py WORK papers.jsonl --json > figures.json
"""
ENGINES = ("incipit", "lucene", "stock")
CLASSES = ("or2", "or3", "and2", "and3", "title", "phrase2")
MODES = ("page", "facets")
# What a ratio to Lucene must be at most, at p50 and p95.
BOUNDS = {**{("facets", kind): 1.0 for kind in CLASSES},
          ("page", "or2"): 1.0, ("page", "or3"): 1.0, ("page", "and2"): 1.5, ("page", "and3"): 1.5,
          ("page", "title"): 2.0, ("page", "phrase2"): 2.0}
SHARES = {"p50": 0.5, "p95": 0.95}
SHOWN_DISAGREEMENTS = 10
# Lucene is asked more often before it is measured, so that all of it is compiled.
PASSES = {"incipit": 3, "stock": 3, "lucene": 10}

Row = collections.namedtuple("Row", "mode kind ms bare_ms total categories years")


class Failed(Exception):
    """Why nothing was measured."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, output=None):
    """Runs a command to its end; its standard output as text, or into the file `output`."""
    command = [str(word) for word in command]
    try:
        with open(output, "wb") if output else open(os.devnull, "wb") as out:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out if output else subprocess.PIPE, stderr=subprocess.PIPE,
                                  check=False)
    except OSError as error:
        raise Failed(str(error)) from error
    if done.returncode != 0:
        raise Failed(f"`{' '.join(command)}` ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[-2000:]}")
    return "" if output else done.stdout.decode()


def digest(file):
    found = hashlib.sha256()
    try:
        with open(file, "rb") as content:
            for block in iter(lambda: content.read(1 << 20), b""):
                found.update(block)
    except OSError as error:
        raise Failed(str(error)) from error
    return found.hexdigest()


class Lucene:
    """The driver of Lucene, built where its sources are newer."""

    BUILT = ROOT / "build/lucene"

    def __init__(self, options):
        self.java, self.heap = options.java, options.heap
        jar = self.BUILT / "lucene-driver.jar"
        sources = [BENCH / "lucene/pom.xml", *(BENCH / "lucene/src").rglob("*.java")]
        if not jar.exists() or any(source.stat().st_mtime > jar.stat().st_mtime for source in sources):
            say("building the driver of Lucene")
            run(["mvn", "-q", "-f", BENCH / "lucene/pom.xml", "package"])
        self.version = next(self.BUILT.glob("libraries/lucene-core-*.jar")).stem.removeprefix("lucene-core-")
        # Of what it is made of: a jar's bytes tell when it was made.
        self.digest = hashlib.sha256("".join(digest(source) for source in sorted(sources)).encode()).hexdigest()

    def command(self, program, *words):
        classes = f"{self.BUILT}/lucene-driver.jar{os.pathsep}{self.BUILT}/libraries/*"
        return [self.java, f"-Xms{self.heap}", f"-Xmx{self.heap}", "-cp", classes, f"incipit.bench.{program}", *words]


class Corpus:
    """A corpus with what is made of it, in a folder: each part with a stamp beside it that tells what it was made of."""

    def __init__(self, name, folder, papers, options):
        self.name, self.folder, self.options = name, folder, options
        self.papers, self.papers_key = papers, None
        folder.mkdir(parents=True, exist_ok=True)

    def file(self, part):
        return self.folder / part

    def make(self, part, key, *steps):
        """Makes a part unless it is there and of this key; the key of it."""
        stamp, path = self.file(f"{part}.stamp"), self.file(part)
        key = hashlib.sha256(json.dumps(key).encode()).hexdigest()
        made = path.exists() and (self.options.reuse or (stamp.exists() and stamp.read_text() == key))
        if not made:
            say(f"{self.name}: making {part}")
            stamp.unlink(missing_ok=True)
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            for command, output in steps:
                run(command, output)
            stamp.write_text(key)
        return key

    def prepare(self, given, lucene):
        options, program = self.options, lambda name: options.programs / name
        stat = given.stat()
        key = [given.name, stat.st_size, stat.st_mtime_ns]
        if self.papers is None:
            self.papers = self.file("papers.jsonl")
            maker = BENCH / "make_corpus.py"
            key = self.make("papers.jsonl", [*key, digest(maker), options.made, options.seed],
                            ([sys.executable, maker, "-n", options.made, "--seed", options.seed, given], self.papers))
        queries = [program("make_queries"), "--each", options.each, "--seed", options.seed, self.papers]
        self.make("queries.tsv", [key, digest(program("make_queries")), options.each, options.seed], (queries, self.file("queries.tsv")))
        if "incipit" in options.engines:
            self.make("index", [key, digest(program("incipit"))],
                      ([program("incipit"), "--index", self.file("index"), "--quiet", "index", self.papers], None))
        if not {"lucene", "stock"} & set(options.engines):
            return
        tokens = self.file("tokens.tsv")
        key = self.make("tokens.tsv", [key, digest(program("tokens"))], ([program("tokens"), self.papers], tokens))
        if "stock" in options.engines:
            self.make("stock", [key, digest(program("stock_search"))], ([program("stock_search"), "build", self.file("stock"), tokens], None))
        if "lucene" in options.engines:
            self.make("lucene", [key, lucene.digest], (lucene.command("Build", self.file("lucene"), tokens), None))

    def ask(self, engine, lucene):
        queries, passes = self.file("queries.tsv"), self.options.passes or PASSES[engine]
        commands = {
            "incipit": [self.options.programs / "incipit_search", "--passes", passes, self.file("index"), queries],
            "stock": [self.options.programs / "stock_search", "ask", "--passes", passes, self.file("stock"), queries],
            "lucene": lucene.command("Ask", self.file("lucene"), queries, passes) if lucene else None,
        }
        rows = []
        for line in run(commands[engine]).splitlines():
            mode, kind, ms, bare_ms, total, categories, years = line.split("\t")
            rows.append(Row(mode, kind, float(ms), float(bare_ms), int(total), int(categories), int(years)))
        if len(rows) % len(self.queries()) != 0:
            raise Failed(f"{engine} answered {len(rows)} times to {len(self.queries())} queries")
        return rows

    def queries(self):
        return [line.split("\t") for line in self.file("queries.tsv").read_text().splitlines()]


def at_share(values, share):
    ascending = sorted(values)
    return ascending[int(share * (len(ascending) - 1))]


def figures(rounds, cost):
    """{(mode, class): {p50, p95}} of an engine; of each query the middle of the rounds."""
    times = collections.defaultdict(list)
    for same in zip(*rounds):
        times[same[0].mode, same[0].kind].append(statistics.median(cost(row) for row in same))
    return {key: {name: at_share(values, share) for name, share in SHARES.items()} for key, values in times.items()}


def lower(one, other):
    return {name: min(value, other[name]) for name, value in one.items()}


def table_of(answers):
    """{column: {(mode, class): {p50, p95}}} of all engines that were asked."""
    columns = {}
    for engine, rounds in answers.items():
        for suffix, cost in (("", lambda row: row.ms), (" bare", lambda row: row.bare_ms)):
            if suffix and engine not in ("incipit", "lucene"):
                continue
            found = figures(rounds, cost)
            for kind in CLASSES:
                apart = found.pop(("facets_apart", kind), None)
                if apart:
                    found["facets", kind] = lower(found["facets", kind], apart)
            columns[engine + suffix] = found
    return columns


def compare(corpus, answers):
    """What engines found for each query, held against each other: how many agree, and those that do not."""
    queries, facts = corpus.queries(), {}
    for engine, rounds in answers.items():
        for place, row in enumerate(rounds[0]):
            facts[engine, row.mode, place % len(queries)] = row
    refused = [{"engine": engine, "mode": mode, "class": queries[place][0], "query": queries[place][1]}
               for (engine, mode, place), row in facts.items() if row.total == REFUSED]
    report = {"compared": 0, "agree": 0, "not_comparable": 0, "disagreements": [], "refused": refused}
    # Incipit's exact total without facets, and Lucene's two ways, are held against the facets of Incipit too.
    others = [("incipit", "page", ("total",)), ("lucene", "facets", ("total", "categories", "years")),
              ("lucene", "facets_apart", ("total", "categories", "years")), ("stock", "facets", ("total", "years"))]
    for place, (kind, text, _, _, plain) in enumerate(queries):
        if ("incipit", "facets", place) not in facts:
            break
        if plain != "=":
            report["not_comparable"] += 1
            continue
        ours = facts["incipit", "facets", place]
        differing = [f"{name}: incipit {getattr(ours, name)}, {engine} ({mode}) {getattr(facts[engine, mode, place], name)}"
                     for engine, mode, names in others if (engine, mode, place) in facts for name in names
                     if getattr(facts[engine, mode, place], name) != getattr(ours, name)]
        report["compared"] += 1
        report["agree"] += not differing
        if differing:
            report["disagreements"].append({"class": kind, "query": text, "differences": differing})
    return report


def print_table(columns):
    names = list(columns)
    others = [name for name in names if not name.startswith("incipit")] if "incipit" in columns else []
    print(f"{'':17}" + "".join(f"  {name + ', ms':>17}" for name in names) + "".join(f"  {'by ' + name:>14}" for name in others) + "   must")
    print(f"{'':17}" + "".join(f"  {'p50':>8} {'p95':>8}" for _ in names) + "".join(f"  {'p50':>6} {'p95':>7}" for _ in others))
    for mode in MODES:
        for kind in CLASSES:
            if (mode, kind) not in columns[names[0]]:
                continue
            line = f"{mode + ' ' + kind:17}"
            for name in names:
                figure = columns[name][mode, kind]
                line += f"  {figure['p50']:8.3f} {figure['p95']:8.3f}"
            bound = BOUNDS[mode, kind]
            for name in others:
                ratios = {share: columns[like(name)][mode, kind][share] / columns[name][mode, kind][share] for share in SHARES}
                marks = {share: "*" if ratio > bound and name.startswith("lucene") else " " for share, ratio in ratios.items()}
                line += f"  {ratios['p50']:5.2f}{marks['p50']} {ratios['p95']:6.2f}{marks['p95']}"
            print(line + (f"  {bound:5.1f}" if others else ""))


def like(name):
    """Whose time of ours is held against an engine's: without records where it reads none."""
    return "incipit bare" if name.endswith(" bare") else "incipit"


def print_comparison(report):
    print(f"\ntotals and facets: {report['agree']} of {report['compared']} queries agree; {report['not_comparable']} ask Incipit "
          "for more than words")
    for one in report["refused"]:
        print(f"  {one['engine']} refused ({one['mode']}) {one['class']} {one['query']}")
    for one in report["disagreements"][:SHOWN_DISAGREEMENTS]:
        print(f"  {one['class']} {one['query']}: {'; '.join(one['differences'])}")
    if len(report["disagreements"]) > SHOWN_DISAGREEMENTS:
        print(f"  and {len(report['disagreements']) - SHOWN_DISAGREEMENTS} more (--json has all)")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", metavar="WORK", type=pathlib.Path, help="folder for corpora and indexes; made if it is not there")
    parser.add_argument("papers", metavar="PAPERS", type=pathlib.Path, help="papers as Incipit JSON Lines, packed or not")
    parser.add_argument("--made", metavar="N", type=int, default=1_000_000,
                        help="also measure N records made of them (make_corpus.py; default: a million; 0: none)")
    parser.add_argument("--made-only", action="store_true", help="measure the made records alone")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), help="whom to ask (default: all)")
    parser.add_argument("--each", metavar="N", type=int, default=200, help="queries of each class, a few less (default: 200)")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="of queries and made records (default: 1)")
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="rounds, all engines in each (default: 3)")
    parser.add_argument("--passes", metavar="N", type=int, help="passes of every engine, the last one measured (default: 3; Lucene 10)")
    parser.add_argument("--programs", metavar="DIR", type=pathlib.Path, default=ROOT / "build/bench",
                        help="where the programs are (default: build/bench)")
    parser.add_argument("--java", metavar="FILE", default="java", help="the Java to run Lucene with (default: java)")
    parser.add_argument("--heap", metavar="SIZE", default="2g", help="its heap (default: 2g)")
    parser.add_argument("--reuse", action="store_true", help="take what WORK has, whatever it was made of")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the tables")
    options = parser.parse_args()
    for name in ("each", "rounds", "passes"):
        if getattr(options, name) is not None and getattr(options, name) < 1:
            parser.error(f"--{name} must be at least 1")
    if options.made < 0 or (options.made_only and options.made == 0):
        parser.error("--made must not be negative, nor 0 with --made-only")
    return options


def measure(corpus, options, lucene):
    answers = {engine: [] for engine in options.engines}
    for number in range(1, options.rounds + 1):
        for engine in options.engines:
            say(f"{corpus.name}, round {number} of {options.rounds}: {engine}")
            answers[engine].append(corpus.ask(engine, lucene))
    return table_of(answers), compare(corpus, answers)


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("search.py: stopped"))
    if not options.papers.is_file():
        raise Failed(f"{options.papers} is no file")
    lucene = Lucene(options) if "lucene" in options.engines else None
    corpora = [] if options.made_only else [Corpus("given", options.work / "given", options.papers, options)]
    if options.made > 0:
        corpora.append(Corpus("made", options.work / "made", None, options))
    for corpus in corpora:
        corpus.prepare(options.papers, lucene)
    report = {"date": datetime.date.today().isoformat(), "cpus": os.cpu_count(), "rounds": options.rounds,
              "lucene": lucene.version if lucene else None,
              "java": run([options.java, "--version"]).splitlines()[0] if lucene else None, "corpora": {}}
    agreed = True
    for corpus in corpora:
        columns, comparison = measure(corpus, options, lucene)
        agreed = agreed and not comparison["disagreements"] and not comparison["refused"]
        report["corpora"][corpus.name] = {
            "queries": len(corpus.queries()), "comparison": comparison, "load": os.getloadavg()[0],
            "ms": {name: {f"{mode} {kind}": figure for (mode, kind), figure in found.items()} for name, found in columns.items()}}
        if options.json:
            continue
        print(f"{corpus.name}: {len(corpus.queries())} queries, {options.rounds} rounds; {report['date']}, {report['cpus']} CPUs, load "
              f"{os.getloadavg()[0]:.1f} at the end" + (f"; Lucene {lucene.version}, {report['java']}" if lucene else "") + "\n")
        print_table(columns)
        print_comparison(comparison)
        print(flush=True)
    if options.json:
        print(json.dumps(report, indent=2))
    return 0 if agreed else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(f"search.py: {failure}")
