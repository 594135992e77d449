#!/usr/bin/env python3
"""Makes a corpus of any size out of a real one, for measuring what size costs.

Each made record takes authors, categories and dates from a real record, one after the other, and its text from records of
the same primary category: a title whose beginning is of one title and whose end is of another, and as many sentences as
the real abstract has, each drawn from all sentences of the category. So words are as frequent in a category, and texts as
long, as they are in the real papers, and words of one sentence stand together; what a paper is about as a whole is lost.

The same input, seed and number give the same bytes. Ids are made-0000000, made-0000001, ...; identifiers of the real
papers (DOI, references, ...) are left out, since they would make several records one paper.
"""

import argparse
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys

EXAMPLES = """\
examples:
  bench/make_corpus.py arxiv.jsonl.zst > million.jsonl             a million records
  bench/make_corpus.py -n 200000 --seed 7 arxiv.jsonl | zstd > small.jsonl.zst
"""
UNPACKERS = {".gz": ["gzip", "-dc"], ".zst": ["zstd", "-dcq"], ".xz": ["xz", "-dc"]}
# A sentence ends in a full stop, a question or an exclamation mark before a space and a capital, a digit or a sign; not
# behind one letter ("e.g. X", "J. Doe") or a usual abbreviation.
END_OF_SENTENCE = re.compile(r"(?<=[a-z0-9)$}\]][.?!])(?<!\b[a-z]\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bcf\.)\s+(?=[A-Z0-9$\\(])")
# Where a title can be cut: before a word that joins its parts, or behind a colon.
JOINT = re.compile(r"(?<=:)\s+|\s+(?=(?:for|with|via|using|from|in|of|on|under|by|through)\s)")
KEPT = ("published", "updated", "announced", "comments", "license")


class Failed(Exception):
    """Why no corpus was made."""


def lines_of(file):
    """The lines of a file, unpacked by the program for its name."""
    unpacker = UNPACKERS.get(file.suffix)
    if unpacker is None:
        with open(file, "rb") as lines:
            yield from lines
        return
    with subprocess.Popen([*unpacker, str(file)], stdout=subprocess.PIPE) as process:
        yield from process.stdout
    if process.returncode != 0:
        raise Failed(f"`{' '.join(unpacker)}` cannot read {file}")


class Category:
    """What records of one primary category are made of."""

    def __init__(self):
        self.heads, self.tails, self.whole, self.sentences = [], [], [], []

    def add(self, title, sentences):
        joints = list(JOINT.finditer(title))
        if joints:
            middle = joints[len(joints) // 2]
            self.heads.append(title[:middle.start()])
            self.tails.append(title[middle.end():])
        else:
            self.whole.append(title)
        self.sentences += sentences


class Corpus:
    """The real records: by category what others are made of, and of each what it passes on."""

    def __init__(self):
        self.categories = {}
        self.records = []  # primary category, number of sentences, members that are kept

    def add(self, record):
        title = record.get("title") or ""
        abstract = record.get("abstract") or record.get("text") or ""
        if not title or not abstract:
            return
        categories = record.get("categories") or []
        if isinstance(categories, str):
            categories = categories.split()
        primary = record.get("primary_category") or (categories[0] if categories else "")
        sentences = END_OF_SENTENCE.split(abstract)
        self.categories.setdefault(primary, Category()).add(title, sentences)
        kept = {key: record[key] for key in KEPT if key in record}
        kept.update(authors=record.get("authors") or [], categories=categories)
        if "primary_category" in record:
            kept["primary_category"] = primary
        self.records.append((primary, len(sentences), kept))


class Maker:
    def __init__(self, corpus, seed):
        self.corpus = corpus
        self.random = random.Random(seed)

    def drawn(self, values):
        """One of the values. Not random.choice: Python does not promise that it draws the same in every version."""
        return values[int(self.random.random() * len(values))]

    def title(self, category):
        cut, whole = len(category.heads), len(category.whole)
        if self.random.random() * (cut + whole) < whole:
            return self.drawn(category.whole)
        return self.drawn(category.heads) + " " + self.drawn(category.tails)

    def record(self, number):
        primary, sentences, kept = self.corpus.records[number % len(self.corpus.records)]
        category = self.corpus.categories[primary]
        return {"id": f"made-{number:07}", "title": self.title(category),
                "abstract": " ".join(self.drawn(category.sentences) for _ in range(sentences)), **kept}


def read(files):
    corpus = Corpus()
    for file in files:
        try:
            for line in lines_of(file):
                if line.strip():
                    corpus.add(json.loads(line))
        except (OSError, ValueError, AttributeError) as error:
            raise Failed(f"{file}: {error}") from error
    if not corpus.records:
        raise Failed("the input has no record with a title and an abstract")
    return corpus


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", metavar="INPUT", nargs="+", type=pathlib.Path,
                        help="records as Incipit JSON Lines, packed with gzip, zstd or xz or not")
    parser.add_argument("-n", "--number", metavar="N", type=int, default=1_000_000,
                        help="records to make (default: a million)")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="another seed, another corpus (default: 1)")
    options = parser.parse_args()
    if not 1 <= options.number <= 10_000_000:
        parser.error("-n must be from 1 to 10,000,000, which is all that the ids have room for")
    return options


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("make_corpus.py: stopped"))
    maker = Maker(read(options.inputs), options.seed)
    write = sys.stdout.buffer.write
    for number in range(options.number):
        write(json.dumps(maker.record(number), ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"make_corpus.py: {failure}")
    except BrokenPipeError:  # whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
