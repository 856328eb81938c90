#include "planner/conflict.h"

#include "model/rules.h"

static const char *const state_names[] = {"up", "drain", "closed", "failed"};

/* Facts that are one sentence whatever their index. */
static const char *plain_sentence(FactKind kind)
{
    switch (kind) {
    case FACT_TAGS:
        return "domains may only run on hosts that have every tag they require";
    case FACT_CPU:
        return "running domains may only move to hosts whose CPU runs theirs (cpu_models.csv)";
    case FACT_NEVER:
        return "domains that are not running or have move 'never' stay where they are";
    case FACT_RESIDENCE:
        return "domains that moved less than min_residence_h ago stay where they are";
    case FACT_MAX_MOVES:
        return "max_moves limits the number of moves";
    case FACT_MAX_OPERATOR:
        return "max_operator_min limits the minutes of people";
    case FACT_MAX_MEMORY:
        return "max_memory_gib limits the memory that moves";
    default:
        return NULL;
    }
}

static const char *fact_rule(const Model *model, const Fact *fact)
{
    static const char *const names[] = {
        [FACT_STATE] = "state",
        [FACT_TAGS] = "tags",
        [FACT_CPU] = "cpu_models",
        [FACT_NEVER] = "move",
        [FACT_RESIDENCE] = "min_residence_h",
        [FACT_CAPACITY] = "capacity",
        [FACT_TRANSIENT] = "transient",
        [FACT_TIER] = "tier",
        [FACT_RULE] = "",
        [FACT_LICENCE] = "licence",
        [FACT_MIN_ZONES] = "min_zones",
        [FACT_PER_HOST] = "max_per_host",
        [FACT_PER_ZONE] = "max_per_zone",
        [FACT_NEAR] = "near",
        [FACT_MAX_MOVES] = "max_moves",
        [FACT_MAX_OPERATOR] = "max_operator_min",
        [FACT_MAX_MEMORY] = "max_memory_gib",
        [FACT_RESERVE] = "host_failures",
        [FACT_ITEM] = "domain",
    };
    return fact->kind == FACT_RULE ? model->rules[fact->index].name : names[fact->kind];
}

static char *service_sentence(const Model *model, const Fact *fact, const char *what)
{
    return g_strdup_printf("service '%s' %s", model->services[fact->index].name, what);
}

static char *fact_sentence(const Model *model, const Fact *fact)
{
    const char *sentence = plain_sentence(fact->kind);
    if (sentence != NULL)
        return g_strdup(sentence);
    switch (fact->kind) {
    case FACT_STATE:
        return g_strdup_printf("hosts in state '%s' take no domain", state_names[fact->index]);
    case FACT_CAPACITY:
        return g_strdup_printf("hard limits of '%s' hold", model->resources[fact->index].name);
    case FACT_TRANSIENT:
        return g_strdup_printf("'%s' of a moved domain also counts on its old host",
                               model->resources[fact->index].name);
    case FACT_TIER:
        return g_strdup_printf("limits of tier '%s' hold", model->tiers[fact->index].name);
    case FACT_RULE:
        return rule_sentence(&model->rules[fact->index], "holds");
    case FACT_LICENCE:
        return g_strdup_printf("licence '%s' allows %" G_GINT64_FORMAT " hosts",
                               model->licences[fact->index].name,
                               model->licences[fact->index].max_hosts);
    case FACT_MIN_ZONES:
        return service_sentence(model, fact, "spans at least min_zones zones");
    case FACT_PER_HOST:
        return service_sentence(model, fact, "keeps to max_per_host");
    case FACT_PER_ZONE:
        return service_sentence(model, fact, "keeps to max_per_zone");
    case FACT_NEAR:
        return service_sentence(model, fact, "is near the services it names");
    case FACT_RESERVE:
        return g_strdup_printf("'%s' of the hosts left after host_failures failures suffices",
                               model->resources[fact->index].name);
    default:
        return g_strdup_printf("domain '%s' must run somewhere", model->domains[fact->index].name);
    }
}

Breach *conflict_to_words(const Model *model, const Fact *facts, uint32_t n_facts)
{
    Breach *words = g_new0(Breach, n_facts + 1);
    for (uint32_t i = 0; i < n_facts; i++) {
        words[i].rule = g_strdup(fact_rule(model, &facts[i]));
        words[i].what = fact_sentence(model, &facts[i]);
    }
    return words;
}
