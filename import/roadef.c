/* ROADEF/EURO 2012, machine reassignment. */
#include <inttypes.h>

#include "common/decimal.h"
#include "import/import.h"
#include "import/numbers.h"
#include "import/tables.h"
#include "model/scenario.h"

#define LARGEST_COUNT 1000000 /* far above the challenge's 1,000 machines and 50,000 processes */

typedef struct {
    Numbers numbers;
    Numbers assignment;
    GPtrArray *tables;
    int64_t n_resources, n_machines, n_services, n_processes;
    GArray *process_rows;  /* int64_t: service, requirements…, cost */
    GArray *machine_costs; /* int64_t: [from * n_machines + to] */
} Import;

static void import_clear(Import *import)
{
    numbers_clear(&import->numbers);
    numbers_clear(&import->assignment);
    g_clear_pointer(&import->tables, g_ptr_array_unref);
    g_clear_pointer(&import->process_rows, g_array_unref);
    g_clear_pointer(&import->machine_costs, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Import, import_clear)

static bool next(Import *import, const char *what, int64_t *ret_number, GError **error)
{
    return numbers_next(&import->numbers, what, AMOUNT_MAX, ret_number, error);
}

static bool next_count(Import *import, const char *what, int64_t *ret_number, GError **error)
{
    return numbers_next(&import->numbers, what, LARGEST_COUNT, ret_number, error);
}

static TextTable *add_table(Import *import, const char *name)
{
    return import_table(import->tables, name, import->numbers.path);
}

static char *machine_name(const Import *import, int64_t machine)
{
    return g_strdup_printf("m%0*" PRId64, import_digits(import->n_machines), machine);
}

static bool read_resources(Import *import, GError **error)
{
    if (!next_count(import, "the number of resources", &import->n_resources, error))
        return false;
    TextTable *table = add_table(import, "resources.csv");
    import_append(table, "resource,soft_permille,hard_permille,overload_price,transient");
    for (int64_t i = 0; i < import->n_resources; i++) {
        int64_t transient = 0;
        int64_t weight = 0;
        if (!numbers_next(&import->numbers, "a resource's transient flag", 1, &transient, error) ||
            !next(import, "a resource's load weight", &weight, error))
            return false;
        import_append(table, "r%0*" PRId64 ",1000,1000,%" PRId64 ",%" PRId64,
                      import_digits(import->n_resources), i, weight, transient);
    }
    return true;
}

static void append_machine_header(Import *import, TextTable *table)
{
    g_autoptr(GString) header = g_string_new("host,zone,site");
    for (int64_t i = 0; i < import->n_resources; i++) {
        int digits = import_digits(import->n_resources);
        g_string_append_printf(header, ",r%0*" PRId64 ",r%0*" PRId64 "_soft", digits, i, digits, i);
    }
    import_append(table, "%s", header->str);
}

static bool read_machine(Import *import, TextTable *table, int64_t machine, GError **error)
{
    int64_t neighbourhood = 0;
    int64_t location = 0;
    if (!next(import, "a machine's neighbourhood", &neighbourhood, error) ||
        !next(import, "a machine's location", &location, error))
        return false;
    g_autofree int64_t *amounts = g_new0(int64_t, (gsize)(2 * import->n_resources + 1));
    for (int64_t i = 0; i < 2 * import->n_resources; i++)
        if (!next(import, "a machine's capacity", &amounts[i], error))
            return false;
    g_autofree char *name = machine_name(import, machine);
    g_autoptr(GString) row = g_string_new(NULL);
    g_string_printf(row, "%s,location%" PRId64 ",neighbourhood%" PRId64, name, location,
                    neighbourhood);
    for (int64_t i = 0; i < import->n_resources; i++)
        g_string_append_printf(row, ",%" PRId64 ",%" PRId64, amounts[i],
                               amounts[import->n_resources + i]);
    import_append(table, "%s", row->str);
    for (int64_t to = 0; to < import->n_machines; to++) {
        int64_t cost = 0;
        if (!next(import, "a machine move cost", &cost, error))
            return false;
        g_array_append_val(import->machine_costs, cost);
    }
    return true;
}

static bool read_machines(Import *import, GError **error)
{
    if (!next_count(import, "the number of machines", &import->n_machines, error))
        return false;
    TextTable *table = add_table(import, "hosts.csv");
    append_machine_header(import, table);
    for (int64_t machine = 0; machine < import->n_machines; machine++)
        if (!read_machine(import, table, machine, error))
            return false;
    return true;
}

static bool read_services(Import *import, GError **error)
{
    if (!next_count(import, "the number of services", &import->n_services, error))
        return false;
    int digits = import_digits(import->n_services);
    TextTable *table = add_table(import, "services.csv");
    import_append(table, "service,min_zones,max_per_host,near");
    for (int64_t service = 0; service < import->n_services; service++) {
        int64_t spread = 0;
        int64_t n_near = 0;
        if (!next_count(import, "a service's spread", &spread, error) ||
            !next_count(import, "a service's number of dependencies", &n_near, error))
            return false;
        g_autoptr(GString) near = g_string_new(NULL);
        for (int64_t i = 0; i < n_near; i++) {
            int64_t other = 0;
            if (!numbers_next(&import->numbers, "a service's dependency", import->n_services - 1,
                              &other, error))
                return false;
            g_string_append_printf(near, "%ss%0*" PRId64, i == 0 ? "" : ";", digits, other);
        }
        import_append(table, "s%0*" PRId64 ",%" PRId64 ",1,%s", digits, service, spread, near->str);
    }
    return true;
}

/* Kept as numbers: the weight of a process's cost stands at the end of the file. */
static bool read_processes(Import *import, GError **error)
{
    if (!next_count(import, "the number of processes", &import->n_processes, error))
        return false;
    for (int64_t process = 0; process < import->n_processes; process++) {
        int64_t number = 0;
        if (!numbers_next(&import->numbers, "a process's service", import->n_services - 1, &number,
                          error))
            return false;
        g_array_append_val(import->process_rows, number);
        for (int64_t i = 0; i <= import->n_resources; i++) {
            if (!next(import,
                      i < import->n_resources ? "a process's requirement" : "a process's move cost",
                      &number, error))
                return false;
            g_array_append_val(import->process_rows, number);
        }
    }
    return true;
}

static bool read_balances(Import *import, GError **error)
{
    int64_t n_balances = 0;
    if (!next_count(import, "the number of balance costs", &n_balances, error))
        return false;
    if (n_balances == 0)
        return true;
    int digits = import_digits(import->n_resources);
    TextTable *table = add_table(import, "balance.csv");
    import_append(table, "resource,with,ratio_permille,price_per_h");
    for (int64_t i = 0; i < n_balances; i++) {
        int64_t resource = 0;
        int64_t with = 0;
        int64_t target = 0;
        int64_t weight = 0;
        if (!numbers_next(&import->numbers, "a balance's first resource", import->n_resources - 1,
                          &resource, error) ||
            !numbers_next(&import->numbers, "a balance's second resource", import->n_resources - 1,
                          &with, error) ||
            !next_count(import, "a balance's target", &target, error) ||
            !next(import, "a balance's weight", &weight, error))
            return false;
        import_append(table, "r%0*" PRId64 ",r%0*" PRId64 ",%" PRId64 ",%" PRId64, digits, resource,
                      digits, with, 1000 * target, weight);
    }
    return true;
}

static bool append_domains(Import *import, int64_t weight, GError **error)
{
    TextTable *table = add_table(import, "domains.csv");
    g_autoptr(GString) header = g_string_new("domain,service,host,move_cost");
    for (int64_t i = 0; i < import->n_resources; i++)
        g_string_append_printf(header, ",r%0*" PRId64, import_digits(import->n_resources), i);
    import_append(table, "%s", header->str);
    const int64_t *numbers = (const int64_t *)(void *)import->process_rows->data;
    for (int64_t process = 0; process < import->n_processes; process++) {
        const int64_t *row = numbers + process * (import->n_resources + 2);
        int64_t machine = 0;
        if (!numbers_next(&import->assignment, "a process's machine", import->n_machines - 1,
                          &machine, error))
            return false;
        g_autofree char *host = machine_name(import, machine);
        g_autoptr(GString) line = g_string_new(NULL);
        g_string_printf(line, "p%0*" PRId64 ",s%0*" PRId64 ",%s,%" PRId64,
                        import_digits(import->n_processes), process,
                        import_digits(import->n_services), row[0], host,
                        weight * row[import->n_resources + 1]);
        for (int64_t i = 0; i < import->n_resources; i++)
            g_string_append_printf(line, ",%" PRId64, row[1 + i]);
        import_append(table, "%s", line->str);
    }
    return numbers_end(&import->assignment, error);
}

static void append_move_costs(Import *import, int64_t weight)
{
    TextTable *table = add_table(import, "move_costs.csv");
    import_append(table, "from,to,cost");
    for (int64_t from = 0; from < import->n_machines; from++)
        for (int64_t to = 0; to < import->n_machines; to++) {
            int64_t cost = weight * g_array_index(import->machine_costs, int64_t,
                                                  from * import->n_machines + to);
            if (cost == 0 || from == to)
                continue;
            g_autofree char *from_name = machine_name(import, from);
            g_autofree char *to_name = machine_name(import, to);
            import_append(table, "%s,%s,%" PRId64, from_name, to_name, cost);
        }
}

static void append_policy(Import *import, int64_t service_weight)
{
    g_autofree char *name = g_path_get_basename(import->numbers.path);
    for (char *at = name; *at != '\0'; at++)
        if (*at == ',' || g_ascii_iscntrl(*at))
            *at = '_';
    TextTable *table = add_table(import, "policy.csv");
    import_append(table, "key,value");
    import_append(table, "format,1");
    import_append(table, "name,%s", name);
    import_append(table, "horizon_h,1");
    import_append(table, "plan_review_min,0");
    import_append(table, "move_review_min,0");
    import_append(table, "service_notice_min,0");
    import_append(table, "power_change_min,0");
    import_append(table, "price_per_kwh,0");
    import_append(table, "busiest_service_cost,%" PRId64, service_weight);
}

static bool read_weights(Import *import, GError **error)
{
    int64_t process = 0;
    int64_t service = 0;
    int64_t machine = 0;
    if (!next_count(import, "the weight of process moves", &process, error) ||
        !next_count(import, "the weight of service moves", &service, error) ||
        !next_count(import, "the weight of machine moves", &machine, error) ||
        !numbers_end(&import->numbers, error) || !append_domains(import, process, error))
        return false;
    append_move_costs(import, machine);
    append_policy(import, service);
    return true;
}

Model *import_roadef(const char *model_path, const char *assignment_path, GError **error)
{
    g_auto(Import) import = {
        .tables = import_tables_new(),
        .process_rows = g_array_new(FALSE, FALSE, sizeof(int64_t)),
        .machine_costs = g_array_new(FALSE, FALSE, sizeof(int64_t)),
    };
    if (!numbers_open(model_path, &import.numbers, error) ||
        !numbers_open(assignment_path, &import.assignment, error) ||
        !read_resources(&import, error) || !read_machines(&import, error) ||
        !read_services(&import, error) || !read_processes(&import, error) ||
        !read_balances(&import, error) || !read_weights(&import, error))
        return NULL;
    return model_from_tables(import.tables, error);
}

char *export_roadef(const Model *model, const uint32_t *host_of_domain)
{
    GString *text = g_string_new(NULL);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        g_string_append_printf(text, "%s%u", domain == 0 ? "" : " ", host_of_domain[domain]);
    g_string_append_c(text, '\n');
    return g_string_free(text, FALSE);
}
