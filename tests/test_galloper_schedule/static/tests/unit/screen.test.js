import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {advanceTime, Deferred, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Tier extends models.Model {
    _name = "galloper.tier";
    name = fields.Char();
    _records = [{id: 1, name: "Hot prospects"}];
}

class Line extends models.Model {
    _name = "galloper.schedule.line";
    contact_key = fields.Integer();
    who = fields.Char();
    about = fields.Char();
    reason = fields.Char();
    phone = fields.Char();
    slot = fields.Char();
    promised = fields.Char();
    bucket = fields.Char();
    state = fields.Char();
    at_risk = fields.Boolean();
    active = fields.Boolean();
    attempt_count = fields.Integer();
    galloper_snooze_count = fields.Integer();
    planned_start = fields.Datetime();
    planned_stop = fields.Datetime();
    promised_at = fields.Datetime();
    promised_until = fields.Datetime();
    retry_at = fields.Datetime();
    pinned_at = fields.Datetime();
    tier_id = fields.Many2one({relation: "galloper.tier"});
}

defineMailModels();
defineModels([Tier, Line]);

const ARCH = `
    <kanban js_class="galloper_my_day_screen" default_order="planned_start">
        <field name="contact_key"/><field name="bucket"/><field name="state"/>
        <field name="at_risk"/><field name="active"/><field name="planned_start"/>
        <field name="planned_stop"/><field name="promised_at"/>
        <field name="promised_until"/><field name="promised"/><field name="pinned_at"/>
        <field name="retry_at"/><field name="attempt_count"/><field name="galloper_snooze_count"/>
        <field name="about"/><field name="reason"/><field name="phone"/>
        <field name="slot"/><field name="tier_id"/>
        <templates><t t-name="card"><field name="who"/></t></templates>
    </kanban>`;

const line = (id, time, values = {}) => ({
    id,
    contact_key: id,
    who: `Customer ${id}`,
    about: `Call ${id}`,
    reason: `Reason ${id}`,
    phone: "+7 495 000",
    slot: time,
    promised: false,
    bucket: "funnel",
    state: "planned",
    at_risk: false,
    active: true,
    attempt_count: 0,
    galloper_snooze_count: 0,
    planned_start: `2026-03-04 ${time}:00`,
    planned_stop: `2026-03-04 ${time}:59`,
    promised_at: false,
    promised_until: false,
    retry_at: false,
    pinned_at: false,
    tier_id: false,
    ...values,
});

const DAY = {
    now: "2026-03-04 09:00:00",
    tz: "UTC",
    kind: "working",
    begins: "2026-03-04 08:00:00",
    ends: "2026-03-04 17:00:00",
    busy: [],
    free_minutes: 65,
    unplaced: 0,
    done: [],
    progress: {done: 1, planned: 4, kept: 1, due: 2},
    next: null,
    plan: "1",
    may_set_hours: false,
    reasons: [
        {id: 1, name: "Prepare first"},
        {id: 2, name: "A bad time"},
    ],
    pulse: {
        left: 3,
        notice_minutes: 0,
        now: "2026-03-04 09:00:00",
        tz: "UTC",
        plan: "1",
        promises: [],
    },
};

const focusOf = (key) => ({
    key,
    can_open: true,
    notes: [],
    tries: [],
    skips: 0,
    steps: [],
    customer: server.customer || null,
    email: false,
    stages: [],
    types: [],
    choices: [
        ["half_hour", "2026-03-04 09:30:00", false],
        ["next_morning", "2026-03-05 09:00:00", "2026-03-05 12:00:00"],
    ],
    note: "",
    no_call: null,
    refusal: "Their number is put on the phone blacklist.",
});

/** What the server knows; tests change it as other people would. */
let server = null;

beforeEach(() => {
    mockDate("2026-03-04 09:00:00", +0);
    server = {
        lines: [line(1, "09:00"), line(2, "09:30"), line(3, "10:00")],
        left: 3,
        notCalled: [],
        noCall: null,
        day: DAY,
        customer: null,
        difficulties: [],
    };
    onRpc("galloper.schedule.line", "web_search_read", ({kwargs}) => {
        const wanted = kwargs.context.galloper_focus;
        const first = server.lines.find((one) => one.state !== "waiting");
        const isThere = server.lines.some((one) => one.contact_key === wanted);
        const gone = wanted && !isThere && server.gone;
        return {
            length: server.lines.length,
            records: server.lines,
            counters: {
                contacts: server.left,
                promises: 0,
                missed: 0,
                at_risk: 0,
                not_called: server.notCalled.length,
            },
            plan: "1",
            day: {
                ...server.day,
                now: luxon.DateTime.utc().toFormat("yyyy-MM-dd HH:mm:ss"),
            },
            focus: gone
                ? {key: wanted, gone}
                : {
                      ...focusOf(wanted || (first ? first.contact_key : 0)),
                      no_call: server.noCall,
                  },
        };
    });
    onRpc("galloper.schedule.line", "get_difficulties", () => server.difficulties);
    onRpc("galloper.schedule.line", "get_focus", ({args}) => focusOf(args[0]));
});

/** One of the acts; as a rule the activity is done with then. */
function onAct(method, answer = {status: "ok"}) {
    onRpc("galloper.schedule.line", method, ({args, kwargs}) => {
        const {note, stage_id, step, refused} = kwargs;
        const values = method === "work_done" ? {note, stage_id, step, refused} : {};
        expect.step([method, ...args, ...(Object.keys(values).length ? [values] : [])]);
        if (answer.status === "ok") {
            server.lines = server.lines.filter((one) => one.contact_key !== args[0]);
        }
        return answer;
    });
}

const DONE = {note: "Wants an offer", stage_id: false, step: null, refused: false};

const mount = () =>
    mountView({
        resModel: "galloper.schedule.line",
        type: "kanban",
        arch: ARCH,
        searchViewArch: "<search/>",
    });
const who = () => queryOne(".o_galloper_who").textContent;

describe("the activity in focus", () => {
    test("is the first, with its reason, and the day beside it", async () => {
        await mount();
        expect(who()).toBe("Customer 1");
        expect(".o_galloper_reason_text").toHaveText("Reason 1");
        expect(queryAllTexts(".o_galloper_line_who")).toEqual([
            "Customer 1",
            "Customer 2",
            "Customer 3",
        ]);
        expect(".o_galloper_progress_done").toHaveText("1 of 4 done");
        expect(".o_galloper_progress_promises").toHaveText("1 of 2 promises kept");
        expect(".o_galloper_progress_free").toHaveText("1 h 5 min free");
        expect(".o_galloper_line[aria-current=true]").toHaveCount(1);
    });

    for (const [spans, isHoliday, said] of [
        [[[540, 1080]], false, [/Calling hours: 9.* – 6/]],
        [
            [
                [600, 780],
                [840, 1200],
            ],
            false,
            [/Calling hours: 10.* – 1.*, 2.* – 8/],
        ],
        [[], false, [/No calls today/]],
        [[], true, [/Holiday today/]],
    ]) {
        test(`says when the customer may be called: ${said[0]}`, async () => {
            server.customer = {tz: "UTC", spans, is_holiday: isHoliday};
            await mount();
            const texts = queryAllTexts(".o_galloper_local_time");
            expect(texts).toHaveLength(said.length);
            said.forEach((text, index) => expect(texts[index]).toMatch(text));
        });
    }

    test("nobody answers: one call, and the next one follows", async () => {
        onAct("work_no_answer");
        await mount();
        await contains(".o_galloper_no_answer").click();
        await animationFrame();
        expect.verifySteps([["work_no_answer", 1, [0, 0, false]]]);
        expect(who()).toBe("Customer 2");
    });

    test("pressed twice quickly, it is done once", async () => {
        const answer = new Deferred();
        onRpc("galloper.schedule.line", "work_no_answer", () => {
            expect.step("work_no_answer");
            return answer;
        });
        await mount();
        queryOne(".o_galloper_no_answer").click();
        queryOne(".o_galloper_no_answer").click();
        await animationFrame();
        expect.verifySteps(["work_no_answer"]);
        expect(".o_galloper_no_answer").not.toBeEnabled();
        answer.resolve({status: "ok"});
    });

    test("changes with the arrow keys, and goes back with Escape", async () => {
        await mount();
        queryOne(".o_galloper_focus").focus();
        await press("ArrowDown");
        await animationFrame();
        expect(who()).toBe("Customer 2");
        await advanceTime(200);
        await press("Escape");
        await animationFrame();
        expect(who()).toBe("Customer 1");
    });

    test("comes into focus when its promise falls due, and says so", async () => {
        server.lines[1] = line(2, "09:10", {
            bucket: "today",
            promised: "9:10",
            promised_at: "2026-03-04 09:10:00",
        });
        await mount();
        queryOne(".o_galloper_focus").focus();
        await advanceTime(9 * 60_000);
        expect(who()).toBe("Customer 1");
        await advanceTime(70_000);
        await animationFrame();
        expect(who()).toBe("Customer 2");
        expect(".o_galloper_due_notice").toHaveCount(1);
        await contains(".o_galloper_due_notice button:contains(Back)").click();
        await animationFrame();
        expect(who()).toBe("Customer 1");
    });

    test("does not change while the user types", async () => {
        server.lines[1] = line(2, "09:10", {
            bucket: "today",
            promised: "9:10",
            promised_at: "2026-03-04 09:10:00",
        });
        await mount();
        await contains(".o_galloper_done").click();
        await contains(".o_galloper_note").edit("half a sen");
        await advanceTime(11 * 60_000);
        await animationFrame();
        expect(who()).toBe("Customer 1");
        expect(".o_galloper_note").toHaveValue("half a sen");
        expect(".o_galloper_due_notice:contains(Show)").toHaveCount(1);
    });
});

describe("dialogs", () => {
    test("Done takes the note and nothing else, if nothing else is said", async () => {
        onAct("work_done");
        await mount();
        await contains(".o_galloper_done").click();
        await contains(".o_galloper_note").edit("Wants an offer");
        await contains(".o_galloper_confirm").click();
        await animationFrame();
        expect.verifySteps([["work_done", 1, DONE]]);
        expect(".modal").toHaveCount(0);
        expect(who()).toBe("Customer 2");
    });

    test("an activity reassigned meanwhile is told of, the text is kept", async () => {
        onAct("work_done", {status: "taken", message: "Now assigned to Olga."});
        onRpc("galloper.schedule.line", "work_note", ({args}) => {
            expect.step(["work_note", ...args]);
            return true;
        });
        await mount();
        await contains(".o_galloper_done").click();
        await contains(".o_galloper_note").edit("Wants an offer");
        await contains(".o_galloper_confirm").click();
        await animationFrame();
        expect(".o_galloper_refusal").toHaveText("Now assigned to Olga.");
        expect(".o_galloper_note").toHaveValue("Wants an offer");
        await contains(".o_galloper_keep_note").click();
        await animationFrame();
        expect.verifySteps([
            ["work_done", 1, DONE],
            ["work_note", 1, "Wants an offer"],
        ]);
        expect(".modal").toHaveCount(0);
    });

    test("what was typed is there again when the dialog is opened again", async () => {
        await mount();
        await contains(".o_galloper_done").click();
        await contains(".o_galloper_note").edit("half a sentence");
        await contains(".modal-footer button:contains(Close)").click();
        await contains(".o_galloper_done").click();
        expect(".o_galloper_note").toHaveValue("half a sentence");
    });

    test("a usual time is promised by one press", async () => {
        onAct("work_promise");
        await mount();
        await contains(".o_galloper_promise").click();
        await contains(".o_galloper_choice_next_morning").click();
        await animationFrame();
        expect.verifySteps([
            [
                "work_promise",
                1,
                [0, 0, false],
                "2026-03-05 09:00:00",
                "2026-03-05 12:00:00",
            ],
        ]);
    });

    test("a usual time that is taken says so before it is promised", async () => {
        server.difficulties = ["Clashes with a meeting."];
        await mount();
        await contains(".o_galloper_promise").click();
        await animationFrame();
        const warning = ".fa-exclamation-triangle[title='Clashes with a meeting.']";
        expect(`.o_galloper_choice_half_hour ${warning}`).toHaveCount(1);
        expect(`.o_galloper_choice_next_morning ${warning}`).toHaveCount(0);
    });

    test("a press says where the customer is, who stays in focus", async () => {
        const customer = {
            tz: "Asia/Tokyo",
            spans: [[480, 1200]],
            source: "country",
            is_certain: false,
            can_correct: true,
        };
        server.customer = customer;
        onRpc("galloper.schedule.line", "get_customer_zones", () => ({
            likely: ["Asia/Omsk", "UTC"],
            all: ["Asia/Omsk", "Asia/Tokyo", "UTC"],
            entered: false,
        }));
        onRpc("galloper.schedule.line", "set_customer_zone", ({args}) => {
            expect.step(args);
            const told = {tz: args[1], source: "entered", is_certain: true};
            server.customer = {...customer, ...told};
            return {status: "ok"};
        });
        await mount();
        await contains(".o_galloper_line:contains(Customer 2)").click();
        await advanceTime(500);
        expect(".o_galloper_local_time").toHaveText(/Tokyo.*by the country.*Correct/s);
        expect(".o_galloper_uncertain").toHaveCount(1);
        await contains(".o_galloper_correct_zone").click();
        expect(queryAllTexts(".o_galloper_zone")[0]).toMatch(/^Omsk: /);
        await contains(".o_galloper_zone").click();
        await animationFrame();
        expect.verifySteps([[2, "Asia/Omsk"]]);
        expect(".o_galloper_local_time").toHaveText(/Omsk.*as entered/s);
        expect(".o_galloper_uncertain").toHaveCount(0);
        expect(who()).toBe("Customer 2");
    });

    test("who may not correct it is not asked to", async () => {
        server.customer = {
            tz: "UTC",
            spans: [[0, 1440]],
            source: "salesperson",
            is_certain: false,
            can_correct: false,
        };
        await mount();
        expect(".o_galloper_local_time").toHaveText(/assumed, same as yours/);
        expect(".o_galloper_correct_zone").toHaveCount(0);
    });

    test("a reason skips by one press", async () => {
        onAct("work_skip");
        await mount();
        await contains(".o_galloper_skip").click();
        await contains(".o_galloper_reason:contains(A bad time)").click();
        await animationFrame();
        expect.verifySteps([["work_skip", 1, [0, 0, false], 2]]);
        expect(who()).toBe("Customer 2");
    });
});

describe("who may not be called", () => {
    const promised = {
        bucket: "today",
        phone: false,
        promised: "9:00",
        promised_at: "2026-03-04 09:00:00",
    };
    const seen = [0, 0, "2026-03-04 09:00:00"];

    test("has no number to press, and the card says why", async () => {
        server.lines[0].phone = false;
        server.noCall = {reason: "on the phone blacklist", asks: false};
        await mount();
        expect("a.o_galloper_phone").toHaveCount(0);
        expect(".o_galloper_no_call").toHaveText(/on the phone blacklist/);
        expect(".o_galloper_agreed_call").toHaveCount(0);
    });

    test("was promised a call: it is kept once more, and stays in focus", async () => {
        server.lines[1] = line(2, "09:00", promised);
        server.noCall = {reason: "asked not to be called", asks: true};
        onRpc("galloper.schedule.line", "work_call_as_agreed", ({args}) => {
            expect.step(["work_call_as_agreed", ...args]);
            server.lines[1].phone = "+7 495 000";
            server.noCall = null;
            return {status: "ok"};
        });
        onRpc("galloper.schedule.line", "get_focus", ({args}) => ({
            ...focusOf(args[0]),
            no_call: server.noCall,
        }));
        await mount();
        await contains(".o_galloper_line:contains(Customer 2)").click();
        await advanceTime(200);
        await animationFrame();
        expect(who()).toBe("Customer 2");
        await contains(".o_galloper_call_as_agreed").click();
        await animationFrame();
        expect.verifySteps([["work_call_as_agreed", 2, seen]]);
        expect(who()).toBe("Customer 2");
        expect("a.o_galloper_phone").toHaveCount(1);
        expect(".o_galloper_agreed_call").toHaveCount(0);
    });

    test("was promised a call: the promise is removed", async () => {
        server.lines[0] = line(1, "09:00", promised);
        server.noCall = {reason: "asked not to be called", asks: true};
        onAct("work_promise");
        await mount();
        await contains(".o_galloper_remove_promise").click();
        await animationFrame();
        expect.verifySteps([["work_promise", 1, seen, false]]);
        expect(who()).toBe("Customer 2");
    });

    test("asks so in a call: the dialog says what follows", async () => {
        onAct("work_done");
        await mount();
        await contains(".o_galloper_done").click();
        expect("#o_galloper_refused_help").toHaveCount(0);
        await contains(".o_galloper_refused").check();
        expect("#o_galloper_refused_help").toHaveText(/phone blacklist/);
        await contains(".o_galloper_confirm").click();
        await animationFrame();
        const values = {...DONE, note: "", refused: true};
        expect.verifySteps([["work_done", 1, values]]);
    });

    test("is counted, calmly; pressing that says why", async () => {
        server.notCalled = [
            {key: 7, who: "Anna", about: "Deal", reason: "asked not to be called"},
            {key: 8, who: "Boris", about: "", reason: "asked not to be called"},
            {key: 9, who: "Clara", about: "", reason: "on the phone blacklist"},
        ];
        onRpc("galloper.schedule.line", "get_not_called", () => server.notCalled);
        onRpc("galloper.schedule.line", "open_contact", ({args}) => {
            expect.step(["open_contact", ...args]);
            return false;
        });
        await mount();
        const button = ".o_galloper_counters .o_galloper_not_called";
        expect(button).toHaveText("3 may not be called now…");
        await contains(button).click();
        await animationFrame();
        expect(queryAllTexts(".o_galloper_not_called_dialog h3")).toEqual([
            "asked not to be called",
            "on the phone blacklist",
        ]);
        expect(queryAllTexts(".o_galloper_not_called_dialog li")).toHaveLength(3);
        await contains(
            ".o_galloper_not_called_dialog li button:contains(Boris)"
        ).click();
        expect.verifySteps([["open_contact", 8]]);
        expect(".modal").toHaveCount(0);
    });

    test("is not mentioned if there is nobody", async () => {
        await mount();
        expect(".o_galloper_not_called").toHaveCount(0);
    });
});

describe("odd states", () => {
    const states = {
        before: "Your working day starts at",
        after: "Your working day ended at",
        leave: "You are on leave today",
        off: "You have no working hours today",
        no_hours: "Please contact your administrator",
    };
    for (const [kind, text] of Object.entries(states)) {
        test(`the day is ${kind}`, async () => {
            const hours = {before: [10, 17], after: [7, 8]}[kind];
            const [begins, ends] = hours
                ? hours.map((hour) => `2026-03-04 ${String(hour).padStart(2, 0)}:00:00`)
                : [false, false];
            server.day = {...DAY, kind, begins, ends};
            await mount();
            expect(`.o_galloper_kind_${kind}`).toHaveText(new RegExp(text));
            expect(".o_galloper_set_hours").toHaveCount(0);
            expect(who()).toBe("Customer 1");
        });
    }

    test("who may set working hours is led there", async () => {
        server.day = {
            ...DAY,
            kind: "no_hours",
            begins: false,
            ends: false,
            may_set_hours: true,
        };
        await mount();
        expect(".o_galloper_set_hours").toHaveCount(1);
    });

    test("nothing is left: what is next, and when", async () => {
        server.lines = [];
        server.left = 0;
        server.day = {
            ...DAY,
            next: {who: "Anna", day: "2026-03-06", promised_at: false},
        };
        await mount();
        expect(".o_galloper_focus").toHaveCount(0);
        expect(".o_galloper_nothing").toHaveText(/You're all caught up/);
        expect(".o_galloper_nothing p").toHaveText("Next: Anna, Fri, Mar 6");
    });

    test("a search that finds nothing is no finished day", async () => {
        server.lines = [];
        await mount();
        expect(".o_galloper_nothing").toHaveCount(0);
        expect(".o_galloper_no_match p").toHaveText("Activities left today: 3");
    });

    test("a document that may not be read is not opened", async () => {
        onRpc("galloper.schedule.line", "get_focus", ({args}) => ({
            ...focusOf(args[0]),
            can_open: false,
            is_closed: true,
        }));
        await mount();
        await contains(".o_galloper_line:contains(Customer 2)").click();
        await advanceTime(200);
        await animationFrame();
        expect(".o_galloper_no_rights").toHaveCount(1);
        expect(".o_galloper_open").not.toBeEnabled();
        expect(".o_galloper_done").toBeEnabled();
    });
});
