#include "cli/commands.h"

#include "cli/cli.h"

const Command commands[] = {
    {NULL, NULL, NULL, NULL},
};
