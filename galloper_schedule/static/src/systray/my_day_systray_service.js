import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {debounce} from "@web/core/utils/timing";
import {session} from "@web/session";
import {markRaw, reactive} from "@odoo/owl";
import {Clock} from "../screen/clock";
import {countdownText, minutesText, timeText} from "../screen/time_texts";

const TOLD = "galloper_schedule.told";
const SECOND = 1000;

/**
 * A salesperson's day, anywhere in Odoo: how many activities are left, and a notice
 * and a countdown in the tab's title when a promise is coming.
 */
export const myDaySystrayService = {
    dependencies: ["action", "bus_service", "notification", "orm", "title"],

    start(env, services) {
        const systray = reactive(new MyDaySystray(services));
        if (session.galloper_pulse) {
            systray.take(session.galloper_pulse);
            systray.follow();
        }
        return systray;
    },
};

export class MyDaySystray {
    constructor({action, bus_service, notification, orm, title}) {
        Object.assign(this, {action, bus: bus_service, notification, orm, title});
        this.isOn = false;
        this.left = 0;
        this.mayDrag = true;
        this.next = null;
        this.promises = [];
        this.clock = new Clock();
        this.notices = new Map();
    }

    /** What the server says, here or along with a list. */
    take({left, promises, notice_minutes, now, tz, plan, free_hand}) {
        this.clock.set(now);
        this.mayDrag = free_hand;
        Object.assign(this, {isOn: true, left, tz, plan, notice_minutes});
        this.promises = promises.map((promise) => ({
            ...promise,
            at: markRaw(deserializeDateTime(promise.at)),
            id: `${promise.key}/${promise.at}`,
        }));
        this.beat();
    }

    follow() {
        const refresh = debounce(() => this.refresh(), SECOND);
        this.bus.subscribe("galloper_schedule/plan_changed", ({plan}) => {
            this.announced = plan;
            refresh();
        });
        this.bus.subscribe("galloper_schedule/promises_at_risk", ({keys}) =>
            this.warn(keys)
        );
        browser.setInterval(() => this.beat(), SECOND);
    }

    /** Read anew, unless a list has brought what was announced meanwhile. */
    async refresh() {
        if (this.announced && this.announced === this.plan) {
            return;
        }
        try {
            this.take(
                await this.orm.silent.call("galloper.schedule.line", "get_pulse")
            );
        } catch {
            // No connection: the promises that are known are still counted down.
        }
    }

    /** Promises that cannot be kept any more as things stand. */
    async warn(keys) {
        let message = "";
        try {
            message = await this.orm.silent.call(
                "galloper.schedule.line",
                "get_risk_notice",
                [keys]
            );
        } catch {
            // No connection: My Day shows them in any case.
            return;
        }
        if (message) {
            this.notification.add(message, {
                title: _t("Promises at risk"),
                type: "warning",
                sticky: true,
            });
        }
    }

    /** Each second: the countdown; once for each promise: the notice. */
    beat() {
        this.clock.tick();
        const {now} = this.clock;
        const ahead = now.plus({minutes: this.notice_minutes});
        const coming = this.promises.filter(({at}) => at > now && at <= ahead);
        const known = new Set(coming.map(({id}) => id));
        for (const [id, close] of this.notices) {
            if (!known.has(id)) {
                close();
                this.notices.delete(id);
            }
        }
        coming.forEach((promise) => this.tell(promise));
        this.setTitle(coming[0]);
        const next = this.promises.find(({at}) => at > now);
        this.next = next ? timeText(next.at, this.tz) : "";
    }

    /** In front of the title: the end of a tab's title cannot be read. */
    setTitle(promise) {
        const text =
            promise && `${countdownText(promise.at, this.clock.now)} ${promise.who}`;
        if (text === this.titleText) {
            return;
        }
        this.titleText = text;
        const others = {...this.title.getParts()};
        delete others.galloper;
        const nothing = Object.fromEntries(
            Object.keys(others).map((name) => [name, null])
        );
        this.title.setParts({...nothing, galloper: null});
        this.title.setParts({galloper: text, ...others});
    }

    tell(promise) {
        if (this.notices.has(promise.id) || this.wasTold(promise)) {
            return;
        }
        const minutes = Math.ceil(promise.at.diff(this.clock.now, "minutes").minutes);
        const close = this.notification.add(
            _t("%(who)s, %(time)s", {
                time: timeText(promise.at, this.tz),
                who: promise.who,
            }),
            {
                title: _t("Promised call in %s", minutesText(minutes)),
                type: "warning",
                sticky: true,
                className: "o_galloper_coming_notice",
                onClose: () => this.remember(promise),
                buttons: [
                    {
                        name: _t("Open"),
                        primary: true,
                        onClick: () => this.open(promise),
                    },
                    {name: _t("Reschedule"), onClick: () => this.move(promise)},
                ],
            }
        );
        this.notices.set(promise.id, close);
    }

    open(promise) {
        this.notices.get(promise.id)?.();
        this.action.doAction("galloper_schedule.action_my_day", {
            clearBreadcrumbs: true,
            additionalContext: {galloper_open: promise.key},
        });
    }

    async move(promise) {
        this.notices.get(promise.id)?.();
        this.action.doAction(
            await this.orm.call("mail.activity", "action_open_promise", [
                [promise.key],
            ]),
            {onClose: () => this.refresh()}
        );
    }

    // A notice that was closed stays closed, also in another tab or after a reload.

    wasTold({id}) {
        return this.told.includes(id);
    }

    remember({id}) {
        if (!this.wasTold({id})) {
            browser.localStorage.setItem(
                TOLD,
                JSON.stringify([...this.told, id].slice(-50))
            );
        }
    }

    get told() {
        try {
            return JSON.parse(browser.localStorage.getItem(TOLD)) || [];
        } catch {
            return [];
        }
    }
}

registry.category("services").add("galloper_my_day_systray", myDaySystrayService);
