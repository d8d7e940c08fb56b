"""A stand-in for a stand-in: announces its port as the real parts do and answers 200 to everything."""

import argparse
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Always200(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
        sys.stderr.write(f"answered {args}\n")


parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, required=True)
server = ThreadingHTTPServer(("127.0.0.1", parser.parse_known_args()[0].port), Always200)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
sys.stdout.write(json.dumps({"port": server.server_port}) + "\n")
sys.stdout.flush()
server.serve_forever()
