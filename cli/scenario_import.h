/* 'scenario import' and 'scenario export': public benchmark instances in and out. */
#ifndef VMATRIX_CLI_SCENARIO_IMPORT_H
#define VMATRIX_CLI_SCENARIO_IMPORT_H

#include <glib.h>

/* arguments: KIND and its files, the folder to write last; NULL-ended. */
int scenario_import(char **arguments, GError **error);

/* arguments: KIND, a saved plan or a scenario folder, the file to write; NULL-ended. */
int scenario_export(char **arguments, GError **error);

#endif
