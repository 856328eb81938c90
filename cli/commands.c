#include "cli/commands.h"

#include "cli/cli.h"

const Command commands[] = {
    {"db", "init|status|stop|user add NAME --role ROLE [--database CONNINFO] [--output FORMAT]",
     "make, migrate, show or stop the database; add people's roles", command_db},
    {NULL, NULL, NULL, NULL},
};
