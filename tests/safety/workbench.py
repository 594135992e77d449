"""What the safety loops share: the program, small inputs from the bundled sample, and how to look at an index."""
import argparse
import ctypes
import ctypes.util
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

TIMEOUT = 120


class Broken(AssertionError):
    """A promise that was not kept."""


class Workbench:
    def __init__(self, program, source, scratch):
        self.program = str(program)
        self.source = Path(source)
        self.folder = Path(tempfile.mkdtemp(prefix="incipit-safety-", dir=scratch))

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, extra=None):
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")}
        return {**kept, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **(extra or {})}

    def start(self, index, *arguments, extra=None):
        return subprocess.Popen([self.program, "--index", str(index), *map(str, arguments)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment(extra))

    def run(self, index, *arguments, extra=None, timeout=TIMEOUT):
        """Exit code, standard output as bytes, standard error as text."""
        process = self.start(index, *arguments, extra=extra)
        out, err = process.communicate(timeout=timeout)
        return process.returncode, out, err.decode("utf-8", "replace")

    def done(self, index, *arguments, timeout=TIMEOUT):
        code, out, err = self.run(index, *arguments, timeout=timeout)
        if code != 0:
            raise Broken(f"`{' '.join(map(str, arguments))}` ended with {code}: {err}")
        return out

    def sample(self):
        """The papers of the bundled sample, one JSON line each."""
        packed = (self.source / "corpus/sample/papers-arxiv.jsonl.zst").read_bytes()
        return unpack(packed).decode().splitlines(keepends=True)

    def write(self, name, lines):
        path = self.folder / name
        path.write_text("".join(lines), "utf-8")
        return path

    def state(self, index):
        """What is published: None, or revision, papers, segments and generation. It must be whole."""
        if not (Path(index) / "CURRENT").exists():
            code, _, err = self.run(index, "info")
            if code != 4 or "there is no index" not in err:
                raise Broken(f"an index without CURRENT answers {code}: {err}")
            return None
        code, out, err = self.run(index, "verify")
        if code != 0:
            raise Broken(f"verify answers {code}: {out.decode()} {err}")
        info = json.loads(self.done(index, "--json", "info"))
        return {"revision": info["index"]["revision"], **{key: info[key] for key in ("papers", "segments", "generation")}}

    def dump(self, index):
        """A hash of the canonical content."""
        return hashlib.sha256(self.done(index, "export", "--canonical")).hexdigest()


class Server:
    """A running `incipit serve` on a free port."""

    def __init__(self, bench, index):
        self.process = bench.start(index, "--quiet", "serve", "--port", 0)
        line = self.process.stdout.readline().decode()
        if "http://" not in line:
            raise Broken(f"no server: {line} {self.process.communicate(timeout=TIMEOUT)[1].decode()}")
        self.host = line.split("http://", 1)[1].strip().rstrip("/")

    def connect(self):
        return http.client.HTTPConnection(self.host, timeout=TIMEOUT)

    def get(self, target, connection=None):
        """Status and body. Threads that ask often bring a connection of their own."""
        used = connection or self.connect()
        used.request("GET", target)
        response = used.getresponse()
        body = response.read()
        if connection is None:
            used.close()
        return response.status, body

    def ask(self, target, connection=None):
        status, body = self.get(target, connection)
        if status != 200:
            raise Broken(f"{target} is answered with {status}: {body[:400]}")
        return json.loads(body)

    def await_generation(self, number):
        until = time.monotonic() + TIMEOUT
        while self.ask("/v1/index")["generation"] != number:
            if time.monotonic() > until:
                raise Broken(f"generation {number} is not served")
            time.sleep(0.05)

    def stop(self):
        """In the end by force: what runs on would hold the scratch folder."""
        self.process.terminate()
        try:
            code = self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()
        if code != 0:
            raise Broken(f"the server ended with {code}")


def unpack(packed):
    """One zstd frame. The program under test needs the library too, so it is there."""
    zstd = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
    zstd.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
    zstd.ZSTD_decompress.restype = ctypes.c_size_t
    zstd.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    size = zstd.ZSTD_getFrameContentSize(packed, ctypes.c_size_t(len(packed)))
    if size > 1 << 30:
        size = len(packed) * 50  # a frame that does not say
    room = ctypes.create_string_buffer(size)
    found = zstd.ZSTD_decompress(room, size, packed, len(packed))
    if found > size:
        raise Broken("the sample cannot be unpacked")
    return room.raw[:found]


def copy_index(source, target):
    """A copy to be changed: published files are immutable, so they are linked."""
    def place(origin, copy):
        if "/generations/" in origin:
            os.link(origin, copy)
        else:
            shutil.copyfile(origin, copy)
        return copy
    shutil.copytree(source, target, copy_function=place)


def leftovers(index):
    """What a successful run should have cleared away."""
    index = Path(index)
    current = int((index / "CURRENT").read_text().split()[0])
    names = [path.name for path in (index / "generations").iterdir()]
    left = [name for name in names if not name.isdigit() or int(name) > current]
    return left + [name for name in ("CURRENT.new",) if (index / name).exists()]


def arguments(description, long_form):
    """The options of every loop."""
    parser = argparse.ArgumentParser(description=description, epilog=long_form,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parents[2]
    parser.add_argument("--program", type=Path, default=os.environ.get("INCIPIT_PROGRAM", root / "build/release/incipit"))
    parser.add_argument("--source", type=Path, default=root, help="the source tree with the bundled sample")
    parser.add_argument("--scratch", default="/dev/shm" if os.access("/dev/shm", os.W_OK) else None,
                        help="where the indexes lie while the loop runs (default: memory)")
    parser.add_argument("--seed", type=int, default=None, help="repeats a run; printed by each")
    return parser
