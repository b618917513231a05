"""A PostgreSQL that is reached by TLS, from what the tests have: certificates made by openssl, and a door that encrypts before
the real server, which was built without. libpq asks for TLS by SSLRequest (PostgreSQL manual, 55.2.10)."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_SSL_REQUEST = bytes.fromhex("0000000804d2162f")
_PIECE = 65536


def signed_by_own_ca(folder: Path, name: str, alt: str) -> tuple[Path, Path, Path]:
    """A certificate authority's certificate, and the certificate it signed for `alt` ("DNS:db.example") with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not there to make certificates")

    def run(*args: object) -> None:
        subprocess.run([openssl, *map(str, args)], check=True, capture_output=True)  # type: ignore[list-item]

    ca, ca_key, key, asked, cert, more = (
        folder / f"{name}-{part}" for part in ("ca.crt", "ca.key", "key", "csr", "crt", "ext")
    )
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    more.write_text(f"subjectAltName={alt}\n")
    run("req", "-x509", *curve, "-keyout", ca_key, "-out", ca, "-days", 2, "-subj", f"/CN={name} authority")
    run("req", *curve, "-keyout", key, "-out", asked, "-subj", f"/CN={name}")
    run(
        "x509",
        "-req",
        "-in",
        asked,
        "-CA",
        ca,
        "-CAkey",
        ca_key,
        "-CAcreateserial",
        "-days",
        2,
        "-extfile",
        more,
        "-out",
        cert,
    )
    return ca, cert, key


@contextmanager
def encrypting(behind: str, cert: Path, key: Path) -> Iterator[int]:
    """A port of the loopback that speaks TLS and passes on to the socket file `behind`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_serve, args=(door, context, behind), daemon=True)
        thread.start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _serve(door: socket.socket, context: ssl.SSLContext, behind: str) -> None:
    with suppress(OSError):
        while True:
            caller, _ = door.accept()
            threading.Thread(target=_pass_on, args=(caller, context, behind), daemon=True).start()


def _pass_on(caller: socket.socket, context: ssl.SSLContext, behind: str) -> None:
    with suppress(OSError), caller, socket.socket(socket.AF_UNIX) as server:
        if caller.recv(8) != _SSL_REQUEST:
            return
        caller.sendall(b"S")
        with context.wrap_socket(caller, server_side=True) as safe:
            server.connect(behind)
            back = threading.Thread(target=_copy, args=(server, safe), daemon=True)
            back.start()
            _copy(safe, server)
            back.join(10)


def _copy(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            to.sendall(piece)
    with suppress(OSError):
        to.shutdown(socket.SHUT_RDWR)
