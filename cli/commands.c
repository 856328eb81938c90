#include "cli/commands.h"

#include "cli/cli.h"

const Command commands[] = {
    {"db", "init|status|stop|user add NAME --role ROLE [--database CONNINFO] [--output FORMAT]",
     "make, migrate, show or stop the database; add people's roles", command_db},
    {"verify", "DIR [--output table|json|csv]",
     "let the independent judge check a saved plan; exit 7 where it rejects it", command_verify},
    {"snapshot", "[--save DIR] [--name NAME] [--window-h H] [--max-age-min MIN] [--output FORMAT]",
     "freeze the state to plan from", command_snapshot},
    {"scenario", "check DIR [--output table|json|csv]",
     "read a scenario folder, check all of it, sum up what it says", command_scenario},
    {NULL, NULL, NULL, NULL},
};
