import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {NotCalled} from "./not_called";

/**
 * The counters of the day above the list: activities, promises and missed ones.
 * Pressing one shows just those, pressing it again shows all. Beside them, what needs a
 * decision: promises that will not be met, customers who never answer. And, calmly, who
 * may not be called now.
 */
export class DayCounters extends Component {
    static template = "galloper_schedule.DayCounters";
    static components = {NotCalled};
    static props = {model: Object};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.counts = useState(this.props.model.counters);
    }

    get counters() {
        const {contacts, promises, missed, at_risk} = this.counts;
        return [
            {name: "all", label: _t("To do"), count: contacts},
            {name: "promises", label: _t("Upcoming promises"), count: promises},
            {name: "missed", label: _t("Missed"), count: missed, class: "text-danger"},
            {
                name: "at_risk",
                label: _t("At risk"),
                count: at_risk,
                class: "text-warning-emphasis",
            },
        ];
    }

    /** The filters of the search bar that belong to the counters. */
    get filters() {
        const names = this.counters.map((counter) => counter.name);
        return this.env.searchModel.getSearchItems((item) => names.includes(item.name));
    }

    isActive(name) {
        return this.filters.some((item) => item.name === name && item.isActive);
    }

    toggle(name) {
        for (const item of this.filters) {
            if (item.name === name || item.isActive) {
                this.env.searchModel.toggleSearchItem(item.id);
            }
        }
    }

    /** New times for the promises at risk: of one's own, or of the whole team. */
    reschedule() {
        const isTeam = this.env.searchModel.context.galloper_counters === "team";
        return this.decide("action_reschedule", [
            isTeam ? [] : [["user_id", "=", user.userId]],
        ]);
    }

    askAboutUnresponsive() {
        return this.decide("action_unresponsive", []);
    }

    async decide(method, args) {
        const action = await this.orm.call("galloper.schedule.line", method, args);
        const onClose = () => this.props.model.load();
        return action ? this.action.doAction(action, {onClose}) : onClose();
    }
}
