#include "actuator/journal.h"

#include <string.h>

Execution *execution_open(Database *database, const char *plan, const char *digest, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "execution_open", (const char *[]){plan, digest}, 2, &rows,
                        error))
        return NULL;
    Execution *execution = g_new0(Execution, 1);
    execution->database = database;
    execution->execution = g_strdup(rows_get_named(rows, 0, "execution"));
    execution->epoch = g_strdup(rows_get_named(rows, 0, "epoch"));
    execution->resumed = strcmp(rows_get_named(rows, 0, "resumed"), "t") == 0;
    return execution;
}

void execution_free(Execution *execution)
{
    if (execution == NULL)
        return;
    g_free(execution->execution);
    g_free(execution->epoch);
    g_free(execution);
}

static char *number(uint32_t value)
{
    return g_strdup_printf("%" G_GUINT32_FORMAT, value);
}

static bool write_step(const Execution *execution, const char *query, uint32_t seq,
                       const char *text, GError **error)
{
    g_autofree char *seq_text = number(seq);
    const char *const parameters[] = {execution->execution, execution->epoch, seq_text, text};
    return database_query(execution->database, query, parameters, G_N_ELEMENTS(parameters), NULL,
                          error);
}

bool execution_claim(const Execution *execution, uint32_t seq, const char *detail, GError **error)
{
    return write_step(execution, "step_claim", seq, detail, error);
}

bool execution_skip(const Execution *execution, uint32_t seq, const char *reason, GError **error)
{
    return write_step(execution, "step_skip", seq, reason, error);
}

bool execution_move(const Execution *execution, uint32_t seq, StepState state, const char *detail,
                    const char *figures, GError **error)
{
    g_autofree char *seq_text = number(seq);
    const char *const parameters[] = {execution->execution,    execution->epoch, seq_text,
                                      step_state_names[state], detail,           figures};
    return database_query(execution->database, "step_move", parameters, G_N_ELEMENTS(parameters),
                          NULL, error);
}

bool execution_note(const Execution *execution, uint32_t seq, const char *detail, GError **error)
{
    g_autofree char *seq_text = number(seq);
    const char *const parameters[] = {execution->execution, execution->epoch,
                                      seq == 0 ? NULL : seq_text, detail};
    return database_query(execution->database, "execution_note", parameters,
                          G_N_ELEMENTS(parameters), NULL, error);
}

bool execution_close(const Execution *execution, GError **error)
{
    const char *const parameters[] = {execution->execution, execution->epoch};
    return database_query(execution->database, "execution_close", parameters,
                          G_N_ELEMENTS(parameters), NULL, error);
}
