"""`incipit serve`: starting, ending, new generations, and the same answers as the commands."""
import json
import os
import signal
import socket
import tempfile
import unittest
from pathlib import Path

from program import Server, incipit, paper, until


class ServeTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.index = self.folder / "index"
        self.papers = self.folder / "papers.jsonl"
        self.publish("1", "2")

    def publish(self, *identifiers):
        self.papers.write_text("".join(paper(i) for i in identifiers), "utf-8")
        made = incipit("--quiet", "--index", self.index, "index", self.papers)
        self.assertEqual(made.code, 0, made.err)

    def test_one_line_with_the_address_and_the_rest_on_standard_error(self):
        with Server(self.index) as server:
            self.assertEqual(server.get("/livez")[0], 200)
            self.assertEqual(server.get("/")[0], 200)
            server.terminate()
            code, out, err = server.wait()
        self.assertEqual((code, out), (0, ""))
        self.assertIn("/livez", err)

    def test_the_answer_of_the_command_is_that_of_the_api(self):
        with Server(self.index) as server:
            for command, path in ((["search", "graphs", "--facets", "year"], "/v1/papers?q=graphs&facets=year"),
                                  (["paper", "1"], "/v1/papers/1"), (["info"], "/v1/index")):
                self.assertEqual(incipit("--index", self.index, "--json", *command).json(), server.get_json(path))

    def test_an_unknown_parameter_is_an_error(self):
        with Server(self.index) as server:
            status, body = server.get("/v1/papers?qq=x")
        self.assertEqual(status, 400)
        self.assertEqual(json.loads(body)["code"], "unknown_parameter")

    def test_a_port_in_use_is_5(self):
        with Server(self.index) as server:
            second = incipit("--index", self.index, "serve", "--port", server.port)
            self.assertEqual((second.code, second.out), (5, ""))
            self.assertIn(str(server.port), second.err)

    def test_wrong_options_are_2(self):
        for options in (["--port", "99999"], ["--port", "x"], ["--host", "no address"], ["--threads", "0"], ["--bogus"]):
            result = incipit("--index", self.index, "serve", *options)
            self.assertEqual((result.code, result.out), (2, ""), (options, result.err))

    def test_signals_end_it_with_0(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with Server(self.index) as server:
                server.terminate(number)
                self.assertEqual(server.wait()[0], 0)

    def test_a_request_in_flight_is_answered_before_the_end(self):
        body = json.dumps({"ids": ["1"] * 50 + ["none"]}).encode()
        with Server(self.index) as server, server.socket() as connection:
            connection.sendall(b"POST /v1/papers/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
            # Seen by the server, since a connection made later is answered.
            until(lambda: server.get("/livez")[0] == 200)
            server.terminate()
            until(lambda: self.refuses(server.port))
            connection.sendall(body[10:])
            reply = b""
            while chunk := connection.recv(1 << 16):
                reply += chunk
            self.assertTrue(reply.startswith(b"HTTP/1.1 200"), reply[:200])
            head, _, answer = reply.partition(b"\r\n\r\n")
            self.assertIn(b"Content-Length: %d\r\n" % len(answer), head + b"\r\n")
            self.assertIsNone(json.loads(answer)["results"][-1])
            self.assertEqual(server.wait()[0], 0)

    def refuses(self, port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    def test_a_new_generation_is_served_without_a_restart(self):
        with Server(self.index) as server:
            before = server.get_json("/v1/index")
            self.assertEqual(before["papers"], 2)
            self.publish("1", "2", "3")
            after = until(lambda: (now := server.get_json("/v1/index"))["papers"] == 3 and now)
            self.assertNotEqual(after["index"]["revision"], before["index"]["revision"])
            self.assertEqual(server.get_json("/v1/papers/3")["id"], "3")
            self.assertEqual(server.get_json("/v1/papers")["total"]["value"], 3)

    def test_a_failed_build_leaves_the_server_as_it_is(self):
        with Server(self.index) as server:
            before = server.get_json("/v1/papers")
            self.papers.write_text("no papers\n", "utf-8")
            self.assertEqual(incipit("--quiet", "--index", self.index, "index", self.papers).code, 3)
            self.assertEqual(server.get_json("/v1/papers"), before)

    def test_no_file_is_left_open_by_new_generations(self):
        with Server(self.index) as server:
            descriptors = Path(f"/proc/{server.process.pid}/fd")
            counts = []
            for number in range(3, 8):
                self.publish("1", "2", str(number))
                until(lambda: server.get(f"/v1/papers/{number}")[0] == 200)
                counts.append(len(os.listdir(descriptors)))
            self.assertLess(counts[-1], 2 * counts[0] + 16, counts)


if __name__ == "__main__":
    unittest.main()
