import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {serializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {Component, onMounted, useState} from "@odoo/owl";
import {toMoment} from "./my_day_screen_model";
import {spanText} from "./time_texts";

const LABELS = {
    half_hour: _t("In 30 minutes"),
    afternoon: _t("This afternoon"),
    next_morning: _t("Tomorrow morning"),
};

/**
 * When something is promised: a quick choice, or an exact moment, or a window.
 *
 * ``onPick(value, isQuick)`` gets {start, end} (luxon moments, ``end`` or null), or
 * null. All times are by the clock of the salesperson's own zone.
 */
export class PromisePicker extends Component {
    static template = "galloper_schedule.PromisePicker";
    static components = {DateTimeInput};
    static props = {
        contactKey: Number,
        choices: Array,
        customer: {type: [Object, {value: null}], optional: true},
        tz: String,
        now: Object,
        value: {type: [Object, {value: null}], optional: true},
        onPick: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({warnings: [], ofChoice: {}});
        onMounted(() => this.checkChoices());
        this.warn = useDebounced(() => this.askForWarnings(), 400);
    }

    get choices() {
        return this.props.choices.map(([name, start, end], index) => {
            const [from, until] = [toMoment(start), toMoment(end)];
            const value = {start: from, end: until};
            return {
                name,
                label: this.label(name, from),
                value,
                when: this.text(value),
                key: index + 1,
            };
        });
    }

    /** The next working morning need not be tomorrow's: its day is named then. */
    label(name, start) {
        const {tz, now} = this.props;
        const local = start.setZone(tz);
        const isTomorrow = local.hasSame(now.setZone(tz).plus({days: 1}), "day");
        return name !== "next_morning" || isTomorrow
            ? LABELS[name]
            : local.toLocaleString({weekday: "long"});
    }

    /** ``11:30``, ``Fri, Nov 27, 9:00 – 12:00``. */
    text(value) {
        return spanText(value, this.props.tz, this.props.now);
    }

    /** The same by the customer's clock, where that is another one. */
    get customerText() {
        const {customer, value, tz, now} = this.props;
        if (
            !value ||
            !customer ||
            value.start.setZone(customer.tz).offset === value.start.setZone(tz).offset
        ) {
            return "";
        }
        return _t("For the customer: %s", spanText(value, customer.tz, now));
    }

    isChosen(choice) {
        const {value} = this.props;
        return (
            Boolean(value) &&
            Number(choice.value.start) === Number(value.start) &&
            Number(choice.value.end) === Number(value.end)
        );
    }

    /** The fields take and give moments in the salesperson's zone. */
    local(moment) {
        return moment ? moment.setZone(this.props.tz) : false;
    }

    setStart(start) {
        // A window keeps its length.
        const {start: old, end} = this.props.value || {};
        this.pick(start ? {start, end: end ? start.plus(end.diff(old)) : null} : null);
    }

    setEnd(end) {
        const {start} = this.props.value;
        this.pick({start, end: end || null});
    }

    pick(value) {
        this.state.warnings = [];
        this.props.onPick(value, false);
        this.warn();
    }

    async askForWarnings() {
        const {value} = this.props;
        if (value?.end && value.end <= value.start) {
            this.state.warnings = [_t("The promise ends before it starts.")];
        } else if (value) {
            this.state.warnings = await this.difficulties(value);
        }
    }

    difficulties({start, end}) {
        return this.orm.silent.call("galloper.schedule.line", "get_difficulties", [
            this.props.contactKey,
            serializeDateTime(start),
            end && serializeDateTime(end),
        ]);
    }

    /** An exact moment may be taken: said before it is promised. */
    async checkChoices() {
        for (const {name, value} of this.choices.filter(
            (choice) => !choice.value.end
        )) {
            this.state.ofChoice[name] = (await this.difficulties(value)).join(" ");
        }
    }
}
