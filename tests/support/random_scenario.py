"""Random tiny scenario folders for the brute force: at most 4 hosts and 6 domains."""
import csv
import os
import random


def write(directory, name, header, table):
    with open(os.path.join(directory, name), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(table)


def make_hosts(r, n_hosts):
    hosts = []
    for i in range(n_hosts):
        state = r.choices(["up", "drain", "closed", "failed"], [16, 2, 1, 1])[0]
        hosts.append({
            "host": f"h{i}", "class": r.choice("ab"), "state": state,
            "tags": r.choice(["", "", "ssd", "ssd;gpu"]),
            "machine_cost_per_h": f"{r.choice([0.1, 0.2, 0.25, 0.5, 0.731])}",
            "admin_min_per_month": r.choice([0, 60, 104]), "idle_w": r.choice([0, 90, 120]),
            "peak_w": r.choice([120, 210, 333]), "on": "",
            "cpu_mcpu": r.choice([4000, 6000, 8000]), "memory_mib": r.choice([4096, 8192]),
        })
    return hosts


def make_domains(r, n_domains, hosts):
    domains = []
    tight = r.random() < 0.5
    for i in range(n_domains):
        domains.append({
            "domain": f"d{i}", "service": r.choice(["", "s0", "s1"]),
            "host": r.choice([h["host"] for h in hosts] + ([""] if r.random() < 0.3 else [])),
            "move": r.choices(["live", "never"], [12, 1])[0],
            "operator_min": r.choice([0, 5, 12, 20]), "requires": r.choices(["", "ssd"], [8, 1])[0],
            "cpu_mcpu": r.choice([500, 1000, 2000, 3000] if tight else [200, 500, 900]),
            "memory_mib": r.choice([512, 1024, 2048, 3000] if tight else [256, 512, 700]),
        })
    return domains


def make_rules(r, hosts, domains):
    rules = []
    for i in range(r.choice([0, 0, 1, 1, 2])):
        kind = r.choice(["spread", "fence", "root", "ban", "gather", "lonely"])
        members = r.sample([d["domain"] for d in domains], min(len(domains), r.choice([1, 2, 3])))
        inside = r.sample([h["host"] for h in hosts], max(1, len(hosts) - 1))
        soft = r.random() < 0.3
        rules.append({
            "rule": kind, "name": f"r{i}", "domains": ";".join(members),
            "hosts": ";".join(inside if kind == "fence" else inside[:1]) if kind in ("fence", "ban") else "",
            "limit": "", "strength": "soft" if soft else "hard",
            "price_per_h": "0.05" if soft else "",
        })
    return rules


def add_rich_rules(r, hosts, domains, rules):
    """The rules, strengths and prices that make_rules leaves out."""
    members = [d["domain"] for d in domains]
    for i in range(r.choice([0, 1, 2])):
        kind = r.choice(["spread", "spread_zone", "split", "max_on", "gather", "lonely"])
        some = r.sample(members, min(len(members), r.choice([2, 3, 4])))
        row = {"rule": kind, "name": f"rich{i}", "domains": ";".join(some), "hosts": "", "limit": "",
               "strength": r.choice(["hard", "soft", "keep"]), "price_per_h": ""}
        if kind == "split":
            if len(some) < 2:
                continue
            half = len(some) // 2
            row["domains"] = ";".join(some[:half]) + "|" + ";".join(some[half:])
        if kind == "max_on":
            row["domains"] = ""
            row["hosts"] = ";".join(r.sample([h["host"] for h in hosts], r.randint(1, len(hosts))))
            row["limit"] = r.choice([1, 2])
        if kind in ("spread", "spread_zone"):
            row["limit"] = r.choice(["", 2])
        if row["strength"] == "soft":
            row["price_per_h"] = r.choice(["0.05", "0.0123457", "0.3"])
        rules.append(row)


def add_rich_cells(r, hosts, domains):
    for host in hosts:
        host["zone"], host["site"] = r.choice(["", "za", "zb"]), r.choice(["", "x", "y"])
        host["cpu_mcpu_soft"] = r.choice(["", "", 1000, 2500])
    for domain in domains:
        domain["licence"] = r.choice(["", "", "l0", "l1", "l0;l1"])
        domain["move_cost"] = r.choice(["", "1.5", "0.0000005"])
        domain["downtime_cost"] = r.choice(["", "", "2.25"])


def add_cpus(r, directory, hosts, domains):
    """CPU models and which runs on which; live and saved moves keep to it."""
    for host in hosts:
        host["cpu_model"] = r.choice(["old", "new", "new", "other", ""])
    for domain in domains:
        domain["cpu_model"] = r.choice(["", "", "", "old", "new"])
        if domain["move"] == "live":
            domain["move"] = r.choice(["live", "live", "save", "cold"])
    write(directory, "cpu_models.csv", ["cpu_model", "runs_on"],
          [["old", r.choice(["new", "new;other"])], ["new", r.choice(["", "other"])], ["other", ""]])


def write_rich_tables(r, directory, hosts, domains):
    """Parts of format 1 beyond the plain ones, each in about a third of the rich scenarios."""
    services = [["s0", r.choice(["", "gold"]), r.choice(["", "", 2]), r.choice(["", "", 2]),
                 r.choice(["", "", 2]), r.choice(["", "", "", "s1"])],
                ["s1", r.choice(["", "gold"]), "", r.choice(["", "", 1]), "", ""]]
    write(directory, "services.csv",
          ["service", "tier", "min_zones", "max_per_host", "max_per_zone", "near"], services)
    write(directory, "tiers.csv", ["tier", "resource", "hard_permille", "max_slowdown"],
          [["gold", "cpu_mcpu", r.choice([600, 750, 900]), r.choice(["", "2", "3", "2.5"])]])
    write(directory, "licences.csv", ["licence", "cost_per_host_h", "cost_per_core_h", "max_hosts"],
          [["l0", "0.05", "0.0071", r.choice(["", 1, 2])], ["l1", "0", "0.02", ""]])
    write(directory, "move_costs.csv", ["from", "to", "operator_min", "cost"],
          [["zone:za", "zone:zb", 3, "1.25"], ["h0", "h1", 4, ""]] if len(hosts) > 1
          and {"za", "zb"} <= {h["zone"] for h in hosts} else [])
    if r.random() < 0.4:
        write(directory, "balance.csv", ["resource", "with", "ratio_permille", "price_per_h"],
              [["cpu_mcpu", "memory_mib", r.choice([500, 1333]), r.choice(["0.00001", "0.0000173"])]])
    price = r.choice(["0", "0.0001", "0.0000317"])
    write(directory, "resources.csv", ["resource", "soft_permille", "hard_permille", "overload_price"],
          [["cpu_mcpu", 500, 900, price], ["memory_mib", 900, 900, "0"]])
    periods = r.choice([1, 2, 3])
    write(directory, "demand.csv", ["domain", "resource", "period", "amount"],
          [[d["domain"], "cpu_mcpu", p, r.choice([100, 700, 1501])]
           for d in domains for p in range(periods) if r.random() < 0.3])
    return periods


def add_ending_cells(r, domains):
    """Domains that do not run, are copies, or are to end."""
    for domain in domains:
        domain["state"] = r.choices(["", "paused", "stopped"], [8, 1, 1])[0]
        domain["replica_of"] = r.choice(["", "", *(d["domain"] for d in domains if d is not domain)])
        domain["retire"] = r.choices(["", "0", "1"], [6, 1, 2])[0]


def add_limits(r, directory, hosts, domains):
    """Budgets, residence, reserve, transient resources and prices of whole plans; keys of policy.csv."""
    keys = {}
    for key, chance, values in (
            ("max_moves", 0.2, [1, 2, 3, 4]), ("max_operator_min", 0.2, [45, 70, 110, 200]),
            ("max_memory_gib", 0.15, [1, 2, 3, 4]), ("min_residence_h", 0.3, ["5", "4.5"]),
            ("busiest_service_cost", 0.35, ["3.5", "0.0000005", "40"]), ("host_failures", 0.2, [1, 1, 2]),
            ("min_saving", 0.25, ["5", "60", "400.5"]), ("max_parallel_per_host", 0.3, [1, 3]),
            ("max_parallel", 0.2, [1, 2])):
        if r.random() < chance:
            keys[key] = r.choice(values)
    for domain in domains:
        domain["moved_h_ago"] = r.choice(["", "", "0", "4.5", "4.75", "9"])
    if r.random() < 0.3:
        rows = [["cpu_mcpu", 500, 900, r.choice(["0", "0.0001"]), r.choice([0, 1])],
                ["memory_mib", 900, 900, "0", 1]]
        write(directory, "resources.csv",
              ["resource", "soft_permille", "hard_permille", "overload_price", "transient"], rows)
    return keys


def generate(directory, seed, max_hosts=4, max_domains=6):
    r = random.Random(seed)
    os.makedirs(directory)
    hosts = make_hosts(r, r.randint(1, max_hosts))
    domains = make_domains(r, r.randint(1, max_domains), hosts)
    held = {d["host"] for d in domains}
    for host in hosts:
        if host["host"] not in held:
            host["on"] = r.choice(["0", "1", ""])
    rules = make_rules(r, hosts, domains)
    extra = random.Random(f"rich {seed}")
    rich, periods = extra.random() < 0.5, 1
    write(directory, "resources.csv", ["resource", "soft_permille", "hard_permille"],
          [["cpu_mcpu", 700, 900], ["memory_mib", 900, 900]])
    write(directory, "services.csv", ["service"], [["s0"], ["s1"]])
    if rich:
        add_rich_cells(extra, hosts, domains)
        add_rich_rules(extra, hosts, domains, rules)
        periods = write_rich_tables(extra, directory, hosts, domains)
    cpus = random.Random(f"cpus {seed}")
    if cpus.random() < 0.3:
        add_cpus(cpus, directory, hosts, domains)
    ending = random.Random(f"ending {seed}")
    if ending.random() < 0.3:
        add_ending_cells(ending, domains)
    limits = random.Random(f"limits {seed}")
    keys = add_limits(limits, directory, hosts, domains) if limits.random() < 0.4 else {}
    rows = [
        ["format", 1], ["name", f"tiny-{seed}"], ["horizon_h", r.choice([24, 168, 720])],
        ["service_notice_min", r.choice([0, 15])], ["plan_review_min", r.choice([0, 30])],
        ["power_change_min", r.choice([0, 15])], ["max_parallel_per_service", r.choice([1, 2])],
        ["out_of_hours_factor", r.choice(["1.0", "1.5"])],
        ["periods", periods]]
    write(directory, "policy.csv", ["key", "value"],
          [row for row in rows if row[0] not in keys] + [list(item) for item in keys.items()])
    for name, table in (("hosts.csv", hosts), ("domains.csv", domains), ("rules.csv", rules)):
        if table:
            write(directory, name, list(table[0]), [list(row.values()) for row in table])
