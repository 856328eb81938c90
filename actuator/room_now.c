#include "actuator/room_now.h"

#include "actuator/roll.h"

static bool is_on_its_way(const Step *step, uint32_t host)
{
    return (step->state == STEP_INTENT || step->state == STEP_CALLING) && step->to == host &&
           step->domain != INDEX_NONE;
}

/* Takes out who is on its way: the destination may hold a paused copy of it already. */
static void remove_arriving(const Errand *errand, uint32_t host, GArray *residents)
{
    for (guint i = residents->len; i-- > 0;) {
        uint32_t domain = g_array_index(residents, Resident, i).domain;
        for (uint32_t step = 0; domain != INDEX_NONE && step < errand->n_steps; step++)
            if (errand->steps[step].domain == domain && is_on_its_way(&errand->steps[step], host)) {
                g_array_remove_index_fast(residents, i);
                break;
            }
    }
}

char *room_now(const Errand *errand, const Step *step, const GPtrArray *domains)
{
    g_autoptr(GArray) residents = g_array_new(FALSE, FALSE, sizeof(Resident));
    roll_add_residents(errand, step->to, domains, residents);
    remove_arriving(errand, step->to, residents);
    g_autoptr(Headroom) headroom =
        headroom_new(errand, (const Resident *)(gpointer)residents->data, residents->len);
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (is_on_its_way(&errand->steps[i], step->to))
            headroom_add(headroom, step->to, errand->steps[i].domain);
    return headroom_excess(headroom, step->to, "");
}
