/* Hostile proofs and plans. The first byte says which: 'p' a plan.json, else a certificate.json.
 * Nothing may crash, and no proof may be accepted whose bound is above the known optimum. */
#include <glib.h>
#include <string.h>

#include "certificate/bound.h"
#include "certificate/certificate_json.h"
#include "common/csv.h"
#include "model/scenario.h"
#include "plan/plan_json.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* Cheapest: both domains on h2 (700 micro-units); everything else costs more or nothing. */
#define OPTIMUM 700
static const char *const files[][2] = {
    {"policy.csv", "key,value\nhorizon_h,1\nwage_per_h,0\nprice_per_kwh,0\n"},
    {"hosts.csv", "host,zone,on,machine_cost_per_h,cpu_mcpu,memory_mib\n"
                  "h1,z,1,0.001,1000,1000\nh2,z,0,0.0007,1000,1000\nh3,,0,0.002,9000,9000\n"},
    {"services.csv", "service,min_zones\ns,\nt,\n"},
    {"domains.csv", "domain,service,host,cpu_mcpu\na,s,h1,500\nb,t,h1,300\n"},
    {"rules.csv", "rule,name,domains,hosts,limit,strength,price_per_h\n"
                  "gather,g,a;b,,,soft,0\nspread,s,a;b,,2,keep,\nmax_on,m,,h1;h2;h3,3,hard,\n"
                  "lonely,l,a;b,,,hard,\nsplit,p,a|b,,,keep,\n"},
};

static Model *make_model(void)
{
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        g_ptr_array_add(tables, csv_read_text(files[i][1], strlen(files[i][1]), files[i][0],
                                              files[i][0], NULL));
    Model *model = model_from_tables(tables, NULL);
    g_assert(model != NULL);
    return model;
}

static void try_certificate(const Model *model, const char *text, gsize length)
{
    g_autoptr(Certificate) certificate = certificate_from_json(text, length, "fuzz", NULL);
    if (certificate == NULL || certificate->proof == NULL)
        return;
    g_auto(Proved) proved = {0};
    judge_prove(model, certificate->proof, &proved);
    g_assert(proved.refused != NULL || (!proved.infeasible && proved.bound <= OPTIMUM));
}

static void try_plan(const Model *model, const char *text)
{
    g_autoptr(PlanDocument) document = plan_from_json(model, text, "fuzz", NULL);
    if (document == NULL)
        return;
    g_autoptr(Verdict) verdict = certificate_judge(model, document->plan, NULL, NULL);
    g_assert(verdict != NULL);
    g_assert(!verdict->valid || document->plan->host_of_domain == NULL ||
             document->plan->planned.total >= OPTIMUM);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static Model *model; /* made once: the same for every input */
    if (model == NULL)
        model = make_model();
    if (size == 0)
        return 0;
    g_autofree char *text = g_strndup((const char *)data + 1, size - 1);
    if (data[0] == 'p')
        try_plan(model, text);
    else
        try_certificate(model, (const char *)data + 1, size - 1);
    return 0;
}
