#include "store/audit.h"

#include <string.h>

#include "common/error.h"

#define HASH_LENGTH 64

void audit_result_clear(AuditResult *result)
{
    g_free(result->head);
    g_clear_pointer(&result->findings, g_ptr_array_unref);
}

static void add_finding(AuditResult *result, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add_finding(AuditResult *result, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(result->findings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static char *hash_of(const Rows *rows, guint row)
{
    static const char *const columns[] = {"previous", "entry", "at",  "actor",
                                          "subject",  "key",   "body"};
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        if (i > 0)
            g_checksum_update(checksum, (const guchar *)"\n", 1);
        g_checksum_update(checksum, (const guchar *)rows_get_named(rows, row, columns[i]), -1);
    }
    return g_strdup(g_checksum_get_string(checksum));
}

/* One entry against the one before it, which result holds. */
static void check_entry(const Rows *rows, guint row, AuditResult *result)
{
    int64_t entry = g_ascii_strtoll(rows_get_named(rows, row, "entry"), NULL, 10);
    const char *hash = rows_get_named(rows, row, "hash");
    g_autofree char *expected = hash_of(rows, row);
    if (entry != result->n_entries + 1)
        add_finding(result,
                    "entry %" G_GINT64_FORMAT " follows entry %" G_GINT64_FORMAT
                    ": entries are missing",
                    entry, result->n_entries);
    else if (strcmp(rows_get_named(rows, row, "previous"), result->head) != 0)
        add_finding(result, "entry %" G_GINT64_FORMAT " does not follow from the one before it",
                    entry);
    if (strcmp(hash, expected) != 0)
        add_finding(result,
                    "entry %" G_GINT64_FORMAT " was altered: its hash is not that of its "
                    "words",
                    entry);
    result->n_entries = entry;
    g_free(result->head);
    result->head = g_strdup(hash);
}

typedef struct {
    int64_t entry; /* 0: no anchor */
    const char *hash;
    bool found;
} Anchor;

static bool parse_anchor(const char *text, Anchor *ret_anchor, GError **error)
{
    *ret_anchor = (Anchor){0};
    if (text == NULL)
        return true;
    char *end;
    ret_anchor->entry = g_ascii_strtoll(text, &end, 10);
    ret_anchor->hash = end + 1;
    if (g_ascii_isdigit(*text) && ret_anchor->entry > 0 && *end == ':' &&
        strlen(ret_anchor->hash) == HASH_LENGTH)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "'%s' is no head of the chain such as 'vmatrix audit verify' prints", text);
    error_add_hint(error, "it is a number, a colon and 64 hexadecimal digits");
    return false;
}

static void check_anchor(Anchor *anchor, AuditResult *result)
{
    if (anchor->hash != NULL && anchor->entry == result->n_entries &&
        strcmp(anchor->hash, result->head) == 0)
        anchor->found = true;
}

static bool check_chain(Database *database, Anchor *anchor, AuditResult *result, GError **error)
{
    guint n;
    do {
        g_autoptr(Rows) rows = NULL;
        g_autofree char *after = g_strdup_printf("%" G_GINT64_FORMAT, result->n_entries);
        if (!database_query(database, "audit_entries", (const char *[]){after}, 1, &rows, error))
            return false;
        n = rows_n(rows);
        for (guint i = 0; i < n; i++) {
            check_entry(rows, i, result);
            check_anchor(anchor, result);
        }
    } while (n > 0);
    if (anchor->entry > 0 && !anchor->found)
        add_finding(result, "the chain does not hold the head %" G_GINT64_FORMAT ":%s",
                    anchor->entry, anchor->hash);
    return true;
}

static bool check_tables(Database *database, AuditResult *result, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "audit_differences", NULL, 0, &rows, error))
        return false;
    for (guint i = 0; i < rows_n(rows); i++)
        add_finding(result, "%s '%s': %s", rows_get_named(rows, i, "subject"),
                    rows_get_named(rows, i, "key"), rows_get_named(rows, i, "difference"));
    return true;
}

bool audit_verify(Database *database, const char *anchor, AuditResult *ret_result, GError **error)
{
    Anchor known;
    g_auto(AuditResult) result = {.head = g_strnfill(HASH_LENGTH, '0'),
                                  .findings = g_ptr_array_new_with_free_func(g_free)};
    if (!parse_anchor(anchor, &known, error) || !check_chain(database, &known, &result, error) ||
        !check_tables(database, &result, error))
        return false;
    *ret_result = result;
    result = (AuditResult){0};
    return true;
}
