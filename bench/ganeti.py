#!/usr/bin/env python3
"""Ganeti's hbal on an estate of generate.py, with its cost by the contract's formulas.

usage: bench/ganeti.py DIR [CPU_SECONDS]
The estate becomes an htools text file (hbal -t): memory and CPU as they are, in MiB and thousandths of
a core, storage shared, spread groups as exclusion tags. Ganeti knows no disk operations, no network
rate, no CPU generations, no gathering and one period only, so what its answer breaks is counted and
shown. hbal evens out load and closes no host: read it as what such a tool costs, not as a rival.
One line: name, tab, cost, breaches in brackets. Without hbal it says so.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from heuristics import Estate, RESOURCES

SPEC = "1,1,1,1,1,1|1,1,1,1,1,1;100000000,100000000,100000000,16,8,12"
TEMPLATES = "diskless,file,sharedfile,plain,blockdev,drbd,rbd,ext,gluster"
CPU, MEMORY = RESOURCES.index("cpu_mcpu"), RESOURCES.index("memory_mib")


def text_of(estate):
    used = [[0, 0] for _ in estate.hosts]
    for d, h in enumerate(estate.home):
        used[h][0] += max(estate.need[d][MEMORY])
        used[h][1] += 1
    nodes = [f"h{h}|{limit[MEMORY]}|0|{limit[MEMORY] - used[h][0]}|1000000|1000000|{limit[CPU]}|"
             f"{'M' if h == 0 else 'N'}|group|1||N|0|1|1.0" for h, limit in enumerate(estate.limit)]
    instances = []
    for d, h in enumerate(estate.home):
        tag = f"s:{min(estate.apart[d])}" if estate.apart[d] else ""
        instances.append(f"d{d}|{max(estate.need[d][MEMORY])}|1|{max(estate.need[d][CPU])}|running|Y|"
                         f"h{h}||sharedfile|{tag}|1|1|N")
    policy = "\n".join(f"{owner}|{SPEC}|{TEMPLATES}|1.0|32.0" for owner in ("", "main"))
    return "\n\n".join(["main|group|preferred||", "\n".join(nodes), "\n".join(instances),
                        "htools:iextags:s", policy]) + "\n"


def target_of(saved):
    with open(saved, encoding="utf-8") as file:
        instances = file.read().split("\n\n")[2].split("\n")
    rows = [line.split("|") for line in instances if line]
    target = [None] * len(rows)
    for row in rows:
        target[int(row[0][1:])] = int(row[6][1:])
    return target


def breaches(estate, target):
    """Limits of hosts passed, domains where they may not be, groups not gathered or not spread."""
    broken = 0
    for h, limit in enumerate(estate.limit):
        here = [d for d, at in enumerate(target) if at == h]
        broken += sum(sum(estate.need[d][r][p] for d in here) > limit[r]
                      for r in range(len(RESOURCES)) for p in range(estate.periods))
        broken += sum(bool(estate.asks[d]) and estate.asks[d] not in estate.tags[h] for d in here)
    broken += sum(len({target[d] for d in unit}) > 1 for unit in {tuple(unit) for unit in estate.unit})
    broken += sum(len({target[d] for d in apart}) < len(apart)
                  for apart in {tuple(apart) for apart in estate.apart if apart})
    return broken


def main():
    if shutil.which("hbal") is None:
        print("ganeti hbal\tskipped: hbal is not installed (ganeti-htools)")
        return
    estate = Estate(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        cluster, saved = os.path.join(work, "cluster"), os.path.join(work, "saved")
        with open(cluster, "w", encoding="utf-8") as file:
            file.write(text_of(estate))
        limit = ["prlimit", f"--cpu={sys.argv[2]}"] if len(sys.argv) > 2 else []
        done = subprocess.run([*limit, "hbal", "-t", cluster, "--max-cpu=1.0", "-S", saved],
                              capture_output=True, text=True, check=False)
        after = saved + ".balanced"
        if done.returncode != 0 or not os.path.exists(after):
            said = (done.stderr or done.stdout).strip().splitlines() or ["no answer in time"]
            print(f"ganeti hbal\tnone: {said[-1]}")
            return
        target = target_of(after)
    print(f"ganeti hbal\t{estate.cost(target):.6f} ({breaches(estate, target)} breaches, "
          f"{sum(a != b for a, b in zip(target, estate.home))} moved)")


main()
