import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { Component, onWillRender, toRaw, useEffect, useRef, useState } from "@odoo/owl";
import { DayCounters } from "../my_day/day_counters";
import { FollowsThePlan } from "../my_day/my_day_views";
import { useClock } from "./clock";
import { letGoOfClosedDialogs } from "./closed_dialogs";
import { DayState } from "./day_state";
import { DayTimeline } from "./day_timeline";
import { DoneDialog } from "./done_dialog";
import { FocusCard } from "./focus_card";
import { MyDayScreenModel } from "./my_day_screen_model";
import { PromiseDialog } from "./promise_dialog";
import { useScreenKeys } from "./screen_keys";
import { fallenDue, inTime, nextTurn, promiseId, recordsOf, seen, toLine } from "./screen_lines";
import { SkipDialog } from "./skip_dialog";
import { minutesText, timeText } from "./time_texts";
import { isTyping } from "./typing";
import { usePersistentCalls } from "./work";

const DIALOGS = { done: DoneDialog, promise: PromiseDialog, skip: SkipDialog };

/**
 * My Day as a salesperson works it: one contact in focus, the day beside it.
 *
 * Which contact is in focus changes by his own act only, or when a promise falls due;
 * then he is told, and never while he types.
 */
export class MyDayScreen extends Component {
    static template = "galloper_schedule.MyDayScreen";
    static components = { DayCounters, DayState, DayTimeline, FocusCard };
    static props = KanbanRenderer.props;

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.calls = usePersistentCalls();
        this.root = useRef("root");
        this.state = useState({ key: 0, isBusy: false, showsDay: false });
        this.model = toRaw(this.props.list.model);
        this.clock = useClock(this.model.clock);
        this.readDetailsSoon = useDebounced(() => this.readDetails(), 150);
        // Promises that have fallen due and of which the salesperson knows.
        this.known = null;
        onWillRender(() => this.takeOver());
        useEffect(
            () => this.watchPromises(),
            () => [this.clock.now]
        );
        useEffect(
            () => {
                this.giveKeysToCard();
                this.showLine();
            },
            () => [this.state.key]
        );
        if (this.env.searchModel) {
            useBus(this.env.searchModel, "focus-view", () => this.focusCard());
        }
        useScreenKeys({
            move: (by) => this.move(by),
            open: () => this.act("open"),
            back: () => this.backToTurn(),
        });
    }

    // -- What was read

    /** The lines and what came with them, once for each time that they were read. */
    takeOver() {
        // Raw: what is only looked at once is not watched, and so not kept for ever.
        const list = toRaw(this.props.list);
        const source = list.isGrouped ? list.groups : list.records;
        if (source !== this.source && this.model.answer.day) {
            this.source = source;
            this.lines = recordsOf(list).map(toLine);
            Object.assign(this, this.model.answer);
            this.groups = list.isGrouped ? this.makeGroups(list) : null;
            this.settleFocus();
        }
        const minute = this.clock.now.startOf("minute");
        if (!this.minute || +minute !== +this.minute) {
            this.minute = minute;
        }
    }

    makeGroups(list) {
        return list.groups.map((group) => ({
            id: group.id,
            name: group.displayName || _t("None"),
            count: group.count,
            lines: recordsOf(group.list).map(toLine),
        }));
    }

    /** What is looked for; to look for something else is the salesperson's own act. */
    get search() {
        const { domain, offset, groupBy } = toRaw(this.props.list);
        return JSON.stringify([domain, offset, groupBy]);
    }

    /** The focus stays where it is, unless the salesperson has moved on. */
    settleFocus() {
        const isFirst = !this.known;
        this.known ??= new Set(fallenDue(this.lines, this.clock.now, new Set()).map(promiseId));
        const hasSearched = !isFirst && this.searched !== this.search;
        this.searched = this.search;
        const line = this.lineOf(this.state.key);
        if (line) {
            this.kept = line;
        } else if (!this.state.key || hasSearched || this.isMovingOn) {
            this.setFocus(this.lineOf(this.model.wanted) || this.turn);
        }
        this.isMovingOn = false;
    }

    // -- What is shown

    lineOf(key) {
        return this.lines.find((line) => line.key === key);
    }

    /** The line in focus: as it is now, or as it was seen last. */
    get current() {
        return this.lineOf(this.state.key) || (this.state.key ? this.kept : null);
    }

    /** However the lines are grouped: the first by its time. */
    get turn() {
        return nextTurn(inTime(this.lines), this.clock.now) || this.lines[0];
    }

    /** Why the contact in focus is not to be worked any more, or nothing. */
    get gone() {
        if (!this.state.key || this.lineOf(this.state.key)) {
            return null;
        }
        const isAbout = this.focus.key === this.state.key;
        return (isAbout && this.focus.gone) || _t("This contact is not in the list any more.");
    }

    get progress() {
        const { done, planned, kept, due } = this.day.progress;
        const free = this.day.free_minutes;
        return {
            percent: planned ? Math.round((100 * done) / planned) : 0,
            done: _t("%(done)s of %(planned)s done", { done, planned }),
            promises: due ? _t("%(kept)s of %(due)s promises kept", { kept, due }) : "",
            free: free ? _t("%s free", minutesText(free)) : "",
        };
    }

    get dayButtonText() {
        return this.state.showsDay ? _t("The contact") : _t("The day (%s)", this.lines.length);
    }

    // -- The focus

    setFocus(line) {
        this.state.key = line?.key || 0;
        this.kept = line;
        this.model.wanted = this.state.key;
        if (this.state.key && this.focus.key !== this.state.key) {
            this.readDetailsSoon();
        }
    }

    select(key) {
        this.state.showsDay = false;
        this.setFocus(this.lineOf(key));
        this.focusCard();
    }

    backToTurn() {
        this.setFocus(this.turn);
    }

    /** Up and down through the day, in the order in which it is shown. */
    move(by) {
        const place = this.lines.findIndex((line) => line.key === this.state.key);
        const next = this.lines[place < 0 ? 0 : place + by];
        if (next) {
            this.setFocus(next);
        }
    }

    async readDetails() {
        const { key } = this.state;
        const details = await this.calls.call("get_focus", [key]);
        if (key === this.state.key) {
            this.focus = details;
            this.render();
        }
    }

    /** The line in focus can be seen in the day, wherever that was scrolled to. */
    showLine() {
        this.root.el
            ?.querySelector(".o_galloper_in_focus")
            ?.scrollIntoView({ block: "nearest" });
    }

    focusCard() {
        this.root.el?.querySelector(".o_galloper_focus")?.focus({ preventScroll: true });
    }

    /** The search bar has the keys at first; here the contact is to have them. */
    giveKeysToCard() {
        const search = this.root.el?.closest(".o_action")?.querySelector(".o_searchview_input");
        if (!isTyping() || (document.activeElement === search && !search.value)) {
            this.focusCard();
        }
    }

    /** A promise that falls due comes into focus; who types is only told. */
    watchPromises() {
        const due = this.day ? fallenDue(this.lines, this.clock.now, this.known) : [];
        for (const line of due) {
            this.known.add(promiseId(line));
            if (line.key !== this.state.key) {
                this.tellDue(line);
            }
        }
    }

    tellDue(line) {
        const before = this.current;
        const stays = isTyping() || this.state.isBusy;
        const target = stays ? line : before;
        if (!stays) {
            this.setFocus(line);
        }
        const close = this.notification.add(
            _t("%(time)s is promised to %(who)s.", {
                time: timeText(line.promisedAt, this.day.tz),
                who: line.who,
            }),
            {
                title: _t("A promise is due"),
                type: "warning",
                sticky: true,
                className: "o_galloper_due_notice",
                buttons: target && [
                    {
                        name: stays ? _t("Go there") : _t("Back"),
                        onClick: () => {
                            close();
                            this.setFocus(this.lineOf(target.key) || this.turn);
                        },
                    },
                ],
            }
        );
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
            return this.noAnswer(line);
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
                done: (answer) => this.afterAct(answer),
            };
            const onClose = () => letGoOfClosedDialogs(this.env.services.ui);
            this.dialog.add(DIALOGS[name], props, { onClose });
        }
    }

    async noAnswer(line) {
        this.state.isBusy = true;
        try {
            await this.afterAct(
                await this.calls.call("work_no_answer", [line.key, seen(line)])
            );
        } finally {
            this.state.isBusy = false;
        }
    }

    async open(line) {
        const method = line.isSuggestion ? "get_formview_action" : "action_open_document";
        const model = line.isSuggestion ? "crm.lead" : "mail.activity";
        const action = await this.model.orm.call(model, method, [[Math.abs(line.key)]]);
        this.model.leaveFrom(line.key);
        this.action.doAction(action);
    }

    /** The next contact follows by itself; what could not be done is said. */
    async afterAct(answer) {
        if (answer.message) {
            const type = answer.status === "ok" ? "success" : "warning";
            this.notification.add(answer.message, { type });
        }
        if (answer.action) {
            return this.action.doAction(answer.action, { onClose: () => this.moveOn() });
        }
        await this.moveOn();
    }

    async moveOn() {
        this.isMovingOn = true;
        this.state.key = 0;
        this.model.wanted = 0;
        this.state.isBusy = true;
        try {
            await this.model.load();
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            // Odoo says that the connection is lost, and when it is back.
            window.addEventListener("online", () => this.model.load(), { once: true });
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
