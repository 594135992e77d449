"""The program under test: runs it as a user does, in a scratch folder of its own."""
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

PROGRAM = os.environ["INCIPIT_PROGRAM"]
SAMPLE = Path(os.environ["INCIPIT_SOURCE"]) / "corpus" / "sample"
TIMEOUT = 120


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out_bytes = process.stdout
        self.out = process.stdout.decode("utf-8")  # a reply that is not UTF-8 fails here
        self.err = process.stderr.decode("utf-8")

    def json(self):
        return json.loads(self.out)


def environment(extra=None):
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")}
    return {**kept, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **(extra or {})}


def incipit(*arguments, stdin=b"", cwd=None, env=None):
    process = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, timeout=TIMEOUT,
                             cwd=cwd, env=environment(env), check=False)
    return Result(process)


class Server:
    """`incipit serve` on a free port; ended with SIGTERM."""

    def __init__(self, index, *options):
        self.process = subprocess.Popen([PROGRAM, "--index", str(index), "serve", "--port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        line = self.process.stdout.readline().decode()
        match = re.fullmatch(r"Incipit is ready: (http://127\.0\.0\.1:(\d+)/)\n", line)
        if not match:
            self.process.kill()
            raise AssertionError(f"no address but {line!r}: {self.process.stderr.read().decode()}")
        self.address = match[1].rstrip("/")
        self.port = int(match[2])

    def get(self, path):
        """Status and body."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def get_json(self, path):
        status, body = self.get(path)
        if status != 200:
            raise AssertionError(f"{path}: {status} {body}")
        return json.loads(body)

    def socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def terminate(self, signal_number=signal.SIGTERM):
        self.process.send_signal(signal_number)

    def wait(self):
        self.process.wait(timeout=60)
        out, err = self.process.stdout.read(), self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.returncode, out.decode(), err.decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        if not self.process.stdout.closed:
            self.wait()


def until(condition, seconds=30):
    """The first true answer of `condition`; fails when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.1)


def snapshot(folder):
    """Every path below a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(Path(folder).rglob("*"))}


def paper(identifier, **members):
    record = {"id": identifier, "title": f"Title of {identifier}", "abstract": "An abstract about graphs.",
              "authors": ["Ada Lovelace", "Alan Turing"], "categories": ["cs.LG"], "published": "2024-01-03"}
    record.update(members)
    return json.dumps(record, ensure_ascii=False) + "\n"
