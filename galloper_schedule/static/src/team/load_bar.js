import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatList} from "@web/core/l10n/utils";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {minutesText} from "../screen/time_texts";

/**
 * A day's load as a bar: what is done, what is still to do, and what finds no room,
 * against the working hours without meetings. All of it can be read as a text as well.
 */
export class LoadBar extends Component {
    static template = "galloper_schedule.LoadBar";
    static props = {
        done: Number,
        planned: Number,
        unplaced: Number,
        capacity: Number,
        "*": true,
    };

    get parts() {
        const {done, planned, unplaced, capacity} = this.props;
        const whole = Math.max(capacity, done + planned + unplaced, 1);
        return [
            {name: "done", minutes: done},
            {name: "planned", minutes: planned},
            {name: "unplaced", minutes: unplaced},
        ].map((part) => ({...part, width: (100 * part.minutes) / whole}));
    }

    /** Where the working hours end, if more is to be done than they hold. */
    get limit() {
        const {done, planned, unplaced, capacity} = this.props;
        const load = done + planned + unplaced;
        return capacity && load > capacity ? (100 * capacity) / load : 0;
    }

    get text() {
        const {done, planned, capacity} = this.props;
        const texts = {done: minutesText(done), planned: minutesText(planned)};
        return capacity
            ? _t("%(done)s done, %(planned)s to do of %(capacity)s", {
                  ...texts,
                  capacity: minutesText(capacity),
              })
            : _t("%(done)s done, %(planned)s to do", texts);
    }

    get unplacedText() {
        const {unplaced} = this.props;
        return unplaced ? _t("%s over capacity", minutesText(unplaced)) : "";
    }
}

export class LoadField extends Component {
    static template = "galloper_schedule.LoadField";
    static components = {LoadBar};
    static props = {...standardFieldProps};

    get load() {
        return this.props.record.data[this.props.name];
    }
}

/** Each person's day before and after activities have changed hands. */
export class EffectField extends LoadField {
    static template = "galloper_schedule.EffectField";

    get people() {
        return this.load?.people || [];
    }

    get homelessText() {
        const number = this.load?.homeless;
        return number
            ? _t("No one has capacity for %s of them: assign them yourself.", number)
            : "";
    }

    texts({before, after, new_risks, at_risk, closed}) {
        const texts = [];
        if (after.misfits) {
            texts.push({
                name: "misfits",
                text:
                    after.misfits === before.misfits
                        ? _t("Does not fit: %s", after.misfits)
                        : _t("Does not fit: %(after)s (before: %(before)s)", {
                              after: after.misfits,
                              before: before.misfits,
                          }),
            });
        }
        if (at_risk.length) {
            texts.push({
                name: new_risks ? "at_risk" : "misfits",
                text: _t("At risk: %s", formatList(at_risk)),
            });
        }
        if (closed) {
            texts.push({
                name: "closed",
                text: _t("Records this colleague cannot access: %s", closed),
            });
        }
        return texts;
    }

    minutes(load) {
        return minutesText(load.minutes);
    }

    fits({before, after}) {
        return _t("Fits today: %(before)s → %(after)s", {
            before: before.to_do,
            after: after.to_do,
        });
    }
}

registry.category("fields").add("galloper_load", {
    component: LoadField,
    supportedTypes: ["json"],
});
registry.category("fields").add("galloper_effect", {
    component: EffectField,
    supportedTypes: ["json"],
});
