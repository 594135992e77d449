#!/usr/bin/env python3
"""Queries that nobody means well, as lines of CLASS<tab>QUERY for search_cost.

Two classes: `random`, bytes and characters without any sense, and `hostile`, the syntax of queries, the most frequent words and the
dearest constructions put together at random. The same numbers and seed give the same bytes.

    bench/hostile_queries.py --random 1000000 > random.tsv
    build/bench/search_cost INDEX random.tsv --passes 1
"""

import argparse
import random
import sys

PIECES = [
    # Operators, fields and what looks like them.
    "AND", "OR", "NOT", "NEAR", "NEAR/0", "NEAR/3", "NEAR/100", "NEAR/99999999999", "-", "(", ")", '"', "\u201c", "=", "^", "*", "**", "::", "..", ".",
    "'", "title:", "abs:", "author:", "^au:", "comments:", "cat:cs.*", "year:", "year:1990..2030", "id:", "doi:10.1/x", "has:code", "q:", 'venue:"a b"',
    "affiliation:mit",
    # What costs most: words that nearly all papers have, alone, in quotes, as beginnings, as names.
    "the", "of", "and", "in", "we", "a", "is", "for", "that", "model", "data", "the*", "con*", "pro*", "network*", '"of the"', '"in the"',
    '"we show that the"', "J", "S", "smith", "au:j", 'au:"j s"', "et al",
    # Symbols, scripts, markup and lengths.
    "GPT-2", "C++", "pre-training", "the-the-the-the", "$\\alpha$", 'G\\"odel', "\\" * 20, "\u6df1\u5ea6\u5b66\u4e60", "\u202e", "\u200b", "\x00", "\x07",
    "e\u0301" * 20, "x" * 300, "0" * 40, "1,000,000", "%00", "<script>", "\U0001F600",
]
DEAREST = ["the", "of", "and", "in", "NEAR", "OR", '"of the"', "we*", "the*", 'au:"j s"', "-the", "("]
LENGTHS = [1, 2, 3, 5, 8, 13, 30, 80, 200]


def hostile(chance):
    pool = PIECES if chance.random() < 0.7 else DEAREST
    return chance.choice([" ", " ", ""]).join(chance.choice(pool) for _ in range(chance.choice(LENGTHS))).encode()


def senseless(chance):
    length = chance.randrange(1, 61)
    kind = chance.randrange(3)
    if kind == 0:
        return chance.randbytes(length)
    most = 0x7F if kind == 1 else 0xD7FF
    return "".join(chr(chance.randrange(1, most)) for _ in range(length)).encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", metavar="N", type=int, default=0, help="queries without sense (default: 0)")
    parser.add_argument("--hostile", metavar="N", type=int, default=0, help="hostile queries (default: 0)")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="(default: 1)")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    for kind, count, make in (("random", options.random, senseless), ("hostile", options.hostile, hostile)):
        for _ in range(count):
            query = make(chance).replace(b"\n", b" ").replace(b"\r", b" ")
            sys.stdout.buffer.write(kind.encode() + b"\t" + query + b"\n")


if __name__ == "__main__":
    main()
