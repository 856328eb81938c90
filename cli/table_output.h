/* Rows of the database as table, JSON or CSV on stdout: the one way every reading command prints.
 *
 * JSON: {"format": 1, NAME: [{column: value, …}, …]}; whole numbers and truth
 * values as such, everything else (money too) as text, NULL as null. Tables
 * escape what a terminal would obey, leave out columns that are empty in every row, and say on
 * stderr where there are no rows.
 */
#ifndef VMATRIX_CLI_TABLE_OUTPUT_H
#define VMATRIX_CLI_TABLE_OUTPUT_H

#include "cli/cli.h"
#include "store/database.h"

void table_output(const Rows *rows, const char *name, OutputFormat format);

#endif
