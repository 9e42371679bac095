import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, mockDate} from "@odoo/hoot-mock";
import {makeMockEnv} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {MyDaySystray} from "@galloper_schedule/systray/my_day_systray_service";

defineMailModels();

let bus = null;
let systray = null;
let title = null;
let notices = null;

const atRisk = {8: "Boris: first free slot is 12:00"};

const TOLD = {
    left: 12,
    notice_minutes: 5,
    now: "2026-03-04 08:20:00",
    tz: "Europe/Moscow",
    plan: "1/1",
    promises: [
        {key: 7, who: "Anna", at: "2026-03-04 08:30:00", until: false},
        {key: 8, who: "Boris", at: "2026-03-04 09:00:00", until: false},
    ],
};

beforeEach(async () => {
    mockDate("2026-03-04 08:20:00", +0);
    await makeMockEnv();
    browser.localStorage.clear();
    const parts = {action: "Pipeline"};
    title = () => Object.values(parts).join(" - ");
    notices = [];
    bus = {};
    systray = new MyDaySystray({
        action: {doAction: (action, options) => expect.step([action, options])},
        bus_service: {subscribe: (type, callback) => (bus[type] = callback)},
        notification: {
            add(message, options) {
                const notice = {message: String(message), ...options, isOpen: true};
                notices.push(notice);
                return () => {
                    notice.isOpen = false;
                    options.onClose?.();
                };
            },
        },
        orm: {
            silent: {
                async call(_model, method, args) {
                    expect.step(method);
                    if (method === "get_risk_notice") {
                        return atRisk[args[0]] || "";
                    }
                    return {...TOLD, left: 11, plan: "2/2", promises: []};
                },
            },
        },
        title: {
            getParts: () => ({...parts}),
            setParts(changes) {
                for (const [name, text] of Object.entries(changes)) {
                    parts[name] = text;
                    if (!text) {
                        delete parts[name];
                    }
                }
            },
        },
    });
    systray.take(TOLD);
    systray.follow();
});

describe("a promise is coming", () => {
    test("five minutes ahead, once, with a countdown in front of the title", async () => {
        expect(notices).toHaveLength(0);
        expect(title()).toBe("Pipeline");
        await advanceTime(4 * 60_000);
        expect(notices).toHaveLength(0);
        await advanceTime(61_000);
        expect(notices).toHaveLength(1);
        expect(notices[0].message).toMatch(/Anna, 11:30\sAM/);
        // The clock goes on by itself too: a busy machine may lose a second or two.
        expect(title()).toMatch(/^4:5[7-9] Anna - Pipeline$/);
        await advanceTime(27_000);
        expect(title()).toMatch(/^4:(29|3[0-2]) Anna - Pipeline$/);
        expect(notices).toHaveLength(1);
        await advanceTime(5 * 60_000);
        expect(notices[0].isOpen).toBe(false);
        expect(title()).toBe("Pipeline");
    });

    test("a notice that was closed stays closed, in the next tab as well", async () => {
        await advanceTime(5 * 60_000 + 1000);
        systray.notices.get(systray.promises[0].id)();
        systray.notices.clear();
        systray.take(TOLD);
        expect(notices).toHaveLength(1);
    });

    test("Open brings it into focus", async () => {
        await advanceTime(5 * 60_000 + 1000);
        notices[0].buttons[0].onClick();
        expect.verifySteps([
            [
                "galloper_schedule.action_my_day",
                {clearBreadcrumbs: true, additionalContext: {galloper_open: 7}},
            ],
        ]);
        expect(notices[0].isOpen).toBe(false);
    });

    test("none at all, if the company wants none", async () => {
        systray.take({...TOLD, notice_minutes: 0});
        await advanceTime(11 * 60_000);
        expect(notices).toHaveLength(0);
    });
});

describe("what is left today", () => {
    test("is read anew when another plan is announced", async () => {
        bus["galloper_schedule/plan_changed"]({plan: "2/2"});
        await advanceTime(1000);
        expect.verifySteps(["get_pulse"]);
        expect(systray.left).toBe(11);
    });

    test("but not when a list has brought that plan meanwhile", async () => {
        bus["galloper_schedule/plan_changed"]({plan: "3/3"});
        systray.take({...TOLD, plan: "3/3", left: 9});
        await advanceTime(1000);
        expect.verifySteps([]);
        expect(systray.left).toBe(9);
    });
});

describe("promises at risk", () => {
    test("are told with what the server says of them, if anything", async () => {
        for (const key of [7, 8]) {
            await bus["galloper_schedule/promises_at_risk"]({keys: [key]});
        }
        expect.verifySteps(["get_risk_notice", "get_risk_notice"]);
        expect(notices.map((notice) => [String(notice.title), notice.message])).toEqual(
            [["Promises at risk", atRisk[8]]]
        );
        expect(notices[0].sticky).toBe(true);
    });
});
