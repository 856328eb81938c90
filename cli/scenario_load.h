/* 'scenario load': a folder becomes a snapshot of the database. */
#ifndef VMATRIX_CLI_SCENARIO_LOAD_H
#define VMATRIX_CLI_SCENARIO_LOAD_H

#include "cli/cli.h"

/* Prints the snapshot's number and digest. */
int scenario_load(const char *conninfo, const char *directory, OutputFormat format, GError **error);

#endif
