import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {sortBy} from "@web/core/utils/arrays";
import {formatInteger} from "@web/views/fields/formatters";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {ReportGraphModel, reportGraphView} from "./report_graph";

const [GOOD, NEARLY, BAD, MISSED, AHEAD, NEUTRAL, FAINT] = [
    "#43c5b1",
    "#f4a261",
    "#ea6175",
    "#b5485b",
    "#4ea7f2",
    "#9ca3af",
    "#cbd0d7",
];
/** What is good is green in all charts, and comes first. */
const COLOURS = {
    outcome: new Map([
        ["kept", GOOD],
        ["late", NEARLY],
        ["broken", BAD],
        ["overdue", MISSED],
        ["open", AHEAD],
        ["moved", NEUTRAL],
        ["cancelled", FAINT],
    ]),
    answered: new Map([
        ["1", GOOD],
        ["0", FAINT],
    ]),
};
/** A yes or no that is counted comes as a number. */
const NAMES = {answered: {1: _t("Answered"), 0: _t("Not answered")}};

/** The values of a point's groups, in their order. */
function valuesOf(identifier) {
    return JSON.parse(identifier).map((group) => Object.values(group)[0]);
}

/** What is told in words and colours that a glance takes in. */
class DashboardGraphModel extends ReportGraphModel {
    /** @override */
    adjustPoints(points, metaData) {
        const known = points.filter(({value}) => typeof value === "number");
        for (const point of known) {
            metaData.groupBy.forEach(({fieldName}, index) => {
                const label = point.labels[index];
                point.labels[index] = `${NAMES[fieldName]?.[label] || label}`;
            });
            if (metaData.context.galloper_tells_count) {
                point.labels[0] = `${point.labels[0]} (${point.count})`;
            }
        }
        const place = ({identifier}) => this.placeOf(identifier, 0, metaData);
        return sortBy(known, place);
    }

    /** The series, as their choices follow each other. */
    adjustData(found) {
        const data = super.adjustData(found);
        const place = ({identifiers}) =>
            this.placeOf([...identifiers][0], 1, this.metaData);
        return {...data, datasets: sortBy(data.datasets, place)};
    }

    /** Where a value stands among the choices of its field; all alike if it has none. */
    placeOf(identifier, index, {groupBy, fields}) {
        const {fieldName} = groupBy[index] || {};
        const choices = COLOURS[fieldName] || new Map(fields[fieldName]?.selection);
        const order = [...choices.keys()];
        return order.length ? order.indexOf(`${valuesOf(identifier)[index]}`) : 0;
    }

    /** A line of sums across salespeople would say nothing. */
    get hasSumLine() {
        return false;
    }
}

class DashboardGraphRenderer extends GraphRenderer {
    getBarChartData() {
        const data = super.getBarChartData();
        const colours = COLOURS[this.model.metaData.groupBy[1]?.fieldName];
        for (const dataset of colours ? data.datasets : []) {
            const value = valuesOf([...dataset.identifiers][0])[1];
            dataset.backgroundColor = colours.get(`${value}`);
        }
        return data;
    }

    /** The card's title says what a single series is. */
    getLegendOptions() {
        const options = super.getLegendOptions();
        const display = this.model.metaData.groupBy.length > 1;
        return {
            ...options,
            display,
            labels: {...options.labels, boxWidth: 12, padding: 8},
        };
    }

    /** A few round numbers; dates stand upright and are left out rather than turned. */
    getScaleOptions() {
        const {fieldAttrs, groupBy, measure} = this.model.metaData;
        const {x, y} = super.getScaleOptions();
        y.ticks.maxTicksLimit = 6;
        if (!fieldAttrs[measure]?.widget) {
            y.ticks.precision = 0;
            y.ticks.callback = (value) => formatInteger(value);
        }
        if (groupBy[0].interval) {
            x.ticks.maxRotation = 0;
            x.ticks.autoSkipPadding = 8;
        }
        return {x, y};
    }
}

registry.category("views").add("galloper_dashboard_graph", {
    ...reportGraphView,
    Model: DashboardGraphModel,
    Renderer: DashboardGraphRenderer,
    buttonTemplate: "galloper_schedule.DashboardGraph.Buttons",
});
