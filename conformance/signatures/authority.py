"""A time stamp authority (RFC 3161) for tests: `openssl ts -reply` behind HTTP on the loopback interface.

`authority.py make FOLDER` makes a root and the authority's certificate with their keys in FOLDER: `root.pem` is what a
verifier is given, with `root.crl`, which says that nothing is revoked. `authority.py serve FOLDER` answers requests until it is ended; it writes the port that it got to
FOLDER/port once it listens. It proves nothing about anybody: its clock is this computer's, its keys lie open.

Takes requests of `application/timestamp-query` by POST, of at most 10,000 bytes. Gives what openssl says; where openssl
gives nothing, status 500. Exit codes: 0 made, 2 usage.
"""

import http.server
import os
import pathlib
import subprocess
import sys

CONFIGURATION = """\
[ req ]
distinguished_name = nobody
[ nobody ]
[ root ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ stamping ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = here
[ here ]
serial = serial
crypto_device = builtin
signer_cert = stamping.pem
certs = root.pem
signer_key = stamping.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ ca ]
default_ca = list
[ list ]
database = issued
default_md = sha256
default_crl_days = 3649
"""


def openssl(folder: pathlib.Path, *arguments: str, given: bytes | None = None) -> bytes:
    """What openssl writes; an error says what it complained about."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, input=given, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def make(folder: pathlib.Path) -> None:
    """A root, and a certificate of it that may only stamp; both of P-256, for ten years."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openssl.cnf").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "openssl.cnf", "-utf8")
    root = ("-x509", "-extensions", "root", "-days", "3650", "-keyout", "root.key", "-out", "root.pem")
    openssl(folder, "req", *key, *root, "-subj", "/O=Conformance/CN=Test root, proves nothing")
    ask = ("-keyout", "stamping.key", "-out", "stamping.csr")
    openssl(folder, "req", *key, *ask, "-subj", "/O=Conformance/CN=Test time stamps, prove nothing")
    issue = ("-req", "-in", "stamping.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "2")
    rest = ("-days", "3649", "-extfile", "openssl.cnf", "-extensions", "stamping", "-out", "stamping.pem")
    openssl(folder, "x509", *issue, *rest)
    (folder / "issued").write_bytes(b"")
    revoked = ("-gencrl", "-config", "openssl.cnf", "-keyfile", "root.key", "-cert", "root.pem", "-out", "root.crl")
    openssl(folder, "ca", *revoked)


class Authority(http.server.BaseHTTPRequestHandler):
    """Answers one request after the other: openssl counts in a file."""

    folder: pathlib.Path

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", "0"))
        if self.headers.get("Content-Type") != "application/timestamp-query" or size > 10_000:
            self.send_error(415)
            return
        (self.folder / "query").write_bytes(self.rfile.read(size))
        try:
            answer = openssl(self.folder, "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query")
        except RuntimeError as error:
            print(error, file=sys.stderr)
            self.send_error(500)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """What is answered is no news."""


def serve(folder: pathlib.Path) -> None:
    Authority.folder = folder
    with http.server.HTTPServer(("127.0.0.1", 0), Authority) as server:
        # Put in place whole, so that whoever waits for it reads all of it.
        (folder / "port.new").write_text(str(server.server_port), encoding="ascii")
        os.replace(folder / "port.new", folder / "port")
        server.serve_forever()


def main() -> int:
    if len(sys.argv) != 3 or sys.argv[1] not in ("make", "serve"):
        print("usage: authority.py make|serve FOLDER", file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[2]).resolve()
    make(folder) if sys.argv[1] == "make" else serve(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
