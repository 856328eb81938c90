"""The lab that the campaign works on: hosts, guests, people, the database, the path between hosts."""
import collections
import csv
import io
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
VMATRIX = os.environ.get("VMATRIX", str(ROOT / "build/tests/vmatrix_faulty"))
GUESTS = """guest,host,service,team,cost_center,memory_mib,load_permille,dirty_mib_s
web-1,h1,web,shop,CC-100,128,20,2
db-1,h3,db,shop,CC-100,96,0,0
web-2,h2,web,shop,CC-100,128,10,1
db-2,h1,db,shop,CC-100,96,0,0
"""
HOSTS = ["h1", "h2", "h3"]
HARD_PERMILLE = 900  # of memory, the default of the contract's resources
SUBNET = "10.77.0"  # tools/lab/lib.sh
PATH_PORTS = [16509] + list(range(49152, 49162))  # libvirtd, and where QEMU listens
BOOT_S = 180  # software emulation on a busy machine takes its time


class Wrong(Exception):
    pass


def size_of_hosts(guests_mib):
    """(limit, memory) of a host: it keeps its limit with all guests but any one, and breaks it with all."""
    limit_mib = max(sum(guests_mib) - min(guests_mib), *guests_mib, 0)
    return limit_mib, -(-limit_mib * 1000 // HARD_PERMILLE)


class Lab:
    def __init__(self, seed, n_guests):
        self.random = random.Random(seed)
        self.rows = GUESTS.splitlines()[:1 + n_guests]
        self.names = [row.split(",")[0] for row in self.rows[1:]]
        self.memory_mib = {row.split(",")[0]: int(row.split(",")[5]) for row in self.rows[1:]}
        self.limit_mib, self.host_mib = size_of_hosts(self.memory_mib.values())
        self.work = tempfile.mkdtemp(prefix="vmatrix-faults.")
        os.chmod(self.work, 0o755)
        self.name = os.environ.setdefault("VMATRIX_LAB_NAME", f"f{os.getpid() % 100000}")
        self.state = os.environ["VMATRIX_STATE"] = self.work + "/state"
        os.environ.setdefault("VIRSH_TIMEOUT", "150")  # of the lab: QEMU is asked what it can, once
        self.directory = pathlib.Path(os.environ.get("VMATRIX_LAB", "/run/vmatrix-lab")) / self.name
        self.uris = {}
        self.socket = None
        self.proxy = None
        self.brought = {}  # guest -> where somebody has moved it by hand

    # -- commands
    def run(self, *command, check=True, timeout=120, env=None):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=timeout,
                                  check=False, env=env)
        except subprocess.TimeoutExpired as late:
            if check:
                raise Wrong(f"{' '.join(command)}: no end after {timeout} s") from late
            return subprocess.CompletedProcess(command, 124, "", "no end")
        if check and done.returncode != 0:
            raise Wrong(f"{' '.join(command)}: exit {done.returncode}: {done.stderr}")
        return done

    def lab(self, *arguments, check=True):
        return self.run(str(ROOT / "tools/lab/lab"), *arguments, check=check, timeout=900)

    def environment(self, person, fault=None, more=None):
        env = dict(os.environ, VMATRIX_DATABASE=f"user={person}", **(more or {}))
        if fault:
            env["VMATRIX_FAULT"] = fault
        return env

    def as_person(self, person, *arguments, check=True):
        return self.run(VMATRIX, *arguments, check=check, timeout=900, env=self.environment(person))

    def virsh(self, host, *arguments, check=True, timeout=60):
        return self.run("virsh", "--quiet", "--connect", self.uris[host], *arguments, check=check,
                        timeout=timeout)

    def sql(self, text):
        if self.socket is None:
            status = self.run(VMATRIX, "db", "status", "--output", "json").stdout
            self.socket = json.loads(status)["socket"]
        return self.run("psql", "-X", "-q", "-A", "-t", "-h", self.socket, "-U", "vmatrix_dba", "-d",
                        "vmatrix", "-c", "SET search_path = vmatrix, pg_temp", "-c",
                        text).stdout.strip()

    # -- its life
    def up(self):
        guests = self.work + "/guests.csv"
        pathlib.Path(guests).write_text("\n".join(self.rows) + "\n", encoding="utf-8")
        done = self.lab("up", "--hosts", str(len(HOSTS)), "--memory-mib", str(self.host_mib), "--guests", guests,
                        check=False)
        if done.returncode != 0:
            print(f"lab up: exit {done.returncode}: {done.stderr}", file=sys.stderr)
            sys.exit(77 if done.returncode == 77 else 1)
        self.run(VMATRIX, "db", "init")
        for person, role in (("anna", "planner"), ("ben", "approver"), ("olga", "actuator"),
                             ("carl", "collector")):
            self.run(VMATRIX, "db", "user", "add", person, "--role", role)
        for row in csv.DictReader(io.StringIO(self.lab("status", "--output", "csv").stdout)):
            self.uris[row["host"]] = row["uri"]
            self.as_person("anna", "host", "add", row["host"], "--uri", row["uri"], "--peer-uri",
                           row["peer_uri"], "--machine-cost-per-h", "0.5")
        self.as_person("anna", "rate", "set", "bandwidth_mib_s", "40")
        self.as_person("anna", "rate", "set", "max_parallel", "2")

    def down(self):
        self.close_path()
        self.run("umount", self.state + "/spool", check=False)
        self.run(VMATRIX, "db", "stop", check=False)
        self.lab("down", check=False)
        shutil.rmtree(self.work, ignore_errors=True)

    # -- what is there
    def processes(self, host, name):
        """[(pid, command line)] of a host's processes whose program is called so"""
        found = []
        for pid in self.run("ip", "netns", "pids", f"{self.name}-{host}").stdout.split():
            try:
                command = pathlib.Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
            except OSError:
                continue
            if name in command.split("\0")[0]:
                found.append((int(pid), command))
        return found

    def kill(self, host, name, argument=""):
        """kill -9; how many it struck"""
        struck = 0
        for pid, command in self.processes(host, name):
            if argument in command:
                os.kill(pid, signal.SIGKILL)
                struck += 1
        return struck

    def logs(self, n_lines=25):
        """The ends of what each host's first process and libvirtd wrote, and what runs there."""
        said = []
        for host in HOSTS:
            said += [f"-- {host} runs {pid} {command.split(chr(0))[0]}" for pid, command in self.processes(host, "")]
            for path in sorted((self.directory / host / "log").glob("*.log")):
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
                said += [f"-- {host} {path.name}", *lines[-n_lines:]]
        return "\n".join(said)

    def listed(self, host):
        for _ in range(120):  # its libvirtd may be on its way back
            listed = self.virsh(host, "list", "--all", "--name", check=False)
            if listed.returncode == 0:
                return listed.stdout.split()
            time.sleep(0.5)
        raise Wrong(f"libvirtd of '{host}' does not come back: {listed.stderr}")

    def where(self):
        """guest -> [(host, state)], from every libvirtd"""
        found = collections.defaultdict(list)
        for host in HOSTS:
            for guest in self.listed(host):
                state = self.virsh(host, "domstate", guest, check=False)
                if state.returncode == 0:  # else it has gone meanwhile
                    found[guest].append((host, state.stdout.strip()))
        return found

    def is_migrating(self, host, guest):
        job = self.virsh(host, "domjobinfo", guest, check=False).stdout
        return "Operation:" in job and "migration" in job

    def wait_for_rest(self):
        for _ in range(240):
            if not any(self.is_migrating(host, guest) for host in HOSTS for guest in self.listed(host)):
                return
            time.sleep(0.5)
        raise Wrong("a migration does not end")

    def proofs(self, but=()):
        """guest -> what it says of itself, once all answer but those"""
        until = time.time() + BOOT_S
        while True:
            rows = csv.DictReader(io.StringIO(self.lab("guest-proof", check=False).stdout))
            found = {row["guest"]: row for row in rows}
            silent = [guest for guest in self.names
                      if guest not in but and not found.get(guest, {}).get("boot_id")]
            if not silent:
                return found
            if time.time() > until:
                raise Wrong(f"guests stay silent: {silent}")
            time.sleep(1)

    # -- the path between hosts
    def name_hosts(self, address_of):
        """In each host's /etc/hosts, in place for it is mounted: where it finds the others."""
        for host in HOSTS:
            lines = ["127.0.0.1 localhost", f"{SUBNET}.{10 + int(host[1:])} {host}"]
            lines += [f"{address_of(other)} {other}" for other in HOSTS if other != host]
            with open(self.directory / host / "etc/hosts", "r+", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
                file.truncate()

    def open_path(self):
        """From now on hosts reach one another through a proxy in the control namespace."""
        control = f"{self.name}-control"
        pairs = []
        for host in HOSTS:
            number = int(host[1:])
            pairs.append(f"{SUBNET}.{20 + number}={SUBNET}.{10 + number}")
            self.run("ip", "-n", control, "address", "replace", f"{SUBNET}.{20 + number}/24", "dev",
                     "uplink")
        self.set_path("open")
        self.proxy = subprocess.Popen(
            ["ip", "netns", "exec", control, sys.executable,
             str(pathlib.Path(__file__).with_name("tcp_proxy.py")), self.work + "/path", *pairs, "--",
             *map(str, PATH_PORTS)], stdout=subprocess.PIPE, text=True)
        if self.proxy.stdout.readline() != "ready\n":
            raise Wrong("the proxy does not start")
        self.name_hosts(lambda host: f"{SUBNET}.{20 + int(host[1:])}")

    def set_path(self, state):
        pathlib.Path(self.work + "/path.new").write_text(state, encoding="utf-8")
        os.replace(self.work + "/path.new", self.work + "/path")

    def close_path(self):
        if self.proxy is None:
            return
        self.name_hosts(lambda host: f"{SUBNET}.{10 + int(host[1:])}")
        self.proxy.kill()
        self.proxy.wait()
        self.proxy = None

    # -- disks
    def in_mounts_of(self, host, *command, check=True):
        pid = self.processes(host, "libvirtd")[0][0]
        return self.run("nsenter", "--target", str(pid), "--mount", "--pid", *command, check=check)

    def moving(self, actions):
        """An action in the middle of its migration, None where none is."""
        for action in actions:
            job = self.virsh(action["from"], "domjobinfo", action["domain"], check=False).stdout
            if re.search(r"Data processed: +[1-9]", job):
                return action
        return None
