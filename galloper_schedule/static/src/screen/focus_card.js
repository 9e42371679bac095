import {_t} from "@web/core/l10n/translation";
import {formatMonetary} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";
import {toMoment} from "./my_day_screen_model";
import {dayText, distanceText, momentText, timeText} from "./time_texts";

const MINUTES_OF_A_DAY = 24 * 60;

/** By what we know where the customer is. */
function sourceText(source) {
    const texts = {
        entered: _t("as entered"),
        address: _t("by the address"),
        fixed_line: _t("by the phone number"),
        country: _t("by the country"),
        mobile: _t("by the mobile number"),
        default: _t("by the contact's time zone"),
        company: _t("by the company"),
    };
    return texts[source] || _t("assumed, same as yours");
}

/** The activity in focus, large, with all its actions. */
export class FocusCard extends Component {
    static template = "galloper_schedule.FocusCard";
    static props = {
        line: Object,
        focus: Object,
        day: Object,
        now: Object,
        gone: {type: [String, {value: null}], optional: true},
        isTurn: Boolean,
        isBusy: Boolean,
        isOffline: Boolean,
        act: Function,
        backToTurn: Function,
        next: Function,
    };

    get tz() {
        return this.props.day.tz;
    }

    /** The details of another activity may still be on their way. */
    get focus() {
        const {focus, line} = this.props;
        return focus.key === line.key ? focus : null;
    }

    get distance() {
        const {promisedAt, promisedUntil, start, state} = this.props.line;
        if (promisedAt) {
            return distanceText(
                promisedAt,
                promisedUntil,
                this.props.now.setZone(this.tz)
            );
        }
        // The next whole minute is now.
        const isLater =
            state !== "unplaced" && start > this.props.now.plus({minutes: 2});
        return isLater ? distanceText(start, null, this.props.now) : "";
    }

    get isLate() {
        const {promisedAt, promisedUntil} = this.props.line;
        const end = promisedUntil || promisedAt;
        return Boolean(end) && end.plus({minutes: 1}) <= this.props.now;
    }

    get revenue() {
        const {revenue, currencyId} = this.props.line;
        return revenue ? formatMonetary(revenue, {currencyId}) : "";
    }

    get phoneLink() {
        return `tel:${this.props.line.phone.replace(/\s+/g, "")}`;
    }

    get localTime() {
        const customer = this.focus?.customer;
        if (!customer) {
            return null;
        }
        const local = this.props.now.setZone(customer.tz);
        const minute = local.hour * 60 + local.minute;
        const isOpen = customer.spans.some(
            ([from, to]) => from <= minute && minute < to
        );
        return {
            text: this.localTimeText(customer),
            source: sourceText(customer.source),
            isOpen,
            isCertain: customer.is_certain,
            canCorrect: customer.can_correct,
        };
    }

    /** The customer's time of day and, unless that is always, when to call them. */
    localTimeText({tz, spans, is_holiday: isHoliday}) {
        const values = {
            time: timeText(this.props.now, tz),
            zone: tz.split("/").at(-1).replaceAll("_", " "),
        };
        if (isHoliday) {
            return _t("%(time)s for the customer (%(zone)s). Holiday today", values);
        }
        if (!spans.length) {
            return _t("%(time)s for the customer (%(zone)s). No calls today", values);
        }
        if (spans[0][1] - spans[0][0] === MINUTES_OF_A_DAY) {
            return _t("%(time)s for the customer (%(zone)s)", values);
        }
        const clock = (minute) => {
            const time = this.props.now.startOf("day").set({
                hour: Math.floor((minute % MINUTES_OF_A_DAY) / 60),
                minute: minute % 60,
            });
            return timeText(time, "default");
        };
        const hours = spans.map(([from, to]) => `${clock(from)} – ${clock(to)}`);
        return _t("%(time)s for the customer (%(zone)s). Calling hours: %(hours)s", {
            ...values,
            hours: hours.join(", "),
        });
    }

    /** Why the customer may not be called now, or nothing. */
    get noCall() {
        return this.focus?.no_call || null;
    }

    get tries() {
        return (this.focus?.tries || []).map((text) =>
            momentText(
                toMoment(text.replace("T", " ").slice(0, 19)),
                this.tz,
                this.props.now
            )
        );
    }

    get steps() {
        return (this.focus?.steps || []).map((step) => {
            const when = step.promised_at
                ? _t(
                      "promised for %s",
                      momentText(toMoment(step.promised_at), this.tz, this.props.now)
                  )
                : dayText(luxon.DateTime.fromISO(step.day));
            const parts = [step.name, when, step.user];
            return {...step, text: parts.filter(Boolean).join(" · ")};
        });
    }

    get notes() {
        return (this.focus?.notes || []).map((note) => {
            const when = momentText(toMoment(note.at), this.tz, this.props.now);
            return {...note, from: `${note.author} · ${when}`};
        });
    }

    get buttons() {
        return [
            {
                name: "done",
                label: _t("Done"),
                icon: "fa-check",
                class: "btn-primary",
                hotkey: "d",
            },
            {
                name: "no_answer",
                label: _t("No Answer"),
                icon: "fa-volume-control-phone",
                hotkey: "w",
            },
            {
                name: "promise",
                label: this.props.line.promisedAt
                    ? _t("Reschedule…")
                    : _t("Promise a Time…"),
                icon: "fa-clock-o",
                hotkey: "o",
            },
            {name: "skip", label: _t("Snooze…"), icon: "fa-pause", hotkey: "y"},
            {
                name: "open",
                label: _t("Open"),
                icon: "fa-external-link",
                hotkey: "e",
                isDisabled: this.focus && !this.focus.can_open,
            },
        ];
    }
}
