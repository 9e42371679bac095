import {Component, onWillStart, useState} from "@odoo/owl";
import {serializeDate, today} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {DashboardChart} from "./dashboard_chart";
import {SECTIONS} from "./dashboard_charts";

/** First days of the periods to choose from, the last day of all being today. */
const PERIODS = {
    30: {label: _t("30 days"), from: (day) => day.minus({days: 29})},
    60: {label: _t("60 days"), from: (day) => day.minus({days: 59})},
    90: {label: _t("90 days"), from: (day) => day.minus({days: 89})},
    year: {label: _t("This year"), from: (day) => day.startOf("year")},
};
/** Longer than this, activities are shown by week: a bar a day would be too thin. */
const MOST_DAYS = 31;
/** What all figures are about; a team is in the list if it has any that one may see. */
const WITH_TEAMS = ["galloper.lead.report", "galloper.contact.report"];

/** All figures on one page; each reader has those that they may see. */
export class Dashboard extends Component {
    static template = "galloper_schedule.Dashboard";
    static components = {DashboardChart, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.sections = SECTIONS;
        this.periods = Object.entries(PERIODS).map(([key, {label}]) => ({key, label}));
        this.state = useState({period: "30", team: false, ...this.props.state});
        useSetupAction({getLocalState: () => ({...this.state})});
        onWillStart(async () => {
            this.teams = await this.readTeams();
        });
    }

    async readTeams() {
        const answers = await Promise.all(
            WITH_TEAMS.map((model) =>
                this.orm.formattedReadGroup(model, [], ["team_id"], [])
            )
        );
        const teams = new Map(
            answers.flat().flatMap(({team_id: team}) => (team ? [team] : []))
        );
        return [...teams].map(([id, name]) => ({id, name}));
    }

    get scope() {
        const {period, team} = this.state;
        const day = today();
        const from = PERIODS[period].from(day);
        return {
            from: serializeDate(from),
            to: serializeDate(day),
            step: day.diff(from, "days").days < MOST_DAYS ? "day" : "week",
            team,
            who: this.teams.length > 1 && !team ? "team_id" : "user_id",
        };
    }

    choosePeriod(period) {
        this.state.period = period;
    }

    chooseTeam(ev) {
        this.state.team = parseInt(ev.target.value, 10) || false;
    }
}

registry.category("actions").add("galloper_schedule.dashboard", Dashboard);
