import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Component} from "@odoo/owl";
import {toMoment} from "./my_day_screen_model";
import {dayText, momentText, timeText} from "./time_texts";

/** What kind of day it is, when that is not just a working day with activities. */
export class DayState extends Component {
    static template = "galloper_schedule.DayState";
    static props = {day: Object, now: Object, isEmpty: Boolean, left: Number};

    setup() {
        this.action = useService("action");
    }

    get kind() {
        const {kind, begins, ends} = this.props.day;
        // The day goes on while the screen stands open.
        if (["before", "working", "after"].includes(kind)) {
            const {now} = this.props;
            return now < begins ? "before" : now >= ends ? "after" : "working";
        }
        return kind;
    }

    get text() {
        const {begins, ends, tz} = this.props.day;
        switch (this.kind) {
            case "before":
                return _t("Your working day starts at %s.", timeText(begins, tz));
            case "after":
                return _t("Your working day ended at %s.", timeText(ends, tz));
            case "leave":
                return _t("You are on leave today. Only promises are planned.");
            case "off":
                return _t(
                    "You have no working hours today. Only promises are planned."
                );
            case "no_hours":
                return this.props.day.may_set_hours
                    ? _t("No working hours are set.")
                    : _t(
                          "No working hours are set. Please contact your administrator."
                      );
            case "failed":
                return _t(
                    "Your working hours could not be determined. Please contact your administrator."
                );
        }
        return "";
    }

    get icon() {
        return {
            before: "fa-coffee",
            after: "fa-moon-o",
            leave: "fa-plane",
            off: "fa-calendar-o",
            no_hours: "fa-exclamation-triangle",
            failed: "fa-exclamation-triangle",
        }[this.kind];
    }

    get mayLink() {
        return this.kind === "no_hours" && this.props.day.may_set_hours;
    }

    /** The search finds nothing, but the day is not done. */
    get hiddenText() {
        return this.props.left ? _t("Activities left today: %s", this.props.left) : "";
    }

    clearSearch() {
        this.env.searchModel.clearQuery();
    }

    /** Nothing is left: what is next, and when. */
    get next() {
        const {next, tz} = this.props.day;
        if (!next) {
            return _t("Nothing else is scheduled.");
        }
        const when = next.promised_at
            ? momentText(toMoment(next.promised_at), tz, this.props.now)
            : dayText(luxon.DateTime.fromISO(next.day));
        return _t("Next: %(who)s, %(when)s", {who: next.who, when});
    }

    openSettings() {
        this.action.doAction("crm.crm_config_settings_action");
    }
}
