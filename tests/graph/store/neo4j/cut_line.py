"""A line to a Neo4j server that is cut in a commit: the client never hears whether it was done."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

_COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # the Bolt message in its chunk


class CutLine:
    """Forwards to the server at `uri` until `cut_in` says otherwise; `cuts` counts."""

    def __init__(self, uri: str) -> None:
        where = urlsplit(uri)
        self._server = (str(where.hostname), int(where.port or 7687))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._countdown, self._delivered = 0, True
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_in(self, commits: int, *, delivered: bool) -> None:
        """Cut the line at the so-manyth commit from now on; `delivered`: after the server has done it."""
        self._countdown, self._delivered = commits, delivered

    def close(self) -> None:
        """Take no more calls."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listener.accept()[0],), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        deaf, answered = threading.Event(), threading.Event()

        def answer(server: socket.socket) -> None:
            with suppress(OSError):
                while said := server.recv(1 << 16):
                    if deaf.is_set():
                        break
                    client.sendall(said)
            answered.set()

        with client, socket.create_connection(self._server) as server, suppress(OSError):
            for end in (client, server):  # else each small message waits for the last one's receipt
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=answer, args=(server,), daemon=True).start()
            while sent := client.recv(1 << 16):
                if self._is_last(sent):
                    deaf.set()
                    if self._delivered:
                        server.sendall(sent)
                        answered.wait(60)
                    self.cuts += 1
                    break
                server.sendall(sent)
            server.shutdown(socket.SHUT_RDWR)  # while it is listened to, closing alone tells nobody

    def _is_last(self, sent: bytes) -> bool:
        if _COMMIT not in sent or not self._countdown:
            return False
        self._countdown -= 1
        return not self._countdown
