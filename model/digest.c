#include <string.h>

#include "model/names.h"
#include "model/scenario.h"

char *model_digest(const Model *model)
{
    g_autoptr(GHashTable) files = model_to_canonical(model);
    uint32_t n_files;
    g_auto(GStrv) names = names_sorted(files, &n_files);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (uint32_t i = 0; i < n_files; i++) {
        const char *text = g_hash_table_lookup(files, names[i]);
        g_autofree char *head = g_strdup_printf("%s\n%zu\n", names[i], strlen(text));
        g_checksum_update(checksum, (const guchar *)head, -1);
        g_checksum_update(checksum, (const guchar *)text, -1);
    }
    return g_strdup_printf("sha256:%s", g_checksum_get_string(checksum));
}
