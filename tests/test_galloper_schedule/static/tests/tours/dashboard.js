import {registry} from "@web/core/registry";

const card = (key) => `.o_galloper_chart[data-chart=${key}]`;
const drawn = (key) => ({
    content: `The chart of ${key} is drawn`,
    trigger: `${card(key)} .o_graph_canvas_container canvas`,
});

registry.category("web_tour.tours").add("galloper_schedule_dashboard", {
    steps: () => [
        ...[
            "kept_share",
            "outcomes",
            "lateness",
            "contacts",
            "answered_by_hour",
            "win_share",
            "adherence",
            "captured",
            "converted_share",
            "gone_quiet",
        ].map(drawn),
        {trigger: `${card("outcomes")}:contains("By sales team")`},
        {
            content: "One period for all",
            trigger: ".o_galloper_filters button[data-period='90']",
            run: "click",
        },
        {trigger: ".o_galloper_filters button[data-period='90'][aria-pressed='true']"},
        {trigger: `${card("contacts")}:contains("By week")`},
        {
            content: "One team",
            trigger: ".o_galloper_filters select",
            run: "selectByLabel Galloper team",
        },
        {trigger: `${card("outcomes")}:contains("By salesperson")`},
        drawn("kept_share"),
        {
            content: "The title opens the full report",
            trigger: `${card("kept_share")} a`,
            run: "click",
        },
        {
            content: "And back, as it was left",
            trigger: ".o_graph_view .o_back_button, .o_graph_view .breadcrumb-item a",
            run: "click",
        },
        {trigger: ".o_galloper_filters button[data-period='90'][aria-pressed='true']"},
        drawn("kept_share"),
    ],
});

registry.category("web_tour.tours").add("galloper_schedule_dashboard_empty", {
    steps: () => [
        {trigger: `${card("kept_share")}:contains("No data yet")`},
        {trigger: `${card("gone_quiet")}:contains("No data yet")`},
        {trigger: ".o_galloper_filters:not(:has(select))"},
    ],
});
