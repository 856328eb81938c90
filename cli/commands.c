#include "cli/commands.h"

#include "cli/cli.h"

const Command commands[] = {
    {"db", "init|status|stop|user add NAME --role ROLE [--database CONNINFO] [--output FORMAT]",
     "make, migrate, show or stop the database; add people's roles", command_db},
    {"verify", "DIR [--output table|json|csv]",
     "let the independent judge check a saved plan; exit 7 where it rejects it", command_verify},
    {"snapshot", "[--save DIR] [--name NAME] [--window-h H] [--max-age-min MIN] [--output FORMAT]",
     "freeze the state to plan from", command_snapshot},
    {"scenario", "check|load DIR [--database CONNINFO] [--output table|json|csv]",
     "check a scenario folder and sum up what it says; load it into the database",
     command_scenario},
    {"host", "add|list|set|drain|undrain|remove [NAME] [OPTIONS]",
     "hosts of the inventory: where they are, what they hold and cost", command_host},
    {"service", "add|set|list [NAME] [OPTIONS]", "services, their teams and cost centers",
     command_service},
    {"domain", "set|list [NAME|UUID] [OPTIONS]",
     "domains observed: their service and how they may move", command_domain},
    {"rule", "add|list|remove [NAME] [OPTIONS]", "rules of placement", command_rule},
    {"rate", "set KEY VALUE [--class NAME] [--valid-from TIME] [--source TEXT] | list",
     "prices and settings, from when they hold and where they come from", command_rate},
    {"plan",
     "[--scenario DIR | --snapshot ID] [--time-limit S] [--work-limit N] [--gap R] [--seed N] "
     "[--save DIR] [--write-mip FILE] [--detailed-exitcode] [--output table|json|csv]",
     "make a certified plan from a snapshot or a scenario folder", command_plan},
    {"show", "PLAN [--output table|json|csv]", "read a plan", command_show},
    {"report", "cost [--by service|team|host] [--snapshot ID] [--output FORMAT|FILE]",
     "cost reports from the database", command_report},
    {NULL, NULL, NULL, NULL},
};
