#include "solver/set_screen.h"

#include <string.h>

typedef struct {
    bool *open;
    double value;
} Screened;

struct SetScreen {
    PriceTree *tree;
    uint32_t n_bins;
    GPtrArray *sets; /* Screened, the least value first */
};

static void screened_free(gpointer data)
{
    Screened *set = data;
    g_free(set->open);
    g_free(set);
}

SetScreen *set_screen_new(const PriceTree *tree, double spare)
{
    SetScreen *screen = g_new0(SetScreen, 1);
    const PriceModel *model = price_tree_model(tree);
    screen->tree = price_tree_new(model, 1 - spare);
    price_tree_start_at(screen->tree, tree);
    screen->n_bins = model->problem->n_bins;
    screen->sets = g_ptr_array_new_with_free_func(screened_free);
    return screen;
}

void set_screen_free(SetScreen *screen)
{
    if (screen == NULL)
        return;
    price_tree_free(screen->tree);
    g_ptr_array_unref(screen->sets);
    g_free(screen);
}

static bool is_known(const SetScreen *screen, const bool *open)
{
    for (guint k = 0; k < screen->sets->len; k++)
        if (memcmp(set_screen_get(screen, k), open, screen->n_bins * sizeof *open) == 0)
            return true;
    return false;
}

void set_screen_add(SetScreen *screen, const bool *open, const PriceTreeLimits *limits)
{
    if (is_known(screen, open))
        return;
    Screened *set = g_new(Screened, 1);
    set->open = g_memdup2(open, (gsize)screen->n_bins + 1);
    set->value = price_tree_set_value(screen->tree, open, limits);
    guint at = 0;
    while (at < screen->sets->len && set_screen_value(screen, at) <= set->value)
        at++;
    g_ptr_array_insert(screen->sets, (int)at, set);
}

uint32_t set_screen_n(const SetScreen *screen)
{
    return screen->sets->len;
}

const bool *set_screen_get(const SetScreen *screen, uint32_t k)
{
    return ((const Screened *)screen->sets->pdata[k])->open;
}

double set_screen_value(const SetScreen *screen, uint32_t k)
{
    return ((const Screened *)screen->sets->pdata[k])->value;
}
