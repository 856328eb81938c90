/* What the CPUs that domains see run on, as sets of bins. */
#include "model/cpus.h"
#include "model/formulate_parts.h"

/* Class 0 runs everywhere; class 1 nowhere else: a CPU that is not known; class 2 + i is model i.
 */
enum { CLASS_ANY, CLASS_UNKNOWN, N_PLAIN_CLASSES };

static uint32_t class_of_domain(const Model *model, uint32_t domain)
{
    uint32_t cpu = domain_cpu_model(model, domain);
    if (!domain_keeps_cpu(&model->domains[domain]))
        return CLASS_ANY;
    return cpu == INDEX_NONE ? CLASS_UNKNOWN : N_PLAIN_CLASSES + cpu;
}

void formulate_cpus(const Model *model, Problem *problem)
{
    if (!model->compares_cpus)
        return;
    gsize n_words = BITSET_WORDS(model->n_hosts);
    problem->n_cpu_classes = N_PLAIN_CLASSES + model->n_cpu_models;
    problem->cpu_bins = g_new0(uint64_t, problem->n_cpu_classes * n_words + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        bitset_set(problem->cpu_bins, host);
        for (uint32_t cpu = 0; cpu < model->n_cpu_models; cpu++)
            if (cpu_runs_on(model, cpu, host))
                bitset_set(problem->cpu_bins + (N_PLAIN_CLASSES + cpu) * n_words, host);
    }
    for (uint32_t item = 0; item < problem->n_items; item++)
        problem->cpu_class[item] = class_of_domain(model, problem->label[item]);
}
