import {Component, onWillStart} from "@odoo/owl";
import {Domain} from "@web/core/domain";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {createElement, serializeXML} from "@web/core/utils/xml";
import {View} from "@web/views/view";
import {REPORTS} from "./dashboard_charts";

/** A card of the dashboard: one of Odoo's graphs, under a title that opens the report. */
export class DashboardChart extends Component {
    static template = "galloper_schedule.DashboardChart";
    static components = {View};
    static props = {chart: Object, scope: Object};

    setup() {
        this.action = useService("action");
        const fields = useService("field");
        onWillStart(async () => {
            this.fields = await fields.loadFields(this.props.chart.model);
        });
    }

    get report() {
        return REPORTS[this.props.chart.model];
    }

    get hint() {
        const {chart, scope} = this.props;
        return typeof chart.hint === "function" ? chart.hint(scope) : chart.hint;
    }

    get domain() {
        const {chart, scope} = this.props;
        const {from, to, team} = scope;
        const until = chart.withoutToday ? "<" : "<=";
        const period = chart.day
            ? [
                  [chart.day, ">=", from],
                  [chart.day, until, to],
              ]
            : [];
        const whose = team ? [["team_id", "=", team]] : [];
        return Domain.and([chart.domain || [], period, whose]).toList();
    }

    get arch() {
        const {measure, mode = "bar", percent, title} = this.props.chart;
        const stacked = mode === "bar" ? "1" : "0";
        const graph = createElement("graph", {type: mode, stacked, string: `${title}`});
        if (measure !== "__count") {
            const widget = percent ? {widget: "percentage"} : {};
            graph.append(
                createElement("field", {name: measure, type: "measure", ...widget})
            );
        }
        return serializeXML(graph);
    }

    get viewProps() {
        const {chart, scope} = this.props;
        return {
            type: "graph",
            jsClass: "galloper_dashboard_graph",
            resModel: chart.model,
            arch: this.arch,
            fields: this.fields,
            relatedModels: {},
            display: {controlPanel: false},
            context: {
                fill_temporal: false,
                galloper_tells_count: Boolean(chart.tellsCount),
            },
            domain: this.domain,
            groupBy: chart.groupBy(scope),
            noContentHelp: _t("No data yet"),
            useSampleModel: false,
        };
    }

    /** The full report, beginning with what the chart shows. */
    open() {
        const {measure, mode = "bar", groupBy} = this.props.chart;
        return this.action.doAction(this.report, {
            viewType: "graph",
            additionalContext: {
                graph_measure: measure,
                graph_mode: mode,
                graph_groupbys: groupBy(this.props.scope),
            },
        });
    }
}
