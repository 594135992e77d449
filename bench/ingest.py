#!/usr/bin/env python3
"""Measures `incipit index` against the stock way of indexing with Xapian, on the same papers in one run.

Each round runs every way once, one after the other, into a new folder: incipit, stock, incipit, stock, ... The figures
are the medians of the rounds; a ratio is the median of the ratios within a round, so that a machine that is slower
for a while slows both. Both programs read the inputs with the same readers.

  records/s      records read, by the clock on the wall, from the start of the process to its end
  records/CPU-s  the same by the CPU time of the process and all its threads: the figure to trust on a shared machine
  peak memory    the largest resident set, pages of mapped files included
  index          bytes of all files, also as a multiple of the papers' uncompressed JSON; the stock database as its
                 writer leaves it and as Xapian compacts it (not counted in the times)
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
EXAMPLES = """\
Needs the programs (cmake --preset bench && cmake --build --preset bench --target incipit stock_index), Python 3 alone,
and `zstd` or `xz` for inputs packed with them.

examples:
  bench/ingest.py                               the bundled sample, three rounds
  bench/ingest.py papers.jsonl.zst --runs 5     a larger corpus
  bench/ingest.py --known-ways                  also the stock way with a smaller flush threshold, and without positions
  bench/ingest.py --json > figures.json         every run, for a program to read
"""
STOCK = "stock"
OURS = "incipit"
KNOWN_WAYS = {
    "flush 1000": ["--flush", "1000"],
    "no positions": ["--no-positions"],
    "flush 1000, no positions": ["--flush", "1000", "--no-positions"],
}
UNPACKERS = {".gz": ["gzip", "-dc"], ".zst": ["zstd", "-dcq"], ".xz": ["xz", "-dc"]}


class Failed(Exception):
    """Why nothing was measured."""


def paper_files(inputs):
    """The files of papers that the inputs name; of a folder papers*.jsonl*, as `incipit index` takes them."""
    files = []
    for given in inputs:
        found = sorted(given.glob("papers*.jsonl*")) if given.is_dir() else [given]
        if not found:
            raise Failed(f"{given} holds no papers*.jsonl*; name the files")
        files += found
    return files


def unpacked_bytes(file):
    """The size of a file without its compression."""
    unpacker = UNPACKERS.get(file.suffix)
    try:
        if unpacker is None:
            return file.stat().st_size
        with subprocess.Popen([*unpacker, str(file)], stdout=subprocess.PIPE) as process:
            size = sum(len(block) for block in iter(lambda: process.stdout.read(1 << 20), b""))
    except OSError as error:
        raise Failed(str(error)) from error
    if process.returncode != 0:
        raise Failed(f"`{' '.join(unpacker)}` cannot read {file}")
    return size


def run(command, scratch):
    """Runs a command to its end: standard output, seconds by the wall and of CPU, peak memory in bytes."""
    os.sync()  # what the run before has left to be written is not this one's cost
    with open(scratch / "out", "w+") as out, open(scratch / "err", "w+") as err:
        began = time.monotonic()
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        except OSError as error:
            raise Failed(str(error)) from error
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # stopped by hand: nothing may go on writing what is removed now
            process.kill()
            process.wait()
            raise
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it once more
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            raise Failed(f"`{' '.join(command)}` ended with {process.returncode}: {err.read().strip()}")
        return out.read(), {"wall_seconds": wall, "cpu_seconds": usage.ru_utime + usage.ru_stime,
                            "peak_memory_bytes": usage.ru_maxrss * 1024}


def part_of_index(path):
    """What a file of an index of ours holds, by its path in the index."""
    parts = path.parts
    if parts[0] != "generations" or len(parts) < 4:
        return "manifest"
    if parts[2] == "segments":
        return "segments"
    if parts[2] != "columns":
        return parts[2]
    if path.name.startswith("records"):
        return "columns: records"
    return "columns: tokens" if path.name.startswith(("tokens", "form")) else "columns: other"


def part_of_database(path):
    return path.stem if path.suffix == ".glass" else "other"


def sizes(folder, part_of):
    """Bytes of all files below a folder by part, the largest first."""
    parts = {}
    for path in folder.rglob("*"):
        if path.is_file():
            part = part_of(path.relative_to(folder))
            parts[part] = parts.get(part, 0) + path.stat().st_size
    return dict(sorted(parts.items(), key=lambda item: -item[1]))


def figures(text):
    """The lines `name: value` that stock_index prints."""
    return {name: float(value) for name, value in (line.split(": ") for line in text.splitlines())}


def measure_ours(options, files, scratch):
    index = scratch / "index"
    command = [str(options.program), "--index", str(index), "--json", "--quiet", "index", *map(str, files)]
    if options.jobs:
        command += ["--jobs", str(options.jobs)]
    out, cost = run(command, scratch)
    info = json.loads(out)
    records = sum(row["records"] for row in info["inputs"])
    return {"records": records, "papers": info["papers"], **cost, "parts": sizes(index, part_of_index)}


def measure_stock(options, files, scratch, arguments):
    database, compacted = scratch / "database", scratch / "compacted"
    out, cost = run([str(options.stock), *arguments, str(database), *map(str, files)], scratch)
    printed = figures(out)
    run([str(options.stock), "--compact", str(database), str(compacted)], scratch)
    return {"records": int(printed["records"]), "papers": int(printed["documents"]), **cost,
            "parts": sizes(database, part_of_database), "compacted_parts": sizes(compacted, part_of_database)}


def measure(way, options, files, json_bytes):
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="incipit-bench-", dir=options.scratch))
    try:
        if way == OURS:
            found = measure_ours(options, files, scratch)
        else:
            found = measure_stock(options, files, scratch, KNOWN_WAYS.get(way, []))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    found["records_per_second"] = found["records"] / found["wall_seconds"]
    found["records_per_cpu_second"] = found["records"] / found["cpu_seconds"]
    found["index_bytes"] = sum(found["parts"].values())
    found["index_per_json"] = found["index_bytes"] / json_bytes
    if "compacted_parts" in found:
        found["compacted_bytes"] = sum(found["compacted_parts"].values())
        found["compacted_per_json"] = found["compacted_bytes"] / json_bytes
    return found


def medians(rounds, way):
    runs = [measured[way] for measured in rounds]
    plain = [key for key, value in runs[0].items() if not isinstance(value, dict)]
    middle = {key: statistics.median(run[key] for run in runs) for key in plain}
    for parts in ("parts", "compacted_parts"):
        if parts in runs[0]:
            middle[parts] = {part: statistics.median(run[parts].get(part, 0) for run in runs) for part in runs[0][parts]}
    return middle


def ratios(rounds):
    """Ours by stock, the median of the rounds."""
    def ratio(ours, stock):
        return statistics.median(one[OURS][ours] / one[STOCK][stock] for one in rounds)

    keys = ("records_per_second", "records_per_cpu_second", "peak_memory_bytes", "index_bytes")
    return {**{key: ratio(key, key) for key in keys}, "compacted_bytes": ratio("index_bytes", "compacted_bytes")}


def print_table(report, ways):
    ours_by_stock = report["ratios"]
    mib, mb = 1 << 20, 1e6
    rows = [  # title, key, unit, form
        ("records/s (wall)", "records_per_second", 1, ",.0f"),
        ("records/CPU-s", "records_per_cpu_second", 1, ",.0f"),
        ("wall, s", "wall_seconds", 1, ".1f"),
        ("CPU, s", "cpu_seconds", 1, ".1f"),
        ("peak memory, MiB", "peak_memory_bytes", mib, ",.0f"),
        ("index, MB", "index_bytes", mb, ",.1f"),
        ("index / JSON", "index_per_json", 1, ".2f"),
        ("compacted, MB", "compacted_bytes", mb, ",.1f"),
        ("compacted / JSON", "compacted_per_json", 1, ".2f"),
        ("papers", "papers", 1, ",.0f"),
    ]
    widths = [max(len(way), 9) for way in ways]
    print(f"{'':18}" + "".join(f"  {way:>{width}}" for way, width in zip(ways, widths)) + "  incipit/stock")
    for title, key, unit, form in rows:
        cells = [format(report["ways"][way][key] / unit, form) if key in report["ways"][way] else "-" for way in ways]
        line = f"{title:18}" + "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths))
        print(line + (f"  {ours_by_stock[key]:>13.2f}" if key in ours_by_stock else ""))
    for way, key in ((OURS, "parts"), (STOCK, "parts"), (STOCK, "compacted_parts")):
        print(f"\n{way}{', compacted' if key != 'parts' else ''}: size by part, MB and multiple of the JSON")
        for part, size in report["ways"][way][key].items():
            print(f"  {part:18} {size / mb:8.1f}  {size / report['json_bytes']:5.2f}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", metavar="INPUT", nargs="*", type=pathlib.Path, default=[ROOT / "corpus/sample"],
                        help="files of papers, or folders with papers*.jsonl* (default: the bundled sample)")
    parser.add_argument("--runs", metavar="N", type=int, default=3, help="rounds (default: 3)")
    parser.add_argument("--jobs", metavar="N", type=int, help="threads of `incipit index` (default: its own, the cores)")
    parser.add_argument("--known-ways", action="store_true",
                        help="measure the stock way also with --flush 1000, with --no-positions, and with both")
    parser.add_argument("--program", metavar="FILE", type=pathlib.Path, default=ROOT / "build/bench/incipit",
                        help="incipit (default: build/bench/incipit)")
    parser.add_argument("--stock", metavar="FILE", type=pathlib.Path, default=ROOT / "build/bench/stock_index",
                        help="stock_index (default: build/bench/stock_index)")
    parser.add_argument("--scratch", metavar="DIR", help="where the indexes are written and removed again (default: the "
                        "system's temporary folder); about ten times the JSON must be free")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    return options


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ingest.py: stopped"))
    files = paper_files(options.inputs)
    json_bytes = sum(unpacked_bytes(file) for file in files)  # and every file is in the page cache now
    ways = [OURS, STOCK, *(KNOWN_WAYS if options.known_ways else [])]
    rounds = []
    for number in range(1, options.runs + 1):
        measured = {}
        for way in ways:
            print(f"round {number} of {options.runs}: {way}", file=sys.stderr, flush=True)
            found = measured[way] = measure(way, options, files, json_bytes)
            print(f"  {found['records_per_second']:,.0f} records/s, {found['records_per_cpu_second']:,.0f} by CPU",
                  file=sys.stderr, flush=True)
            if found["records"] != measured[OURS]["records"]:
                raise Failed(f"{way} read {found['records']} records, incipit {measured[OURS]['records']}")
        rounds.append(measured)
    report = {"date": datetime.date.today().isoformat(), "cpus": os.cpu_count(), "load": os.getloadavg()[0],
              "jobs": options.jobs, "inputs": [file.name for file in files], "json_bytes": json_bytes,
              "records": rounds[0][OURS]["records"], "ratios": ratios(rounds),
              "ways": {way: medians(rounds, way) for way in ways}, "rounds": rounds}
    if options.json:
        print(json.dumps(report, indent=2))
        return
    print(f"{report['records']:,} records, {json_bytes / 1e6:.1f} MB of JSON; medians of {options.runs} rounds; "
          f"{report['date']}, {report['cpus']} CPUs, load {report['load']:.1f} at the end\n")
    print_table(report, ways)


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"ingest.py: {failure}")
