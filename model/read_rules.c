#include <string.h>

#include "common/error.h"
#include "model/list_cell.h"
#include "model/parse.h"
#include "model/reader.h"

static bool refuse_unused(const Rule *rule, Row row, const char *column, const char *what,
                          GError **error)
{
    if (cell_is_empty(row, column))
        return true;
    return cell_fail(row, column, error, "a '%s' rule has no %s", rule_kind_words[rule->kind],
                     what);
}

static bool read_sets(const Model *model, Rule *rule, Row row, GError **error)
{
    const RuleShape *shape = &rule_shapes[rule->kind];
    if (!shape->takes_domains && !refuse_unused(rule, row, "domains", "domains", error))
        return false;
    if (!shape->takes_hosts && !refuse_unused(rule, row, "hosts", "hosts", error))
        return false;
    return cell_domain_groups(row, "domains", model, rule->kind == RULE_KIND_SPLIT, &rule->groups,
                              &rule->n_groups, error) &&
           cell_host_list(row, "hosts", model, &rule->hosts, error);
}

static bool read_limit(Rule *rule, Row row, GError **error)
{
    const RuleShape *shape = &rule_shapes[rule->kind];
    rule->limit = NO_LIMIT;
    if (!shape->takes_limit)
        return refuse_unused(rule, row, "limit", "limit", error);
    if (shape->default_limit == NO_LIMIT && cell_is_empty(row, "limit"))
        return cell_fail(row, "limit", error, "a '%s' rule needs a limit",
                         rule_kind_words[rule->kind]);
    return cell_amount(row, "limit", (AmountRange){0, AMOUNT_MAX, shape->default_limit},
                       &rule->limit, error);
}

static bool read_time(Row row, const char *column, char **ret_text, GError **error)
{
    if (cell_is_empty(row, column)) {
        *ret_text = g_strdup("");
        return true;
    }
    return parse_time(cell_text(row, column), ret_text, error) || cell_prefix(row, column, error);
}

static bool read_rule(const Model *model, Rule *rule, Row row, GError **error)
{
    uint32_t kind, strength;
    if (!cell_choice(row, "rule", rule_kind_words, INDEX_NONE, &kind, error) ||
        !cell_name(row, "name", &rule->name, error))
        return false;
    rule->kind = (RuleKind)kind;
    if (!read_sets(model, rule, row, error) || !read_limit(rule, row, error) ||
        !cell_choice(row, "strength", strength_words, STRENGTH_HARD, &strength, error) ||
        !cell_decimal(row, "price_per_h", &rule->price_per_h, error) ||
        !cell_optional_text(row, "owner", LONGEST_NAME, &rule->owner, error) ||
        !cell_optional_text(row, "reason", LONGEST_TEXT, &rule->reason, error) ||
        !read_time(row, "valid_from", &rule->valid_from, error) ||
        !read_time(row, "valid_to", &rule->valid_to, error))
        return false;
    if (*rule->valid_from != '\0' && *rule->valid_to != '\0' &&
        strcmp(rule->valid_from, rule->valid_to) >= 0)
        return cell_fail(row, "valid_to", error, "the end is not after the begin");
    rule->strength = (Strength)strength;
    return true;
}

bool read_rules(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_RULES, NULL, error))
        return false;
    g_autofree uint32_t *ranks = sheet_rank_by_name(&sheet, "name", error);
    if (ranks == NULL)
        return false;
    model->n_rules = sheet_n_rows(&sheet);
    model->rules = g_new0(Rule, model->n_rules);
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (!read_rule(model, &model->rules[ranks[i]], (Row){&sheet, i}, error))
            return false;
    model_list_place_rules(model);
    return true;
}
