#include "store/conninfo.h"

#include <libpq-fe.h>
#include <stdlib.h>

#include "common/error.h"

struct Conninfo {
    GHashTable *values; /* keyword → value */
    bool embedded;
};

static const char *const server_keywords[] = {"host", "hostaddr", "port", "dbname", "service"};
static const char *const server_variables[] = {"PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE",
                                               "PGSERVICE"};

static Conninfo *conninfo_new(void)
{
    Conninfo *conninfo = g_new0(Conninfo, 1);
    conninfo->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return conninfo;
}

void conninfo_free(Conninfo *conninfo)
{
    if (conninfo == NULL)
        return;
    g_hash_table_unref(conninfo->values);
    g_free(conninfo);
}

static bool environment_names_server(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(server_variables); i++)
        if (getenv(server_variables[i]) != NULL)
            return true;
    return false;
}

static bool names_server(const Conninfo *conninfo)
{
    for (gsize i = 0; i < G_N_ELEMENTS(server_keywords); i++)
        if (conninfo_get(conninfo, server_keywords[i]) != NULL)
            return true;
    return false;
}

/* libpq's own message is not passed on: it quotes the string, and with it a password. */
static bool parse(Conninfo *conninfo, const char *text, bool from_option, GError **error)
{
    PQconninfoOption *options = PQconninfoParse(text, NULL);
    if (options == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "%s is not a connection string that PostgreSQL can read",
                    from_option ? "--database" : "VMATRIX_DATABASE");
        error_add_hint(error, "write it as 'host=db1 dbname=vmatrix user=alice' or "
                              "'postgresql://alice@db1/vmatrix'");
        return false;
    }
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
        if (option->val != NULL && option->val[0] != '\0')
            conninfo_set(conninfo, option->keyword, option->val);
    PQconninfoFree(options);
    return true;
}

Conninfo *conninfo_resolve(const char *given, GError **error)
{
    g_autoptr(Conninfo) conninfo = conninfo_new();
    const char *variable = getenv("VMATRIX_DATABASE");
    const char *text = given != NULL ? given : variable;
    if (text == NULL || text[0] == '\0') {
        conninfo->embedded = !environment_names_server();
        return g_steal_pointer(&conninfo);
    }
    if (!parse(conninfo, text, given != NULL, error))
        return NULL;
    conninfo->embedded = !names_server(conninfo);
    return g_steal_pointer(&conninfo);
}

bool conninfo_is_embedded(const Conninfo *conninfo)
{
    return conninfo->embedded;
}

const char *conninfo_get(const Conninfo *conninfo, const char *keyword)
{
    return g_hash_table_lookup(conninfo->values, keyword);
}

void conninfo_set(Conninfo *conninfo, const char *keyword, const char *value)
{
    g_hash_table_replace(conninfo->values, g_strdup(keyword), g_strdup(value));
}

void conninfo_set_default(Conninfo *conninfo, const char *keyword, const char *value)
{
    if (conninfo_get(conninfo, keyword) == NULL)
        conninfo_set(conninfo, keyword, value);
}

void conninfo_parameters(const Conninfo *conninfo, const char ***ret_keywords,
                         const char ***ret_values)
{
    guint n = g_hash_table_size(conninfo->values);
    *ret_keywords = g_new0(const char *, n + 1);
    *ret_values = g_new0(const char *, n + 1);
    GHashTableIter iterator;
    gpointer keyword, value;
    g_hash_table_iter_init(&iterator, conninfo->values);
    for (guint i = 0; g_hash_table_iter_next(&iterator, &keyword, &value); i++) {
        (*ret_keywords)[i] = keyword;
        (*ret_values)[i] = value;
    }
}

static void append_part(GString *text, const char *word, const char *value, const char *variable)
{
    const char *known = value != NULL ? value : getenv(variable);
    if (known != NULL)
        g_string_append_printf(text, " %s'%s'", word, known);
}

char *conninfo_describe(const Conninfo *conninfo)
{
    GString *text = g_string_new("database");
    append_part(text, "", conninfo_get(conninfo, "dbname"), "PGDATABASE");
    const char *host = conninfo_get(conninfo, "host");
    if (host == NULL)
        host = conninfo_get(conninfo, "hostaddr");
    append_part(text, "on ", host, "PGHOST");
    append_part(text, "port ", conninfo_get(conninfo, "port"), "PGPORT");
    append_part(text, "as ", conninfo_get(conninfo, "user"), "PGUSER");
    return g_string_free(text, FALSE);
}

char *conninfo_mask(const Conninfo *conninfo, const char *text)
{
    const char *password = conninfo_get(conninfo, "password");
    if (password == NULL || password[0] == '\0')
        return g_strdup(text);
    g_auto(GStrv) pieces = g_strsplit(text, password, -1);
    return g_strjoinv("***", pieces);
}
