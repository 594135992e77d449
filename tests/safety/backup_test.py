"""`incipit backup` and `incipit restore`: whole copies, and backups that lie."""
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

from workbench import Workbench, unpack


class BackupTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Workbench(os.environ["INCIPIT_PROGRAM"], os.environ["INCIPIT_SOURCE"], None)
        cls.addClassCleanup(cls.bench.close)
        papers = cls.bench.sample()
        cls.first = cls.bench.folder / "first"
        cls.bench.done(cls.first, "index", "--segment-papers", 30, cls.bench.write("a.jsonl", papers[:60]))
        cls.bench.done(cls.first, "update", "--defer-merge", cls.bench.write("b.jsonl", papers[60:70]))
        ids = [json.loads(line)["id"] for line in papers[:2]]
        cls.bench.done(cls.first, "delete", "--defer-merge", *ids)
        cls.backup = cls.bench.folder / "first.tar.zst"
        cls.bench.done(cls.first, "backup", cls.backup)
        cls.other = cls.bench.folder / "other"
        cls.bench.done(cls.other, "index", cls.bench.write("c.jsonl", papers[100:110]))
        with tarfile.open(fileobj=io.BytesIO(unpack_stream(cls.backup))) as stream:
            cls.members = [(member, stream.extractfile(member).read()) for member in stream]

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(dir=self.bench.folder))
        self.index = self.folder / "index"

    def copy(self, source):
        shutil.copytree(source, self.index)

    def restore(self, file, *options):
        return self.bench.run(self.index, "restore", *options, file)

    def assert_refused(self, file, code, *words, options=()):
        """Restoring ends with this code and changes nothing that can be read."""
        before = self.bench.state(self.index)
        found, out, err = self.restore(file, *options)
        self.assertEqual(found, code, err)
        self.assertEqual(out, b"")
        self.assertTrue(err.startswith("incipit: ") and err.count("\n") == 1, err)
        for word in words:
            self.assertIn(word, err)
        self.assertEqual(self.bench.state(self.index), before)
        if self.index.exists():
            self.assertEqual([p.name for p in self.index.glob("generations/*.building")], [])
        self.assertEqual([p for p in self.folder.iterdir() if p.name not in ("index", "lie.tar")], [])

    def lie(self, members):
        """A tar file of these (TarInfo, bytes), not compressed, which is read as well."""
        path = self.folder / "lie.tar"
        with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as stream:
            for info, content in members:
                stream.addfile(info, io.BytesIO(content))
        return path

    def with_manifest(self, change):
        """The members with another manifest, whose own checksum is right."""
        text = self.members[0][1].decode()
        body = json.loads(text[:text.rindex("\nchecksum ")])
        change(body)
        return [plain("MANIFEST", sealed(json.dumps(body)))] + self.members[1:]

    def test_a_restored_index_is_the_one_that_was_backed_up(self):
        for file in (self.backup, self.lie(self.members)):
            code, out, err = self.restore(file)
            self.assertEqual(code, 0, err)
            self.assertIn(b"restored 68 papers", out)
            self.assertEqual(self.bench.dump(self.index), self.bench.dump(self.first))
            self.assertEqual(self.bench.state(self.index)["revision"], self.bench.state(self.first)["revision"])
        self.assertEqual(self.bench.state(self.index)["generation"], 2, "the same revision needs no --replace")
        again = self.folder / "again.tar.zst"
        self.bench.done(self.first, "backup", again)
        self.assertEqual(again.read_bytes(), self.backup.read_bytes())
        query = ["--json", "search", "gas model", "--limit", "50"]
        self.assertEqual(self.bench.done(self.index, *query), self.bench.done(self.first, *query))

    def test_what_is_restored_is_what_the_backup_holds(self):
        self.restore(self.backup)
        root = self.index / "generations" / "1"
        for member, content in self.members[1:]:
            self.assertEqual((root / member.name).read_bytes(), content, member.name)

    def test_through_pipes(self):
        packed = self.bench.done(self.first, "backup", "-")
        self.assertEqual(packed, self.backup.read_bytes())
        process = subprocess.run([self.bench.program, "--index", self.index, "restore", "-"], input=packed, capture_output=True,
                                 env=self.bench.environment(), check=False, timeout=60)
        self.assertEqual(process.returncode, 0, process.stderr)

    def test_an_index_of_another_revision_stays_unless_told(self):
        self.copy(self.other)
        self.assert_refused(self.backup, 3, "--replace")
        self.assertEqual(self.restore(self.backup, "--replace")[0], 0)
        self.assertEqual(self.bench.dump(self.index), self.bench.dump(self.first))

    def test_a_damaged_index_is_replaced_when_told(self):
        for name in ("CURRENT", "generations/1/MANIFEST"):
            shutil.rmtree(self.index, ignore_errors=True)
            self.copy(self.other)
            (self.index / name).write_bytes(b"1 damaged\n")
            code, _, err = self.restore(self.backup)
            self.assertEqual(code, 3, err)
            self.assertIn("--replace", err)
            self.assertEqual(self.restore(self.backup, "--replace")[0], 0)
            self.assertEqual(self.bench.dump(self.index), self.bench.dump(self.first))

    def test_parts_of_a_killed_build_are_not_restored_with_it(self):
        (self.index / "generations/1.building/parts/x").mkdir(parents=True)
        (self.index / "generations/1.building/parts/x/DONE").write_text("x")
        self.assertEqual(self.restore(self.backup)[0], 0)
        self.assertEqual(self.bench.state(self.index)["papers"], 68)

    def test_no_index_and_a_damaged_one_give_no_backup(self):
        target = self.folder / "x.tar.zst"
        self.assertEqual(self.bench.run(self.index, "backup", target)[0], 4)
        self.copy(self.first)
        record = next(self.index.glob("generations/3/columns/0002/records*"))
        content = bytearray(record.read_bytes())
        content[len(content) // 2] ^= 1
        record.write_bytes(content)
        target.write_text("older")
        code, _, err = self.bench.run(self.index, "backup", target)
        self.assertEqual(code, 4, err)
        self.assertIn(record.name, err)
        self.assertEqual(target.read_text(), "older")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["index", "x.tar.zst"])
        code, out, _ = self.bench.run(self.index, "backup", "-")
        self.assertEqual(code, 4)
        shutil.rmtree(self.index)
        cut = self.folder / "lie.tar"
        cut.write_bytes(out)
        target.unlink()
        self.assert_refused(cut, 3)

    def test_a_place_that_cannot_be_written_is_5(self):
        self.assertEqual(self.bench.run(self.first, "backup", self.folder / "missing" / "x")[0], 5)
        self.assertEqual(self.bench.run(self.first, "backup", self.folder)[0], 5)

    def test_cut_anywhere(self):
        self.copy(self.other)
        packed = self.backup.read_bytes()
        for size in (0, 1, 100, len(packed) // 3, len(packed) * 2 // 3, len(packed) - 1000):
            with self.subTest(size=size):
                cut = self.folder / "lie.tar"
                cut.write_bytes(packed[:size])
                self.assert_refused(cut, 3, options=["--replace"])

    def test_flipped_bytes(self):
        self.copy(self.other)
        packed = self.backup.read_bytes()
        for at in range(50, len(packed) - 600, len(packed) // 25):
            with self.subTest(at=at):
                flipped = self.folder / "lie.tar"
                flipped.write_bytes(packed[:at] + bytes([packed[at] ^ 0x10]) + packed[at + 1:])
                self.assert_refused(flipped, 3, options=["--replace"])

    def test_members_that_should_not_be_there(self):
        self.copy(self.other)
        members, target = self.members, self.members[5][0].name
        odd = {
            "absolute": members[:5] + [plain("/" + target, members[5][1])] + members[6:],
            "above": members[:5] + [plain("segments/../../../x", b"x")] + members[5:],
            "unknown": members[:5] + [plain("segments/0001/x", b"x")] + members[5:],
            "again": members[:6] + members[5:],
            "missing": members[:5] + members[6:],
            "at the end": members + [plain("x", b"x")],
            "no manifest": members[1:],
            "manifest again": members[:1] + members,
            "last is missing": members[:-1],
            "link": members[:5] + [special(target, tarfile.SYMTYPE, "/etc/passwd")] + members[6:],
            "hard link": members[:5] + [special(target, tarfile.LNKTYPE, "MANIFEST")] + members[6:],
            "pipe": members[:5] + [special(target, tarfile.FIFOTYPE)] + members[6:],
            "device": members[:5] + [special(target, tarfile.CHRTYPE)] + members[6:],
            "directory": members[:5] + [special(target, tarfile.DIRTYPE)] + members[6:],
            "longer": members[:5] + [plain(target, members[5][1] + b"x")] + members[6:],
            "shorter": members[:5] + [plain(target, members[5][1][:-1])] + members[6:],
            "other content": members[:5] + [plain(target, b"\x55" * len(members[5][1]))] + members[6:],
            "no member": [],
        }
        for name, lie in odd.items():
            with self.subTest(name):
                self.assert_refused(self.lie(lie), 3, options=["--replace"])
        self.assertEqual(sorted(p.name for p in self.index.iterdir()), ["CURRENT", "LOCK", "generations"])

    def test_manifests_that_lie(self):
        self.copy(self.other)
        files = [member.name for member, _ in self.members[1:]]

        def rename(path):
            return lambda body: body["files"][3].update(path=path)

        def twice(body):
            body["files"][3] = body["files"][2]

        def name_segment(body):
            body["segments"][0] = "../../../../other"

        changes = {
            "absolute": rename("/tmp/incipit-escape"),
            "above": rename("segments/0001/../../../../escape"),
            "hidden": rename("segments/0001/.x"),
            "two files as one": rename(files[4]),
            "a file below a file": rename(files[2] + "/x"),
            "a zero byte": rename("segments/0001/x\0y"),
            "the manifest": rename("MANIFEST"),
            "parts": rename("parts/0001/x"),
            "duplicates": twice,
            "segments elsewhere": name_segment,
            "layers elsewhere": lambda body: body["author_layers"].__setitem__(0, "../x"),
            "huge files": lambda body: [file.update(bytes=2 ** 63 - 1) for file in body["files"]],
            "a huge file": lambda body: body["files"][-1].update(bytes=2 ** 62),
            "negative": lambda body: body["files"][3].update(bytes=-5),
            "a text for a number": lambda body: body["files"][3].update(bytes="many"),
            "another revision": lambda body: body["index"].update(revision="0" * 32),
            "another format": lambda body: body["index"].update(format_version=99),
            "fewer papers": lambda body: body["index"].update(papers=3),
            "one segment less": lambda body: body["segments"].pop(),
            "no files": lambda body: body.pop("files"),
        }
        for name, change in changes.items():
            with self.subTest(name):
                code = 5 if name == "a huge file" else 3  # no disk has that much left
                self.assert_refused(self.lie(self.with_manifest(change)), code, options=["--replace"])
        self.assertFalse(Path("/tmp/incipit-escape").exists())

    def test_bombs(self):
        self.copy(self.other)
        bomb = self.folder / "lie.tar"
        long_manifest = tarfile.TarInfo("MANIFEST")
        long_manifest.size = 1 << 40
        bomb.write_bytes(long_manifest.tobuf())
        self.assert_refused(bomb, 3, "manifest is longer", options=["--replace"])
        sparse = tarfile.TarInfo("MANIFEST")
        sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "MANIFEST",
                              "GNU.sparse.realsize": str(1 << 40)}
        self.assert_refused(self.lie([(sparse, b"")]), 3, options=["--replace"])
        extended = tarfile.TarInfo("x")
        extended.type = tarfile.XGLTYPE
        bomb.write_bytes(extended.tobuf() * 100_000)
        self.assert_refused(bomb, 3, options=["--replace"])
        bomb.write_bytes(b"[" * 1_000_000)
        self.assert_refused(bomb, 3, options=["--replace"])
        self.assert_refused(self.lie([plain("MANIFEST", sealed("[" * 1_000_000))]), 3, options=["--replace"])

    def test_a_writer_at_work_is_waited_for_by_the_user(self):
        import fcntl
        self.copy(self.other)
        with open(self.index / "LOCK", "r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_refused(self.backup, 5, "another run", options=["--replace"])


def plain(name, content):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def sealed(body):
    """A manifest with its checksum."""
    return (body + "\nchecksum xxh3-128:" + xxh3(body.encode()) + "\n").encode()


def xxh3(content):
    import ctypes
    import ctypes.util

    class Hash(ctypes.Structure):
        _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]

    library = ctypes.CDLL(ctypes.util.find_library("xxhash") or "libxxhash.so.0")
    library.XXH3_128bits.restype = Hash
    library.XXH3_128bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    found = library.XXH3_128bits(content, len(content))
    return f"{found.high:016x}{found.low:016x}"


def unpack_stream(path):
    """A zstd stream that does not say how long its content is."""
    return unpack(path.read_bytes())


if __name__ == "__main__":
    unittest.main()
