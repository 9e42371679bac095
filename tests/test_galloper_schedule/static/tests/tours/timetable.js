import {registry} from "@web/core/registry";
import {asList} from "./my_day";

const row = (who) => `.o_data_row:contains("${who}")`;
const closed = {content: "the dialog is closed", trigger: "body:not(:has(.modal))"};

registry.category("web_tour.tours").add("galloper_schedule_timetable", {
    steps: () => [
        asList,
        {
            content: "every activity has its time",
            trigger: `${row("Hot")} td[name=slot]:contains("–")`,
        },
        {
            content: "a lead without a next step is suggested",
            trigger: `${row("Idle")}.fst-italic td[name=reason]:contains("no next step yet")`,
        },
        {
            content: "nobody answers",
            trigger: `${row("Hot")} button[name=action_no_answer]`,
            run: "click",
        },
        {
            content: "the customer comes back unasked",
            trigger: `${row("Hot")}.text-muted td[name=reason]:contains("no answer (1)")`,
        },
        {
            content: "promise something to the early one",
            trigger: `${row("Early")} button[name=action_promise]`,
            run: "click",
        },
        {
            content: "in 30 minutes",
            trigger: '.modal label:contains("In 30 minutes")',
            run: "click",
        },
        {
            content: "it is filled in, and free",
            trigger:
                ".modal:not(:has(.alert-warning)) .o_field_widget[name=promised_at] input:value(/:/), .modal .o_field_widget[name=promised_at]:contains(/:/)",
        },
        {
            content: "promise it",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        closed,
        {
            content: "it is a promise now",
            trigger: `${row("Early")} td[name=reason]:contains("Promised for")`,
        },
        {
            content: "one of two promises of one moment is at risk",
            trigger: ".o_galloper_counter_at_risk .o_galloper_count:contains(/^1$/)",
        },
        {
            content: "find another time for it",
            trigger: ".o_galloper_reschedule",
            run: "click",
        },
        {
            content: "one is proposed",
            trigger: ".modal .o_data_row td[name=proposed_at]:contains(/:/)",
        },
        {
            content: "agreed",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        closed,
        {
            content: "nothing is at risk any more",
            trigger: ".o_galloper_counter_at_risk .o_galloper_count:contains(/^0$/)",
        },
        {
            content: "try the silent one in vain for the last time",
            trigger: `${row("Silent")} button[name=action_no_answer]`,
            run: "click",
        },
        {
            content: "keep trying?",
            trigger: '.modal:contains("No Response") button[name=action_keep_trying]',
            run: "click",
        },
        closed,
        {
            content: "try the suggested one",
            trigger: `${row("Idle")} button[name=action_no_answer]`,
            run: "click",
        },
        {
            content: "it is an activity now",
            trigger: `${row("Idle")} td[name=reason]:contains("next attempt after")`,
        },
        {
            content: "the day as a calendar",
            trigger: ".o_switch_view.o_calendar",
            run: "click",
        },
        {
            content: "the meeting is there, but no private title",
            trigger: '.fc-event.o_galloper_busy:contains("Busy")',
        },
        {
            content: "look at the pinned activity",
            trigger: '.fc-event.o_galloper_slot:contains("Pinned")',
            run: "click",
        },
        {
            content: "let go of it",
            trigger: ".o_cw_popover .o_galloper_unpin",
            run: "click",
        },
        {
            content: "the popover is gone, the activity is not",
            trigger:
                'body:not(:has(.o_cw_popover)) .fc-event.o_galloper_slot:contains("Pinned")',
        },
    ],
});
