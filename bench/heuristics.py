#!/usr/bin/env python3
"""Plain heuristics on an estate of generate.py, each with its cost by the contract's formulas.

usage: bench/heuristics.py DIR
  first-fit  everything placed anew, largest first, on the first host with room, cheap hosts first
  best-fit   the same on the host with least room left
  drain      the dearest host per unit is emptied onto the others in service, as long as that pays
Knows what generate.py writes: capacity in every period, tags, gather and spread. One line each:
name, tab, cost.
"""
import csv
import os
import sys
from fractions import Fraction

RESOURCES = ["cpu_mcpu", "memory_mib", "disk_iops", "network_mbit_s"]


def rows(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Estate:
    def __init__(self, folder):
        self.policy = {row["key"]: row["value"] for row in rows(folder, "policy.csv")}
        self.periods = int(self.policy.get("periods", 1))
        self.hosts = rows(folder, "hosts.csv")
        self.domains = rows(folder, "domains.csv")
        index = {host["host"]: h for h, host in enumerate(self.hosts)}
        number = {domain["domain"]: d for d, domain in enumerate(self.domains)}
        self.home = [index[domain["host"]] for domain in self.domains]
        self.need = [[[int(domain[r])] * self.periods for r in RESOURCES] for domain in self.domains]
        for row in rows(folder, "demand.csv"):
            self.need[number[row["domain"]]][RESOURCES.index(row["resource"])][int(row["period"])] = \
                int(row["amount"])
        self.limit = [[int(host[r]) * 900 // 1000 for r in RESOURCES] for host in self.hosts]
        self.tags = [set(host["tags"].split(";")) for host in self.hosts]
        self.asks = [domain["requires"] for domain in self.domains]
        self.unit = [[d] for d in range(len(self.domains))]
        self.apart = [[] for _ in self.domains]
        for rule in rows(folder, "rules.csv"):
            members = [number[name] for name in rule["domains"].split(";")]
            for d in members:
                if rule["rule"] == "gather":
                    self.unit[d] = members
                else:
                    self.apart[d] = members

    def serve(self, h):
        host, hours = self.hosts[h], int(self.policy["horizon_h"])
        wage = Fraction(self.policy["wage_per_h"])
        return hours * Fraction(host["machine_cost_per_h"]) + \
            Fraction(hours, 730) * int(host["admin_min_per_month"]) / 60 * wage + \
            hours * Fraction("1.56") * Fraction("0.13") / 1000 * int(host["idle_w"])

    def cost(self, target):
        hours, wage = int(self.policy["horizon_h"]), Fraction(self.policy["wage_per_h"])
        after, before = set(target), set(self.home)
        total = sum(self.serve(h) for h in after)
        for d, h in enumerate(target):
            host = self.hosts[h]
            mean = Fraction(sum(self.need[d][0]), self.periods)
            total += hours * Fraction("1.56") * Fraction("0.13") / 1000 * \
                (int(host["peak_w"]) - int(host["idle_w"])) * mean / int(host["cpu_mcpu"])
        moved = [d for d, h in enumerate(target) if h != self.home[d]]
        minutes = sum(int(self.domains[d]["operator_min"]) + int(self.policy["move_review_min"])
                      for d in moved)
        minutes += int(self.policy["service_notice_min"]) * \
            len({self.domains[d]["service"] for d in moved})
        minutes += int(self.policy["power_change_min"]) * len(after ^ before)
        minutes += int(self.policy["plan_review_min"]) * bool(moved or after ^ before)
        return float(total + minutes * wage / 60)


class Packing:
    def __init__(self, estate):
        self.estate = estate
        self.load = [[[0] * estate.periods for _ in RESOURCES] for _ in estate.hosts]
        self.at = [None] * len(estate.domains)

    def fits(self, unit, h):
        estate = self.estate
        if any(estate.asks[d] and estate.asks[d] not in estate.tags[h] for d in unit):
            return False
        if any(self.at[other] == h for d in unit for other in estate.apart[d] if other not in unit):
            return False
        return all(self.load[h][r][p] + sum(estate.need[d][r][p] for d in unit) <= estate.limit[h][r]
                   for r in range(len(RESOURCES)) for p in range(estate.periods))

    def put(self, unit, h, sign=1):
        for d in unit:
            self.at[d] = h if sign > 0 else None
            for r in range(len(RESOURCES)):
                for p in range(self.estate.periods):
                    self.load[h][r][p] += sign * self.estate.need[d][r][p]

    def room(self, h):
        limit = self.estate.limit[h]
        return min(1 - max(self.load[h][r]) / limit[r] for r in range(len(RESOURCES)))


def size(estate, unit):
    return max(sum(max(estate.need[d][r]) for d in unit) / max(limit[r] for limit in estate.limit)
               for r in range(len(RESOURCES)))


def units_of(estate, domains):
    units = {min(estate.unit[d]): estate.unit[d] for d in domains}
    return sorted(units.values(), key=lambda unit: (-size(estate, unit), unit))


def pack(estate, best):
    packing = Packing(estate)
    cheap = sorted(range(len(estate.hosts)), key=lambda h: estate.serve(h) / estate.limit[h][0])
    for unit in units_of(estate, range(len(estate.domains))):
        fitting = (h for h in cheap if packing.fits(unit, h))
        used = [h for h in fitting if any(packing.load[h][0])] if best else []
        h = min(used, key=packing.room) if used else next(
            (h for h in cheap if packing.fits(unit, h)), None)
        if h is None:
            return None
        packing.put(unit, h)
    return estate.cost(packing.at)


def drain(estate):
    packing = Packing(estate)
    for d, h in enumerate(estate.home):
        packing.put([d], h)
    cost = estate.cost(packing.at)
    dear = sorted(set(estate.home), key=lambda h: -estate.serve(h) / estate.limit[h][0])
    for h in dear:
        moved = []
        for unit in units_of(estate, [d for d, at in enumerate(packing.at) if at == h]):
            unit = [d for d in unit if packing.at[d] == h]
            packing.put(unit, h, -1)
            others = [o for o in set(packing.at) - {None, h} if packing.fits(unit, o)]
            to = min(others, key=packing.room) if others else h
            packing.put(unit, to)
            moved.append((unit, to))
            if to == h:
                break
        trial = estate.cost(packing.at)
        if trial < cost:
            cost = trial
            continue
        for unit, to in moved:
            packing.put(unit, to, -1)
            packing.put(unit, h)
    return cost


def main():
    estate = Estate(sys.argv[1])
    for name, cost in (("first-fit", pack(estate, False)), ("best-fit", pack(estate, True)),
                       ("drain", drain(estate))):
        print(f"{name}\t{'none' if cost is None else f'{cost:.6f}'}")


if __name__ == "__main__":
    main()
