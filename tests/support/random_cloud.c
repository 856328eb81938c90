#include "tests/support/random_cloud.h"

#include <glib/gstdio.h>

#include "common/random.h"
#include "import/import.h"

Model *random_cloud(uint32_t n_computers, uint32_t n_processes, uint32_t seed)
{
    static const int powers[] = {3, 6, 12, 24};
    Random random = random_new(seed);
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = g_dir_make_tmp("vmatrix-pack-XXXXXX", &error);
    g_autofree char *path = g_build_filename(directory, "cloud.json", NULL);
    g_autoptr(GString) text = g_string_new("{\"computerList\":[");
    for (uint32_t i = 0; i < n_computers; i++)
        g_string_append_printf(text,
                               "%s{\"cpuPower\":%d,\"memory\":%d,\"networkBandwidth\":%d,"
                               "\"cost\":%u}",
                               i == 0 ? "" : ",", powers[random_below(&random, 4)],
                               powers[random_below(&random, 4)], powers[random_below(&random, 4)],
                               10 * (1 + random_below(&random, 50)));
    g_string_append(text, "],\"processList\":[");
    for (uint32_t i = 0; i < n_processes; i++)
        g_string_append_printf(text,
                               "%s{\"requiredCpuPower\":%u,\"requiredMemory\":%u,"
                               "\"requiredNetworkBandwidth\":%u}",
                               i == 0 ? "" : ",", 1 + random_below(&random, 4),
                               1 + random_below(&random, 4), 1 + random_below(&random, 4));
    g_string_append(text, "]}");
    g_assert_true(g_file_set_contents(path, text->str, -1, &error));
    Model *model = import_cloud_balancing(path, &error);
    g_assert_no_error(error);
    g_remove(path);
    g_rmdir(directory);
    return model;
}
