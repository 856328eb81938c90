#include "cli/generate.h"

#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "report/report.h"

/* Roff reads backslashes and hyphens for itself. */
static void print_roff(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\' || *at == '-')
            putchar('\\');
        putchar(*at);
    }
}

static const char *const exit_codes[][2] = {
    {"0", "done; a plan that needs no move is also 0"},
    {"1", "error"},
    {"2", "wrong usage"},
    {"3", "stale: the world is no longer the snapshot"},
    {"4", "not approved"},
    {"5", "infeasible"},
    {"6", "stopped half-way; the journal says where"},
    {"7", "certificate rejected"},
    {"8", "blocked: a target exists, no safe order to it"},
    {"9", "limit reached with no plan"},
    {"10", "the plan has moves (plan --detailed-exitcode)"},
    {"65", "bad data"},
    {"66", "no such input"},
    {"69", "a service is down"},
};

void generate_man_page(void)
{
    puts(".TH VMATRIX 1 \"\" \"vmatrix " VMATRIX_VERSION "\" \"User commands\"");
    puts(".SH NAME\nvmatrix \\- re\\-pack virtual machines onto hosts at least proved cost");
    puts(".SH SYNOPSIS\n.B vmatrix\nCOMMAND [OPTIONS]");
    puts(".SH DESCRIPTION\nPlans where virtual machines run so that machines and people cost "
         "least, proves how good the plan is in money, and carries out approved plans by live "
         "migration. Data goes to standard output, everything else to standard error.");
    puts(".SH COMMANDS");
    for (const Command *command = commands; command->name != NULL; command++) {
        printf(".TP\n.B %s ", command->name);
        print_roff(command->synopsis);
        putchar('\n');
        print_roff(command->summary);
        putchar('\n');
    }
    puts(".SH EXIT STATUS");
    for (size_t i = 0; i < G_N_ELEMENTS(exit_codes); i++) {
        printf(".TP\n.B %s\n", exit_codes[i][0]);
        print_roff(exit_codes[i][1]);
        putchar('\n');
    }
    puts(".SH ENVIRONMENT\n.TP\n.B VMATRIX_DATABASE\nConnection string of the database where "
         "\\-\\-database is not given; else libpq's own variables; else a private cluster.\n"
         ".TP\n.B NO_COLOR\nTables without colour.");
}

static void print_report_names(void)
{
    for (const Report *report = report_registry; report->name != NULL; report++)
        printf("%s ", report->name);
}

void generate_completion(void)
{
    puts("# bash completion for vmatrix");
    puts("_vmatrix()\n{\n    local word=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"");
    puts("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"\\");
    for (const Command *command = commands; command->name != NULL; command++)
        printf("%s ", command->name);
    puts("--help --version\"\n    else\n        case \"${COMP_WORDS[1]}\" in");
    for (const Command *command = commands; command->name != NULL; command++) {
        printf("        %s) words=\"", command->name);
        g_auto(GStrv) parts = g_strsplit_set(command->synopsis, "[]| ", -1);
        for (char **part = parts; *part != NULL; part++)
            if (g_str_has_prefix(*part, "--") || g_ascii_islower(**part))
                printf("%s ", *part);
        if (command->run == command_report)
            print_report_names();
        puts("--help\" ;;");
    }
    puts("        esac\n    fi");
    puts("    mapfile -t COMPREPLY < <(compgen -W \"$words\" -f -- \"$word\")\n}");
    puts("complete -F _vmatrix vmatrix");
}
