"""Every call by which the program changes the disk fails once, or from there on: a full disk, a broken one, short writes.

For each command and each of its calls: the program ends with 5 and names the cause, or with 0 where the failed call was
harmless; the index is then whole and the old one or the new one, the new one after 0; and the same command without faults
then gives what an undisturbed run gives.

Run `fault_loop.py --faults BUILD/libincipit_faults.so` for every call (about ten minutes), with --short for a sample of them."""
import itertools
import random
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbench import Broken, Workbench, arguments, copy_index, leftovers

CAUSES = {"ENOSPC": "No space left on device", "EIO": "Input/output error"}
KINDS = [(mode, error) for error in ("ENOSPC", "EIO", "SHORT") for mode in ("once", "always")]


class Scenario:
    """A command, the index it begins with (None: none), and what it leads to."""

    def __init__(self, name, bench, before, command, again=(0,)):
        self.name, self.bench, self.before, self.command = name, bench, before, command
        self.again = again  # exit codes of the same command when it has been done already
        self.old = bench.state(before) if before else None
        target = self.place("undisturbed")
        bench.done(target, *command)
        self.new, self.dump = bench.state(target), bench.dump(target)
        shutil.rmtree(target)

    def place(self, name):
        target = self.bench.folder / f"{self.name}-{name}"
        if self.before:
            copy_index(self.before, target)
        return target

    def calls(self, faults):
        target, count = self.place("counted"), self.bench.folder / f"{self.name}-count"
        code, _, err = self.bench.run(target, *self.command, extra=environment(faults, target, INCIPIT_FAULT_COUNT=count))
        if code != 0:
            raise Broken(f"{self.name} with the library preloaded: {code} {err}")
        shutil.rmtree(target)
        return int(count.read_text())

    def trial(self, faults, at, mode, error):
        """What became of it: `refused` or `done`."""
        target = self.place(f"{at}-{mode}-{error}")
        log = self.bench.folder / f"{target.name}.log"
        try:
            extra = environment(faults, target, INCIPIT_FAULT_AT=at, INCIPIT_FAULT_MODE=mode, INCIPIT_FAULT_ERROR=error,
                                INCIPIT_FAULT_LOG=log)
            return self.judge(target, error, *self.bench.run(target, *self.command, extra=extra))
        except Broken as broken:
            failed = log.read_text().splitlines()[:1] if log.exists() else ["nothing"]
            raise Broken(f"{self.name}, call {at} {mode} {error} ({failed[0]}): {broken}") from None
        finally:
            shutil.rmtree(target, ignore_errors=True)
            log.unlink(missing_ok=True)

    def judge(self, target, error, code, out, err):
        if code not in (0, 5):
            raise Broken(f"exit code {code}: {err}")
        if code == 5 and error == "SHORT":
            raise Broken(f"a short write is no error: {err}")
        message = [line for line in err.splitlines() if line.startswith("incipit: ")]
        if code == 5 and (len(message) != 1 or CAUSES[error] not in message[0]):
            raise Broken(f"the message does not name the cause: {err!r}")
        if code == 5 and str(self.bench.folder) in err:
            raise Broken(f"the message names a path of the machine: {err!r}")
        state = self.bench.state(target)
        self.check_state(state, acknowledged=code == 0 or b"searchable after" in out)
        if code == 0 and self.name == "merge" and state["segments"] != 1:
            raise Broken("done, but nothing is merged")
        published = state is not None and self.new["revision"] != (self.old or {}).get("revision") and \
            state["revision"] == self.new["revision"]
        after, _, err = self.bench.run(target, *self.command)
        if after not in (self.again if published else (0,)):
            raise Broken(f"the next run ended with {after}: {err}")
        final = self.bench.state(target)
        if final is None or final["revision"] != self.new["revision"] or self.bench.dump(target) != self.dump:
            raise Broken(f"the next run gives {final} and not {self.new}")
        if after == 0 and leftovers(target):
            raise Broken(f"left behind after the next run: {leftovers(target)}")
        return "done" if code == 0 else "refused"

    def check_state(self, state, acknowledged):
        revision = state["revision"] if state else None
        old = self.old["revision"] if self.old else None
        if revision not in (old, self.new["revision"]):
            raise Broken(f"neither the old nor the new index: {state}")
        if acknowledged and revision != self.new["revision"]:
            raise Broken("acknowledged, but the index is the old one")


class BackupScenario:
    """The same for a backup: the file is the old one or a whole new one."""
    name = "backup"

    def __init__(self, bench, index):
        self.bench, self.index = bench, index
        self.whole = bench.done(index, "backup", "-")

    def run(self, folder, extra=None):
        return self.bench.run(self.index, "backup", folder / "copy.tar.zst", extra=extra)

    def place(self, name):
        folder = self.bench.folder / f"backup-{name}"
        folder.mkdir()
        (folder / "copy.tar.zst").write_bytes(b"an older backup")
        return folder

    def calls(self, faults):
        folder, count = self.place("counted"), self.bench.folder / "backup-count"
        self.run(folder, environment(faults, folder, INCIPIT_FAULT_COUNT=count))
        return int(count.read_text())

    def trial(self, faults, at, mode, error):
        folder = self.place(f"{at}-{mode}-{error}")
        extra = environment(faults, folder, INCIPIT_FAULT_AT=at, INCIPIT_FAULT_MODE=mode, INCIPIT_FAULT_ERROR=error)
        code, _, err = self.run(folder, extra)
        content = (folder / "copy.tar.zst").read_bytes()
        where = f"backup, call {at} {mode} {error}: "
        if code not in (0, 5) or (code == 5 and (error == "SHORT" or CAUSES[error] not in err)):
            raise Broken(where + f"exit code {code}: {err}")
        if content not in (b"an older backup", self.whole) or (code == 0 and content != self.whole):
            raise Broken(where + f"exit code {code} and a file of {len(content)} bytes")
        if self.run(folder)[0] != 0 or (folder / "copy.tar.zst").read_bytes() != self.whole:
            raise Broken(where + "the next backup fails")
        if sorted(path.name for path in folder.iterdir()) != ["copy.tar.zst"]:
            raise Broken(where + "something is left behind")
        shutil.rmtree(folder)
        return "done" if code == 0 else "refused"


def environment(faults, directory, **settings):
    return {"LD_PRELOAD": str(faults), "INCIPIT_FAULT_DIR": str(directory), **{k: str(v) for k, v in settings.items()}}


def scenarios(bench):
    papers = bench.sample()
    first = bench.write("first.jsonl", papers[:60] + ['{"title": "a record without an id"}\n'])
    second = bench.write("second.jsonl", papers[20:90])
    change = bench.write("change.jsonl", papers[55:75] + [papers[3].replace('"title": "', '"title": "Changed: ', 1)])
    old, changed, other = (bench.folder / name for name in ("old", "changed", "other"))
    bench.done(old, "index", first)
    copy_index(old, changed)
    bench.done(changed, "update", "--defer-merge", change)
    bench.done(changed, "delete", "--defer-merge", id_of(papers[10]))
    bench.done(other, "index", second)
    backup = bench.folder / "changed.tar.zst"
    bench.done(changed, "backup", backup)
    # All run on one thread, so that the calls come in nearly the same order each time.
    return [
        Scenario("fresh", bench, None, ["index", "--jobs", "1", first]),
        Scenario("index", bench, old, ["index", "--jobs", "1", "--replace", second]),
        Scenario("update", bench, old, ["update", "--jobs", "1", change]),
        Scenario("delete", bench, old, ["delete", id_of(papers[3]), id_of(papers[30])], again=(1,)),
        Scenario("merge", bench, changed, ["merge", "--all", "--jobs", "1"]),
        Scenario("restore", bench, None, ["restore", backup]),
        Scenario("restore-over", bench, other, ["restore", "--replace", backup]),
        BackupScenario(bench, changed),
    ]


def id_of(line):
    return line.split('"id": "', 1)[1].split('"', 1)[0]


def main():
    parser = arguments(__doc__.split("\n\nRun")[0], "Long form: fault_loop.py --faults BUILD/libincipit_faults.so")
    parser.add_argument("--faults", type=Path, required=True, help="the library made of faults.cc")
    parser.add_argument("--short", action="store_true", help="about 20 random calls of each command")
    parser.add_argument("--only", help="one scenario")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    draw = random.Random(seed)
    faults = options.faults.resolve()
    bench = Workbench(options.program.resolve(), options.source, options.scratch)
    broken, total = [], 0
    try:
        for scenario in scenarios(bench):
            if options.only not in (None, scenario.name):
                continue
            began, calls = time.monotonic(), scenario.calls(faults)
            trials = list(itertools.product(range(1, calls + 1), KINDS))
            if options.short:
                trials = draw.sample(trials, min(20, len(trials)))
            with ThreadPoolExecutor(options.workers) as pool:
                outcomes = list(pool.map(lambda t, s=scenario: attempt(s, faults, t), trials))
            wrong = [outcome for outcome in outcomes if outcome not in ("done", "refused")]
            for text in wrong[:20]:
                print("FAILED " + text, flush=True)
            broken += wrong
            total += len(trials)
            print(f"{scenario.name}: {calls} calls, {len(trials)} trials, {outcomes.count('refused')} refused, "
                  f"{outcomes.count('done')} done, {len(wrong)} broken, {time.monotonic() - began:.0f} s", flush=True)
    finally:
        bench.close()
    print(f"{total} trials, {len(broken)} broken")
    return 1 if broken or total == 0 else 0


def attempt(scenario, faults, trial):
    at, (mode, error) = trial
    try:
        return scenario.trial(faults, at, mode, error)
    except Broken as fault:
        return str(fault)


if __name__ == "__main__":
    sys.exit(main())
