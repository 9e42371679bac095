import {_t} from "@web/core/l10n/translation";

const PROMISES = "galloper.promise.report";
const CONTACTS = "galloper.contact.report";
const OPPORTUNITIES = "galloper.opportunity.report";
const DAYS = "galloper.day.report";
const LEADS = "galloper.lead.report";
const CUSTOMERS = "galloper.customer.report";

/** The full report of each model. */
export const REPORTS = {
    [PROMISES]: "galloper_schedule.action_promise_report",
    [CONTACTS]: "galloper_schedule.action_contact_report",
    [OPPORTUNITIES]: "galloper_schedule.action_opportunity_report",
    [DAYS]: "galloper_schedule.action_day_report",
    [LEADS]: "galloper_schedule.action_lead_report",
    [CUSTOMERS]: "galloper_schedule.action_customer_report",
};

/**
 * What the dashboard shows, from top to bottom.
 *
 * Of each chart: `measure`, and `percent` when it is a share; `mode` of Odoo's graph;
 * `day`, the field by which the period is chosen (none: as of today; `withoutToday`: a day that is over counts only); `groupBy(scope)`,
 * where a scope has the `step` of time ("day" or "week") and `who` is told apart
 * ("user_id" or "team_id"); `tellsCount`, to write the number behind a share beside it.
 */
export const SECTIONS = [
    {
        key: "promises",
        title: _t("Promises"),
        charts: [
            {
                key: "kept_share",
                title: _t("Promises kept"),
                hint: _t("Of promises due, by week"),
                model: PROMISES,
                measure: "kept_share",
                percent: true,
                mode: "line",
                day: "day",
                groupBy: () => ["day:week"],
            },
            {
                key: "outcomes",
                title: _t("Promise outcomes"),
                hint: ({who}) =>
                    who === "team_id" ? _t("By sales team") : _t("By salesperson"),
                model: PROMISES,
                measure: "__count",
                day: "day",
                groupBy: ({who}) => [who, "outcome"],
            },
            {
                key: "lateness",
                title: _t("Delay (median, min)"),
                hint: _t("Of promises kept late, by week"),
                model: PROMISES,
                measure: "minutes_late",
                mode: "line",
                day: "day",
                domain: [["outcome", "=", "late"]],
                groupBy: () => ["day:week"],
            },
        ],
    },
    {
        key: "contacts",
        title: _t("Activities"),
        charts: [
            {
                key: "contacts",
                title: _t("Activities done and attempted"),
                hint: ({step}) => (step === "day" ? _t("By day") : _t("By week")),
                model: CONTACTS,
                measure: "contacts",
                day: "day",
                groupBy: ({step}) => [`day:${step}`, "answered"],
            },
            {
                key: "answered_by_hour",
                title: _t("Answer rate by hour"),
                hint: _t(
                    "Share of activities answered, in the salesperson's time zone"
                ),
                model: CONTACTS,
                measure: "answered_share",
                percent: true,
                day: "day",
                groupBy: () => ["hour"],
            },
        ],
    },
    {
        key: "discipline",
        title: _t("Plan and results"),
        hint: _t("Correlation is not causation."),
        charts: [
            {
                key: "win_share",
                title: _t("Win rate by promises kept"),
                hint: _t("Share of closed opportunities, with their number"),
                model: OPPORTUNITIES,
                measure: "win_share",
                percent: true,
                day: "closed_day",
                domain: [["closed", "=", 1]],
                groupBy: () => ["promises"],
                tellsCount: true,
            },
            {
                key: "adherence",
                title: _t("Promises kept by followed plan"),
                hint: _t(
                    "Share of activities done in the planned order, with the number of days"
                ),
                model: DAYS,
                measure: "kept_share",
                percent: true,
                day: "day",
                withoutToday: true,
                domain: [
                    ["promises_due", ">", 0],
                    ["adherence_band", "!=", "none"],
                ],
                groupBy: () => ["adherence_band"],
                tellsCount: true,
            },
        ],
    },
    {
        key: "functions",
        title: _t("Lead generation, conversion, customer care"),
        charts: [
            {
                key: "captured",
                title: _t("New leads"),
                hint: _t("By week of creation"),
                model: LEADS,
                measure: "captured",
                day: "day",
                groupBy: () => ["day:week"],
            },
            {
                key: "converted_share",
                title: _t("First-sale rate"),
                hint: _t("Share of new leads, by week of creation"),
                model: LEADS,
                measure: "converted_share",
                percent: true,
                mode: "line",
                day: "day",
                groupBy: () => ["day:week"],
            },
            {
                key: "gone_quiet",
                title: _t("Inactive customers"),
                hint: _t("Share of regular customers, as of today"),
                model: CUSTOMERS,
                measure: "gone_quiet_share",
                percent: true,
                groupBy: ({who}) => [who],
                tellsCount: true,
            },
        ],
    },
];
