/* What min_replicas and max_replicas ask for when an estate is taken. */
#include <criterion/criterion.h>

#include "common/error.h"
#include "model/replicas.h"
#include "model/scenario.h"
#include "tests/support/test_model.h"

/* Asks, and gives the canonical form of one file. */
static char *asked_file(const TestFile *files, const char *name)
{
    g_autoptr(Model) model = test_model(files);
    g_autoptr(GError) error = NULL;
    cr_assert(model_ask_replicas(model, NULL, &error), "%s", error == NULL ? "" : error->message);
    g_autoptr(GHashTable) canonical = model_to_canonical(model);
    return g_strdup(g_hash_table_lookup(canonical, name));
}

static void assert_file(const TestFile *files, const char *name, const char *expected)
{
    g_autofree char *text = asked_file(files, name);
    cr_assert_str_eq(text, expected, "%s", text);
}

#define HOSTS                                                                                      \
    {                                                                                              \
        "hosts.csv", "host,tags,cpu_mcpu\nh1,ssd,9000\nh2,ssd,9000\n"                              \
    }

Test(replicas, copies_have_all_of_their_template_but_its_place)
{
    assert_file(
        (TestFile[]){HOSTS,
                     {"policy.csv", "key,value\nperiods,2\n"},
                     {"services.csv", "service,min_replicas\nweb,3\n"},
                     {"licences.csv", "licence,cost_per_host_h\nsql,1\n"},
                     {"domains.csv", "domain,service,host,state,move,operator_min,move_cost,"
                                     "downtime_cost,dirty_mib_s,moved_h_ago,requires,licence,"
                                     "cpu_mcpu\n"
                                     "web1,web,h1,,cold,3,1.5,2,7,0.5,ssd,sql,100\n"},
                     {"demand.csv", "domain,resource,period,amount\nweb1,cpu_mcpu,1,300\n"},
                     {NULL, NULL}},
        "domains.csv",
        "domain,service,host,move,operator_min,move_cost,downtime_cost,dirty_mib_s,moved_h_ago,"
        "requires,licence,replica_of,cpu_mcpu,disk_iops,memory_mib,network_mbit_s\n"
        "web1,web,h1,cold,3,1.5,2,7,0.5,ssd,sql,,100,0,0,0\n"
        "web1-replica-1,web,,cold,3,1.5,2,7,,ssd,sql,web1,100,0,0,0\n"
        "web1-replica-2,web,,cold,3,1.5,2,7,,ssd,sql,web1,100,0,0,0\n");
}

Test(replicas, copies_have_the_demand_of_each_period)
{
    assert_file(
        (TestFile[]){HOSTS,
                     {"policy.csv", "key,value\nperiods,2\n"},
                     {"services.csv", "service,min_replicas\nweb,2\n"},
                     {"domains.csv", "domain,service,host,cpu_mcpu\nweb1,web,h1,100\n"},
                     {"demand.csv", "domain,resource,period,amount\nweb1,cpu_mcpu,1,300\n"},
                     {NULL, NULL}},
        "demand.csv",
        "domain,resource,period,amount\nweb1,cpu_mcpu,1,300\nweb1-replica-1,cpu_mcpu,1,300\n");
}

Test(replicas, a_rule_takes_a_copy_in_where_it_holds_the_whole_service)
{
    assert_file(
        (TestFile[]){HOSTS,
                     {"services.csv", "service,min_replicas\nweb,3\n"},
                     {"domains.csv", "domain,service,host\na,,h1\nweb1,web,h1\nweb2,web,h2\n"},
                     {"rules.csv", "rule,name,domains\nspread,all,a;web1;web2\n"
                                   "gather,one,a;web1\nsplit,two,web1|a;service:web\n"},
                     {NULL, NULL}},
        "rules.csv",
        "rule,name,domains,limit\nspread,all,a;web1;web1-replica-1;web2,1\n"
        "gather,one,a;web1,\nsplit,two,web1|a;web1;web1-replica-1;web2,\n");
}

static void assert_domains(const char *limits, const char *domains, const char *expected)
{
    g_autofree char *services = g_strconcat("service,min_replicas,max_replicas\n", limits, NULL);
    g_autofree char *rows =
        g_strconcat("domain,service,host,state,move,replica_of,retire\n", domains, NULL);
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,state\nh1,\nh2,failed\n"},
                                {"services.csv", services},
                                {"domains.csv", rows},
                                {"rules.csv", "rule,name,domains\nroot,r,rooted\n"},
                                {NULL, NULL}});
    cr_assert(model_ask_replicas(model, NULL, NULL));
    g_autoptr(GString) text = g_string_new(NULL);
    for (uint32_t i = 0; i < model->n_domains; i++) {
        const Domain *domain = &model->domains[i];
        g_string_append_printf(
            text, "%s%s%s%s;", domain->name, domain->replica_of == INDEX_NONE ? "" : " of ",
            domain->replica_of == INDEX_NONE ? "" : model->domains[domain->replica_of].name,
            domain->retire ? " ends" : "");
    }
    cr_assert_str_eq(text->str, expected, "%s", text->str);
}

#define ROOTED "rooted,,h1,,,,\n"

Test(replicas, the_template_runs_and_is_no_copy_itself)
{
    assert_domains("s,4,\n", ROOTED "a,s,h1,,,c,\nb,s,h1,stopped,,,\nc,s,h1,,,,\n",
                   "a of c;b;c;c-replica-1 of c;rooted;");
    assert_domains("s,2,\n", ROOTED "a,s,,,,,\n", "a;a-replica-1 of a;rooted;");
    assert_domains("s,2,\n", ROOTED "a,s,,stopped,,,\nb,s,h2,,,,\n",
                   "a;b;b-replica-1 of b;rooted;");
}

Test(replicas, names_that_are_taken_are_passed_over)
{
    assert_domains("s,3,\n", ROOTED "a,s,h1,,,,\na-replica-1,,h1,,,,\n",
                   "a;a-replica-1;a-replica-2 of a;a-replica-3 of a;rooted;");
}

Test(replicas, who_was_marked_by_a_person_does_not_count)
{
    assert_domains("s,2,2\n", ROOTED "a,s,h1,,,,1\nb,s,h1,,,,\n",
                   "a ends;b;b-replica-1 of b;rooted;");
    assert_domains("s,,1\n", ROOTED "a,s,h1,,,,1\nb,s,h1,,,,\n", "a ends;b;rooted;");
}

Test(replicas, what_is_not_placed_ends_first_then_copies_then_the_last_by_name)
{
    assert_domains("s,,3\n", ROOTED "a,s,h1,,,,\nb,s,,,,,\nc,s,h1,,,,\nd,s,h1,,,a,\ne,s,h1,,,,\n",
                   "a;b ends;c;d of a ends;e;rooted;");
    assert_domains("s,,1\n", ROOTED "a,s,h1,,,,\nb,s,,,,,\nc,s,h1,,,,\nd,s,h1,,,a,\ne,s,h1,,,,\n",
                   "a;b ends;c ends;d of a ends;e ends;rooted;");
}

Test(replicas, what_never_moves_or_is_rooted_ends_last)
{
    assert_domains("s,,1\n", "a,s,h1,,,,\nrooted,s,h1,,,,\nz,s,h1,,never,a,\n",
                   "a ends;rooted;z of a ends;");
    assert_domains("s,,0\n", "a,s,h1,,,,\nrooted,s,h1,,,,\n", "a ends;rooted ends;");
}

Test(replicas, a_name_that_would_be_too_long_is_cut_between_characters)
{
    g_autoptr(GString) name = g_string_new("x");
    while (name->len < 255)
        g_string_append(name, "ö");
    g_autofree char *rows = g_strdup_printf("domain,service\n%s,s\n", name->str);
    g_autoptr(Model) model = test_model((TestFile[]){
        {"services.csv", "service,min_replicas\ns,2\n"}, {"domains.csv", rows}, {NULL, NULL}});
    cr_assert(model_ask_replicas(model, NULL, NULL));
    const char *copy = model->domains[0].replica_of == INDEX_NONE ? model->domains[1].name
                                                                  : model->domains[0].name;
    cr_assert_leq(strlen(copy), 255);
    cr_assert(g_str_has_suffix(copy, "ö-replica-1"), "%s", copy);
    cr_assert(g_utf8_validate(copy, -1, NULL));
}

Test(replicas, notes_tell_what_is_asked_for_and_what_cannot_be)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        HOSTS,
        {"services.csv", "service,min_replicas,max_replicas\nempty,2,\nold,,1\nweb,2,\n"},
        {"domains.csv", "domain,service,host\na,old,h1\nb,old,h1\nweb1,web,h1\n"},
        {NULL, NULL}});
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(replica_note_free);
    cr_assert(model_ask_replicas(model, notes, NULL));
    static const char *const expected[] = {
        "empty: min_replicas is 2, but there is no domain to copy",
        "old: it has 2 of at most 1 domains: 1 is to be retired",
        "web: it has 1 of at least 2 domains: 1 copy of 'web1' is asked for",
    };
    cr_assert_eq(notes->len, G_N_ELEMENTS(expected));
    for (guint i = 0; i < notes->len; i++) {
        const ReplicaNote *note = notes->pdata[i];
        g_autofree char *line = g_strdup_printf("%s: %s", note->service, note->text);
        bool known = false;
        for (gsize k = 0; k < G_N_ELEMENTS(expected); k++)
            known = known || strcmp(line, expected[k]) == 0;
        cr_assert(known, "%s", line);
    }
}

Test(replicas, too_many_are_refused_and_the_model_stays_as_it_is)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){HOSTS,
                                {"services.csv", "service,min_replicas\nweb,1000000000000\n"},
                                {"domains.csv", "domain,service,host\nweb1,web,h1\n"},
                                {NULL, NULL}});
    g_autoptr(GError) error = NULL;
    cr_assert_not(model_ask_replicas(model, NULL, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
    cr_assert_str_eq(error->message,
                     "services.csv: min_replicas of service 'web' asks for more than 10000 new "
                     "domains in all\nlower min_replicas");
    cr_assert_eq(model->n_domains, 1);
}

/* Once asked, nothing more is asked. */
Test(replicas, asking_twice_asks_once)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){HOSTS,
                     {"services.csv", "service,min_replicas,max_replicas\nold,,1\nweb,3,\n"},
                     {"domains.csv", "domain,service,host\na,old,h1\nb,old,h1\nweb1,web,h1\n"},
                     {NULL, NULL}});
    cr_assert(model_ask_replicas(model, NULL, NULL));
    g_autofree char *once = model_digest(model);
    cr_assert(model_ask_replicas(model, NULL, NULL));
    g_autofree char *twice = model_digest(model);
    cr_assert_str_eq(once, twice);
}
