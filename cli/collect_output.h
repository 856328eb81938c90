/* A round of the collector as table, JSON or CSV on stdout, or as log lines on stderr. */
#ifndef VMATRIX_CLI_COLLECT_OUTPUT_H
#define VMATRIX_CLI_COLLECT_OUTPUT_H

#include "cli/cli.h"
#include "collector/round.h"

void collect_output(const Round *round, OutputFormat format);

/* One line "time=… event=NAME key=value …" on stderr; pairs: key, value, …, NULL. Values that a
 * reader could mistake are quoted. */
void collect_log(const char *event, ...) G_GNUC_NULL_TERMINATED;
/* A line for the round, one for each host without an answer, each warning, each conflict. */
void collect_log_round(const Round *round);

#endif
