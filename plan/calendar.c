#include "plan/calendar.h"

#include "common/time_text.h"

typedef struct {
    int64_t from_s, to_s;
} Span;

struct Calendar {
    uint32_t n_services, n_hosts;
    GArray **spans; /* Span by time; 0: everything, then services, then hosts; NULL: none */
    bool any;
};

static uint32_t n_keys(const Calendar *calendar)
{
    return 1 + calendar->n_services + calendar->n_hosts;
}

static uint32_t key_of(const Calendar *calendar, BlackoutScope scope, uint32_t index)
{
    if (scope == BLACKOUT_ALL)
        return 0;
    return scope == BLACKOUT_SERVICE ? 1 + index : 1 + calendar->n_services + index;
}

Calendar *calendar_new_empty(const Model *model)
{
    Calendar *calendar = g_new0(Calendar, 1);
    calendar->n_services = model->n_services;
    calendar->n_hosts = model->n_hosts;
    calendar->spans = g_new0(GArray *, n_keys(calendar));
    return calendar;
}

void calendar_free(Calendar *calendar)
{
    if (calendar == NULL)
        return;
    for (uint32_t key = 0; key < n_keys(calendar); key++)
        g_clear_pointer(&calendar->spans[key], g_array_unref);
    g_free(calendar->spans);
    g_free(calendar);
}

void calendar_add(Calendar *calendar, BlackoutScope scope, uint32_t index, int64_t from_s,
                  int64_t to_s)
{
    GArray **spans = &calendar->spans[key_of(calendar, scope, index)];
    Span span = {from_s, to_s};
    if (*spans == NULL)
        *spans = g_array_new(FALSE, FALSE, sizeof(Span));
    g_array_append_val(*spans, span);
    calendar->any = true;
}

static int compare_spans(gconstpointer left, gconstpointer right)
{
    const Span *first = left;
    const Span *second = right;
    if (first->from_s != second->from_s)
        return first->from_s < second->from_s ? -1 : 1;
    return first->to_s < second->to_s ? -1 : first->to_s > second->to_s;
}

/* By time, those that meet made one. */
static void merge(GArray *spans)
{
    g_array_sort(spans, compare_spans);
    guint n = 1;
    for (guint i = 1; i < spans->len; i++) {
        Span next = g_array_index(spans, Span, i);
        Span *last = &g_array_index(spans, Span, n - 1);
        if (next.from_s <= last->to_s)
            last->to_s = MAX(last->to_s, next.to_s);
        else
            g_array_index(spans, Span, n++) = next;
    }
    g_array_set_size(spans, n);
}

void calendar_seal(Calendar *calendar)
{
    for (uint32_t key = 0; key < n_keys(calendar); key++)
        if (calendar->spans[key] != NULL)
            merge(calendar->spans[key]);
}

Calendar *calendar_new(const Model *model)
{
    Calendar *calendar = calendar_new_empty(model);
    for (uint32_t i = 0; i < model->n_blackouts; i++) {
        const Blackout *blackout = &model->blackouts[i];
        int64_t from_s = 0, to_s = 0;
        bool read =
            time_text_parse(blackout->from, &from_s) && time_text_parse(blackout->to, &to_s);
        g_assert(read); /* the reader of the model let them pass */
        calendar_add(calendar, blackout->scope, blackout->index, from_s, to_s);
    }
    calendar_seal(calendar);
    return calendar;
}

bool calendar_is_empty(const Calendar *calendar)
{
    return !calendar->any;
}

/* The first span that ends behind at_s; n where there is none. */
static guint first_behind(const GArray *spans, int64_t at_s)
{
    guint low = 0, high = spans->len;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(spans, Span, middle).to_s > at_s)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

int64_t calendar_window(const Calendar *calendar, int64_t at_s)
{
    const GArray *spans = calendar->spans[0];
    guint next = spans == NULL ? 0 : first_behind(spans, at_s);
    return next == 0 ? INT64_MIN : g_array_index(spans, Span, next - 1).to_s;
}

int64_t calendar_next_window_s(const Calendar *calendar, int64_t at_s)
{
    const GArray *spans = calendar->spans[0];
    guint next = spans == NULL ? 0 : first_behind(spans, at_s);
    return spans == NULL || next == spans->len ? INT64_MAX : g_array_index(spans, Span, next).to_s;
}

static int64_t earliest_of(const GArray *spans, int64_t at_s, int64_t length_s)
{
    if (spans == NULL)
        return at_s;
    for (guint i = first_behind(spans, at_s);
         i < spans->len && g_array_index(spans, Span, i).from_s < at_s + length_s; i++)
        at_s = g_array_index(spans, Span, i).to_s;
    return at_s;
}

int64_t calendar_earliest_s(const Calendar *calendar, Touches touches, int64_t at_s,
                            int64_t length_s)
{
    uint32_t keys[4] = {0};
    uint32_t n = 1;
    if (touches.service != INDEX_NONE)
        keys[n++] = key_of(calendar, BLACKOUT_SERVICE, touches.service);
    if (touches.from != INDEX_NONE)
        keys[n++] = key_of(calendar, BLACKOUT_HOST, touches.from);
    if (touches.to != INDEX_NONE)
        keys[n++] = key_of(calendar, BLACKOUT_HOST, touches.to);
    for (int64_t before_s = INT64_MIN; calendar->any && before_s != at_s;) {
        before_s = at_s;
        for (uint32_t i = 0; i < n; i++)
            at_s = earliest_of(calendar->spans[keys[i]], at_s, length_s);
    }
    return at_s;
}
