"""The program is killed (SIGKILL) at random points of index, update, delete, merge and restore, publishing included.

After each kill: the index is whole and the old one or the new one, the new one where that was said before the kill; the next
command is let in at once; and the same command run to its end gives what an undisturbed run gives (also from the parts that a
killed build left). Beside it a reader searches all the time and never fails.

Run `crash_loop.py --kills 200` for the long form (about five minutes)."""
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

from workbench import TIMEOUT, Broken, Workbench, arguments, copy_index, leftovers

BUILD_PAPERS = 900
PART_PAPERS = 150  # of a segment and so of a part: what a killed build leaves for the next


class Reader:
    """Searches in a loop; keeps the first failure."""

    def __init__(self, bench, index):
        self.bench, self.index = bench, index
        self.searches, self.failure = 0, None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.search)

    def search(self):
        while not self.ended.is_set() and self.failure is None:
            code, out, err = self.bench.run(self.index, "search", "model")
            self.searches += 1
            if code != 0 or not out:
                self.failure = f"search ended with {code}: {err}"
            time.sleep(0.02)

    def begin(self):
        if not self.thread.is_alive() and self.searches == 0:
            self.thread.start()

    def end(self):
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join()


class CrashLoop:
    def __init__(self, bench, draw):
        self.bench, self.draw = bench, draw
        self.papers = bench.sample()
        self.index = bench.folder / "index"
        self.reader = Reader(bench, self.index)
        self.inputs = 0
        self.counts = {"killed": 0, "finished": 0, "old": 0, "new": 0, "parts_left": 0, "parts_taken": 0, "acknowledged": 0}
        self.by_command = {}

    def lines(self, count):
        return self.draw.sample(self.papers, count)

    def write(self, lines):
        self.inputs += 1
        return self.bench.write(f"input-{self.inputs}.jsonl", lines)

    def command(self, empty):
        """A command for the index as it is, exit codes when it is run again, and the file it reads."""
        kind = "index" if empty else self.draw.choice(["index", "index", "update", "update", "delete", "merge", "restore"])
        if kind == "index":
            given = self.write(self.lines(BUILD_PAPERS))
            return kind, ["index", "--replace", "--segment-papers", PART_PAPERS, given], (0,), given
        if kind == "update":
            renewed = [line.replace('"title": "', f'"title": "Renewed {self.inputs}: ', 1) for line in self.lines(10)]
            given = self.write(list({id_of(line): line for line in self.lines(40) + renewed}.values()))
            return kind, ["update", given], (0,), given
        if kind == "delete":
            return kind, ["delete", "--defer-merge", *self.some_ids()], (0, 1), None
        if kind == "merge":
            return kind, ["merge", "--all"], (0,), None
        given = self.bench.folder / f"backup-{self.inputs}.tar.zst"
        self.inputs += 1
        self.bench.done(self.index, "backup", given)
        self.bench.done(self.index, "delete", *self.some_ids())
        return kind, ["restore", "--replace", given], (0,), given

    def some_ids(self):
        out = self.bench.done(self.index, "export", "--canonical").decode().splitlines()
        return [id_of(line, '"id":"') for line in self.draw.sample(out, 5)]

    def undisturbed(self, command):
        """Seconds, state and content after the command on a copy."""
        copy = self.bench.folder / "copy"
        if self.index.exists():
            copy_index(self.index, copy)
        began = time.monotonic()
        self.bench.done(copy, *command)
        seconds = time.monotonic() - began
        state, dump = self.bench.state(copy), self.bench.dump(copy)
        shutil.rmtree(copy)
        return seconds, state, dump

    def moment(self, seconds):
        """Anywhere in the run, and half of the time near its end, where it publishes."""
        return self.draw.uniform(0, seconds) if self.draw.random() < 0.5 else self.draw.uniform(0.6, 1.1) * seconds

    def kill(self, command, seconds):
        """Exit code and standard output; -9 when the kill came in time."""
        process = self.bench.start(self.index, *command)
        try:
            out, err = process.communicate(timeout=self.moment(seconds))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            out, err = process.communicate(timeout=TIMEOUT)
        if process.returncode not in (0, -9):
            raise Broken(f"ended with {process.returncode}: {err.decode()}")
        return process.returncode, out

    def trial(self):
        old = self.bench.state(self.index)
        kind, command, again, given = self.command(old is None)
        old = self.bench.state(self.index)
        seconds, new, dump = self.undisturbed(command)
        code, out = self.kill(command, seconds)
        state = self.bench.state(self.index)
        revision = state["revision"] if state else None
        if revision not in (old["revision"] if old else None, new["revision"]):
            raise Broken(f"{kind}: neither the old nor the new index: {state}")
        acknowledged = code == 0 or any(word in out for word in (b"searchable after", b"indexed ", b"restored ", b"merged "))
        if acknowledged and revision != new["revision"]:
            raise Broken(f"{kind}: acknowledged and lost")
        if code == 0 and kind == "merge" and state["segments"] != new["segments"]:
            raise Broken("merge: acknowledged and lost")
        renewed = state is not None and (old is None or state["generation"] > old["generation"])
        parts = set(self.marks())
        if kind == "index" and parts and old is not None and self.draw.random() < 0.25:
            self.between()  # what a killed build left is no part of what another command publishes
            parts = set(self.marks())
        taken = self.finish(command, again if renewed else (0,), parts)
        final = self.bench.state(self.index)
        if final["revision"] != new["revision"] or self.bench.dump(self.index) != dump:
            raise Broken(f"{kind}: run to its end it gives {final} and not {new}")
        if leftovers(self.index) and kind == "index":
            raise Broken(f"{kind}: left behind: {leftovers(self.index)}")
        self.reader.begin()
        if self.reader.failure:
            raise Broken(f"reader beside {kind}: {self.reader.failure}")
        if given:
            given.unlink()
        self.note(kind, code, renewed, acknowledged, parts, taken)

    def between(self):
        self.bench.done(self.index, "merge", "--all")
        state = self.bench.state(self.index)
        if state and list(self.index.glob(f"generations/{state['generation']}/parts")):
            raise Broken("the parts of a killed build were published")

    def finish(self, command, allowed, parts):
        """Runs the command to its end and says how many of the parts that were left it took over."""
        before, seen = self.marks(), {}
        process = self.bench.start(self.index, *command)
        while process.poll() is None:
            seen.update(self.marks())
            time.sleep(0.002)
        out, err = process.communicate(timeout=TIMEOUT)
        if process.returncode not in allowed:
            raise Broken(f"the next run ended with {process.returncode}: {out.decode()} {err.decode()}")
        anew = [name for name in parts if seen.get(name) != before[name]]
        if anew or (parts and command[0] == "index" and len(seen) > -(-BUILD_PAPERS // PART_PAPERS)):
            raise Broken(f"parts of a killed build were built anew: {len(anew)} of {len(parts)}, {len(seen)} in all")
        return len(parts)

    def marks(self):
        """The parts that are whole, each with what tells a mark from one written anew."""
        found = {}
        for mark in self.index.glob("generations/*.building/parts/*/DONE"):
            try:
                status = mark.stat()
            except OSError:
                continue
            found[mark.parent.name] = (status.st_ino, status.st_mtime_ns)
        return found

    def note(self, kind, code, renewed, acknowledged, parts, taken):
        self.counts["killed" if code == -9 else "finished"] += 1
        if code == -9:
            self.counts["new" if renewed else "old"] += 1
            self.counts["acknowledged"] += acknowledged
            self.by_command[kind] = self.by_command.get(kind, 0) + 1
        self.counts["parts_left"] += len(parts)
        self.counts["parts_taken"] += taken


def id_of(line, mark='"id": "'):
    return line.split(mark, 1)[1].split('"', 1)[0]


def main():
    parser = arguments(__doc__.split("\n\nRun")[0], "Long form: crash_loop.py --kills 200")
    parser.add_argument("--kills", type=int, default=12, help="how many runs are to be killed")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    bench = Workbench(options.program.resolve(), options.source, options.scratch)
    loop = CrashLoop(bench, random.Random(seed))
    began, broken, trials = time.monotonic(), None, 0
    try:
        while loop.counts["killed"] < options.kills and broken is None:
            trials += 1
            loop.trial()
            if trials % 20 == 0:
                print(f"{loop.counts['killed']} killed after {time.monotonic() - began:.0f} s", flush=True)
    except Broken as fault:
        broken = f"trial {trials}: {fault}"
    finally:
        loop.reader.end()
        bench.close()
    if broken is None and loop.reader.failure:
        broken = loop.reader.failure
    print(f"{loop.counts}, killed by command {loop.by_command}, {loop.reader.searches} searches beside, "
          f"{time.monotonic() - began:.0f} s")
    if broken:
        print(f"FAILED {broken}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
