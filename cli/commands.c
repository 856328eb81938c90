#include "cli/commands.h"

#include "cli/cli.h"

const Command commands[] = {
    {"db", "init|status|stop|user add NAME --role ROLE [--database CONNINFO] [--output FORMAT]",
     "make, migrate, show or stop the database; add people's roles", command_db},
    {"host", "add|list|set|drain|undrain|remove [NAME] [OPTIONS]",
     "hosts of the inventory: where they are, what they hold and cost", command_host},
    {"service", "add|set|list|remove [NAME] [OPTIONS]", "services, their teams and cost centers",
     command_service},
    {"domain", "set|list [NAME|UUID] [OPTIONS]",
     "domains observed: their service and how they may move", command_domain},
    {"rule", "add|list|remove [NAME] [OPTIONS]", "rules of placement", command_rule},
    {"blackout", "add|list|remove [NAME] [OPTIONS]", "times at which no action runs",
     command_blackout},
    {"tier", "set|remove TIER [--resource NAME] [OPTIONS] | list [--output table|json|csv]",
     "limits of hosts that hold a domain of a tier", command_tier},
    {"resource", "set|remove RESOURCE [OPTIONS] | list [--output table|json|csv]",
     "resources, and how full hosts may be", command_resource},
    {"licence", "set|remove LICENCE [OPTIONS] | list [--output table|json|csv]",
     "licences that hosts need for domains", command_licence},
    {"move-cost", "set|remove FROM TO [OPTIONS] | list [--output table|json|csv]",
     "extra costs of moves between hosts or zones", command_move_cost},
    {"balance", "set|remove RESOURCE WITH [OPTIONS] | list [--output table|json|csv]",
     "prices of headroom that is stranded", command_balance},
    {"cpu-model", "set|remove MODEL [--runs-on A;B] | list [--output table|json|csv]",
     "which CPU models run on hosts of which others", command_cpu_model},
    {"policy", "set KEY VALUE [--valid-from TIME] [--source TEXT] | list [--output table|json|csv]",
     "settings of planning, from when they hold and where they come from", command_policy},
    {"rate",
     "set KEY VALUE [--class NAME] [--licence NAME] [--hour H] [--valid-from TIME] [--valid-to "
     "TIME] "
     "[--currency CODE] [--owner NAME] [--source TEXT] [--reason TEXT] | list",
     "prices and settings, from when they hold and where they come from", command_rate},
    {"ledger",
     "list | charge [PERIOD] | notes [PERIOD] | close PERIOD [--accept REASON] | correct PERIOD "
     "--amount A --reason TEXT | record ACTION --minutes MIN --reason TEXT | invoice PERIOD | "
     "audit PERIOD | budget SERVICE --period PERIOD --amount A --domain-h H --reason TEXT | "
     "measure "
     "SERVICE [--requests N] [--response-ms MS] | run REPORT [--from TIME] [--to TIME] | "
     "team LOGIN --team NAME [--remove yes] | rates [KEY] | corrections [PERIOD] | runs [REPORT]",
     "the cost ledger: charge and close months, post corrections, let teams see their lines",
     command_ledger},
    {"power",
     "set HOST [--on COMMAND] [--off COMMAND] [--confirm-s S] | list [--output table|json|csv]",
     "say how apply switches hosts on and off", command_power},
    {"collect", "[--once] [--interval S] [--deadline S] [--output table|json|csv]",
     "ask every host for its state and counters, once or as a daemon", command_collect},
    {"snapshot", "[--save DIR] [--name NAME] [--window-h H] [--max-age-min MIN] [--output FORMAT]",
     "freeze the state to plan from", command_snapshot},
    {"plan",
     "[--scenario DIR | --snapshot ID] [--start TIME] [--time-limit S | --cpu-limit S] "
     "[--work-limit N] [--gap R] "
     "[--seed N] [--cores N] "
     "[--save DIR] [--write-mip FILE] [--detailed-exitcode] [--output table|json|csv]",
     "make a certified plan from a snapshot or a scenario folder", command_plan},
    {"show", "PLAN|DIR [--reverse] [--output table|json|csv]", "read a plan", command_show},
    {"explain", "PLAN|DIR DOMAIN|HOST [--output table|json|csv]",
     "tell why a plan does what it does with a domain or host, and why not otherwise",
     command_explain},
    {"list", "[--database CONNINFO] [--output table|json|csv]",
     "list plans, what was decided about them and how far they were carried out", command_list},
    {"verify", "DIR|PLAN [--database CONNINFO] [--output table|json|csv]",
     "let the independent judge check a saved plan; exit 7 where it rejects it", command_verify},
    {"approve", "PLAN [--valid-h H] [--sign KEY] [--database CONNINFO]",
     "approve a plan that another person made, for one execution", command_approve},
    {"reject", "PLAN --reason TEXT [--database CONNINFO]",
     "reject a plan, take its approval back, give up what stands half-way", command_reject},
    {"approver",
     "list | set NAME [--max-operator-min MIN] [--max-domains N] | second --above AMOUNT "
     "[--currency CURRENCY] [--database CONNINFO] [--output FORMAT]",
     "how large a plan each may approve, and above which cost it takes two", command_approver},
    {"apply", "PLAN [--dry-run] [--partial] [--no-wait] [--stop-after WAVE] [--database CONNINFO]",
     "carry an approved plan out, or on where it stands half-way", command_apply},
    {"rollback", "PLAN [--dry-run] [--no-wait] [--database CONNINFO] [--output table|json|csv]",
     "make the certified reverse of what was done of a plan; once approved, carry it out",
     command_rollback},
    {"journal",
     "[PLAN] [--calibration] [--states [--graph]] [--database CONNINFO] [--output table|json|csv]",
     "tell what was decided and done", command_journal},
    {"audit", "list | verify [--head ENTRY:HASH] [--database CONNINFO] [--output FORMAT]",
     "the chain of all that was decided and done; prove that nobody altered it", command_audit},
    {"freeze", "[--reason TEXT] [--database CONNINFO]", "stop every new action everywhere",
     command_freeze},
    {"unfreeze", "[--reason TEXT] [--database CONNINFO]", "let actions begin again",
     command_unfreeze},
    {"report",
     "[NAME] [--from DATE] [--to DATE] [--snapshot ID] [--plan PLAN] [--section NAME] "
     "[--output FORMAT|FILE]",
     "cost and operations reports as table, CSV, JSON, HTML or XLSX; without NAME the list of them",
     command_report},
    {"scenario",
     "check|load DIR [--database CONNINFO] [--output table|json|csv] | import "
     "roadef|cloud-balancing|planetlab FILE... DIR | export roadef DIR FILE | generate DIR HOSTS "
     "DOMAINS [--seed N] [--periods P]",
     "check a scenario folder and sum up what it says; load it into the database; import, export "
     "and generate",
     command_scenario},
    {NULL, NULL, NULL, NULL},
};
