/* 'scenario import', 'export' and 'generate': estates from elsewhere, back, and made up. */
#ifndef VMATRIX_CLI_SCENARIO_IMPORT_H
#define VMATRIX_CLI_SCENARIO_IMPORT_H

#include <glib.h>
#include <stdint.h>

/* arguments: KIND and its files, the folder to write last; NULL-ended. */
int scenario_import(char **arguments, GError **error);

/* arguments: KIND, a saved plan or a scenario folder, the file to write; NULL-ended. */
int scenario_export(char **arguments, GError **error);

/* arguments: the folder to write, hosts, domains; NULL-ended. */
int scenario_generate(char **arguments, int64_t seed, int64_t n_periods, GError **error);

#endif
