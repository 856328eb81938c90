#include "actuator/replay.h"

#include "actuator/replay_reserve.h"
#include "actuator/replay_rules.h"

typedef struct {
    const Errand *errand;
    const Resident *residents;
    guint n_residents;
    Headroom *headroom;
    ReplayRules *rules;
    bool *joined;     /* [n_steps]: goes, in this wave or one before */
    uint32_t *places; /* [n_steps]: where its domain is as it joins */
    Verdicts *verdicts;
} Replay;

static bool is_left_out(const Replay *replay, uint32_t step)
{
    return replay->errand->steps[step].state != STEP_DONE && !replay->joined[step];
}

static bool frees_source(const Step *step)
{
    return step->from != INDEX_NONE && step->domain != INDEX_NONE &&
           (step->kind == ACTION_MIGRATE || step->kind == ACTION_SUSPEND ||
            step->kind == ACTION_RETIRE);
}

/* "…: it depends on …" */
static void follow(const Replay *replay, uint32_t step, uint32_t on, const char *why)
{
    g_autofree char *what = errand_describe(replay->errand, &replay->errand->steps[on]);
    g_autofree char *reason = g_strdup_printf("%s: %s is left out", why, what);
    verdicts_follow(replay->verdicts, step, reason);
}

/* The domain must be brought where the step takes it from, the host must be on. */
static bool has_what_it_needs(const Replay *replay, uint32_t index)
{
    const Step *step = &replay->errand->steps[index];
    for (uint32_t i = 0; i < index; i++) {
        const Step *before = &replay->errand->steps[i];
        if (!is_left_out(replay, i))
            continue;
        if (step->domain != INDEX_NONE && before->domain == step->domain) {
            follow(replay, index, i, "it begins where an earlier step ends");
            return false;
        }
        if (before->kind == ACTION_POWER_ON && step->domain != INDEX_NONE &&
            before->to == step->to) {
            follow(replay, index, i, "its host is not switched on");
            return false;
        }
    }
    return true;
}

/* Who would have made room on the host, INDEX_NONE where nobody. */
static uint32_t who_frees(const Replay *replay, uint32_t index)
{
    const Step *step = &replay->errand->steps[index];
    for (uint32_t i = 0; i < replay->errand->n_steps; i++) {
        const Step *before = &replay->errand->steps[i];
        if (before->wave < step->wave && is_left_out(replay, i) && frees_source(before) &&
            before->from == step->to)
            return i;
    }
    return INDEX_NONE;
}

static bool leaves(const Replay *replay, const Resident *resident)
{
    for (uint32_t i = 0; i < replay->errand->n_steps; i++) {
        const Step *step = &replay->errand->steps[i];
        if (resident->domain != INDEX_NONE && step->domain == resident->domain &&
            step->from == resident->host && frees_source(step))
            return true;
    }
    return false;
}

/* A host that is to go off: nobody may be left on it. */
static bool is_emptied(const Replay *replay, uint32_t index)
{
    const Step *step = &replay->errand->steps[index];
    for (uint32_t i = 0; i < index; i++)
        if (is_left_out(replay, i) && frees_source(&replay->errand->steps[i]) &&
            replay->errand->steps[i].from == step->from) {
            follow(replay, index, i, "the host does not become empty");
            return false;
        }
    for (guint i = 0; i < replay->n_residents; i++) {
        const Resident *resident = &replay->residents[i];
        if (resident->host != step->from || leaves(replay, resident))
            continue;
        g_autofree char *reason =
            g_strdup_printf("host '%s' does not become empty: '%s' is there",
                            errand_host(replay->errand, step->from), resident->name);
        verdicts_hinder(replay->verdicts, index, reason);
        return false;
    }
    return true;
}

static bool serves_reserve(const Step *step)
{
    return step->kind == ACTION_POWER_ON || step->kind == ACTION_RETIRE;
}

/* A host that is to go off while one that should have come on has not, or a domain still runs. */
static bool leaves_reserve(const Replay *replay, uint32_t index)
{
    g_autofree char *lack = replay_reserve_lack(replay->errand, replay->joined, index);
    if (lack == NULL)
        return true;
    for (uint32_t i = 0; i < index; i++)
        if (is_left_out(replay, i) && serves_reserve(&replay->errand->steps[i])) {
            follow(replay, index, i, lack);
            return false;
        }
    verdicts_hinder(replay->verdicts, index, lack);
    return false;
}

static bool can_go(const Replay *replay, uint32_t index)
{
    const Step *step = &replay->errand->steps[index];
    if (step->kind == ACTION_POWER_OFF)
        return is_emptied(replay, index) && leaves_reserve(replay, index);
    return has_what_it_needs(replay, index);
}

/* What was called before may have brought it already. */
static bool brings(const Replay *replay, uint32_t index)
{
    uint32_t to = replay->errand->steps[index].to;
    return to != INDEX_NONE && replay->places[index] != to;
}

static void join(const Replay *replay, uint32_t index)
{
    const Step *step = &replay->errand->steps[index];
    replay->joined[index] = true;
    if (step->domain == INDEX_NONE)
        return;
    replay->places[index] = replay_rules_host(replay->rules, step->domain);
    replay_rules_place(replay->rules, step->domain, step->to);
    if (brings(replay, index))
        headroom_add(replay->headroom, step->to, step->domain);
}

/* It has joined the wave, which is too much for a host or breaks a rule. */
static void leave_out(const Replay *replay, uint32_t index, const char *reason)
{
    const Step *step = &replay->errand->steps[index];
    replay->joined[index] = false;
    replay_rules_place(replay->rules, step->domain, replay->places[index]);
    if (brings(replay, index))
        headroom_remove(replay->headroom, step->to, step->domain);
    uint32_t freeing = who_frees(replay, index);
    if (freeing == INDEX_NONE)
        verdicts_hinder(replay->verdicts, index, reason);
    else
        follow(replay, index, freeing, reason);
}

static bool is_of_wave(const Replay *replay, uint32_t index, uint32_t wave)
{
    const Step *step = &replay->errand->steps[index];
    return step->wave == wave && replay->joined[index] && step->domain != INDEX_NONE;
}

/* Who came to the wave last goes first. */
static void keep_room(const Replay *replay, uint32_t wave)
{
    g_autofree char *when = g_strdup_printf(" in wave %u", wave);
    for (uint32_t i = replay->errand->n_steps; i-- > 0;) {
        uint32_t host = replay->errand->steps[i].to;
        if (!is_of_wave(replay, i, wave) || host == INDEX_NONE)
            continue;
        g_autofree char *excess = headroom_excess(replay->headroom, host, when);
        if (excess != NULL)
            leave_out(replay, i, excess);
    }
}

/* The last step of the wave that the rule concerns, INDEX_NONE where none is left. */
static uint32_t last_concerned(const Replay *replay, uint32_t wave, uint32_t rule)
{
    for (uint32_t i = replay->errand->n_steps; i-- > 0;) {
        if (is_of_wave(replay, i, wave) &&
            replay_rules_concern(replay->rules, rule, replay->errand->steps[i].domain))
            return i;
    }
    return INDEX_NONE;
}

static void keep_rules(const Replay *replay, uint32_t wave)
{
    for (uint32_t rule = replay_rules_broken(replay->rules); rule != INDEX_NONE;
         rule = replay_rules_broken(replay->rules)) {
        uint32_t step = last_concerned(replay, wave, rule);
        if (step == INDEX_NONE)
            return; /* broken by nothing of ours */
        g_autofree char *reason = g_strdup_printf("rule '%s' would be broken after wave %u",
                                                  replay->errand->model->rules[rule].name, wave);
        leave_out(replay, step, reason);
    }
}

static void free_sources(const Replay *replay, uint32_t wave)
{
    for (uint32_t i = 0; i < replay->errand->n_steps; i++) {
        const Step *step = &replay->errand->steps[i];
        if (is_of_wave(replay, i, wave) && frees_source(step) && replay->places[i] == step->from)
            headroom_remove(replay->headroom, step->from, step->domain);
    }
}

static void join_all(const Replay *replay, uint32_t wave, bool power_off)
{
    for (uint32_t i = 0; i < replay->errand->n_steps; i++) {
        const Step *step = &replay->errand->steps[i];
        if (step->wave == wave && step->state == STEP_PLANNED && replay->verdicts->why[i] == NULL &&
            (step->kind == ACTION_POWER_OFF) == power_off && can_go(replay, i))
            join(replay, i);
    }
}

/* Hosts go off last, when it is known who leaves them. */
static void replay_wave(const Replay *replay, uint32_t wave)
{
    join_all(replay, wave, false);
    keep_room(replay, wave);
    keep_rules(replay, wave);
    join_all(replay, wave, true);
    free_sources(replay, wave);
}

void replay_steps(const Errand *errand, const Resident *residents, guint n_residents,
                  const bool *asked, Verdicts *verdicts)
{
    g_autoptr(Headroom) headroom = headroom_new(errand, residents, n_residents);
    g_autoptr(ReplayRules) rules = replay_rules_new(errand, residents, n_residents, asked);
    g_autofree bool *joined = g_new0(bool, errand->n_steps);
    g_autofree uint32_t *places = g_new0(uint32_t, errand->n_steps);
    Replay replay = {errand, residents, n_residents, headroom, rules, joined, places, verdicts};
    uint32_t last_wave = errand->n_steps == 0 ? 0 : errand->steps[errand->n_steps - 1].wave;
    for (uint32_t wave = 1; wave <= last_wave; wave++)
        replay_wave(&replay, wave);
}
