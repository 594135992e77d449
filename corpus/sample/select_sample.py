#!/usr/bin/env python3
"""Builds the bundled sample from arXiv metadata and the reference page's papers and figures.

The same inputs give the same bytes: records are chosen by rules and by a hash of their ids, never by chance. Needs
Python 3 alone and the `zstd` command.

    select_sample.py --arxiv SAMPLE.jsonl.zst --reference-papers PAPERS.jsonl --reference-metrics METRICS.tsv --out DIR
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

TOTAL = 6000
PER_CATEGORY = 14
PER_YEAR = 45
RECENT = {"cs.CL": 420, "cs.LG": 380, "cs.AI": 320}
RECENT_FROM = "2024"
AUTHORS = 240
PAPERS_PER_AUTHOR = 7
COMMON_NAMES = 12  # names that many people bear: material for author identity
WITHDRAWN = 60
CODE_LINKS = 260
ACCENTED = 200
MAX_RECORD_BYTES = 8192

EMAIL = re.compile(r"[^ ]+@[^ ]+\.[a-z]")
CODE = re.compile(r"(github|gitlab)\.com/|bitbucket\.org/", re.IGNORECASE)
ACCENT = re.compile("[^\x00-\x7f]")


def rank(identifier):
    """A fixed order of ids that has nothing to do with what the papers are about."""
    return hashlib.sha256(identifier.encode()).hexdigest()


def read_records(path):
    with subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            yield line.rstrip(b"\n").decode("utf-8")
    if process.returncode:
        sys.exit(f"zstd could not read {path}")


def candidates(path, excluded_ids):
    """Usable records by id, in the fixed order, with their lines; counts of what was left out."""
    records, lines = {}, {}
    left_out = collections.Counter()
    for line in read_records(path):
        record = json.loads(line)
        if record["id"] in excluded_ids:
            left_out["reference paper"] += 1
        elif EMAIL.search(line) or EMAIL.search(json.dumps(record, ensure_ascii=False)):
            left_out["e-mail address"] += 1
        elif len(line.encode()) > MAX_RECORD_BYTES:
            left_out["long record"] += 1
        else:
            records[record["id"]] = record
            lines[record["id"]] = line
    order = sorted(records, key=rank)
    return {identifier: records[identifier] for identifier in order}, lines, left_out


def prolific_authors(records):
    """Names with several papers: the most common ones, then one per primary category in turn."""
    papers = collections.defaultdict(list)
    for identifier, record in records.items():
        for name in record["authors"]:
            papers[name].append(identifier)
    by_count = sorted((name for name in papers if len(papers[name]) >= PAPERS_PER_AUTHOR), key=lambda n: (-len(papers[n]), n))
    chosen = by_count[:COMMON_NAMES]
    by_category = collections.defaultdict(list)
    for name in sorted(set(by_count) - set(chosen), key=rank):
        if len(papers[name]) > 40 or len(name.split()[0].strip(".")) < 2:
            continue
        primary = collections.Counter(records[i]["categories"][0] for i in papers[name]).most_common()
        by_category[min(primary, key=lambda pair: (-pair[1], pair[0]))[0]].append(name)
    queues = [by_category[category] for category in sorted(by_category)]
    while len(chosen) < AUTHORS and any(queues):
        for queue in queues:
            if queue and len(chosen) < AUTHORS:
                chosen.append(queue.pop(0))
    return [papers[name][:PAPERS_PER_AUTHOR] for name in chosen]


def select(records):
    chosen = set()

    def take(identifiers, count):
        """Adds of `identifiers` until `count` of them are chosen."""
        missing = count - sum(1 for identifier in identifiers if identifier in chosen)
        for identifier in identifiers:
            if missing <= 0:
                return
            if identifier not in chosen:
                chosen.add(identifier)
                missing -= 1

    for identifiers in prolific_authors(records):
        chosen.update(identifiers)
    for category, count in RECENT.items():
        take([i for i, r in records.items() if r["categories"][0] == category and r["published"] >= RECENT_FROM], count)
    take([i for i, r in records.items() if "withdrawn" in r.get("comments", "").lower()], WITHDRAWN)
    take([i for i, r in records.items() if CODE.search(r.get("comments", "")) or CODE.search(r["abstract"])], CODE_LINKS)
    take([i for i, r in records.items() if ACCENT.search("".join(r["authors"]))], ACCENTED)
    by_category, by_year = collections.defaultdict(list), collections.defaultdict(list)
    for identifier, record in records.items():
        by_year[record["published"][:4]].append(identifier)
        for category in record["categories"]:
            by_category[category].append(identifier)
    for category in sorted(by_category):
        take(by_category[category], PER_CATEGORY)
    for year in sorted(by_year):
        take(by_year[year], PER_YEAR)
    take(list(records), TOTAL)
    return sorted(chosen)


def figures(records, chosen):
    picked = [records[identifier] for identifier in chosen]
    authors = collections.Counter(name for record in picked for name in record["authors"])
    years = collections.Counter(record["published"][:4] for record in picked)
    return [
        ("papers", len(picked)),
        ("categories", len({category for record in picked for category in record["categories"]})),
        ("years", f"{min(years)} to {max(years)}, {len(years)} years"),
        ("author names with five or more papers", sum(count >= 5 for count in authors.values())),
        ("ids with a `/`", sum("/" in record["id"] for record in picked)),
        ("primary cs.CL, cs.LG or cs.AI since " + RECENT_FROM,
         sum(record["categories"][0] in RECENT and record["published"] >= RECENT_FROM for record in picked)),
        ("with a DOI", sum("doi" in record for record in picked)),
        ("comments that speak of a withdrawal", sum("withdrawn" in record.get("comments", "").lower() for record in picked)),
        ("with the address of a code repository",
         sum(bool(CODE.search(record.get("comments", "")) or CODE.search(record["abstract"])) for record in picked)),
        ("with a formula (`$`)", sum("$" in record["title"] + record["abstract"] for record in picked)),
        ("with an author's name beyond ASCII", sum(bool(ACCENT.search("".join(record["authors"]))) for record in picked)),
    ]


README = """# The bundled sample

A directory that `incipit index` takes as an input. Built by `select_sample.py` from three files that are its arguments;
the same files give the same bytes.

| file | what it is |
|---|---|
| `papers-arxiv.jsonl.zst` | {total} records of arXiv's metadata, in Incipit JSON Lines, zstd -19 |
| `papers-reference.jsonl` | the {reference} papers of the reference author page (Xiaoyan Bai), as they are |
| `author-metrics.tsv` | the figures that page shows, as they are: imported, with source and date |

## Provenance

The arXiv records are from arXiv's metadata, which arXiv gives away under CC0 1.0; abstracts keep their TeX. Nothing was added to
them: no citation counts, no affiliations, no status. A withdrawal is known only from the comments. The sample they were chosen
from has almost nothing of 2020 to 2023.

The seven papers carry arXiv ids and are here as the file of the reference page's papers has them. The figures in
`author-metrics.tsv` are that page's own, with the source and date that the file gives. They contradict each other (an h-index of
50 cannot come from 7 papers), and that is why they are here: Incipit says so instead of repeating it.

No record holds an e-mail address ({emails} records of the source were left out for that), and none is longer than
{longest} bytes ({long} were).

## How the records were chosen

By rules, and within a rule in the order of a hash of the ids:

- up to {per_author} papers of each of {authors} names that have at least so many: the {common} most common names, then in turn
  from every primary category;
- recent papers of cs.CL, cs.LG and cs.AI ({recent});
- papers whose comments speak of a withdrawal ({withdrawn}), with the address of a code repository ({code}), with an author's name
  beyond ASCII ({accented});
- at least {per_category} papers of every category and {per_year} of every year, or all there are;
- others until there are {total}.

## Counts

| | |
|---|---|
{counts}
"""


def readme(records, chosen, reference, left_out):
    counts = "\n".join(f"| {name} | {value} |" for name, value in figures(records, chosen))
    recent = ", ".join(f"{count} of {category}" for category, count in RECENT.items())
    return README.format(total=len(chosen), reference=reference, emails=left_out["e-mail address"], longest=MAX_RECORD_BYTES,
                         long=left_out["long record"], per_author=PAPERS_PER_AUTHOR, authors=AUTHORS, common=COMMON_NAMES,
                         recent=recent, withdrawn=WITHDRAWN, code=CODE_LINKS, accented=ACCENTED, per_category=PER_CATEGORY,
                         per_year=PER_YEAR, counts=counts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arxiv", type=pathlib.Path, required=True, help="arXiv records as Incipit JSONL, zstd")
    parser.add_argument("--reference-papers", type=pathlib.Path, required=True)
    parser.add_argument("--reference-metrics", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()

    reference_lines = arguments.reference_papers.read_text(encoding="utf-8").splitlines()
    if any(EMAIL.search(line) for line in reference_lines):
        sys.exit("a reference paper holds an e-mail address")
    reference_ids = {json.loads(line)["id"] for line in reference_lines}
    records, lines, left_out = candidates(arguments.arxiv, reference_ids)
    chosen = select(records)

    arguments.out.mkdir(parents=True, exist_ok=True)
    text = "".join(lines[identifier] + "\n" for identifier in chosen).encode()
    packed = subprocess.run(["zstd", "-19", "-cq", "--single-thread"], input=text, stdout=subprocess.PIPE, check=True).stdout
    (arguments.out / "papers-arxiv.jsonl.zst").write_bytes(packed)
    shutil.copyfile(arguments.reference_papers, arguments.out / "papers-reference.jsonl")
    shutil.copyfile(arguments.reference_metrics, arguments.out / "author-metrics.tsv")
    (arguments.out / "README.md").write_text(readme(records, chosen, len(reference_lines), left_out), encoding="utf-8")
    for name, value in figures(records, chosen):
        print(f"{name}: {value}")
    print(f"{len(packed)} bytes; left out: {dict(left_out)}")


if __name__ == "__main__":
    main()
