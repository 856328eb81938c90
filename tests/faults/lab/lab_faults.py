"""What breaks on the lab. Each fault starts an apply, strikes, and returns after apply has ended: how
many kills struck. Guests that it harms itself go to campaign.harmed."""
import os
import signal
import time

from lab_estate import HOSTS, Wrong

POINTS = ["db.step_claim.before", "db.step_claim.after", "db.step_move.before", "db.step_move.after",
          "call.migrate.before", "call.migrate.after", "call.state.after", "call.list.after",
          "db.execution_open.after", "db.execution_close.before", "call.misfits.after"]
FAKETIME = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"]


class Faults:
    def __init__(self, campaign):
        self.campaign = campaign
        self.lab = campaign.lab
        self.random = campaign.lab.random

    def wait_until_moving(self, most_s=8):
        """In the middle of a migration, if there is a middle; returns its action."""
        until = time.time() + most_s
        while time.time() < until:
            action = self.lab.moving(self.campaign.actions)
            if action:
                return action
            time.sleep(0.05)
        return self.random.choice(self.campaign.actions)

    def end(self, apply):
        """Waits for apply; 1 where it was killed. No fault sends another signal, so that is a crash."""
        status = apply.wait(timeout=900)
        if status < 0 and status != -signal.SIGKILL:
            raise Wrong(f"apply crashed: {signal.Signals(-status).name}")
        return 1 if status == -signal.SIGKILL else 0

    def kill(self, apply):
        apply.kill()
        return self.end(apply)

    def draw_point(self, action):
        return f"{self.random.choice(POINTS)}:{action}@{self.random.randint(1, 3)}"

    # -- kill -9
    def kill_apply_at_any_time(self):
        apply = self.campaign.start()
        time.sleep(self.random.uniform(0, 5))
        return self.kill(apply)

    def kill_apply_in_migration(self):
        apply = self.campaign.start()
        self.wait_until_moving()
        return self.kill(apply)

    def kill_apply_at_a_point(self):
        return self.end(self.campaign.start(self.draw_point("kill")))

    def kill_daemon(self, end):
        apply = self.campaign.start()
        action = self.wait_until_moving()
        struck = self.lab.kill(action[end], "libvirtd")
        self.end(apply)
        return struck

    def kill_destination_libvirtd(self):
        return self.kill_daemon("to")

    def kill_source_libvirtd(self):
        return self.kill_daemon("from")

    def kill_qemu(self):
        apply = self.campaign.start()
        action = self.wait_until_moving()
        self.campaign.harmed.add(action["domain"])
        struck = self.lab.kill(action[self.random.choice(["from", "to"])], "qemu",
                               f"guest={action['domain']},")
        self.end(apply)
        return struck

    def kill_apply_with_wrong_clock(self):
        library = [path for path in FAKETIME if os.path.exists(path)]
        if not library:
            raise Wrong("libfaketime is not installed (tools/install test)")
        more = {"LD_PRELOAD": library[0], "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "FAKETIME": self.random.choice(["+1h", "-1h"])}
        return self.end(self.campaign.start(self.draw_point("kill"), more))

    # -- the database
    def end_sessions(self, which=""):
        self.lab.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'olga' "
                     + which)

    def end_database_session(self):
        apply = self.campaign.start()
        self.wait_until_moving()
        self.end_sessions()
        self.end(apply)
        return 0

    def lose_the_answer(self):
        self.end(self.campaign.start(self.draw_point("fail")))
        return 0

    def two_at_once(self):
        first = self.campaign.start()
        time.sleep(self.random.uniform(0, 2))
        second = self.campaign.start()
        time.sleep(self.random.uniform(0, 2))
        self.end_sessions("ORDER BY backend_start LIMIT 1")
        self.end(first)
        self.end(second)
        return 0

    # -- the network
    def cut_the_link(self):
        apply = self.campaign.start()
        action = self.wait_until_moving()
        link = ["ip", "-n", f"{self.lab.name}-{action['to']}", "link", "set", "uplink"]
        self.lab.run(*link, "down")
        time.sleep(self.random.uniform(0.5, 9))
        self.lab.run(*link, "up")
        self.end(apply)
        return 0

    def trouble_the_path(self, state, seconds):
        self.lab.open_path()
        try:
            apply = self.campaign.start()
            self.wait_until_moving()
            self.lab.set_path(state)
            time.sleep(seconds)
            self.lab.set_path("open")
            self.end(apply)
            self.lab.wait_for_rest()
        finally:
            self.lab.close_path()
        return 0

    def cut_the_path(self):
        return self.trouble_the_path("cut", self.random.uniform(0.2, 8))

    def stall_the_path(self):
        return self.trouble_the_path("stall", self.random.uniform(1, 12))

    def slow_the_path(self):
        return self.trouble_the_path(f"slow {self.random.randint(200_000, 3_000_000)}",
                                     self.random.uniform(3, 15))

    # -- full disks
    def fill(self, directory, size):
        """A file system of its own with nothing left in it."""
        os.makedirs(directory, exist_ok=True)
        self.lab.run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", directory)
        with open(directory + "/full", "wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)) > 0:
                    pass
            except OSError:
                pass  # it is full

    def fill_the_spool(self):
        """The database session ends as well, so that results cannot be kept anywhere."""
        spool = self.lab.state + "/spool"
        self.fill(spool, "64k")
        try:
            apply = self.campaign.start()
            self.wait_until_moving()
            self.end_sessions()
            self.end(apply)
        finally:
            self.lab.run("umount", spool)
        return 0

    def fill_the_destination(self):
        """Where libvirt keeps what a guest needs there to be started."""
        host = self.random.choice(self.campaign.actions)["to"]
        place = "/var/lib/libvirt/qemu"
        script = (f"mount -t tmpfs -o size=16k tmpfs {place} && "
                  f"{{ dd if=/dev/zero of={place}/full bs=4096 2>/dev/null || true; }}")
        self.lab.in_mounts_of(host, "sh", "-c", script)
        try:
            self.end(self.campaign.start())
        finally:
            self.lab.in_mounts_of(host, "umount", "--lazy", place)
        return 0

    # -- people
    def meddle(self, how):
        """Somebody's hand on a guest by virsh, at any time of an apply."""
        apply = self.campaign.start()
        time.sleep(self.random.uniform(0, 4))
        guest = self.random.choice(self.lab.names)
        running = [host for host, state in self.lab.where()[guest] if state == "running"]
        if running:
            how(guest, running[0])
        self.end(apply)
        return 0

    def harm(self, guest, host, *command):
        if self.lab.virsh(host, *command, check=False).returncode == 0:
            self.campaign.harmed.add(guest)

    def somebody_pauses(self):
        return self.meddle(lambda guest, host: self.harm(guest, host, "suspend", guest))

    def somebody_stops(self):
        return self.meddle(lambda guest, host: self.harm(guest, host, "destroy", guest))

    def somebody_deletes(self):
        def delete(guest, host):
            self.harm(guest, host, "destroy", guest)
            self.lab.virsh(host, "undefine", guest, check=False)
        return self.meddle(delete)

    def somebody_resizes(self):
        def resize(guest, host):
            kib = self.lab.memory_mib[guest] * 1024 * self.random.choice([3, 5]) // 4
            self.lab.virsh(host, "setmem", guest, str(kib), "--live", check=False)
            self.lab.virsh(host, "setmaxmem", guest, str(kib), "--config", check=False)
        return self.meddle(resize)

    def somebody_moves(self):
        def move(guest, host):
            other = self.random.choice([other for other in HOSTS if other != host])
            self.lab.brought[guest] = other
            self.lab.virsh(host, "migrate", "--live", "--p2p", "--persistent", "--undefinesource",
                           guest, f"qemu+tcp://{other}/system", check=False, timeout=300)
        return self.meddle(move)


KILLS = ["kill_apply_at_any_time", "kill_apply_in_migration", "kill_apply_at_a_point",
         "kill_destination_libvirtd", "kill_source_libvirtd", "kill_qemu", "kill_apply_with_wrong_clock"]
OTHERS = ["end_database_session", "lose_the_answer", "two_at_once", "cut_the_link", "cut_the_path",
          "stall_the_path", "slow_the_path", "fill_the_spool", "fill_the_destination",
          "somebody_pauses", "somebody_stops", "somebody_deletes", "somebody_resizes", "somebody_moves"]
