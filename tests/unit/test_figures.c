#include <criterion/criterion.h>

#include "actuator/figures.h"

Test(figures, are_json_without_what_is_not_known)
{
    MigrationProgress figures = {
        .bytes_processed = 134217728, .elapsed_ms = 640, .downtime_ms = -1, .iteration = 3};
    g_autofree char *unknown = figures_to_json(&figures);
    cr_assert_str_eq(unknown, "{\"bytes\":134217728,\"elapsed_ms\":640,\"iterations\":3}");
    figures.downtime_ms = 80;
    g_autofree char *known = figures_to_json(&figures);
    cr_assert_str_eq(
        known, "{\"bytes\":134217728,\"elapsed_ms\":640,\"downtime_ms\":80,\"iterations\":3}");
}

Test(figures, are_a_sentence_for_people)
{
    MigrationProgress figures = {
        .bytes_processed = 134217728, .elapsed_ms = 640, .downtime_ms = 80};
    g_autofree char *text = figures_to_text(&figures);
    cr_assert_str_eq(text, "128.0 MiB in 0.6 s, downtime 80 ms");
    figures.downtime_ms = -1;
    g_autofree char *without = figures_to_text(&figures);
    cr_assert_str_eq(without, "128.0 MiB in 0.6 s");
}
