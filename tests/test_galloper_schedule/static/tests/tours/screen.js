import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const NO_DIALOG = "body:not(:has(.modal))";

/** The activity in focus, once it is ready to be worked. */
export const inFocus = (who) => ({
    content: `${who} is in focus`,
    trigger: `${NO_DIALOG} .o_galloper_focus:has(.o_galloper_who:contains(/^${who}$/)) .o_galloper_done:enabled`,
});

const click = (content, trigger) => ({content, trigger, run: "click"});
const press = (content, trigger, keys) => ({content, trigger, run: `press ${keys}`});

/** What the day shows from top to bottom. */
const day = (...names) => ({
    content: `the day is ${names.join(", ")}`,
    trigger: ".o_galloper_timeline",
    async run() {
        const shown = () =>
            [...document.querySelectorAll(".o_galloper_line_who")].map(
                (el) => el.textContent
            );
        for (let tries = 0; tries < 80 && shown().join() !== names.join(); tries++) {
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        if (shown().join() !== names.join()) {
            throw new Error(`The day shows ${shown().join(", ")}`);
        }
    },
});

const done = (count) => ({
    content: `${count} are done`,
    trigger: `.o_galloper_progress_done:contains(/^${count} of/)`,
});

tours.add("galloper_schedule_screen", {
    steps: () => [
        inFocus("Missed"),
        {
            content: "all that is to be known of the customer",
            trigger:
                ".o_galloper_focus:has(.o_galloper_reason_text:contains(Missed: promised for)):has(.o_galloper_distance.text-danger:contains(late)):has(a.o_galloper_phone[href='tel:+74950000000'])",
        },
        {
            content: "what was said last",
            trigger: ".o_galloper_notes:contains(Prefers mornings)",
        },
        {
            content: "the meeting is a part of the day",
            trigger: ".o_galloper_meeting:contains(Busy)",
        },
        day("Missed", "Hot", "Early", "Idle", "Promised"),

        click("the customer was called", ".o_galloper_done"),
        {
            content: "what came of it",
            trigger: ".o_galloper_done_dialog .o_galloper_note",
            run: "edit Wants an offer",
        },
        click("a next step", ".o_galloper_done_dialog .o_galloper_type:contains(Call)"),
        {
            content: "which one",
            trigger: ".o_galloper_done_dialog .o_galloper_summary",
            run: "edit Did they like it?",
        },
        click("it is promised", ".o_galloper_done_dialog .o_galloper_step_promised"),
        click(
            "for the next morning",
            ".o_galloper_done_dialog .o_galloper_choice_next_morning"
        ),
        {
            content: "and the lead moves on",
            trigger: ".o_galloper_done_dialog .o_galloper_stage",
            run: "selectByLabel Qualified",
        },
        click("done", ".o_galloper_done_dialog .o_galloper_confirm"),
        done(1),

        inFocus("Hot"),
        click("nobody answers", ".o_galloper_no_answer"),

        inFocus("Early"),
        click("not now", ".o_galloper_skip"),
        click("because", ".o_galloper_skip_dialog .o_galloper_reason:first"),

        inFocus("Idle"),
        click("the customer wants to be called back", ".o_galloper_promise"),
        click(
            "in half an hour",
            ".o_galloper_promise_dialog .o_galloper_choice_half_hour"
        ),
        {
            content: "those who come back say so",
            trigger:
                ".o_galloper_line:contains(Hot):contains(no answer \\(1\\)), .o_galloper_state_waiting",
        },

        click("look at another one", ".o_galloper_line:contains(Promised)"),
        inFocus("Promised"),
        click("and go back", ".o_galloper_back"),
        {
            content: "the day that is done is folded",
            trigger: ".o_galloper_done_toggle:contains(1 done)",
            run: "click",
        },
        {content: "with a tick", trigger: ".o_galloper_done_line:contains(Missed)"},
        click("only the promises", ".o_galloper_counter_promises"),
        {
            content: "the search works as in every view",
            trigger: ".o_searchview .o_facet_value:contains(Promises)",
        },
        click("all again", ".o_galloper_counter_promises.active"),
        click(
            "the activity menu",
            ".o_menu_systray button:has(i[aria-label=Activities])"
        ),
        click("has My Day", ".o_galloper_menu_entry:contains(left today)"),
        {content: "and opens it", trigger: ".o_galloper_focus"},
    ],
});

tours.add("galloper_schedule_keyboard", {
    steps: () => [
        inFocus("Missed"),
        press("the customer was called", ".o_galloper_focus", "alt+d"),
        {
            content: "the note has the keys",
            trigger: ".o_galloper_done_dialog .o_galloper_note:focus",
            run: "edit Wants an offer",
        },
        press("done", ".o_galloper_done_dialog .o_galloper_note", "control+enter"),
        done(1),
        inFocus("Hot"),
        press("nobody answers", ".o_galloper_focus", "alt+w"),
        inFocus("Early"),
        press("not now", ".o_galloper_focus", "alt+y"),
        press("because", ".o_galloper_skip_dialog .o_galloper_reason:first", "alt+1"),
        inFocus("Idle"),
        press("promise", ".o_galloper_focus", "alt+o"),
        press("in half an hour", ".o_galloper_promise_dialog .btn-close", "alt+1"),
        inFocus("Idle"),
        day("Idle", "Early", "Promised", "Hot"),
        press("down through the day", ".o_galloper_focus", "ArrowDown"),
        inFocus("Early"),
        press("and up", ".o_galloper_focus", "ArrowUp"),
        inFocus("Idle"),
        press("down again", ".o_galloper_focus", "ArrowDown"),
        inFocus("Early"),
        press("back to whose turn it is", ".o_galloper_focus", "Escape"),
        inFocus("Idle"),
        press("a dialog", ".o_galloper_focus", "alt+d"),
        {
            content: "something is typed",
            trigger: ".o_galloper_done_dialog .o_galloper_note:focus",
            run: "edit half a sentence",
        },
        press("Escape closes", ".o_galloper_done_dialog .o_galloper_note", "Escape"),
        inFocus("Idle"),
        press("what was typed is kept", ".o_galloper_focus", "alt+d"),
        {
            content: "half a sentence",
            trigger: ".o_galloper_done_dialog .o_galloper_note:value(half a sentence)",
            run: "press Escape",
        },
        inFocus("Idle"),
        press("Enter opens", ".o_galloper_focus", "Enter"),
        {content: "the lead", trigger: ".o_form_view .o_field_widget[name=name]"},
    ],
});

tours.add("galloper_schedule_refusal", {
    steps: () => [
        inFocus("Missed"),
        click("the customer was called", ".o_galloper_done"),
        click("and wants no calls", ".o_galloper_done_dialog .o_galloper_refused"),
        {
            content: "what follows is said",
            trigger: ".o_galloper_done_dialog:contains(put on the phone blacklist)",
        },
        click("done", ".o_galloper_done_dialog .o_galloper_confirm"),
        done(1),
        click("who was promised a call", ".o_galloper_line:contains(Shared)"),
        inFocus("Shared"),
        {
            content: "and not dialed",
            trigger:
                ".o_galloper_focus:not(:has(a.o_galloper_phone)):has(.o_galloper_no_call:contains(blacklist))",
        },
        click("as agreed", ".o_galloper_call_as_agreed"),
        {
            content: "it can be dialed",
            trigger:
                ".o_galloper_focus:has(.o_galloper_who:contains(Shared)):not(:has(.o_galloper_agreed_call)) a.o_galloper_phone",
        },
        click("who is left out", ".o_galloper_counters .o_galloper_not_called"),
        {
            content: "is said, and why",
            trigger:
                ".o_galloper_not_called_dialog:contains(on the phone blacklist) li:contains(Late)",
        },
        click("close", ".o_galloper_not_called_dialog .modal-footer button"),
        {content: "the day goes on", trigger: `${NO_DIALOG} .o_galloper_focus`},
    ],
});

tours.add("galloper_schedule_refusal_phone", {
    steps: () => [
        inFocus("Early"),
        click("who is left out", ".o_galloper_header .o_galloper_not_called"),
        {
            content: "is said, and why",
            trigger: ".o_galloper_not_called_dialog li:contains(Hot)",
            run() {
                const {scrollWidth} = document.documentElement;
                if (scrollWidth > innerWidth) {
                    throw new Error(`The page is ${scrollWidth} pixels wide`);
                }
            },
        },
        click("close", ".o_galloper_not_called_dialog .modal-footer button"),
        inFocus("Early"),
    ],
});

tours.add("galloper_schedule_phone", {
    steps: () => [
        inFocus("Missed"),
        {
            content: "nothing scrolls sideways, and the thumbs reach what is pressed",
            trigger: ".o_galloper_actions",
            run() {
                const {scrollWidth} = document.documentElement;
                if (scrollWidth > innerWidth) {
                    throw new Error(`The page is ${scrollWidth} pixels wide`);
                }
                for (const button of document.querySelectorAll(
                    ".o_galloper_actions button"
                )) {
                    const {top, bottom, height, right} = button.getBoundingClientRect();
                    if (
                        bottom > innerHeight ||
                        top < innerHeight / 2 ||
                        height < 44 ||
                        right > innerWidth
                    ) {
                        throw new Error(`${button.textContent} is out of reach`);
                    }
                }
            },
        },
        click("the customer was called", ".o_galloper_done"),
        click("no note", ".o_galloper_done_dialog .o_galloper_confirm"),
        inFocus("Hot"),
        click("nobody answers", ".o_galloper_no_answer"),
        inFocus("Early"),
        click("the day", ".o_galloper_day_toggle"),
        click("another one", ".o_galloper_line:contains(Promised)"),
        inFocus("Promised"),
        click("promise", ".o_galloper_promise"),
        click(
            "another time",
            ".o_galloper_promise_dialog .o_galloper_choice_next_morning"
        ),
        inFocus("Early"),
    ],
});

/** Each press counts, typing does not: what somebody does who was never trained. */
const TEN_CONTACTS = [
    "done",
    "no_answer",
    "promise",
    "done",
    "skip",
    "no_answer",
    "done",
    "skip",
    "no_answer",
    "done",
];

tours.add("galloper_schedule_ten_contacts", {
    steps: () => {
        let presses = 0;
        const pressed = (step) => ({
            ...step,
            async run(helpers) {
                presses++;
                await helpers.click();
            },
        });
        const second = {
            done: ".o_galloper_done_dialog .o_galloper_confirm",
            promise: ".o_galloper_promise_dialog .o_galloper_choice_next_morning",
            skip: ".o_galloper_skip_dialog .o_galloper_reason:first",
        };
        return [
            ...TEN_CONTACTS.flatMap((name, index) => [
                inFocus(`Customer ${index + 1}`),
                pressed({
                    content: name,
                    trigger: `.o_galloper_focus:has(.o_galloper_who:contains(/^Customer ${index + 1}$/)) .o_galloper_${name}`,
                }),
                ...(second[name]
                    ? [pressed({content: "this", trigger: second[name]})]
                    : []),
            ]),
            inFocus("Customer 11"),
            done(4),
            {
                content: "in under 25 presses",
                trigger: ".o_galloper_screen",
                run() {
                    if (presses >= 25) {
                        throw new Error(`It took ${presses} presses`);
                    }
                },
            },
        ];
    },
});

tours.add("galloper_schedule_two_tabs", {
    steps: () => [
        inFocus("Missed"),
        click("the customer was called", ".o_galloper_done"),
        {
            content: "what came of it",
            trigger: ".o_galloper_done_dialog .o_galloper_note",
            run: "edit Said here",
        },
        {
            content: "the other tab is faster",
            trigger: ".o_galloper_done_dialog",
            async run() {
                const key = Number(
                    document.querySelector(".o_galloper_focus").dataset.key
                );
                const {orm} = odoo.__WOWL_DEBUG__.root.env.services;
                await orm.call("galloper.schedule.line", "work_done", [key], {
                    note: "Said in the other tab",
                });
            },
        },
        click("done", ".o_galloper_done_dialog .o_galloper_confirm"),
        {
            content: "it was done already, what was typed is still there",
            trigger:
                ".o_galloper_done_dialog:has(.o_galloper_refusal:contains(You completed this activity)) .o_galloper_note:value(Said here)",
        },
        click("keep it", ".o_galloper_keep_note"),
        inFocus("Hot"),
    ],
});
