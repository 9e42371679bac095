import {_t} from "@web/core/l10n/translation";
import {useBus, useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {Component, onWillRender, toRaw, useEffect, useRef, useState} from "@odoo/owl";
import {useClock} from "./clock";
import {
    fallenDue,
    inTime,
    nextTurn,
    promiseId,
    recordsOf,
    toLine,
} from "./screen_lines";
import {timeText} from "./time_texts";
import {isTyping} from "./typing";
import {usePersistentCalls} from "./work";

/**
 * The part of the screen that knows which activity is in focus.
 *
 * That changes by the salesperson's own act only, or when a promise falls due; then
 * they are told, and never while they type.
 */
export class ScreenFocus extends Component {
    setup() {
        this.notification = useService("notification");
        this.calls = usePersistentCalls();
        this.root = useRef("root");
        this.state = useState({key: 0, isBusy: false, showsDay: false});
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
        if (!this.minute || Number(minute) !== Number(this.minute)) {
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
        const {domain, offset, groupBy} = toRaw(this.props.list);
        return JSON.stringify([domain, offset, groupBy]);
    }

    /** The focus stays where it is, unless the salesperson has moved on. */
    settleFocus() {
        const isFirst = !this.known;
        this.known ??= new Set(
            fallenDue(this.lines, this.clock.now, new Set()).map(promiseId)
        );
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

    /** Why the activity in focus is not to be worked any more, or nothing. */
    get gone() {
        if (!this.state.key || this.lineOf(this.state.key)) {
            return null;
        }
        const isAbout = this.focus.key === this.state.key;
        return (
            (isAbout && this.focus.gone) ||
            _t("This activity is no longer in the list.")
        );
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
        const {key} = this.state;
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
            ?.scrollIntoView({block: "nearest"});
    }

    focusCard() {
        this.root.el?.querySelector(".o_galloper_focus")?.focus({preventScroll: true});
    }

    /** The search bar has the keys at first; here the activity is to have them. */
    giveKeysToCard() {
        const search = this.root.el
            ?.closest(".o_action")
            ?.querySelector(".o_searchview_input");
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
            _t("%(who)s, %(time)s", {
                time: timeText(line.promisedAt, this.day.tz),
                who: line.who,
            }),
            {
                title: _t("Promised call is due now"),
                type: "warning",
                sticky: true,
                className: "o_galloper_due_notice",
                buttons: target && [
                    {
                        name: stays ? _t("Show") : _t("Back"),
                        onClick: () => {
                            close();
                            this.setFocus(this.lineOf(target.key) || this.turn);
                        },
                    },
                ],
            }
        );
    }
}
