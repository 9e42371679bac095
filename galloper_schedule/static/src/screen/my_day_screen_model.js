import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {reactive} from "@odoo/owl";
import {MyDayModel} from "../my_day/my_day_model";
import {Clock} from "./clock";

const LEFT_FROM = "galloper_schedule.left_from";

/** The lines, and with them, in one answer, the day and the activity in focus. */
export class MyDayScreenModel extends MyDayModel {
    setup() {
        super.setup(...arguments);
        this.clock = reactive(new Clock());
        // What came with the lines last; the screen takes it over together with them.
        this.answer = {day: null, focus: {}};
        // The activity that is to stay in focus; 0: whose turn it is.
        this.wanted = undefined;
        // What was typed and not sent yet, by activity.
        this.drafts = {};
    }

    /**
     * Whoever opens a document and comes back, by the breadcrumbs, the browser's own
     * button or a reload, finds the activity they came from.
     */
    leaveFrom(key) {
        browser.sessionStorage.setItem(LEFT_FROM, key);
    }

    comeBack() {
        const key = Number(browser.sessionStorage.getItem(LEFT_FROM));
        browser.sessionStorage.removeItem(LEFT_FROM);
        return key;
    }

    ask(config) {
        this.wanted ??= config.context.galloper_open || this.comeBack();
        const context = {...config.context, galloper_focus: this.wanted};
        return {...config, context};
    }

    keep(answer) {
        super.keep(answer);
        if (answer.day) {
            this.clock.set(answer.day.now);
            this.env.services.galloper_my_day_systray?.take(answer.day.pulse);
            this.answer = {day: toDay(answer.day), focus: answer.focus};
        }
    }
}

function toDay(day) {
    return {
        ...day,
        begins: toMoment(day.begins),
        ends: toMoment(day.ends),
        busy: day.busy.map((meeting) => ({
            ...meeting,
            start: toMoment(meeting.start),
            stop: toMoment(meeting.stop),
        })),
        done: day.done.map((one) => ({...one, at: toMoment(one.at)})),
    };
}

export const toMoment = (text) => (text ? deserializeDateTime(text) : null);
