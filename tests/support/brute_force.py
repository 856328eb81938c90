"""A brute force for tiny scenarios, written from docs/contract.md alone.

Shares nothing with the C code: reads a scenario folder with csv, computes with
exact fractions, tries every placement and every order. It knows the parts of
format 1 that the random scenarios of random_scenario.py use.
"""
import csv
import heapq
import itertools
import os
from fractions import Fraction

MICRO = 10**6
NEVER = 10**18
DEFAULTS = {
    "horizon_h": "720", "periods": "1", "wage_per_h": "62.00", "plan_review_min": "30",
    "move_review_min": "2", "service_notice_min": "15", "power_change_min": "15",
    "out_of_hours_factor": "1.0", "price_per_kwh": "0.13", "pue": "1.56", "max_parallel": "8",
    "max_parallel_per_host": "2", "max_parallel_per_service": "1", "max_moves": "",
    "max_operator_min": "", "max_memory_gib": "", "min_residence_h": "0", "min_saving": "0",
    "busiest_service_cost": "0", "host_failures": "0",
}
RESOURCES = {"cpu_mcpu": (700, 900), "memory_mib": (900, 900), "disk_iops": (700, 900),
             "network_mbit_s": (700, 900)}


def half_up(value):
    """Rounds a non-negative amount of money to whole micro-units."""
    return int((value * MICRO + Fraction(1, 2)) // 1)


def rows(directory, name):
    path = os.path.join(directory, name)
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def names(text):
    return [part for part in (text or "").split(";") if part]


class Scenario:
    def __init__(self, directory):
        policy = dict(DEFAULTS)
        policy.update({row["key"]: row["value"] for row in rows(directory, "policy.csv")})
        self.policy = policy
        self.horizon = Fraction(policy["horizon_h"])
        self.wage = Fraction(policy["wage_per_h"])
        table = rows(directory, "resources.csv")
        self.limits = {row["resource"]: (int(row["soft_permille"] or 1000), int(row["hard_permille"] or 1000))
                       for row in table} or RESOURCES
        self.transient = {row["resource"] for row in table if row.get("transient") == "1"}
        self.failures = int(policy["host_failures"])
        self.overload_price = {row["resource"]: Fraction(row.get("overload_price") or 0) for row in table}
        self.periods = range(int(policy["periods"]))
        self.hosts = {row["host"]: row for row in rows(directory, "hosts.csv")}
        self.domains = {row["domain"]: row for row in rows(directory, "domains.csv")}
        self.rules = rows(directory, "rules.csv")
        self.services = {row["service"]: row for row in rows(directory, "services.csv")}
        self.tiers = rows(directory, "tiers.csv")
        self.licences = rows(directory, "licences.csv")
        self.cpu_models = {row["cpu_model"]: names(row.get("runs_on"))
                           for row in rows(directory, "cpu_models.csv")}
        self.move_costs = rows(directory, "move_costs.csv")
        self.balances = rows(directory, "balance.csv")
        self.over_time = {(row["domain"], row["resource"], int(row["period"])): int(row["amount"])
                          for row in rows(directory, "demand.csv")}
        self.host_names = sorted(self.hosts)
        self.domain_names = sorted(self.domains)
        self.home = {d: row.get("host") or None for d, row in self.domains.items()}
        held = {host for host in self.home.values() if host}
        self.on = {h: (row.get("on") or ("1" if h in held else "0")) == "1"
                   for h, row in self.hosts.items()}

    def state(self, host):
        return self.hosts[host].get("state") or "up"

    def placed(self, domain):
        home = self.home[domain]
        return home is not None and self.state(home) != "failed"

    def ends(self, domain):
        """It is taken off its host and is nowhere afterwards."""
        return self.domains[domain].get("retire") == "1" and self.placed(domain)

    def wanted(self, domain):
        """A plan must give it a host; one that neither is wanted nor ends is as if it were not there."""
        row = self.domains[domain]
        runs = (row.get("state") or "running") == "running"
        return row.get("retire") != "1" and (runs or self.placed(domain))

    def stays_put(self, domain):
        row = self.domains[domain]
        return row.get("move") == "never" or (row.get("state") or "running") != "running"

    def now(self):
        return {d: h if self.wanted(d) or self.ends(d) else None for d, h in self.home.items()}

    def hard(self, host, resource):
        return int(self.hosts[host].get(resource) or 0) * self.limits[resource][1] // 1000

    def capacity(self, host, resource):
        return int(self.hosts[host].get(resource) or 0)

    def soft(self, host, resource):
        own = self.hosts[host].get(resource + "_soft")
        return int(own) if own else self.capacity(host, resource) * self.limits[resource][0] // 1000

    def demand(self, domain, resource, period):
        constant = int(self.domains[domain].get(resource) or 0)
        return self.over_time.get((domain, resource, period), constant)

    def mean_demand(self, domain, resource):
        return Fraction(sum(self.demand(domain, resource, p) for p in self.periods), len(self.periods))

    def service(self, domain):
        return self.domains[domain].get("service") or None

    # -- what a placement may be ------------------------------------------------------------

    def may_hold(self, host, domain, final):
        """Tags, fence, ban and state; without capacity. Parking stops need an up host."""
        state = self.state(host)
        home = self.home[domain] == host and self.placed(domain)
        if state == "failed" or (state == "drain" and (final or not home)):
            return False
        if state == "closed" and not home:
            return False
        if self.cpu_models and self.placed(domain) and host != self.home[domain]:
            row = self.domains[domain]
            there = self.hosts[host].get("cpu_model")
            seen = row.get("cpu_model") or self.hosts[self.home[domain]].get("cpu_model")
            if row.get("move") != "cold" and (
                    not seen or not there or there not in [seen] + self.cpu_models.get(seen, [])):
                return False
        tags = set(names(self.hosts[host].get("tags")))
        return set(names(self.domains[domain].get("requires"))) <= tags

    def zone(self, host):
        return self.hosts[host].get("zone") or ("zone of", host)

    def site(self, host):
        return self.hosts[host].get("site") or ("site of", host)

    def breaches(self, rule, where, serving=None):
        if rule["rule"] == "split":
            groups = [names(group) for group in rule["domains"].split("|")]
            present = [sum(any(where.get(d) == host for d in group) for group in groups)
                       for host in self.host_names]
            return sum(max(0, n - 1) for n in present)
        if rule["rule"] == "max_on":
            if serving is None:
                serving = set(where.values())
            return max(0, len(set(names(rule["hosts"])) & set(serving)) - int(rule["limit"]))
        domains = [d for d in names(rule["domains"]) if where.get(d)]
        hosts = names(rule.get("hosts"))
        kind = rule["rule"]
        if kind in ("spread", "spread_zone"):
            limit = int(rule.get("limit") or 1)
            count = {}
            for d in domains:
                place = where[d] if kind == "spread" else self.zone(where[d])
                count[place] = count.get(place, 0) + 1
            return sum(max(0, n - limit) for n in count.values())
        if kind == "fence":
            return sum(where[d] not in hosts for d in domains)
        if kind == "ban":
            return sum(where[d] in hosts for d in domains)
        if kind == "root":
            return sum(self.home[d] is not None and where[d] != self.home[d] for d in domains)
        if kind == "gather":
            return max(0, len({where[d] for d in domains}) - 1)
        if kind == "lonely":
            own = {where[d] for d in domains}
            return sum(host in own for d, host in where.items() if host and d not in domains)
        raise ValueError(kind)

    def use(self, where, host, resource, period):
        return sum(self.demand(d, resource, period) for d, h in where.items() if h == host)

    def tier_limit(self, where, host, resource):
        """The lowest limit of the tiers whose domains the host holds; its own hard limit without."""
        present = {self.services[self.service(d)].get("tier") for d, h in where.items()
                   if h == host and self.service(d)} - {None, ""}
        limit = self.hard(host, resource)
        for row in self.tiers:
            if row["tier"] in present and row["resource"] == resource:
                capacity = self.capacity(host, resource)
                if row.get("hard_permille"):
                    limit = min(limit, capacity * int(row["hard_permille"]) // 1000)
                if row.get("max_slowdown"):
                    limit = min(limit, capacity * (1 - 1 / Fraction(row["max_slowdown"])) // 1)
        return limit

    def services_kept(self, where):
        for name, row in self.services.items():
            held = [where[d] for d in self.domain_names if self.service(d) == name and where[d]]
            if not held:
                continue
            zones = [self.zone(h) for h in held]
            if len(set(zones)) < int(row.get("min_zones") or 1):
                return False
            if row.get("max_per_host") and max(map(held.count, held)) > int(row["max_per_host"]):
                return False
            if row.get("max_per_zone") and max(map(zones.count, zones)) > int(row["max_per_zone"]):
                return False
            for near in names(row.get("near")):
                there = {self.site(where[d]) for d in self.domain_names
                         if self.service(d) == near and where[d]}
                if not {self.site(h) for h in held} <= there:
                    return False
        return True

    def licence_hosts(self, where, licence):
        return {h for d, h in where.items() if h and licence in names(self.domains[d].get("licence"))}

    def licences_kept(self, where):
        return all(not row.get("max_hosts")
                   or len(self.licence_hosts(where, row["licence"])) <= int(row["max_hosts"])
                   for row in self.licences)

    def rests(self, domain):
        """It was moved too lately to be moved again from where it may stay."""
        ago, home = self.domains[domain].get("moved_h_ago"), self.home[domain]
        return (bool(ago) and self.placed(domain) and self.fits_at_home(domain)
                and Fraction(ago) < Fraction(self.policy["min_residence_h"]))

    def fits_at_home(self, domain):
        """Conditions of a place that do not ask who else is there, for its own host."""
        home = self.home[domain]
        if not self.may_hold(home, domain, True):
            return False
        alone = {domain: home}
        if any(self.demand(domain, r, p) > self.tier_limit(alone, home, r)
               for r in self.limits for p in self.periods):
            return False
        return not any(domain in names(rule["domains"]) and self.breaches(rule, alone)
                       for rule in self.rules if (rule.get("strength") or "hard") == "hard"
                       and rule["rule"] in ("fence", "ban"))

    def transient_kept(self, where):
        """What moved away still counts where it was."""
        for resource in self.transient:
            for host in self.host_names:
                if self.state(host) == "failed":
                    continue
                left = [d for d in self.domain_names
                        if self.now()[d] == host and where[d] != host]
                if any(self.use(where, host, resource, p) + sum(self.demand(d, resource, p) for d in left)
                       > self.hard(host, resource) for p in self.periods if left or self.use(where, host, resource, p)):
                    return False
        return True

    def reserve_kept(self, where, serving):
        if self.failures == 0:
            return True
        hosts = [h for h in serving if self.state(h) != "failed"]
        for resource in self.limits:
            left = sorted(self.hard(h, resource) for h in hosts)[:max(0, len(hosts) - self.failures)]
            for p in self.periods:
                if sum(left) < sum(self.demand(d, resource, p) for d, h in where.items() if h):
                    return False
        return True

    def is_final(self, where, serving):
        for domain, host in where.items():
            if not self.wanted(domain):
                if host is not None:
                    return False
                continue
            if host is None or not self.may_hold(host, domain, True):
                return False
            if (self.stays_put(domain) or self.rests(domain)) and self.placed(domain) and host != self.home[domain]:
                return False
        for host in self.host_names:
            for resource in self.limits:
                limit = self.tier_limit(where, host, resource)
                if any(self.use(where, host, resource, p) > limit for p in self.periods):
                    return False
        if not self.services_kept(where) or not self.licences_kept(where):
            return False
        if not self.transient_kept(where) or not self.reserve_kept(where, serving):
            return False
        return all(self.breaches(rule, where, serving) <= self.allowed_breaches(rule) for rule in self.rules
                   if rule.get("strength") != "soft")

    def allowed_breaches(self, rule):
        if rule.get("strength") != "keep":
            return 0
        return self.breaches(rule, self.now(), [h for h in self.host_names if self.on[h]])

    # -- money ------------------------------------------------------------------------------

    def watts(self, host, what):
        return Fraction(self.hosts[host].get(what) or 0)

    def recurring(self, where, serving):
        policy, cost = self.policy, 0
        energy = self.horizon * Fraction(policy["pue"]) * Fraction(policy["price_per_kwh"]) / 1000
        for host in serving:
            row = self.hosts[host]
            cost += half_up(self.horizon * Fraction(row.get("machine_cost_per_h") or 0))
            cost += half_up(self.horizon / 730 * Fraction(row.get("admin_min_per_month") or 0) / 60 * self.wage)
            cost += half_up(energy * self.watts(host, "idle_w"))
        if "cpu_mcpu" in self.limits:
            for domain, host in where.items():
                if host and int(self.hosts[host].get("cpu_mcpu") or 0) > 0:
                    span = self.watts(host, "peak_w") - self.watts(host, "idle_w")
                    share = self.mean_demand(domain, "cpu_mcpu") / self.capacity(host, "cpu_mcpu")
                    cost += half_up(energy * span * share)
        for rule in self.rules:
            if rule.get("strength") == "soft":
                cost += half_up(self.horizon * Fraction(rule.get("price_per_h") or 0) * self.breaches(rule, where, serving))
        return cost + self.licence_cost(where) + self.load_cost(where)

    def licence_cost(self, where):
        cost = 0
        for row in self.licences:
            for host in self.licence_hosts(where, row["licence"]):
                cores = Fraction(self.capacity(host, "cpu_mcpu"), 1000)
                cost += half_up(self.horizon * (Fraction(row.get("cost_per_host_h") or 0)
                                                + cores * Fraction(row.get("cost_per_core_h") or 0)))
        return cost

    def load_cost(self, where):
        """Overload and balance: each (host, resource) and (host, row) rounded after its periods."""
        cost, n_periods = 0, len(self.periods)
        for host in self.host_names:
            for resource, price in self.overload_price.items():
                over = sum(max(0, self.use(where, host, resource, p) - self.soft(host, resource))
                           for p in self.periods)
                cost += half_up(self.horizon * price * over / n_periods)
            for row in self.balances:
                stranded = 0
                for p in self.periods:
                    free, other = (self.capacity(host, r) - self.use(where, host, r, p)
                                   for r in (row["resource"], row["with"]))
                    stranded += max(0, Fraction(row["ratio_permille"]) / 1000 * free - other)
                cost += half_up(self.horizon * Fraction(row["price_per_h"]) * stranded / n_periods)
        return cost

    def pair(self, start, end):
        """Minutes and money that move_costs.csv adds between two hosts."""
        minutes = cost = Fraction(0)

        def fits(cell, host):
            return cell == host or cell == f"zone:{self.hosts[host].get('zone') or ''}"

        for row in self.move_costs:
            if start and end and fits(row["from"], start) and fits(row["to"], end):
                minutes += Fraction(row.get("operator_min") or 0)
                cost += Fraction(row.get("cost") or 0)
        return minutes, cost

    def minutes_between(self, domain, start, end):
        return (Fraction(self.domains[domain].get("operator_min") or 0)
                + Fraction(self.policy["move_review_min"]) + self.pair(start, end)[0])

    def price_between(self, domain, start, end):
        row, minutes = self.domains[domain], self.minutes_between(domain, start, end)
        factor = Fraction(self.policy["out_of_hours_factor"])
        return half_up(minutes * factor * self.wage / 60 + self.pair(start, end)[1]
                       + Fraction(row.get("move_cost") or 0) + Fraction(row.get("downtime_cost") or 0))

    def leg(self, price, domain, start, end):
        """price(domain, start, end), but from a stop no less than the direct move is above the move to
        the stop: a parking move costs again, so no detour is cheaper than the direct move."""
        home, cost = self.home[domain], price(domain, start, end)
        if start in (None, home) or end in (None, home):
            return cost
        return max(cost, price(domain, home, end) - price(domain, home, start))

    def move_price(self, domain, start, end):
        return self.leg(self.price_between, domain, start, end)

    def move_minutes(self, domain, start, end):
        return self.leg(self.minutes_between, domain, start, end)

    def minutes_price(self, key):
        return half_up(Fraction(self.policy[key]) * self.wage / 60)

    def current(self):
        return self.recurring(self.now(), [h for h in self.host_names if self.on[h]])

    def minutes(self, moves, services, changes):
        total = sum(self.move_minutes(*move) for move in moves)
        total += Fraction(self.policy["service_notice_min"]) * len(services)
        total += Fraction(self.policy["power_change_min"]) * changes
        return total + (Fraction(self.policy["plan_review_min"]) if moves or changes else 0)

    def within_budget(self, moves, services, changes):
        policy = self.policy
        memory = sum(max(self.demand(d, "memory_mib", p) for p in self.periods) for d, _, _ in moves)
        return ((not policy["max_moves"] or len(moves) <= int(policy["max_moves"]))
                and (not policy["max_memory_gib"] or memory <= int(policy["max_memory_gib"]) * 1024)
                and (not policy["max_operator_min"]
                     or self.minutes(moves, services, changes) <= Fraction(policy["max_operator_min"])))

    def busiest(self, moves):
        told = [self.service(d) for d, _, _ in moves if self.service(d)]
        return half_up(Fraction(self.policy["busiest_service_cost"]) * max(map(told.count, told), default=0))

    def planned(self, where, serving, moves, services):
        """Cost of ending at where after these moves (domain, from, to) with these services told; NEVER
        where that is above a budget."""
        serving = sorted(serving)
        changes = sum(self.on[h] != (h in serving) for h in self.host_names)
        if not self.within_budget(moves, services, changes):
            return NEVER
        cost = self.recurring(where, serving) + sum(self.move_price(*move) for move in moves)
        cost += self.minutes_price("service_notice_min") * len(services) + self.busiest(moves)
        cost += self.minutes_price("power_change_min") * changes
        return cost + (self.minutes_price("plan_review_min") if moves or changes else 0)

    # -- order ------------------------------------------------------------------------------

    def start(self):
        return {d: (h if self.placed(d) else None) for d, h in self.home.items()}

    def wave_ok(self, before, moving, begin):
        """One wave from placement `before`: moving maps domain to its new host."""
        policy = self.policy
        per_host, per_service = {}, {}
        for domain, host in moving.items():
            for end in (before[domain], host):
                if end:
                    per_host[end] = per_host.get(end, 0) + 1
            if self.service(domain):
                per_service[self.service(domain)] = per_service.get(self.service(domain), 0) + 1
        if (len(moving) > int(policy["max_parallel"])
                or max(per_host.values(), default=0) > int(policy["max_parallel_per_host"])
                or max(per_service.values(), default=0) > int(policy["max_parallel_per_service"])):
            return False
        for host in self.host_names:
            held = {d: host for d, h in before.items() if host in (h, moving.get(d))}
            left = [d for d in begin if begin[d] == host and d not in held]
            for resource in self.limits:
                limit, hard = self.tier_limit(held, host, resource), self.hard(host, resource)
                for p in self.periods:
                    use, at_first = self.use(held, host, resource, p), self.use(begin, host, resource, p)
                    if use > max(limit, at_first):
                        return False
                    if resource in self.transient:
                        use += sum(self.demand(d, resource, p) for d in left)
                        if use > max(hard, at_first):
                            return False
        after = dict(before)
        after.update(moving)
        for rule in self.rules:
            if (rule.get("strength") or "hard") == "hard" and rule["rule"] in (
                    "spread", "spread_zone", "split", "ban", "fence", "lonely"):
                if self.breaches(rule, after) > self.breaches(rule, begin):
                    return False
        return True

    def direct_order(self, target):
        """Whether moving each domain once, in some waves, is safe."""
        begin = self.start()
        movers = [d for d in self.domain_names if begin[d] != target[d]]
        seen, stack = {frozenset()}, [frozenset()]
        while stack:
            moved = stack.pop()
            if len(moved) == len(movers):
                return True
            before = {d: (target[d] if d in moved else begin[d]) for d in begin}
            rest = [d for d in movers if d not in moved]
            for size in range(1, len(rest) + 1):
                for subset in itertools.combinations(rest, size):
                    after = moved | frozenset(subset)
                    if after not in seen and self.wave_ok(before, {d: target[d] for d in subset}, begin):
                        seen.add(after)
                        stack.append(after)
        return False

    def best_with_parking(self, finals, limit):
        """Least total cost over all orders with parking, below limit. Only hosts that are on now or
        in service in the end take part (docs/decisions/0004-parking-hosts.md)."""
        groups = {}
        for final, serving in finals:
            groups.setdefault(serving, []).append(final)
        for serving, members in groups.items():
            limit = self.best_on_hosts(members, serving, limit)
        return limit

    def best_on_hosts(self, finals, serving, limit):
        """The same, ending in one of finals with these hosts in service; Dijkstra over placements."""
        begin = self.start()
        usable = serving | {h for h in self.on if self.on[h]}
        if limit == NEVER and not self.is_reachable(finals, usable):
            return NEVER  # a search that counts moves would not end
        cheapest = min(self.planned(f, serving, [], []) for f in finals)
        key = tuple(begin[d] for d in self.domain_names)
        heap, done, best = [(0, 0, key, frozenset(), ())], set(), limit
        counter = itertools.count(1)
        final_keys = {tuple(f[d] for d in self.domain_names): f for f in finals}
        while heap:
            spent, _, key, told, moves = heapq.heappop(heap)
            if spent + cheapest >= best:
                break
            state = (key, told, tuple(sorted(d for d, _, _ in moves)) if self.counts_moves() else None)
            if state in done or not self.within_budget(moves, told, 0):
                continue
            done.add(state)
            if key in final_keys:
                best = min(best, self.planned(final_keys[key], serving, list(moves), told))
            before = dict(zip(self.domain_names, key))
            for moving in self.waves(before, best - cheapest - spent, usable):
                if not self.wave_ok(before, moving, begin):
                    continue
                after = dict(before)
                after.update(moving)
                services = told | {self.service(d) for d in moving if self.service(d)}
                steps = tuple((d, before[d] or self.home[d], h) for d, h in moving.items())
                price = sum(self.move_price(*step) for step in steps)
                price += self.minutes_price("service_notice_min") * (len(services) - len(told))
                heapq.heappush(heap, (spent + price, next(counter),
                                      tuple(after[d] for d in self.domain_names), services,
                                      moves + steps))
        return best

    def is_reachable(self, finals, usable):
        """Whether any order ends in one of finals, whatever it costs."""
        begin = self.start()
        goals = [tuple(final[d] for d in self.domain_names) for final in finals]
        stack = [tuple(begin[d] for d in self.domain_names)]
        seen = set(stack)
        while stack:
            key = stack.pop()
            if key in goals:
                return True
            before = dict(zip(self.domain_names, key))
            for moving in self.waves(before, NEVER, usable):
                after = tuple(moving.get(d, before[d]) for d in self.domain_names)
                if after not in seen and self.wave_ok(before, moving, begin):
                    seen.add(after)
                    stack.append(after)
        return False

    def counts_moves(self):
        """Whether it matters who was moved how often, beside the price of that."""
        policy = self.policy
        return (Fraction(policy["busiest_service_cost"]) > 0 or policy["max_moves"]
                or policy["max_operator_min"] or policy["max_memory_gib"])

    def waves(self, before, budget, usable):
        """Every set of moves to usable hosts whose price stays within budget."""
        choices = []
        for domain in self.domain_names:
            if not self.wanted(domain):
                choices.append([None, False] if before[domain] else [None])
                continue
            if (self.stays_put(domain) or self.rests(domain)) and before[domain]:
                choices.append([None])
                continue
            hosts = [h for h in self.host_names
                     if h != before[domain] and h in usable
                     and self.state(h) in ("up", "closed") and self.may_hold(h, domain, False)]
            choices.append([None] + hosts)
        prices = [self.move_price(d, None, None) for d in self.domain_names]

        def extend(at, moving, spent):
            if at == len(choices):
                if moving:
                    yield dict(moving)
                return
            for host in choices[at]:
                if host is None:
                    yield from extend(at + 1, moving, spent)
                elif spent + prices[at] <= budget:
                    moving[self.domain_names[at]] = host or None
                    yield from extend(at + 1, moving, spent + prices[at])
                    del moving[self.domain_names[at]]

        yield from extend(0, {}, 0)

    # -- the answer -------------------------------------------------------------------------

    def finals(self):
        choices = [[h for h in self.host_names if self.may_hold(h, d, True)] if self.wanted(d) else [None]
                   for d in self.domain_names]
        for hosts in itertools.product(*choices):
            where = dict(zip(self.domain_names, hosts))
            used = frozenset(where.values()) - {None}
            for spares in self.sets_of_spares(used):
                if self.is_final(where, used | spares):
                    yield where, used | spares

    def sets_of_spares(self, used):
        free = [h for h in self.host_names if self.failures > 0 and h not in used and self.state(h) == "up"]
        for size in range(len(free) + 1):
            yield from map(frozenset, itertools.combinations(free, size))

    def direct_cost(self, final):
        target, serving = final
        begin = self.start()
        moves = [d for d in self.domain_names if begin[d] != target[d]]
        steps = [(d, self.home[d], target[d]) for d in moves]
        return self.planned(target, serving, steps, {self.service(d) for d in moves if self.service(d)})

    def solve(self):
        """("infeasible", None, None), ("blocked", …) or ("plan", cost, unordered optimum)."""
        finals = [final for final in self.finals() if self.direct_cost(final) < NEVER]
        if not finals:
            return "infeasible", None, None
        ranked = sorted(finals, key=self.direct_cost)
        relaxed = self.direct_cost(ranked[0])
        best = None
        for final in ranked:
            if self.direct_order(final[0]):
                best = self.direct_cost(final)
                break
        if best != relaxed:
            limit = best if best is not None else NEVER
            best = self.best_with_parking(finals, limit)
        if best == NEVER:
            return "blocked", None, relaxed
        if self.saves_too_little(best):
            return "plan", self.current(), min(relaxed, self.current())
        return "plan", best, relaxed

    def saves_too_little(self, best):
        least = half_up(Fraction(self.policy["min_saving"]))
        return least > 0 and self.current() - best < least and self.is_sound()

    def is_sound(self):
        """Nothing is broken now, so that a plan repairs nothing."""
        serving = frozenset(h for h in self.host_names if self.on[h])
        return (not any(self.ends(d) for d in self.domain_names)
                and all(self.state(h) != "drain" for h in self.now().values() if h)
                and self.is_final(self.now(), serving))
