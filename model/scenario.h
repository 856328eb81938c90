/* Scenario folders (format 1) and the canonical form of a snapshot.
 *
 * One builder, model_from_tables, checks everything, whether the tables came
 * from a folder or from the database. Every error names source, line and
 * column and what to do; VMATRIX_ERROR_BAD_DATA, or VMATRIX_ERROR_NO_INPUT where
 * the folder is not there. The README.md of a folder is not read.
 */
#ifndef VMATRIX_MODEL_SCENARIO_H
#define VMATRIX_MODEL_SCENARIO_H

#include "common/text_table.h"
#include "model/model.h"

/* tables: array of TextTable*, names as in format 1 ("hosts.csv"), absent ones left out. */
Model *model_from_tables(const GPtrArray *tables, GError **error);

/* Reads the CSV files of a folder. Unknown files are errors; expected.csv is checked and otherwise
 * ignored. */
Model *scenario_read(const char *directory, GError **error);

/* The same as a snapshot of this moment: rules that are not in force now and blackouts that are
 * over, now and when the plan starts, are left out; what min_replicas and max_replicas ask for is
 * in it (model/replicas.h); live moves that cannot converge become what the policy says (saved and
 * restored, or none). What was taken once is not looked at again, so
 * a plan stays true to it. plan_start: replaces that of the policy; NULL: it stays. */
Model *scenario_take(const char *directory, const char *plan_start, GError **error);
/* now: ISO 8601 in UTC as in the model. */
void scenario_keep_what_holds(Model *model, const char *now);

/* Key → value of expected.csv; NULL without error where the folder has none. */
GHashTable *scenario_read_expected(const char *directory, GError **error);

/* The canonical form: file name → text (char * → char *), rows sorted, decimals normalised,
 * every non-empty table with every non-default column, lists sorted and re-escaped.
 * Reading it back gives an equal model and the same canonical form. Caller unrefs. */
GHashTable *model_to_canonical(const Model *model);

/* Another model that says the same, for those who change it. Caller frees. */
Model *model_copy(const Model *model);

/* Writes the canonical form as a folder; the folder must not exist or be empty. Written beside
 * and renamed, so that no half folder stays behind. */
bool scenario_write(const Model *model, const char *directory, GError **error);

/* "sha256:…" over the canonical form: for each file in order of name, the name, a line feed, the
 * length in decimal, a line feed and the bytes. Caller frees. */
char *model_digest(const Model *model);

#endif
