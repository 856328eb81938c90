#include "tests/support/load_scenario.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>

#include "common/random.h"
#include "import/import.h"

#define N_RESOURCES 3

static Model *import_texts(const char *model_text, const char *assignment_text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = g_dir_make_tmp("vmatrix-load-XXXXXX", &error);
    cr_assert_not_null(directory);
    g_autofree char *model_path = g_build_filename(directory, "model", NULL);
    g_autofree char *assignment_path = g_build_filename(directory, "assignment", NULL);
    cr_assert(g_file_set_contents(model_path, model_text, -1, &error));
    cr_assert(g_file_set_contents(assignment_path, assignment_text, -1, &error));
    Model *model = import_roadef(model_path, assignment_path, &error);
    cr_assert_not_null(model, "%s", error == NULL ? "" : error->message);
    g_remove(model_path);
    g_remove(assignment_path);
    g_rmdir(directory);
    return model;
}

Model *load_example(void)
{
    return import_texts("2\n1 100\n0 10\n4\n0 0 30 400 16 80 0 1 4 5\n0 0 10 240 8 160 1 0 3 4\n"
                        "1 1 15 100 12 80 4 3 0 2\n1 2 10 100 8 80 5 4 2 0\n2\n2 0\n1 1 0\n3\n"
                        "0 12 10 1000\n0 10 20 100\n1 6 200 1\n1\n0 1 20\n10\n1 10 100\n",
                        "0 3 0\n");
}

typedef struct {
    Random random;
    uint32_t n_machines, n_processes, n_services;
    uint32_t *service, *machine; /* [process] */
    uint32_t *demand;            /* [process * N_RESOURCES + r] */
    uint32_t *use;               /* [machine * N_RESOURCES + r] */
} Draw;

static uint32_t between(Draw *draw, uint32_t low, uint32_t high)
{
    return low + random_below(&draw->random, high - low + 1);
}

static bool has_conflict(const Draw *draw, uint32_t process, uint32_t machine)
{
    for (uint32_t other = 0; other < process; other++)
        if (draw->service[other] == draw->service[process] && draw->machine[other] == machine)
            return true;
    return false;
}

static void draw_processes(Draw *draw, bool is_valid)
{
    for (uint32_t p = 0; p < draw->n_processes; p++) {
        draw->service[p] = random_below(&draw->random, draw->n_services);
        draw->machine[p] = random_below(&draw->random, draw->n_machines);
        for (uint32_t tries = 0; is_valid && tries < 50 && has_conflict(draw, p, draw->machine[p]);
             tries++) {
            draw->service[p] = random_below(&draw->random, draw->n_services);
            draw->machine[p] = random_below(&draw->random, draw->n_machines);
        }
        for (uint32_t r = 0; r < N_RESOURCES; r++) {
            uint32_t demand = between(draw, 0, 9);
            draw->demand[p * N_RESOURCES + r] = demand;
            draw->use[draw->machine[p] * N_RESOURCES + r] += demand;
        }
    }
}

static void write_machines(Draw *draw, GString *text, bool is_valid)
{
    g_string_append_printf(text, "%u\n", draw->n_machines);
    for (uint32_t m = 0; m < draw->n_machines; m++) {
        g_string_append_printf(text, "%u %u", random_below(&draw->random, 2),
                               random_below(&draw->random, 3));
        uint32_t limit[N_RESOURCES];
        for (uint32_t r = 0; r < N_RESOURCES; r++) {
            limit[r] = draw->use[m * N_RESOURCES + r] + between(draw, 0, 12);
            uint32_t less = is_valid ? 0 : between(draw, 0, 8);
            limit[r] -= MIN(limit[r], less);
            g_string_append_printf(text, " %u", limit[r]);
        }
        for (uint32_t r = 0; r < N_RESOURCES; r++)
            g_string_append_printf(text, " %u", random_below(&draw->random, limit[r] + 1));
        for (uint32_t to = 0; to < draw->n_machines; to++)
            g_string_append_printf(text, " %u", to == m ? 0 : between(draw, 0, 3));
        g_string_append_c(text, '\n');
    }
}

static void write_services(Draw *draw, GString *text, bool is_valid)
{
    g_string_append_printf(text, "%u\n", draw->n_services);
    for (uint32_t s = 0; s < draw->n_services; s++) {
        bool asks = !is_valid || random_below(&draw->random, 3) == 0;
        uint32_t near = random_below(&draw->random, draw->n_services);
        g_string_append_printf(text, "%u ", is_valid ? 0 : random_below(&draw->random, 3));
        if (asks && near != s && random_below(&draw->random, 4) == 0)
            g_string_append_printf(text, "1 %u\n", near);
        else
            g_string_append(text, "0\n");
    }
}

Model *load_scenario(uint32_t n_machines, uint32_t n_processes, bool is_valid, uint32_t seed)
{
    Draw draw = {random_new(seed),
                 n_machines,
                 n_processes,
                 n_processes / 2 + 1,
                 g_new0(uint32_t, n_processes),
                 g_new0(uint32_t, n_processes),
                 g_new0(uint32_t, (gsize)n_processes * N_RESOURCES),
                 g_new0(uint32_t, (gsize)n_machines * N_RESOURCES)};
    draw_processes(&draw, is_valid);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) assignment = g_string_new(NULL);
    g_string_append_printf(text, "%d\n%u 3\n0 1\n0 0\n", N_RESOURCES,
                           random_below(&draw.random, 2));
    write_machines(&draw, text, is_valid);
    write_services(&draw, text, is_valid);
    g_string_append_printf(text, "%u\n", n_processes);
    for (uint32_t p = 0; p < n_processes; p++) {
        g_string_append_printf(text, "%u", draw.service[p]);
        for (uint32_t r = 0; r < N_RESOURCES; r++)
            g_string_append_printf(text, " %u", draw.demand[p * N_RESOURCES + r]);
        g_string_append_printf(text, " %u\n", between(&draw, 0, 2));
        g_string_append_printf(assignment, "%u ", draw.machine[p]);
    }
    g_string_append(text, "1\n0 2 2 2\n1 1 1\n");
    g_free(draw.service);
    g_free(draw.machine);
    g_free(draw.demand);
    g_free(draw.use);
    return import_texts(text->str, assignment->str);
}
