"""Stands in for a service in tests of the supervisor: it starts at once, and fails on request.

A file ``chat-fails`` in ``STUB_DIRECTORY`` makes chat die at its start;
``GET /crash`` makes a running one die.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.endswith("/crash"):
            os._exit(3)
        self.close_connection = True
        body = repr(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def main(name: str) -> None:
    if sys.argv[1] != "all":
        return
    marker = Path(os.environ["STUB_DIRECTORY"]) / f"{name}-fails"
    if marker.exists():
        sys.exit(f"{name} says boom")
    ThreadingHTTPServer((os.environ["HTTP_HOST"], int(os.environ["HTTP_PORT"])), Handler).serve_forever()
