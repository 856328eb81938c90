#include "cli/collect_output.h"

#include <inttypes.h>
#include <jansson.h>
#include <libsmartcols.h>
#include <stdio.h>

#include "common/csv.h"

enum {
    COLUMN_HOST,
    COLUMN_ANSWERED,
    COLUMN_DOMAINS,
    COLUMN_RUNNING,
    COLUMN_MS,
    COLUMN_NOTE,
    N_COLUMNS
};

static const char *const column_names[N_COLUMNS] = {"host",    "answered", "domains",
                                                    "running", "took_ms",  "note"};

static guint count_running(const Probe *probe)
{
    guint n = 0;
    for (guint i = 0; i < probe->domains->len; i++)
        n += ((ProbedDomain *)probe->domains->pdata[i])->facts->state == DOMAIN_RUNNING ? 1 : 0;
    return n;
}

/* Why there is no answer, or how many warnings there were. Caller frees. */
static char *note_of(const Probe *probe)
{
    if (probe->failure != NULL)
        return g_strdup(probe->failure);
    if (probe->warnings->len == 0)
        return g_strdup("");
    return g_strdup_printf("%u warning%s, the first: %s", probe->warnings->len,
                           probe->warnings->len == 1 ? "" : "s", (char *)probe->warnings->pdata[0]);
}

/* One text a column; counts are empty where there was no answer. Caller frees each. */
static void cells_of(const Probe *probe, char *ret_cells[N_COLUMNS])
{
    bool answered = probe->failure == NULL;
    ret_cells[COLUMN_HOST] = g_strdup(probe->host);
    ret_cells[COLUMN_ANSWERED] = g_strdup(answered ? "yes" : "no");
    ret_cells[COLUMN_DOMAINS] =
        answered ? g_strdup_printf("%u", probe->domains->len) : g_strdup("");
    ret_cells[COLUMN_RUNNING] =
        answered ? g_strdup_printf("%u", count_running(probe)) : g_strdup("");
    ret_cells[COLUMN_MS] = g_strdup_printf("%" PRId64, probe->took_ms);
    ret_cells[COLUMN_NOTE] = note_of(probe);
}

static void add_line(struct libscols_table *table, const Probe *probe)
{
    struct libscols_line *line = scols_table_new_line(table, NULL);
    char *cells[N_COLUMNS];
    cells_of(probe, cells);
    for (guint i = 0; i < N_COLUMNS; i++) {
        g_autofree char *shown = cli_escape(cells[i]);
        scols_line_set_data(line, i, shown);
        g_free(cells[i]);
    }
}

static void print_table(const Round *round)
{
    struct libscols_table *table = scols_new_table();
    for (guint i = 0; i < N_COLUMNS; i++) {
        bool right = i >= COLUMN_DOMAINS && i <= COLUMN_MS;
        scols_table_new_column(table, column_names[i], 0, right ? SCOLS_FL_RIGHT : 0);
    }
    for (guint i = 0; i < round->probes->len; i++)
        add_line(table, round->probes->pdata[i]);
    scols_print_table(table);
    scols_unref_table(table);
    for (guint i = 0; i < round->conflicts->len; i++) {
        const RoundConflict *conflict = round->conflicts->pdata[i];
        g_autofree char *text = g_strdup_printf(
            "domain '%s' (%s) runs on '%s' and on '%s' at the same time", conflict->domain,
            conflict->uuid, conflict->first_host, conflict->second_host);
        g_autofree char *shown = cli_escape(text);
        printf("CONFLICT: %s\n", shown);
    }
}

static void print_csv(const Round *round)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < N_COLUMNS; i++)
        csv_append_cell(line, column_names[i], i == 0);
    printf("%s\r\n", line->str);
    for (guint row = 0; row < round->probes->len; row++) {
        char *cells[N_COLUMNS];
        cells_of(round->probes->pdata[row], cells);
        g_string_truncate(line, 0);
        for (guint i = 0; i < N_COLUMNS; i++) {
            csv_append_cell(line, cells[i], i == 0);
            g_free(cells[i]);
        }
        printf("%s\r\n", line->str);
    }
}

/* A text of another machine need not be UTF-8. */
static json_t *text_to_json(const char *text)
{
    if (text == NULL)
        return json_null();
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_string(valid);
}

static json_t *probe_to_json(const Probe *probe)
{
    bool answered = probe->failure == NULL;
    json_t *warnings = json_array();
    for (guint i = 0; i < probe->warnings->len; i++)
        json_array_append_new(warnings, text_to_json(probe->warnings->pdata[i]));
    json_t *domains = answered ? json_integer(probe->domains->len) : json_null();
    json_t *running = answered ? json_integer(count_running(probe)) : json_null();
    return json_pack("{s:o, s:b, s:o, s:o, s:I, s:o, s:o}", "host", text_to_json(probe->host),
                     "answered", answered, "domains", domains, "running", running, "took_ms",
                     (json_int_t)probe->took_ms, "error", text_to_json(probe->failure), "warnings",
                     warnings);
}

static json_t *conflict_to_json(const RoundConflict *conflict)
{
    return json_pack("{s:s, s:o, s:[o, o]}", "uuid", conflict->uuid, "domain",
                     text_to_json(conflict->domain), "hosts", text_to_json(conflict->first_host),
                     text_to_json(conflict->second_host));
}

static void print_json(const Round *round)
{
    json_t *hosts = json_array();
    for (guint i = 0; i < round->probes->len; i++)
        json_array_append_new(hosts, probe_to_json(round->probes->pdata[i]));
    json_t *conflicts = json_array();
    for (guint i = 0; i < round->conflicts->len; i++)
        json_array_append_new(conflicts, conflict_to_json(round->conflicts->pdata[i]));
    json_t *root = json_pack("{s:i, s:s, s:i, s:I, s:o, s:o}", "format", 1, "batch", round->batch,
                             "answered", (int)round->n_answered, "took_ms",
                             (json_int_t)round->took_ms, "hosts", hosts, "conflicts", conflicts);
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

void collect_output(const Round *round, OutputFormat format)
{
    if (format == OUTPUT_JSON)
        print_json(round);
    else if (format == OUTPUT_CSV)
        print_csv(round);
    else
        print_table(round);
}
