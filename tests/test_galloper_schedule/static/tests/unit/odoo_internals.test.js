/** Whether Odoo still calls what odoo_internals.js stands in for. */
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import {registry} from "@web/core/registry";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {GraphModel} from "@web/views/graph/graph_model";
import {graphView} from "@web/views/graph/graph_view";
import {listView} from "@web/views/list/list_view";
import {DrawsGraphs, ReadsLists} from "@galloper_schedule/odoo_internals";

class Deal extends models.Model {
    name = fields.Char();
    stage = fields.Selection({
        selection: [
            ["new", "New"],
            ["won", "Won"],
        ],
    });

    _records = [
        {id: 1, name: "A", stage: "new"},
        {id: 2, name: "B", stage: "won"},
        {id: 3, name: "C", stage: "won"},
    ];
}

class ListModel extends ReadsLists(RelationalModel) {
    async readList(config, read) {
        const answer = await read(config);
        expect.step(`${config.groupBy.join() || "all"}: ${answer.length}`);
        return answer;
    }
}

class LineModel extends DrawsGraphs(GraphModel) {
    adjustPoints(points, metaData) {
        expect.step(`points by ${metaData.groupBy.map((one) => one.fieldName)}`);
        return points.filter(({labels}) => labels[0] !== "New");
    }

    adjustData(data) {
        expect.step(`labels ${data.labels.join()}`);
        return data;
    }

    get hasSumLine() {
        expect.step("line of sums");
        return false;
    }
}

defineMailModels();
defineModels([Deal]);

beforeEach(() => {
    registry
        .category("views")
        .add("probe_list", {...listView, Model: ListModel}, {force: true})
        .add("probe_graph", {...graphView, Model: LineModel}, {force: true});
});

test("every reading of a list comes by, a sorted one as well", async () => {
    const arch = `<list js_class="probe_list"><field name="name"/></list>`;
    await mountView({type: "list", resModel: "deal", arch});
    expect.verifySteps(["all: 3"]);
    await contains("th[data-name=name]").click();
    expect.verifySteps(["all: 3"]);
});

test("every reading of groups comes by", async () => {
    const arch = `<list js_class="probe_list"><field name="name"/></list>`;
    await mountView({type: "list", resModel: "deal", arch, groupBy: ["stage"]});
    expect.verifySteps(["stage: 2"]);
});

test("what is drawn comes by: points, series, the line of sums", async () => {
    const arch = `<graph js_class="probe_graph">
        <field name="stage"/><field name="name"/></graph>`;
    await mountView({type: "graph", resModel: "deal", arch});
    expect.verifySteps(["points by stage,name", "labels Won", "line of sums"]);
});
