#include "model/policy_keys.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "common/error.h"
#include "model/format.h"
#include "model/parse.h"

#define AT(member) offsetof(Policy, member)

const PolicyKey policy_keys[] = {
    {"format", KEY_FORMAT, 0, 1, 1, "1"},
    {"name", KEY_TEXT, AT(name), 0, LONGEST_NAME, ""},
    {"currency", KEY_TEXT, AT(currency), 0, LONGEST_NAME, "USD"},
    {"horizon_h", KEY_INT64, AT(horizon_h), 1, 87600, "720"},
    {"periods", KEY_UINT32, AT(n_periods), 1, 288, "1"},
    {"wage_per_h", KEY_DECIMAL, AT(wage_per_h), 0, 0, "62.00"},
    {"plan_review_min", KEY_MINUTES, AT(plan_review_umin), 0, 0, "30"},
    {"move_review_min", KEY_MINUTES, AT(move_review_umin), 0, 0, "2"},
    {"service_notice_min", KEY_MINUTES, AT(service_notice_umin), 0, 0, "15"},
    {"power_change_min", KEY_MINUTES, AT(power_change_umin), 0, 0, "15"},
    {"out_of_hours_factor", KEY_DECIMAL, AT(out_of_hours_factor), 0, 0, "1.0"},
    {"price_per_kwh", KEY_DECIMAL, AT(price_per_kwh), 0, 0, "0.13"},
    {"pue", KEY_DECIMAL, AT(pue), 0, 0, "1.56"},
    {"max_moves", KEY_INT64, AT(max_moves), 0, AMOUNT_MAX, NULL},
    {"max_operator_min", KEY_MINUTES, AT(max_operator_umin), 0, 0, NULL},
    {"max_operator_min_per_window", KEY_MINUTES, AT(max_operator_umin_per_window), 0, 0, NULL},
    {"max_memory_gib", KEY_INT64, AT(max_memory_gib), 0, AMOUNT_MAX, NULL},
    {"min_saving", KEY_DECIMAL, AT(min_saving), 0, 0, "0"},
    {"busiest_service_cost", KEY_DECIMAL, AT(busiest_service_cost), 0, 0, "0"},
    {"host_failures", KEY_UINT32, AT(host_failures), 0, 1000, "0"},
    {"reserve_on_the_way", KEY_UINT32, AT(reserve_on_the_way), 0, 1, "0"},
    {"max_parallel", KEY_UINT32, AT(max_parallel), 1, 1000000, "8"},
    {"max_parallel_per_host", KEY_UINT32, AT(max_parallel_per_host), 1, 1000000, "2"},
    {"max_parallel_per_service", KEY_UINT32, AT(max_parallel_per_service), 1, 1000000, "1"},
    {"bandwidth_mib_s", KEY_INT64, AT(bandwidth_mib_s), 1, AMOUNT_MAX, "1000"},
    {"min_residence_h", KEY_DECIMAL, AT(min_residence_h), 0, 0, "0"},
    {"migration_overhead_s", KEY_DECIMAL, AT(migration_overhead_s), 0, 0, "0"},
    {"migration_mib_s", KEY_INT64, AT(migration_mib_s), 1, AMOUNT_MAX, NULL},
    {"max_downtime_ms", KEY_INT64, AT(max_downtime_ms), 0, AMOUNT_MAX, "300"},
    {"non_converging", KEY_NON_CONVERGING, AT(non_converging), 0, 0, "auto_converge"},
    {"plan_start", KEY_TIME, AT(plan_start), 0, 0, ""},
    {NULL, KEY_FORMAT, 0, 0, 0, NULL},
};

static const char *const non_converging_words[] = {"auto_converge", "save", "leave", NULL};

static void *member_of(Policy *policy, const PolicyKey *key)
{
    return (char *)policy + key->offset;
}

static const void *const_member_of(const Policy *policy, const PolicyKey *key)
{
    return (const char *)policy + key->offset;
}

static bool check_format(const char *text, GError **error)
{
    if (strcmp(text, "1") == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "'%s' is not a scenario format that this version reads", text);
    error_add_hint(error, "it reads format 1");
    return false;
}

static bool set_text(char **member, const PolicyKey *key, const char *text, GError **error)
{
    char *value = NULL;
    if (!parse_text(text, (gsize)key->maximum, &value, error))
        return false;
    g_free(*member);
    *member = value;
    return true;
}

static bool set_word(NonConverging *member, const char *text, GError **error)
{
    uint32_t choice = 0;
    if (!parse_choice(text, non_converging_words, &choice, error))
        return false;
    *member = (NonConverging)choice;
    return true;
}

static bool set_time(char **member, const char *text, GError **error)
{
    char *value = NULL;
    if (!parse_time(text, &value, error))
        return false;
    g_free(*member);
    *member = value;
    return true;
}

bool policy_key_set(Policy *policy, const PolicyKey *key, const char *text, GError **error)
{
    void *member = member_of(policy, key);
    int64_t amount;
    switch (key->kind) {
    case KEY_FORMAT:
        return check_format(text, error);
    case KEY_TEXT:
        return set_text(member, key, text, error);
    case KEY_NON_CONVERGING:
        return set_word(member, text, error);
    case KEY_TIME:
        return set_time(member, text, error);
    case KEY_INT64:
        return parse_amount(text, key->minimum, key->maximum, member, error);
    case KEY_UINT32:
        if (!parse_amount(text, key->minimum, key->maximum, &amount, error))
            return false;
        *(uint32_t *)member = (uint32_t)amount;
        return true;
    case KEY_DECIMAL:
        return decimal_parse(text, member, error);
    case KEY_MINUTES:
        return parse_minutes(text, member, error);
    }
    g_assert_not_reached();
}

void policy_key_set_default(Policy *policy, const PolicyKey *key)
{
    if (key->fallback == NULL) {
        *(int64_t *)member_of(policy, key) = NO_LIMIT;
        return;
    }
    if ((key->kind == KEY_TEXT || key->kind == KEY_TIME) && *key->fallback == '\0') {
        char **member = member_of(policy, key);
        *member = g_strdup("");
        return;
    }
    bool good = policy_key_set(policy, key, key->fallback, NULL);
    g_assert(good);
}

char *policy_key_to_text(const Policy *policy, const PolicyKey *key)
{
    const void *member = const_member_of(policy, key);
    switch (key->kind) {
    case KEY_FORMAT:
        return g_strdup(key->fallback);
    case KEY_TEXT:
    case KEY_TIME:
        return g_strdup(*(char *const *)member);
    case KEY_NON_CONVERGING:
        return g_strdup(non_converging_words[*(const NonConverging *)member]);
    case KEY_UINT32:
        return g_strdup_printf("%u", *(const uint32_t *)member);
    case KEY_DECIMAL:
        return decimal_to_text(*(const Decimal *)member);
    case KEY_INT64:
    case KEY_MINUTES:
        break;
    }
    int64_t amount = *(const int64_t *)member;
    if (amount == NO_LIMIT)
        return g_strdup("");
    return key->kind == KEY_MINUTES ? minutes_to_text(amount) : g_strdup_printf("%" PRId64, amount);
}
