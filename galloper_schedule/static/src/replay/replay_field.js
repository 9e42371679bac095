import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {cookie} from "@web/core/browser/cookie";
import {getCustomColor} from "@web/core/colors/colors";
import {toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {formatList} from "@web/core/l10n/utils";
import {registry} from "@web/core/registry";
import {formatMonetary, formatPercentage} from "@web/views/fields/formatters";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const {DateTime} = luxon;
/** Of each order its colour and how its line is drawn: told apart without colours, too. */
const LINES = {
    stock: {light: "#6b7280", dark: "#b6bcc8", dash: [6, 4], point: "rect"},
    present: {light: "#0b7f72", dark: "#43c5b1", dash: [], point: "circle"},
    proposed: {light: "#b45309", dark: "#f4a261", dash: [2, 3], point: "triangle"},
};

/** Past days in several orders: what it comes to in words, as a table and as a chart. */
export class ReplayField extends Component {
    static template = "galloper_schedule.ReplayField";
    static props = {...standardFieldProps};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas) => {
                if (!canvas) {
                    return;
                }
                const chart = new Chart(canvas, this.config);
                return () => chart.destroy();
            },
            () => [this.canvas.el, JSON.stringify(this.result)]
        );
    }

    get result() {
        return this.props.record.data[this.props.name] || {};
    }

    get orders() {
        return this.result.orders || [];
    }

    get missed() {
        return this.orders.some(({missed}) => missed);
    }

    /** Without any expected revenue there is nothing to draw. */
    get hasChart() {
        return this.orders.some(({reached}) => reached.at(-1));
    }

    hourText(hour) {
        const moment = DateTime.fromObject({hour: hour % 24});
        return toLocaleDateTimeString(moment, {showDate: false});
    }

    ofText(part, whole) {
        return whole ? _t("%(part)s of %(whole)s", {part, whole}) : "–";
    }

    percent(share) {
        return formatPercentage(share / 100, {digits: [16, 0]});
    }

    money(amount) {
        const currencyId = this.result.currency_id;
        return formatMonetary(Math.round(amount), {currencyId, digits: [16, 0]});
    }

    colour({key}) {
        return getCustomColor(
            cookie.get("color_scheme"),
            LINES[key].light,
            LINES[key].dark
        );
    }

    /** The chart for who does not see it. */
    get chartText() {
        return this.orders
            .map((order) => {
                const steps = order.reached.map(
                    (amount, index) =>
                        `${this.hourText(this.result.hours[index])} ${this.money(amount)}`
                );
                return _t("%(name)s: %(steps)s", {
                    name: order.name,
                    steps: formatList(steps),
                });
            })
            .join("\n");
    }

    get config() {
        const scheme = cookie.get("color_scheme");
        const grid = getCustomColor(scheme, "#d8dadd", "#3C3E4B");
        const text = getCustomColor(scheme, "#374151", "#d1d5db");
        const axis = {border: {color: grid}, grid: {color: grid}};
        return {
            type: "line",
            data: {
                labels: this.result.hours.map((hour) => this.hourText(hour)),
                datasets: this.orders.map((order, index) => ({
                    label: order.name,
                    // Where lines meet, the dashed one is drawn over the other.
                    order: -index,
                    data: order.reached,
                    borderColor: this.colour(order),
                    backgroundColor: this.colour(order),
                    borderDash: LINES[order.key].dash,
                    pointStyle: LINES[order.key].point,
                    borderWidth: 2,
                    pointRadius: 3,
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: {mode: "index", intersect: false},
                plugins: {
                    legend: {
                        position: "bottom",
                        labels: {
                            color: text,
                            usePointStyle: true,
                            sort: (one, other) => one.datasetIndex - other.datasetIndex,
                        },
                    },
                    tooltip: {
                        callbacks: {
                            label: ({dataset, raw}) =>
                                `${dataset.label}: ${this.money(raw)}`,
                        },
                    },
                },
                scales: {
                    x: {
                        ...axis,
                        ticks: {color: text, maxRotation: 0, autoSkipPadding: 12},
                    },
                    y: {
                        ...axis,
                        beginAtZero: true,
                        ticks: {
                            color: text,
                            maxTicksLimit: 6,
                            callback: (amount) => this.money(amount),
                        },
                    },
                },
            },
        };
    }
}

registry.category("fields").add("galloper_replay", {
    component: ReplayField,
    supportedTypes: ["json"],
});
