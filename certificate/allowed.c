#include "certificate/allowed.h"

#include <string.h>

#include "certificate/limits.h"

#define MOST_KINDS 256 /* that hosts are compared with */

typedef enum {
    REFUSED_NOT,
    REFUSED_RETIRES,
    REFUSED_UNASKED,
    REFUSED_STATE,
    REFUSED_TAG,
    REFUSED_DEMAND,
    REFUSED_TIER,
    REFUSED_FENCE,
    REFUSED_BAN,
    REFUSED_ROOT,
    REFUSED_NEVER,
    REFUSED_NOT_RUNNING,
    REFUSED_RESIDENCE,
    REFUSED_CPU,
} RefusalKind;

/* What refuses: a tag, a resource, a rule or a CPU model, by the kind. */
typedef struct {
    RefusalKind kind;
    uint32_t index;
} Refusal;

static const Refusal not_refused = {REFUSED_NOT, 0};

static Refusal refused_by_tags(const Domain *domain, const Host *host)
{
    for (uint32_t i = 0; i < domain->requires.n; i++)
        if (!index_set_has(&host->tags, domain->requires.index[i]))
            return (Refusal){REFUSED_TAG, domain->requires.index[i]};
    return not_refused;
}

static Refusal refused_by_demand(const Model *model, uint32_t domain, uint32_t host)
{
    uint32_t tier = judge_tier(model, domain);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t hard = judge_hard_limit(model, host, resource);
        int64_t tier_hard =
            tier == INDEX_NONE ? hard : judge_tier_limit(model, tier, host, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            int64_t demand = model_demand(model, domain, resource, period);
            if (demand > hard)
                return (Refusal){REFUSED_DEMAND, resource};
            if (demand > tier_hard)
                return (Refusal){REFUSED_TIER, resource};
        }
    }
    return not_refused;
}

/* The hard fences and bans (places), and roots, with that domain in their set (indices of rules).
 */
static GArray *rules_about(const Model *model, uint32_t domain, bool with_places, bool with_roots)
{
    GArray *about = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t k = 0; k < model->place_rules.n; k++) {
        uint32_t index = model->place_rules.index[k];
        const Rule *rule = &model->rules[index];
        bool is_asked_for = rule->kind == RULE_KIND_ROOT ? with_roots : with_places;
        if (is_asked_for && rule->n_groups > 0 && index_set_has(&rule->groups[0], domain))
            g_array_append_val(about, index);
    }
    return about;
}

static Refusal refused_by_rules(const Model *model, uint32_t domain, uint32_t host,
                                const GArray *about)
{
    uint32_t home = model->domains[domain].host;
    for (guint i = 0; i < about->len; i++) {
        uint32_t index = g_array_index(about, uint32_t, i);
        const Rule *rule = &model->rules[index];
        if (rule->kind == RULE_KIND_FENCE && !index_set_has(&rule->hosts, host))
            return (Refusal){REFUSED_FENCE, index};
        if (rule->kind == RULE_KIND_BAN && index_set_has(&rule->hosts, host))
            return (Refusal){REFUSED_BAN, index};
        if (rule->kind == RULE_KIND_ROOT && home != INDEX_NONE && home != host)
            return (Refusal){REFUSED_ROOT, index};
    }
    return not_refused;
}

/* Not wanted, and conditions 1 to 5. */
static Refusal refused_at_all(const Model *model, uint32_t domain, uint32_t host,
                              const GArray *about)
{
    HostState state = model->hosts[host].state;
    if (!judge_is_wanted(model, domain))
        return (Refusal){model->domains[domain].retire ? REFUSED_RETIRES : REFUSED_UNASKED, 0};
    if (state == HOST_STATE_DRAIN || state == HOST_STATE_FAILED ||
        (state == HOST_STATE_CLOSED && host != model->domains[domain].host))
        return (Refusal){REFUSED_STATE, 0};
    Refusal refused = refused_by_tags(&model->domains[domain], &model->hosts[host]);
    if (refused.kind == REFUSED_NOT)
        refused = refused_by_demand(model, domain, host);
    if (refused.kind == REFUSED_NOT)
        refused = refused_by_rules(model, domain, host, about);
    return refused;
}

/* a < b for decimals of at most 18 digits behind the point */
static bool decimal_is_less(Decimal a, Decimal b)
{
    __extension__ typedef unsigned __int128 Wide;
    Wide left = (Wide)a.mantissa, right = (Wide)b.mantissa;
    for (uint32_t i = a.scale; i < b.scale; i++)
        left *= 10;
    for (uint32_t i = b.scale; i < a.scale; i++)
        right *= 10;
    return left < right;
}

/* A guest that goes on running, or is restored, needs a CPU that runs the one it sees: its own or,
 * where it has none, that of the host it leaves. */
static Refusal refused_by_cpu(const Model *model, uint32_t domain, uint32_t host)
{
    const Domain *moved = &model->domains[domain];
    uint32_t there = model->hosts[host].cpu_model;
    uint32_t seen =
        moved->cpu_model != INDEX_NONE ? moved->cpu_model : model->hosts[moved->host].cpu_model;
    bool is_started_anew = moved->move == MOVE_MODE_COLD;
    if (!model->compares_cpus || is_started_anew)
        return not_refused;
    if (seen == INDEX_NONE || there == INDEX_NONE)
        return (Refusal){REFUSED_CPU, INDEX_NONE};
    if (seen == there || index_set_has(&model->cpu_models[seen].runs_on, there))
        return not_refused;
    return (Refusal){REFUSED_CPU, seen};
}

static Refusal refused_to_leave(const Model *model, uint32_t domain, uint32_t host,
                                const GArray *about)
{
    const Domain *moved = &model->domains[domain];
    if (!judge_is_placed(model, domain) || host == moved->host)
        return not_refused;
    if (moved->move == MOVE_MODE_NEVER)
        return (Refusal){REFUSED_NEVER, 0};
    if (moved->state != DOMAIN_STATE_RUNNING)
        return (Refusal){REFUSED_NOT_RUNNING, 0};
    if (moved->has_moved_h_ago &&
        decimal_is_less(moved->moved_h_ago, model->policy.min_residence_h) &&
        refused_at_all(model, domain, moved->host, about).kind == REFUSED_NOT)
        return (Refusal){REFUSED_RESIDENCE, 0};
    return refused_by_cpu(model, domain, host);
}

static Refusal refuse(const Model *model, uint32_t domain, uint32_t host, const GArray *about)
{
    Refusal refused = refused_at_all(model, domain, host, about);
    return refused.kind != REFUSED_NOT ? refused : refused_to_leave(model, domain, host, about);
}

bool judge_is_allowed(const Model *model, uint32_t domain, uint32_t host)
{
    g_autoptr(GArray) about = rules_about(model, domain, true, true);
    return refuse(model, domain, host, about).kind == REFUSED_NOT;
}

static bool are_alike(const Model *model, uint32_t left, uint32_t right)
{
    const Host *a = &model->hosts[left], *b = &model->hosts[right];
    return a->state == b->state && a->cpu_model == b->cpu_model && a->tags.n == b->tags.n &&
           (a->tags.n == 0 ||
            memcmp(a->tags.index, b->tags.index, a->tags.n * sizeof *a->tags.index) == 0) &&
           memcmp(a->capacity, b->capacity, model->n_resources * sizeof *a->capacity) == 0;
}

void judge_host_kinds(const Model *model, uint32_t *ret_kind)
{
    g_autoptr(GArray) firsts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        ret_kind[host] = host;
        for (guint k = 0; k < firsts->len && ret_kind[host] == host; k++)
            if (are_alike(model, g_array_index(firsts, uint32_t, k), host))
                ret_kind[host] = g_array_index(firsts, uint32_t, k);
        if (ret_kind[host] == host && firsts->len < MOST_KINDS)
            g_array_append_val(firsts, host);
    }
}

void judge_allowed_hosts(const Model *model, const uint32_t *kinds, uint32_t domain,
                         bool *ret_allowed)
{
    enum { UNKNOWN, ALLOWED, REFUSED };
    g_autoptr(GArray) about = rules_about(model, domain, true, true);
    g_autofree uint8_t *known = g_new0(uint8_t, MAX(model->n_hosts, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        bool is_plain = kinds != NULL && about->len == 0 && host != model->domains[domain].host;
        uint8_t *of_kind = is_plain ? &known[kinds[host]] : NULL;
        if (is_plain && *of_kind != UNKNOWN) {
            ret_allowed[host] = *of_kind == ALLOWED;
            continue;
        }
        ret_allowed[host] = refuse(model, domain, host, about).kind == REFUSED_NOT;
        if (is_plain)
            *of_kind = ret_allowed[host] ? ALLOWED : REFUSED;
    }
}

bool judge_may_restart_on(const Model *model, uint32_t domain, uint32_t host)
{
    if (model->hosts[host].state != HOST_STATE_UP)
        return false;
    g_autoptr(GArray) about = rules_about(model, domain, true, false);
    return refused_at_all(model, domain, host, about).kind == REFUSED_NOT;
}

bool judge_may_stay(const Model *model, uint32_t domain)
{
    return judge_is_placed(model, domain) &&
           judge_is_allowed(model, domain, model->domains[domain].host);
}

static char *refusal_text(const Model *model, uint32_t host, Refusal refused)
{
    static const char *const states[] = {"up", "draining", "closed", "failed"};
    switch (refused.kind) {
    case REFUSED_NOT:
        return NULL;
    case REFUSED_RETIRES:
        return g_strdup("it is to be retired");
    case REFUSED_UNASKED:
        return g_strdup("it does not run, and nobody asks to start it");
    case REFUSED_STATE:
        return g_strdup_printf("the host is %s", states[model->hosts[host].state]);
    case REFUSED_TAG:
        return g_strdup_printf("the host lacks tag '%s'", model->tags[refused.index]);
    case REFUSED_DEMAND:
        return g_strdup_printf("its own demand for '%s' is above the host's hard limit",
                               model->resources[refused.index].name);
    case REFUSED_TIER:
        return g_strdup_printf("its own demand for '%s' is above its tier's limit there",
                               model->resources[refused.index].name);
    case REFUSED_FENCE:
        return g_strdup_printf("fence '%s' keeps it away", model->rules[refused.index].name);
    case REFUSED_BAN:
        return g_strdup_printf("ban '%s' keeps it away", model->rules[refused.index].name);
    case REFUSED_ROOT:
        return g_strdup_printf("root '%s' keeps it where it is%s%s",
                               model->rules[refused.index].name,
                               model->rules[refused.index].reason[0] == '\0' ? "" : ": ",
                               model->rules[refused.index].reason);
    case REFUSED_NEVER:
        return g_strdup("its move mode is 'never'");
    case REFUSED_NOT_RUNNING:
        return g_strdup("it is not running");
    case REFUSED_RESIDENCE:
        return g_strdup("it was moved less than min_residence_h ago");
    case REFUSED_CPU:
        if (refused.index == INDEX_NONE)
            return g_strdup("its CPU model or the host's is not known");
        return g_strdup_printf("the host's CPU does not run its CPU model '%s'",
                               model->cpu_models[refused.index].name);
    }
    g_assert_not_reached();
}

char *judge_refusal(const Model *model, uint32_t domain, uint32_t host)
{
    g_autoptr(GArray) about = rules_about(model, domain, true, true);
    return refusal_text(model, host, refuse(model, domain, host, about));
}

char *judge_stop_refusal(const Model *model, uint32_t domain, uint32_t host)
{
    g_autoptr(GArray) all = rules_about(model, domain, true, true);
    g_autoptr(GArray) roots = rules_about(model, domain, false, true);
    Refusal refused = refused_at_all(model, domain, host, roots);
    if (refused.kind == REFUSED_NOT)
        refused = refused_to_leave(model, domain, host, all);
    return refusal_text(model, host, refused);
}
