#!/usr/bin/env python3
"""Writes a scenario folder whose names are hostile, right to left, emoji or as long as allowed.

usage: hostile_estate.py DIR [N]     N services of one domain each on N / 100 hosts (default: one
                                     service for each hostile name, on four hosts)
"""
import csv
import pathlib
import sys

NAMES = [
    "<img src=x onerror=window.hostile=1>",
    "\"><script>window.hostile=1</script>",
    "</script><script>window.hostile=1</script>",
    "--><script>window.hostile=1</script><!--",
    "' onmouseover='window.hostile=1",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+SUM(A1:A9)",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "https://example.invalid/",
    "'; drop table host; --",
    "../../../etc/passwd",
    "a,b;c|d\\e",
    "مرحبا بالعالم",
    "שלום",
    "🦊🚒 emoji 👩🏽",
    "e\u0301\u0301\u0301\u0301 combining",
    "W" * 255,
    "語" * 85,
    "&amp; & &#x41;",
    "${jndi:ldap://x}",
    "[$EUR] #,##0",
]


def escape(name):
    """A list cell's own letters made literal."""
    for letter in "\\;|:":
        name = name.replace(letter, "\\" + letter)
    return name


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    names = [f"{i:05}" for i in range(count)] or NAMES
    hosts = [f"h{i:04}" for i in range(count // 100)] or NAMES[:4]
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "policy.csv", [("key", "value"), ("format", 1), ("name", NAMES[0]),
                                  ("periods", 2)])
    write(folder / "hosts.csv",
          [("host", "class", "zone", "machine_cost_per_h", "admin_min_per_month", "idle_w",
            "peak_w", "cpu_mcpu", "memory_mib")] +
          [(host, NAMES[1], NAMES[15], "0.40", 60, 100, 300, 128000, 524288) for host in hosts])
    write(folder / "services.csv",
          [("service", "team", "cost_center")] +
          [(name, NAMES[i % len(NAMES)], NAMES[-1 - i % len(NAMES)])
           for i, name in enumerate(names)])
    write(folder / "domains.csv",
          [("domain", "service", "host", "cpu_mcpu", "memory_mib")] +
          [(name, name, hosts[i % len(hosts)], 500 + i % 7 * 100, 2048)
           for i, name in enumerate(names)])
    write(folder / "demand.csv",
          [("domain", "resource", "period", "amount"), (names[0], "cpu_mcpu", 1, 900)])
    write(folder / "rules.csv",
          [("rule", "name", "domains", "limit", "owner", "reason")] +
          [("spread", NAMES[2], f"{escape(names[0])};{escape(names[1])}", 1, NAMES[15], NAMES[3])])


if __name__ == "__main__":
    main()
