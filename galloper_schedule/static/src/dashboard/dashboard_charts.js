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
                hint: _t("Of those whose time has come, by week"),
                model: PROMISES,
                measure: "kept_share",
                percent: true,
                mode: "line",
                day: "day",
                groupBy: () => ["day:week"],
            },
            {
                key: "outcomes",
                title: _t("What became of promises"),
                hint: ({who}) =>
                    who === "team_id" ? _t("By sales team") : _t("By salesperson"),
                model: PROMISES,
                measure: "__count",
                day: "day",
                groupBy: ({who}) => [who, "outcome"],
            },
            {
                key: "lateness",
                title: _t("How late"),
                hint: _t("Median minutes of the late ones, by week"),
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
        title: _t("Contacts"),
        charts: [
            {
                key: "contacts",
                title: _t("Contacts made and tried"),
                hint: ({step}) => (step === "day" ? _t("By day") : _t("By week")),
                model: CONTACTS,
                measure: "contacts",
                day: "day",
                groupBy: ({step}) => [`day:${step}`, "answered"],
            },
            {
                key: "answered_by_hour",
                title: _t("When people answer"),
                hint: _t("Share of contacts answered, by the salesperson's hour"),
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
        title: _t("Side by side"),
        hint: _t(
            "Numbers beside each other are no proof that one comes from the other."
        ),
        charts: [
            {
                key: "win_share",
                title: _t("Won, by promises kept"),
                hint: _t("Share of closed opportunities, and how many they are"),
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
                title: _t("Promises kept, by adherence to the plan"),
                hint: _t("Share of contacts made in their turn, and how many days"),
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
                title: _t("New contacts"),
                hint: _t("Captured, by week"),
                model: LEADS,
                measure: "captured",
                day: "day",
                groupBy: () => ["day:week"],
            },
            {
                key: "converted_share",
                title: _t("First money"),
                hint: _t("Share of new contacts, by the week they were captured in"),
                model: LEADS,
                measure: "converted_share",
                percent: true,
                mode: "line",
                day: "day",
                groupBy: () => ["day:week"],
            },
            {
                key: "gone_quiet",
                title: _t("Customers gone quiet"),
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
