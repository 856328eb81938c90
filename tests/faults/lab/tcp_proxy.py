"""A TCP path that can be cut, stalled and slowed down while it is in use.

usage: tcp_proxy.py STATE_FILE LISTEN=TARGET… -- PORT…
STATE_FILE holds one of: open | slow BYTES_PER_S | stall (nothing passes, nothing closes) | cut (all
connections are reset, new ones too). It is read twenty times a second.
"""
import asyncio
import pathlib
import sys

LOOK_S = 0.05
CHUNK = 32768


class Path:
    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.mode = "open"
        self.bytes_per_s = 0
        self.writers = set()

    async def watch(self):
        while True:
            words = self.file.read_text(encoding="utf-8").split() or ["open"]
            self.mode = words[0]
            self.bytes_per_s = int(words[1]) if words[0] == "slow" else 0
            if self.mode == "cut":
                for writer in self.writers:
                    writer.transport.abort()
            await asyncio.sleep(LOOK_S)

    async def pump(self, reader, writer):
        try:
            while True:
                while self.mode == "stall":
                    await asyncio.sleep(LOOK_S)
                data = await reader.read(CHUNK)
                if not data:
                    break
                if self.bytes_per_s > 0:
                    await asyncio.sleep(len(data) / self.bytes_per_s)
                writer.write(data)
                await writer.drain()
            writer.write_eof()
        except (OSError, RuntimeError):
            writer.transport.abort()

    async def serve(self, target, port, reader, writer):
        if self.mode == "cut":
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(target, port)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self.writers |= both
        await asyncio.gather(self.pump(reader, far_writer), self.pump(far_reader, writer))
        self.writers -= both
        for each in both:
            each.close()


async def main(file, pairs, ports):
    path = Path(file)
    for pair in pairs:
        listen, target = pair.split("=")
        for port in ports:
            def serve(reader, writer, target=target, port=port):
                return path.serve(target, port, reader, writer)
            await asyncio.start_server(serve, listen, port)
    print("ready", flush=True)
    await path.watch()


if __name__ == "__main__":
    end = sys.argv.index("--")
    asyncio.run(main(sys.argv[1], sys.argv[2:end], [int(port) for port in sys.argv[end + 1:]]))
