"""Any single flipped bit, in any file of a generation or in CURRENT, is found by `incipit verify`.

The index has what changes leave: several segments, tombstones, author layers. A file is drawn first, small ones as often as
large ones, MANIFEST and CURRENT more often; then a byte and a bit of it.

Run `flip_loop.py --trials 1000` for the long form (about half a minute)."""
import random
import sys
import time

from workbench import Broken, Workbench, arguments
from crash_loop import id_of


def changed_index(bench):
    papers = bench.sample()
    index = bench.folder / "index"
    bench.done(index, "index", "--segment-papers", 40, bench.write("first.jsonl", papers[:80]))
    renewed = [line.replace('"title": "', '"title": "Renewed: ', 1) for line in papers[:5]]
    bench.done(index, "update", "--defer-merge", bench.write("second.jsonl", renewed + papers[80:100]))
    bench.done(index, "delete", "--defer-merge", id_of(papers[50]), id_of(papers[90]))
    return index


def files_of(bench, index):
    generation = index / "generations" / str(bench.state(index)["generation"])
    files = sorted(path for path in generation.rglob("*") if path.is_file() and path.stat().st_size > 0)
    for part in ("segments/0003", "tombstones/0001", "tombstones/0003", "authors/0002"):
        if not any(path.is_relative_to(generation / part) for path in files):
            raise Broken(f"the index was to have {part}")
    return files, [index / "CURRENT", generation / "MANIFEST"]


def main():
    parser = arguments(__doc__.split("\n\nRun")[0], "Long form: flip_loop.py --trials 1000")
    parser.add_argument("--trials", type=int, default=60)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    draw = random.Random(seed)
    bench = Workbench(options.program.resolve(), options.source, options.scratch)
    began, missed, codes, touched = time.monotonic(), [], {}, set()
    try:
        index = changed_index(bench)
        files, heads = files_of(bench, index)
        for _ in range(options.trials):
            path = draw.choice(heads) if draw.random() < 0.1 else draw.choice(files)
            touched.add(path)
            whole = path.read_bytes()
            at, bit = draw.randrange(len(whole)), 1 << draw.randrange(8)
            path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1:])
            code, out, err = bench.run(index, "verify")
            codes[code] = codes.get(code, 0) + 1
            if code != 4 or not err.startswith("incipit: "):
                missed.append(f"{path.relative_to(index)} byte {at} bit {bit}: {code} {out.decode()} {err}")
            path.write_bytes(whole)
        bench.state(index)
    finally:
        bench.close()
    for text in missed[:20]:
        print("FAILED " + text)
    print(f"{options.trials} flips in {len(touched)} of {len(files) + 1} files, {options.trials - len(missed)} found, exit codes {codes}, "
          f"{time.monotonic() - began:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
