"""What is wrong after a fault, as every libvirtd, every guest and the database say; no code of the
actuator is used."""
from lab_estate import HOSTS, Wrong

JOURNAL_CHECKS = {
    "a step's last entry is not its state":
        "SELECT s.seq, s.state, j.event FROM step s JOIN execution e USING (execution) CROSS JOIN LATERAL "
        "(SELECT event FROM journal j WHERE j.execution = s.execution AND j.seq = s.seq AND event <> 'note' "
        "ORDER BY entry DESC LIMIT 1) j WHERE j.event <> s.state",
    "a step was called without a claim just before":
        "SELECT seq, before FROM (SELECT seq, event, lag(event) OVER (PARTITION BY execution, seq ORDER BY "
        "entry) AS before FROM journal WHERE seq IS NOT NULL AND event <> 'note') e WHERE event = 'calling' "
        "AND before IS DISTINCT FROM 'intent'",
    "a step is done twice":
        "SELECT execution, seq FROM journal WHERE event = 'done' GROUP BY 1, 2 HAVING count(*) > 1",
    "the epoch went back":
        "SELECT entry FROM (SELECT entry, epoch, max(epoch) OVER (PARTITION BY execution ORDER BY entry) AS "
        "highest FROM journal WHERE epoch IS NOT NULL) e WHERE epoch < highest",
}


def check_guests(lab, where, harmed):
    for guest in lab.names:
        running = [host for host, state in where[guest] if state == "running"]
        other = [state for _, state in where[guest] if state not in ("running", "shut off")]
        if guest not in harmed and (len(running) != 1 or other):
            raise Wrong(f"guest '{guest}' is {where[guest]}")


def check_limits(lab, where):
    """Who moves a guest by hand may pass a limit; what vmatrix brought there may not."""
    for host in HOSTS:
        used = sum(lab.memory_mib[guest] for guest in lab.names
                   if (host, "running") in where[guest] and lab.brought.get(guest) != host)
        if used > lab.limit_mib:
            raise Wrong(f"host '{host}' holds {used} MiB of {lab.limit_mib}")


def check_journal(lab):
    for what, text in JOURNAL_CHECKS.items():
        found = lab.sql(text)
        if found:
            raise Wrong(f"{what}: {found}")


def ask(lab, harmed, before):
    """Raises where something is wrong that the fault itself does not explain. before: what guests
    said of themselves then; nobody has booted again since."""
    lab.wait_for_rest()
    where = lab.where()
    check_guests(lab, where, harmed)
    check_limits(lab, where)
    check_journal(lab)
    now = lab.proofs(but=harmed)
    for guest in lab.names:
        if guest not in harmed and now[guest]["boot_id"] != before[guest]["boot_id"]:
            raise Wrong(f"guest '{guest}' has booted again: {now[guest]}")


def ask_at_the_end(lab, plan, before):
    """The same; and each guest of the plan is where its last step brought it, by libvirt's word and by
    the database's placement."""
    ask(lab, set(), before)
    where = lab.where()
    targets = lab.sql("SELECT DISTINCT ON (domain) domain, to_host FROM plan_action WHERE plan = "
                      f"'{plan}' AND domain IS NOT NULL ORDER BY domain, seq DESC")
    for row in targets.splitlines():
        guest, host = row.split("|")
        if (host, "running") not in where[guest]:
            raise Wrong(f"guest '{guest}' is {where[guest]}, the plan brings it to '{host}'")
        placed = lab.sql("SELECT h.host FROM placement p JOIN domain d USING (domain_id) JOIN host h "
                         f"USING (host_id) WHERE d.domain = '{guest}'")
        if placed != host:
            raise Wrong(f"guest '{guest}' is on '{host}', the database says '{placed}'")
