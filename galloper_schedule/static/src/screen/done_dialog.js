import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {deserializeDate, serializeDate, serializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {useAutofocus} from "@web/core/utils/hooks";
import {markRaw, onWillUnmount, useState} from "@odoo/owl";
import {PromisePicker} from "./promise_picker";
import {WorkDialog} from "./work_dialog";

/** The activity is done: its outcome, what comes next, and where its lead stands. */
export class DoneDialog extends WorkDialog {
    static template = "galloper_schedule.DoneDialog";
    static components = {...WorkDialog.components, DateTimeInput, PromisePicker};

    setup() {
        super.setup();
        useAutofocus({refName: "note"});
        const empty = {
            note: "",
            stageId: false,
            typeId: false,
            summary: "",
            day: null,
            isPromised: false,
            promise: null,
            isRefused: false,
        };
        this.values = useState({...empty, ...this.props.drafts[this.props.line.key]});
        onWillUnmount(() => {
            if (!this.isSent) {
                this.props.drafts[this.props.line.key] = {...this.values};
            }
        });
    }

    get title() {
        return _t("Done: %s", this.props.line.who);
    }

    forgetDraft() {
        super.forgetDraft();
        this.isSent = true;
    }

    /** Pressing the chosen kind again takes the next step back. */
    chooseType(type) {
        const isChosen = this.values.typeId === type.id;
        this.values.typeId = isChosen ? false : type.id;
        this.values.day = isChosen ? null : markRaw(deserializeDate(type.day));
    }

    chooseStage(ev) {
        this.values.stageId = Number(ev.target.value) || false;
    }

    setDay(day) {
        this.values.day = day ? markRaw(day) : null;
    }

    setPromise(promise) {
        this.values.promise = promise && markRaw(promise);
    }

    /** Who asked not to be called is called no more, unless they agreed on a time. */
    get isForbidden() {
        const {typeId, isPromised, isRefused} = this.values;
        const type = this.props.focus.types.find(({id}) => id === typeId);
        return Boolean(isRefused && type?.is_call && !isPromised);
    }

    get missing() {
        const {typeId, isPromised, promise, day} = this.values;
        if (this.isForbidden) {
            return _t(
                "The customer asked not to be called. Choose another type for the next activity, or a promised time."
            );
        }
        if (typeId && isPromised && !promise) {
            return _t("Choose a promised time or a due date for the next activity.");
        }
        return typeId && !isPromised && !day
            ? _t("Choose a due date for the next activity.")
            : "";
    }

    get step() {
        const {typeId, summary, isPromised, promise, day} = this.values;
        if (!typeId) {
            return null;
        }
        const step = {type_id: typeId, summary: summary.trim()};
        return isPromised
            ? {
                  ...step,
                  promised_at: serializeDateTime(promise.start),
                  promised_until: promise.end && serializeDateTime(promise.end),
              }
            : {...step, day: serializeDate(day)};
    }

    confirm() {
        this.state.missing = this.missing;
        if (this.missing) {
            return;
        }
        const {note, stageId, isRefused} = this.values;
        return this.send("work_done", [this.props.line.key], {
            note: note.trim(),
            stage_id: stageId,
            step: this.step,
            refused: isRefused,
        });
    }

    /** Reassigned or done by somebody else: what was typed need not be lost. */
    async keepAsNote() {
        const {line} = this.props;
        const isKept = await this.calls.call("work_note", [
            line.key,
            this.values.note.trim(),
        ]);
        if (isKept) {
            this.forgetDraft();
            this.leave();
        } else {
            this.notification.add(
                _t("There is no record to save the note on. Please copy it."),
                {
                    type: "warning",
                }
            );
        }
    }
}
