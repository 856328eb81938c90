#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#include "certificate/certificate_json.h"
#include "certificate/proof_json.h"
#include "common/error.h"

static Proof *every_kind_of_node(void)
{
    Proof *proof = proof_new(1000000);
    g_free(proof->nodes);
    proof->n_nodes = 7;
    proof->nodes = g_new0(ProofNode, 7);
    proof->nodes[0] = (ProofNode){.kind = PROOF_NODE_BRANCH_COLUMN,
                                  .column = {COLUMN_PLACE, {2, 1}},
                                  .at = -3,
                                  .low = 1,
                                  .high = 2};
    proof->nodes[1] = (ProofNode){.kind = PROOF_NODE_BRANCH_COUNT, .at = 7, .low = 3, .high = 4};
    proof->nodes[1].n_bins = 2;
    proof->nodes[1].bins = g_new0(uint32_t, 2);
    proof->nodes[1].bins[1] = 5;
    proof->nodes[2].kind = PROOF_NODE_INFEASIBLE;
    proof->nodes[4] = (ProofNode){.kind = PROOF_NODE_BRANCH_SUM, .at = 1, .low = 5, .high = 6};
    proof->nodes[4].n_columns = 2;
    proof->nodes[4].columns = g_new0(Key, 2);
    proof->nodes[4].columns[1] = (Key){COLUMN_PLACE, {3, 4}};
    proof->nodes[4].times = g_new0(int64_t, 2);
    proof->nodes[4].times[0] = INT64_MIN;
    proof->nodes[4].times[1] = INT64_MAX;
    for (uint32_t i = 2; i < 7; i++) {
        if (i == 4)
            continue;
        proof->nodes[i].n_multipliers = 2;
        proof->nodes[i].multipliers = g_new0(Multiplier, 2);
        proof->nodes[i].multipliers[0] = (Multiplier){{ROW_SPLIT_LINK, {1, 2, 3, i}}, INT64_MIN};
        proof->nodes[i].multipliers[1] = (Multiplier){{ROW_MAX_MOVES, {0}}, INT64_MAX};
    }
    return proof;
}

static char *write_one(const Proof *proof)
{
    Check checks[] = {{"rules", true, "none is broken"}, {"cost", false, "'ä' is wrong"}};
    Verdict verdict = {false, checks, 2, "proof tree with 3 leaves", -12};
    Plan plan = {.snapshot_digest = "sha256:1", .plan_digest = "sha256:2"};
    return certificate_to_json(&plan, proof, &verdict);
}

Test(certificate_json, what_is_written_is_read_back)
{
    g_autoptr(Proof) proof = every_kind_of_node();
    g_autofree char *text = write_one(proof);
    g_autoptr(GError) error = NULL;
    g_autoptr(Certificate) read = certificate_from_json(text, strlen(text), "c.json", &error);
    cr_assert_not_null(read, "%s", error == NULL ? "" : error->message);
    cr_assert_str_eq(read->snapshot_digest, "sha256:1");
    cr_assert_str_eq(read->plan_digest, "sha256:2");
    cr_assert_not(read->verdict->valid);
    cr_assert_eq(read->verdict->bound, -12);
    cr_assert_eq(read->verdict->n_checks, 2);
    cr_assert_str_eq(read->verdict->checks[1].detail, "'ä' is wrong");
    cr_assert_eq(read->proof->scale, 1000000);
    cr_assert_eq(read->proof->n_nodes, 7);
    cr_assert_eq(read->proof->nodes[0].at, -3);
    cr_assert_eq(read->proof->nodes[0].column.index[0], 2);
    cr_assert_eq(read->proof->nodes[1].bins[1], 5);
    cr_assert_eq(read->proof->nodes[4].n_columns, 2);
    cr_assert_eq(read->proof->nodes[4].columns[1].kind, COLUMN_PLACE);
    cr_assert_eq(read->proof->nodes[4].columns[1].index[1], 4);
    cr_assert_eq(read->proof->nodes[4].times[0], INT64_MIN);
    cr_assert_eq(read->proof->nodes[5].multipliers[0].y, INT64_MIN);
    cr_assert_eq(read->proof->nodes[5].multipliers[0].row.index[3], 5);
    g_autofree char *again = write_one(read->proof);
    cr_assert_str_eq(again, text, "byte for byte");
}

Test(certificate_json, no_proof_is_null)
{
    g_autofree char *text = write_one(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Certificate) read = certificate_from_json(text, strlen(text), "c.json", &error);
    cr_assert_not_null(read);
    cr_assert_null(read->proof);
}

static void expect_refused(const char *text, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Certificate) read = certificate_from_json(text, strlen(text), "c.json", &error);
    cr_assert_null(read);
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA));
    cr_assert_str_eq(error->message, message);
}

#define NODE_REFUSED "c.json: node 0 is not written as docs/certificate.md says"

static void expect_node_refused(const char *node)
{
    g_autofree char *text = g_strdup_printf(
        "{\"format\":1,\"snapshot_digest\":\"\",\"plan_digest\":\"\",\"verdict\":{\"valid\":true,"
        "\"bound_method\":\"\",\"bound_micro\":\"0\",\"checks\":[]},\"proof\":{\"scale\":\"1\","
        "\"nodes\":[%s]}}",
        node);
    expect_refused(text, NODE_REFUSED);
}

Test(certificate_json, hostile_nodes_are_refused)
{
    expect_node_refused("7");
    expect_node_refused("{}");
    expect_node_refused("{\"kind\":\"twig\",\"rows\":[]}");
    expect_node_refused("{\"kind\":\"leaf\"}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":{}}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[],\"more\":1}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"sky\",\"1\"]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",\"1\"]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",0,0,\"1\"]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",-1,\"1\"]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",4294967296,\"1\"]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",0.5,\"1\"]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",0,1]]}");
    expect_node_refused("{\"kind\":\"leaf\",\"rows\":[[\"assign\",0,\"NaN\"]]}");
    expect_node_refused("{\"kind\":\"branch_column\",\"column\":[\"serve\",0],\"at\":0,\"low\":1,"
                        "\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_column\",\"column\":[\"serve\"],\"at\":\"0\",\"low\":1,"
                        "\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_count\",\"hosts\":[-1],\"at\":\"0\",\"low\":1,"
                        "\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_sum\",\"columns\":[[\"place\",0]],\"at\":\"0\","
                        "\"low\":1,\"high\":2}");
    expect_node_refused(
        "{\"kind\":\"branch_sum\",\"columns\":[[\"serve\",0]],\"times\":[\"1\",\"2\"],"
        "\"at\":\"0\",\"low\":1,\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_sum\",\"columns\":[[\"serve\",0]],\"times\":[1],"
                        "\"at\":\"0\",\"low\":1,\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_sum\",\"columns\":[[\"serve\",0]],\"times\":\"1\","
                        "\"at\":\"0\",\"low\":1,\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_count\",\"hosts\":[0],\"times\":[\"1\"],\"at\":\"0\","
                        "\"low\":1,\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_sum\",\"columns\":\"all\",\"at\":\"0\",\"low\":1,"
                        "\"high\":2}");
    expect_node_refused("{\"kind\":\"branch_count\",\"hosts\":[0],\"at\":\"0\",\"low\":-1,"
                        "\"high\":2}");
}

Test(certificate_json, hostile_documents_are_refused)
{
    expect_refused("{", "c.json:1:1: not JSON: string or '}' expected near end of file");
    expect_refused("[]", "c.json: must hold format, snapshot_digest, plan_digest, verdict, proof "
                         "and no more");
    expect_refused("{\"format\":2,\"snapshot_digest\":\"\",\"plan_digest\":\"\",\"verdict\":{},"
                   "\"proof\":null}",
                   "c.json: only format 1 is known");
    expect_refused("{\"format\":1,\"snapshot_digest\":\"\",\"plan_digest\":\"\",\"verdict\":{},"
                   "\"proof\":null}",
                   "c.json: the verdict is not written as docs/certificate.md says");
    expect_refused("{\"format\":1,\"snapshot_digest\":\"\",\"plan_digest\":\"\",\"verdict\":"
                   "{\"valid\":true,\"bound_method\":\"\",\"bound_micro\":\"0\",\"checks\":[]},"
                   "\"proof\":{\"scale\":1,\"nodes\":[]}}",
                   "c.json: the proof must hold scale (a string) and nodes (an array)");
}

Test(certificate_json, integers_are_read_only_in_the_form_they_are_written)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      "01",
                                      "-0",
                                      " 1",
                                      "1 ",
                                      "1e3",
                                      "0x1",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999",
                                      "nan"};
    int64_t value = 5;
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        cr_assert_not(judge_int64_from_text(bad[i], &value), "'%s'", bad[i]);
    cr_assert_eq(value, 5);
    cr_assert(judge_int64_from_text("-9223372036854775808", &value));
    cr_assert_eq(value, INT64_MIN);
}
