"""A line between desk and server that goes wrong when a test says so."""

import contextlib
import socket
import threading


class Line:
    """A line to the server that can be cut, when it carries certain words or altogether, mended, and held half open."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.cut_at: bytes | None = None
        self.cuts = 0
        self.dead = False
        self.is_held = threading.Event()
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.dead = True
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.dead = False

    def hold(self) -> None:
        """Take connections and bytes, and answer nothing: what a desk sees of a server that hangs."""
        self.is_held.set()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                desk, _ = self._listener.accept()
                if self.dead:
                    desk.close()
                    continue
                if self.is_held.is_set():
                    self._ends.append(desk)
                    continue
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._ends += [desk, server]
                threading.Thread(target=self._carry, args=(desk, server, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, desk, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, watched: bool) -> None:  # noqa: FBT001
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if watched and self.cut_at is not None and self.cut_at in piece:
                    self.cut_at = None
                    self.cuts += 1
                    break
                if not self.is_held.is_set():
                    target.sendall(piece)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
