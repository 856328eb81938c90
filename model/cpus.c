#include "model/cpus.h"

uint32_t domain_cpu_model(const Model *model, uint32_t domain)
{
    const Domain *of = &model->domains[domain];
    if (of->cpu_model != INDEX_NONE || of->host == INDEX_NONE)
        return of->cpu_model;
    return model->hosts[of->host].cpu_model;
}

bool cpu_runs_on(const Model *model, uint32_t cpu, uint32_t host)
{
    uint32_t there = model->hosts[host].cpu_model;
    if (cpu == INDEX_NONE || there == INDEX_NONE)
        return false;
    return cpu == there || index_set_has(&model->cpu_models[cpu].runs_on, there);
}
