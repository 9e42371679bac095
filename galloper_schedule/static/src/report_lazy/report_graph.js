import {registry} from "@web/core/registry";
import {GraphModel} from "@web/views/graph/graph_model";
import {graphView} from "@web/views/graph/graph_view";
import {DrawsGraphs} from "../odoo_internals";

const SUMMED = ["sum", "count", "count_distinct"];

/** Shares and medians: where there are none, nothing is drawn, and they do not add up. */
export class ReportGraphModel extends DrawsGraphs(GraphModel) {
    get isSummed() {
        const {fields, measure} = this.metaData;
        return measure === "__count" || SUMMED.includes(fields[measure].aggregator);
    }

    /** @override */
    adjustData(data) {
        if (!this.isSummed) {
            for (const dataset of data.datasets) {
                dataset.data = dataset.data.map((value, index) =>
                    this.isMissing(value, dataset.domains[index]) ? null : value
                );
            }
        }
        return data;
    }

    /** Odoo puts a zero, and no domain, where a line has no point at all. */
    isMissing(value, domain) {
        return value === false || (this.metaData.groupBy.length && !domain.length);
    }

    /** @override */
    get hasSumLine() {
        return this.isSummed;
    }
}

export const reportGraphView = {...graphView, Model: ReportGraphModel};

registry.category("views").add("galloper_report_graph", reportGraphView);
