"""Random small estates for the ledger, and what they must cost by a second, independent reckoning.

The reckoning is in exact fractions and whole micro-units; it follows docs/ledger.md and shares nothing
with sql/. Times are whole seconds since 1970.
"""
import random
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

COMPONENTS = ("machine", "sunk", "administration", "energy_idle", "energy_use")
MONTHS = [("2026-03", 29), ("2025-10", 26), ("2024-02", 29), ("2026-01", 1), ("2025-12", 31)]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]


# Table → the columns of its rows (all text), and how they are stored.
INSERTS = {
    "host": ("host", "INSERT INTO host (host, uri) SELECT host, 'sim:1' FROM v"),
    "host_version": (
        "host, class, is_on, machine, sunk, admin, idle, peak, cpu, memory, valid",
        "INSERT INTO host_version (host_id, host, class, in_service, machine_cost_per_h, sunk_cost_per_h,"
        " admin_min_per_month, idle_w, peak_w, cpu_mcpu, memory_mib, currency, valid)"
        " SELECT h.host_id, h.host, v.class, is_on::boolean, machine::numeric, sunk::numeric, admin::numeric, idle::numeric,"
        " peak::numeric, cpu::bigint, memory::bigint, 'USD', valid::tstzrange FROM v JOIN host h ON h.host = v.host"),
    "service": ("service", "INSERT INTO service (service) SELECT service FROM v"),
    "service_version": (
        "service, team, valid",
        "INSERT INTO service_version (service_id, service, team, valid)"
        " SELECT s.service_id, s.service, v.team, valid::tstzrange FROM v JOIN service s ON s.service = v.service"),
    "domain": ("domain", "INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at)"
                         " SELECT gen_random_uuid(), domain, now(), now() FROM v ORDER BY domain COLLATE \"C\""),
    "domain_version": (
        "domain, service, licences, valid",
        "INSERT INTO domain_version (domain_id, domain, service_id, licences, valid)"
        " SELECT d.domain_id, d.domain, s.service_id, v.licences::text[], valid::tstzrange"
        " FROM v JOIN domain d ON d.domain = v.domain LEFT JOIN service s ON s.service = v.service"),
    "placement_version": (
        "domain, host, state, vcpus, memory, valid",
        "INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid)"
        " SELECT d.domain_id, h.host_id, v.state, vcpus::integer, memory::bigint, valid::tstzrange"
        " FROM v JOIN domain d ON d.domain = v.domain JOIN host h ON h.host = v.host"),
    "use_hour": (
        "domain, host, starts_at, cpu",
        "INSERT INTO use_hour (domain_id, host_id, starts_at, measured_s, cpu_mcpu)"
        " SELECT d.domain_id, h.host_id, v.starts_at::timestamptz, 1, cpu::bigint"
        " FROM v JOIN domain d ON d.domain = v.domain JOIN host h ON h.host = v.host"),
    "people_action": (
        "at, minutes, service",
        "INSERT INTO people_action (at, action, minutes, service_id, reason)"
        " SELECT at::timestamptz, 'other', minutes::numeric, s.service_id, 'x' FROM v LEFT JOIN service s ON s.service = v.service"),
}


def at(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(value):
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def span(a, b):
    return f"[{at(a)},{at(b)})"


def pieces(rng, a, b, n):
    """[a, b) in at most n pieces."""
    cuts = sorted({a, b, *(rng.randrange(a + 1, b) for _ in range(rng.randrange(n)))})
    return list(zip(cuts, cuts[1:]))


class World:
    """A month with rates and licences, and n estates in it, each with hosts, services and domains of its own."""

    def __init__(self, seed, n):
        rng = self.rng = random.Random(seed)
        self.period, day = rng.choice(MONTHS)
        self.zone = rng.choice(ZONES)
        year, month = map(int, self.period.split("-"))
        local = ZoneInfo(self.zone)
        self.start = int(datetime(year, month, 1, tzinfo=local).timestamp())
        after = datetime(year, month, 28) + timedelta(days=7)
        self.end = int(datetime(after.year, after.month, 1, tzinfo=local).timestamp())
        self.a = int(datetime(year, month, day, tzinfo=local).timestamp()) + rng.randrange(3 * 3600)
        self.b = min(self.a + rng.randrange(600, 4 * 3600), self.end)
        self.make_rates()
        self.make_licences()
        self.estates = [Estate(self, number) for number in range(n)]

    def price(self, none=0.0):
        rng = self.rng
        if rng.random() < none:
            return None
        return Fraction(rng.randrange(0, 10 ** rng.randrange(1, 8)), 10 ** rng.randrange(0, 7))

    def make_rates(self):
        """key → [(from, to, class, hour, value)], whole time first; a later one is more particular."""
        rng = self.rng
        far = self.start - 10 ** 6, self.end + 10 ** 6
        self.rates = {key: [(*far, None, None, self.price())] for key in
                      ("machine_cost_per_h", "admin_min_per_month", "wage_per_h", "price_per_kwh", "pue")}
        self.rates["sunk_cost_per_h"] = [(*far, None, None, Fraction(0))]
        for _ in range(rng.randrange(3)):
            key = rng.choice(["machine_cost_per_h", "wage_per_h", "price_per_kwh", "admin_min_per_month"])
            a = rng.randrange(self.a, self.b)
            new = (a, self.end + 10 ** 6, None, None, self.price())
            old = self.rates[key].pop()
            self.rates[key] += [(old[0], a, None, None, old[4]), new] if old[0] < a else [old]
        if rng.random() < 0.4:
            self.rates["machine_cost_per_h"].append((*far, "big", None, self.price()))
        if rng.random() < 0.4:
            self.rates["price_per_kwh"].append((*far, None, rng.randrange(24), self.price()))

    def make_licences(self):
        middle = self.rng.randrange(self.a, self.b)
        far = self.start - 10 ** 6, self.end + 10 ** 6
        self.licences = {"db": [(*far, self.price(), None)],
                         "os": [(far[0], middle, None, self.price()), (middle, far[1], self.price(), self.price())]}

    # ---- as SQL ---------------------------------------------------------------------------------

    def sql(self):
        out = ["BEGIN;"]
        say = out.append
        say(f"SELECT rate_set('billing_time_zone', '{self.zone}', '{{\"valid_from\": \"2020-01-01T00:00:00Z\"}}');")
        for key, cards in self.rates.items():
            for a, b, cls, hour, value in cards:
                fields = f'"valid_from": "{at(a)}", "valid_to": "{at(b)}"'
                fields += f', "class": "{cls}"' if cls else ""
                fields += f', "hour": {hour}' if hour is not None else ""
                say(f"SELECT rate_set('{key}', {text(decimal(value))}, '{{{fields}}}');")
        for name, versions in self.licences.items():
            for a, b, per_host, per_core in versions:
                say("INSERT INTO licence_version (licence, cost_per_host_h, cost_per_core_h, currency, valid)"
                    f" VALUES ('{name}', {text(decimal(per_host))}, {text(decimal(per_core))}, 'USD', '{span(a, b)}');")
        rows = {table: [] for table in INSERTS}
        for estate in self.estates:
            estate.rows(rows)
        for table, (names, statement) in INSERTS.items():
            if rows[table]:
                values = ", ".join("(" + ", ".join(text(value) for value in row) + ")" for row in rows[table])
                say(f"WITH v ({names}) AS (VALUES {values}) {statement};")
        say(f"SELECT ledger_charge('{self.period}');")
        say("SELECT 'IDENTITY ' || coalesce(max(abs(difference)), 0) || ' ' || count(*) FROM ledger_identity;")
        say("SELECT 'INVOICE ' || coalesce(sum(amount), 0) || ' ' || coalesce(sum(invoiced), 0) FROM invoice_line;")
        say("SELECT 'SUM ' || component || ' ' || kind || ' ' || coalesce(team, '-') || ' ' || sum(amount)"
            " FROM charge GROUP BY component, kind, team;")
        say("SELECT 'END';")
        say("ROLLBACK;")
        # One message to the server: a round trip for each statement would take longer than all of them.
        return " \\;\n".join(line.rstrip(";") for line in out) + ";\n"

    def rate(self, key, cls, when):
        hour = datetime.fromtimestamp(when, ZoneInfo(self.zone)).hour
        found = [c for c in self.rates[key] if c[0] <= when < c[1] and c[2] in (None, cls) and c[3] in (None, hour)]
        return max(found, key=lambda c: (c[2] is not None, c[3] is not None))[4]

    def expected(self):
        """(component, kind, team) → micro-units"""
        sums = {}
        for estate in self.estates:
            estate.expect(sums)
        return sums


class Estate:
    def __init__(self, world, number):
        rng = self.rng = world.rng
        self.world, self.number, self.price = world, number, world.price
        self.start, self.end = world.start, world.end
        self.a = rng.randrange(world.a, world.b - 60)
        self.b = rng.randrange(self.a + 30, world.b)
        self.make_hosts()
        self.make_domains()
        self.people = [(rng.randrange(self.a, self.b), rng.randrange(1, 500), rng.choice([None, 0, 1]))
                       for _ in range(rng.randrange(3))]

    def make_hosts(self):
        rng = self.rng
        self.hosts = []
        for _ in range(rng.randrange(1, 4)):
            versions = []
            for a, b in pieces(rng, self.a, self.b, 3):
                idle = Fraction(rng.randrange(0, 500))
                versions.append(dict(
                    a=a, b=b, cls=rng.choice([None, "big"]), on=rng.random() < 0.85,
                    machine=self.price(0.4), sunk=self.price(0.7), admin=self.price(0.5), idle=idle,
                    peak=idle + rng.randrange(0, 500), cpu=rng.choice([None, 0, 1000, 7777, 64000]),
                    memory=rng.choice([None, 1, 4096, 262144])))
            self.hosts.append(versions)

    def make_domains(self):
        rng = self.rng
        self.teams = [[(a, b, rng.choice([None, f"red{self.number}", f"blue{self.number}"])) for a, b in
                       pieces(rng, self.start - 10 ** 6, self.end + 10 ** 6, 2)] for _ in range(2)]
        for team in self.teams:  # a change of team within the time in use
            if len(team) == 2:
                middle = rng.randrange(self.a, self.b)
                team[:] = [(team[0][0], middle, team[0][2]), (middle, team[1][1], team[1][2])]
        self.domains = []
        for _ in range(rng.randrange(0, 5)):
            placed = []
            for a, b in pieces(rng, self.a, self.b, 4):
                if rng.random() < 0.8:
                    placed.append(dict(a=a, b=b, host=rng.randrange(len(self.hosts)),
                                       state=rng.choice(["running", "running", "paused", "shutoff"]),
                                       vcpus=rng.choice([None, 1, 3, 16]),
                                       memory=rng.choice([None, 512, 3333])))
            self.domains.append(dict(service=rng.choice([None, 0, 1]), placed=placed,
                                     licences=sorted(n for n in ("db", "os") if rng.random() < 0.3)))
        self.use = {}
        for d in range(len(self.domains)):
            for h in range(len(self.hosts)):
                for hour in range((self.a - self.start) // 3600, (self.b - self.start) // 3600 + 1):
                    if rng.random() < 0.5:
                        self.use[d, h, self.start + hour * 3600] = rng.randrange(0, 5000)

    def rows(self, into):
        """Rows of this estate by table, each value as text or None."""
        n = self.number
        for h, versions in enumerate(self.hosts):
            into["host"].append([f"h{n}_{h}"])
            for v in versions:
                into["host_version"].append([
                    f"h{n}_{h}", v["cls"], v["on"], decimal(v["machine"]), decimal(v["sunk"]), decimal(v["admin"]),
                    decimal(v["idle"]), decimal(v["peak"]), v["cpu"], v["memory"], span(v["a"], v["b"])])
        for s, versions in enumerate(self.teams):
            into["service"].append([f"s{n}_{s}"])
            into["service_version"] += [[f"s{n}_{s}", team, span(a, b)] for a, b, team in versions]
        for d, domain in enumerate(self.domains):
            service = None if domain["service"] is None else f"s{n}_{domain['service']}"
            into["domain"].append([f"d{n}_{d}"])
            into["domain_version"].append([f"d{n}_{d}", service, "{" + ",".join(domain["licences"]) + "}",
                                           span(self.start, self.end)])
            into["placement_version"] += [[f"d{n}_{d}", f"h{n}_{p['host']}", p["state"], p["vcpus"], p["memory"],
                                           span(p["a"], p["b"])] for p in domain["placed"]]
        into["use_hour"] += [[f"d{n}_{d}", f"h{n}_{h}", at(hour), cpu] for (d, h, hour), cpu in self.use.items()]
        into["people_action"] += [[at(when), minutes, None if service is None else f"s{n}_{service}"]
                                  for when, minutes, service in self.people]

    def cuts(self, h, a, b):
        times = {a, b}
        times |= {t for t in range(self.start, self.end + 1, 3600) if a < t < b}
        times |= {t for cards in self.world.rates.values() for c in cards for t in c[:2]}
        times |= {t for versions in self.world.licences.values() for v in versions for t in v[:2]}
        for d in self.domains:
            for p in d["placed"]:
                if p["host"] == h:
                    times |= {p["a"], p["b"]}
                    if d["service"] is not None:
                        times |= {t for t, _, _ in self.teams[d["service"]] if p["a"] <= t < p["b"]}
        inside = sorted(t for t in times if a <= t <= b)
        return zip(inside, inside[1:])

    def occupants(self, h, t):
        hour = self.start + (t - self.start) // 3600 * 3600
        for d, domain in enumerate(self.domains):
            for p in domain["placed"]:
                if p["host"] == h and p["a"] <= t < p["b"] and p["state"] != "shutoff":
                    measured = self.use.get((d, h, hour))
                    vcpus = 0 if p["state"] == "paused" else 1000 * (p["vcpus"] or 0)
                    team = None
                    if domain["service"] is not None:
                        team = next(n for x, y, n in self.teams[domain["service"]] if x <= t < y)
                    yield d, vcpus if measured is None else measured, p["memory"] or 0, team

    def segment(self, sums, h, v, a, b):
        hours = Fraction(b - a, 3600)
        wage, kwh = self.world.rate("wage_per_h", None, a), self.world.rate("price_per_kwh", None, a)
        pue = self.world.rate("pue", None, a)
        own = lambda name, key: v[name] if v[name] is not None else self.world.rate(key, v["cls"], a)
        there = list(self.occupants(h, a))
        cpu, memory = sum(o[1] for o in there), sum(o[2] for o in there)
        shares = []
        if v["cpu"]:
            shares.append([Fraction(o[1], max(v["cpu"], cpu)) for o in there])
        if v["memory"]:
            shares.append([Fraction(o[2], max(v["memory"], memory)) for o in there])
        if not shares:
            shares.append([Fraction(1, len(there)) for _ in there])
        fixed = [sum(s) / len(shares) for s in zip(*shares)]
        costs = {"sunk": hours * own("sunk", "sunk_cost_per_h")}
        if v["on"]:
            costs["machine"] = hours * own("machine", "machine_cost_per_h")
            costs["administration"] = hours * own("admin", "admin_min_per_month") * wage / 43800
            costs["energy_idle"] = hours * pue * v["idle"] / 1000 * kwh
            if v["cpu"] and cpu:
                costs["energy_use"] = hours * pue * (v["peak"] - v["idle"]) / 1000 * cpu / v["cpu"] * kwh
        for component, cost in costs.items():
            parts = [Fraction(o[1], cpu) for o in there] if component == "energy_use" else fixed
            micro = half_up(cost * 10 ** 6)
            for key, amount in zip([("charged", o[3]) if o[3] else ("unallocated", None) for o in there] + [("idle", None)],
                                   split(micro, parts + [1 - sum(parts)])):
                if amount:
                    sums[component, *key] = sums.get((component, *key), 0) + amount
        for name, versions in self.world.licences.items():
            payers = [("charged", o[3]) if o[3] else ("unallocated", None) for o in there
                      if name in self.domains[o[0]]["licences"]]
            _, _, per_host, per_core = next(x for x in versions if x[0] <= a < x[1])
            cost = hours * ((per_host or 0) + Fraction(v["cpu"] or 0, 1000) * (per_core or 0))
            if payers:
                for key, amount in zip(payers, split(half_up(cost * 10 ** 6), [Fraction(1, len(payers))] * len(payers))):
                    if amount:
                        sums["licence", *key] = sums.get(("licence", *key), 0) + amount

    def expect(self, sums):
        for h, versions in enumerate(self.hosts):
            for v in versions:
                for a, b in self.cuts(h, v["a"], v["b"]):
                    self.segment(sums, h, v, a, b)
        for when, minutes, service in self.people:
            team = None if service is None else next(n for x, y, n in self.teams[service] if x <= when < y)
            key = ("people", *(("charged", team) if team else ("shared" if service is None else "unallocated", None)))
            amount = half_up(minutes * self.world.rate("wage_per_h", None, when) / 60 * 10 ** 6)
            if amount:
                sums[key] = sums.get(key, 0) + amount


def decimal(value):
    if value is None:
        return None
    micro = value * 10 ** 6
    assert micro.denominator == 1
    return f"{micro.numerator // 10 ** 6}.{micro.numerator % 10 ** 6:06d}"


def half_up(value):
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def split(micro, parts):
    floors = [(micro * p).__floor__() for p in parts]
    order = sorted(range(len(parts)), key=lambda i: (-(micro * parts[i] - floors[i]), i))
    for i in order[: micro - sum(floors)]:
        floors[i] += 1
    return floors
