/* The --database option that every command with a database has. */
#ifndef VMATRIX_CLI_CLI_DATABASE_H
#define VMATRIX_CLI_CLI_DATABASE_H

#include "store/database.h"

/* One GOptionEntry: CLI_DATABASE_ENTRY(&conninfo) with g_autofree char *conninfo = NULL. */
#define CLI_DATABASE_ENTRY(variable)                                                               \
    {                                                                                              \
        "database", 0, 0, G_OPTION_ARG_STRING, variable,                                           \
            "PostgreSQL to use; 'user=NAME' alone: the private one, as NAME", "CONNINFO"           \
    }

#endif
