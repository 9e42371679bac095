import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {DayCounters} from "../my_day/day_counters";
import {NotCalled} from "../my_day/not_called";
import {FollowsThePlan} from "../my_day/my_day_views";
import {letGoOfClosedDialogs} from "./closed_dialogs";
import {DayState} from "./day_state";
import {DayTimeline} from "./day_timeline";
import {DoneDialog} from "./done_dialog";
import {FocusCard} from "./focus_card";
import {MyDayScreenModel} from "./my_day_screen_model";
import {PromiseDialog} from "./promise_dialog";
import {ScreenFocus} from "./screen_focus";
import {useScreenKeys} from "./screen_keys";
import {seen} from "./screen_lines";
import {SkipDialog} from "./skip_dialog";
import {minutesText} from "./time_texts";
import {ZoneDialog} from "./zone_dialog";

const DIALOGS = {
    done: DoneDialog,
    promise: PromiseDialog,
    skip: SkipDialog,
    zone: ZoneDialog,
};

/** My Day as a salesperson works it: one activity in focus, the day beside it. */
export class MyDayScreen extends ScreenFocus {
    static template = "galloper_schedule.MyDayScreen";
    static components = {DayCounters, DayState, DayTimeline, FocusCard, NotCalled};
    static props = KanbanRenderer.props;

    setup() {
        super.setup();
        this.action = useService("action");
        this.dialog = useService("dialog");
        useScreenKeys({
            move: (by) => this.move(by),
            open: () => this.act("open"),
            back: () => this.backToTurn(),
        });
    }

    get progress() {
        const {done, planned, kept, due} = this.day.progress;
        const free = this.day.free_minutes;
        return {
            percent: planned ? Math.round((100 * done) / planned) : 0,
            done: _t("%(done)s of %(planned)s done", {done, planned}),
            promises: due ? _t("%(kept)s of %(due)s promises kept", {kept, due}) : "",
            free: free ? _t("%s free", minutesText(free)) : "",
        };
    }

    get dayButtonText() {
        return this.state.showsDay
            ? _t("Activity")
            : _t("Agenda (%s)", this.lines.length);
    }

    // -- Acts

    act(name) {
        const line = this.current;
        if (!line || this.state.isBusy || (this.gone && name !== "open")) {
            return;
        }
        if (name === "open") {
            return this.open(line);
        }
        if (name === "no_answer") {
            return this.press("work_no_answer", line);
        }
        if (name === "agreed") {
            return this.press("work_call_as_agreed", line, {stays: true});
        }
        if (name === "unpromise") {
            return this.press("work_promise", line, {more: [false]});
        }
        return this.ask(name, line);
    }

    /** The dialog of an act, once all that it shows is there. */
    async ask(name, line) {
        if (this.focus.key !== line.key) {
            await this.readDetails();
        }
        if (this.focus.key === line.key && !this.focus.gone) {
            // The dialog gives the keys back to who had them: Enter is to open then.
            this.focusCard();
            const props = {
                line,
                focus: this.focus,
                day: this.day,
                clock: this.clock,
                drafts: this.model.drafts,
                // Where the customer is, is no outcome: the activity stays in focus.
                done: (answer) =>
                    name === "zone" ? this.model.load() : this.afterAct(answer),
            };
            const onClose = () => letGoOfClosedDialogs(this.env.services.ui);
            this.dialog.add(DIALOGS[name], props, {onClose});
        }
    }

    /** An act that asks nothing else; the activity ``stays`` in focus after some. */
    async press(method, line, {more = [], stays = false} = {}) {
        this.state.isBusy = true;
        try {
            const answer = await this.calls.call(method, [
                line.key,
                seen(line),
                ...more,
            ]);
            await this.afterAct(answer, stays && answer.status === "ok" && line.key);
        } finally {
            this.state.isBusy = false;
        }
    }

    async open(line) {
        const model = "galloper.schedule.line";
        const action = await this.model.orm.call(model, "open_contact", [line.key]);
        if (action) {
            this.model.leaveFrom(line.key);
            this.action.doAction(action);
        }
    }

    /** The next activity follows by itself; the user is told what could not be done. */
    async afterAct(answer, staysAt) {
        if (answer.message) {
            const type = answer.status === "ok" ? "success" : "warning";
            this.notification.add(answer.message, {type});
        }
        if (answer.action) {
            return this.action.doAction(answer.action, {onClose: () => this.moveOn()});
        }
        await this.moveOn(staysAt || 0);
    }

    /** To the activity of this key, else to whose turn it is. */
    async moveOn(key = 0) {
        this.isMovingOn = true;
        this.state.key = key;
        this.model.wanted = key;
        this.state.isBusy = true;
        try {
            await this.model.load();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            // Odoo says that the connection is lost, and when it is back.
            window.addEventListener("online", () => this.model.load(), {once: true});
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("views").add("galloper_my_day_screen", {
    ...kanbanView,
    Model: MyDayScreenModel,
    Controller: FollowsThePlan(KanbanController),
    Renderer: MyDayScreen,
});
