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


def at(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(value):
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def span(a, b):
    return f"'[{at(a)},{at(b)})'"


def pieces(rng, a, b, n):
    """[a, b) in at most n pieces."""
    cuts = sorted({a, b, *(rng.randrange(a + 1, b) for _ in range(rng.randrange(n)))})
    return list(zip(cuts, cuts[1:]))


class Estate:
    def __init__(self, seed):
        rng = self.rng = random.Random(seed)
        self.period, day = rng.choice(MONTHS)
        self.zone = rng.choice(ZONES)
        year, month = map(int, self.period.split("-"))
        local = ZoneInfo(self.zone)
        self.start = int(datetime(year, month, 1, tzinfo=local).timestamp())
        after = datetime(year, month, 28) + timedelta(days=7)
        self.end = int(datetime(after.year, after.month, 1, tzinfo=local).timestamp())
        a = int(datetime(year, month, day, tzinfo=local).timestamp()) + rng.randrange(3 * 3600)
        self.a, self.b = a, min(a + rng.randrange(60, 4 * 3600), self.end)
        self.make_rates()
        self.make_hosts()
        self.make_domains()
        self.people = [(rng.randrange(self.a, self.b), rng.randrange(1, 500), rng.choice([None, 0, 1]))
                       for _ in range(rng.randrange(3))]

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
        self.teams = [[(a, b, rng.choice([None, "red", "blue"])) for a, b in
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
            self.domains.append(dict(service=rng.choice([None, 0, 1]), placed=placed))
        self.use = {}
        for d in range(len(self.domains)):
            for h in range(len(self.hosts)):
                for hour in range((self.a - self.start) // 3600, (self.b - self.start) // 3600 + 1):
                    if rng.random() < 0.5:
                        self.use[d, h, self.start + hour * 3600] = rng.randrange(0, 5000)

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
        for h, versions in enumerate(self.hosts):
            say(f"INSERT INTO host (host, uri) VALUES ('h{h}', 'sim:1');")
            for v in versions:
                say("INSERT INTO host_version (host_id, host, class, in_service, machine_cost_per_h, sunk_cost_per_h,"
                    " admin_min_per_month, idle_w, peak_w, cpu_mcpu, memory_mib, currency, valid)"
                    f" SELECT host_id, host, {text(v['cls'])}, {v['on']}, {text(decimal(v['machine']))},"
                    f" {text(decimal(v['sunk']))}, {text(decimal(v['admin']))}, {decimal(v['idle'])}, {decimal(v['peak'])},"
                    f" {text(v['cpu'])}, {text(v['memory'])}, 'USD', {span(v['a'], v['b'])} FROM host WHERE host = 'h{h}';")
        for s, versions in enumerate(self.teams):
            say(f"INSERT INTO service (service) VALUES ('s{s}');")
            for a, b, team in versions:
                say(f"INSERT INTO service_version (service_id, service, team, valid) SELECT service_id, service, {text(team)},"
                    f" {span(a, b)} FROM service WHERE service = 's{s}';")
        for d, domain in enumerate(self.domains):
            service = "NULL" if domain["service"] is None else f"(SELECT service_id FROM service WHERE service = 's{domain['service']}')"
            say(f"INSERT INTO domain (uuid, domain, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), 'd{d}', now(), now());")
            say(f"INSERT INTO domain_version (domain_id, domain, service_id, valid) SELECT domain_id, domain, {service},"
                f" {span(self.start, self.end)} FROM domain WHERE domain = 'd{d}';")
            for p in domain["placed"]:
                say("INSERT INTO placement_version (domain_id, host_id, state, n_vcpus, memory_mib, valid) SELECT domain_id, host_id,"
                    f" '{p['state']}', {text(p['vcpus'])}, {text(p['memory'])}, {span(p['a'], p['b'])}"
                    f" FROM domain, host WHERE domain = 'd{d}' AND host = 'h{p['host']}';")
        for (d, h, hour), cpu in self.use.items():
            say("INSERT INTO use_hour (domain_id, host_id, starts_at, measured_s, cpu_mcpu) SELECT domain_id, host_id,"
                f" '{at(hour)}', 1, {cpu} FROM domain, host WHERE domain = 'd{d}' AND host = 'h{h}';")
        for when, minutes, service in self.people:
            say(f"INSERT INTO people_action (at, action, minutes, service_id, reason) SELECT '{at(when)}', 'other', {minutes},"
                f" (SELECT service_id FROM service WHERE service = {text(None if service is None else f's{service}')}), 'x';")
        say(f"SELECT ledger_charge('{self.period}');")
        say("SELECT 'IDENTITY ' || coalesce(max(abs(difference)), 0) || ' ' || count(*) FROM ledger_identity;")
        say("SELECT 'INVOICE ' || coalesce(sum(amount), 0) || ' ' || coalesce(sum(invoiced), 0) FROM invoice_line;")
        say("SELECT 'SUM ' || component || ' ' || kind || ' ' || coalesce(team, '-') || ' ' || sum(amount)"
            " FROM charge GROUP BY component, kind, team;")
        say("SELECT 'END'; ROLLBACK;")
        return "\n".join(out) + "\n"

    # ---- by the second reckoning ----------------------------------------------------------------

    def rate(self, key, cls, when):
        hour = datetime.fromtimestamp(when, ZoneInfo(self.zone)).hour
        found = [c for c in self.rates[key] if c[0] <= when < c[1] and c[2] in (None, cls) and c[3] in (None, hour)]
        return max(found, key=lambda c: (c[2] is not None, c[3] is not None))[4]

    def cuts(self, h, a, b):
        times = {a, b}
        times |= {t for t in range(self.start, self.end + 1, 3600) if a < t < b}
        times |= {t for cards in self.rates.values() for c in cards for t in c[:2]}
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
        wage, kwh = self.rate("wage_per_h", None, a), self.rate("price_per_kwh", None, a)
        pue = self.rate("pue", None, a)
        own = lambda name, key: v[name] if v[name] is not None else self.rate(key, v["cls"], a)
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

    def expected(self):
        """(component, kind, team) → micro-units"""
        sums = {}
        for h, versions in enumerate(self.hosts):
            for v in versions:
                for a, b in self.cuts(h, v["a"], v["b"]):
                    self.segment(sums, h, v, a, b)
        for when, minutes, service in self.people:
            team = None if service is None else next(n for x, y, n in self.teams[service] if x <= when < y)
            key = ("people", *(("charged", team) if team else ("shared" if service is None else "unallocated", None)))
            amount = half_up(minutes * self.rate("wage_per_h", None, when) / 60 * 10 ** 6)
            if amount:
                sums[key] = sums.get(key, 0) + amount
        return sums


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
