import {serializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {markRaw, useState} from "@odoo/owl";
import {PromisePicker} from "./promise_picker";
import {seen} from "./screen_lines";
import {WorkDialog} from "./work_dialog";

/** What was agreed with the customer; a usual time is promised by one press. */
export class PromiseDialog extends WorkDialog {
    static template = "galloper_schedule.PromiseDialog";
    static components = {...WorkDialog.components, PromisePicker};

    setup() {
        super.setup();
        const {promisedAt, promisedUntil} = this.props.line;
        // What was missed is not promised once more.
        const holds = (promisedUntil || promisedAt) > this.props.clock.now;
        this.values = useState({
            promise: holds
                ? markRaw({start: promisedAt, end: promisedUntil || null})
                : null,
        });
    }

    get title() {
        const {promisedAt, who} = this.props.line;
        return promisedAt ? _t("Reschedule: %s", who) : _t("Promise a time: %s", who);
    }

    get confirmText() {
        return this.props.line.promisedAt ? _t("Reschedule") : _t("Promise a Time");
    }

    pick(promise, isQuick) {
        this.values.promise = promise && markRaw(promise);
        if (isQuick) {
            this.promise();
        }
    }

    sendWith(method, ...args) {
        const {line} = this.props;
        return this.send(method, [line.key, seen(line), ...args]);
    }

    promise() {
        const {start, end} = this.values.promise;
        return this.sendWith(
            "work_promise",
            serializeDateTime(start),
            end ? serializeDateTime(end) : false
        );
    }

    later() {
        return this.sendWith(
            "work_later",
            serializeDateTime(this.values.promise.start)
        );
    }

    takeBack() {
        return this.sendWith("work_promise", false);
    }
}
