import {registry} from "@web/core/registry";

const {DateTime} = luxon;

/** The names of the activities that the list shows, from top to bottom. */
const shown = () =>
    [...document.querySelectorAll(".o_data_row td[name=who]")].map(
        (cell) => cell.textContent
    );

/** A step that waits until the list shows just these activities, in this order. */
function shows(...names) {
    return {
        content: `the day is ${names.join(", ")}`,
        trigger: ".o_list_table",
        async run() {
            for (
                let tries = 0;
                tries < 80 && shown().join() !== names.join();
                tries++
            ) {
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
            if (shown().join() !== names.join()) {
                throw new Error(`The list shows ${shown().join(", ")}`);
            }
        },
    };
}

/** My Day opens on its screen; the list is one press away. */
export const asList = {
    content: "show My Day as a list",
    trigger: ".o_galloper_focus, .o_galloper_nothing",
    async run() {
        document.querySelector(".o_switch_view.o_list").click();
    },
};

const counter = (name, count) => ({
    content: `${count} ${name}`,
    trigger: `.o_galloper_counter_${name} .o_galloper_count:contains(/^${count}$/)`,
});

registry.category("web_tour.tours").add("galloper_schedule_salesperson", {
    steps: () => [
        {
            content: "open the applications",
            trigger: ".o_navbar_apps_menu button",
            run: "click",
        },
        {
            content: "open CRM",
            trigger: '.o_app[data-menu-xmlid="crm.crm_menu_root"]',
            run: "click",
        },
        {
            content: "open the Sales menu",
            trigger: '.o_menu_sections button[data-menu-xmlid="crm.crm_menu_sales"]',
            run: "click",
        },
        {
            content: "My Day is its first entry",
            trigger:
                '.o-dropdown--menu .dropdown-item:first[data-menu-xmlid="galloper_schedule.menu_my_day"]',
            run: "click",
        },
        asList,
        shows("Promised", "Missed", "Yesterday", "Hot", "Early", "Fresh face"),
        counter("all", 6),
        counter("promises", 1),
        counter("missed", 2),
        {
            content: "missed ones are red and say so",
            trigger: '.o_data_row.text-danger:contains("Missed: promised for")',
        },
        {
            content: "the phone can be called",
            trigger: '.o_data_row:contains("Hot") a[href="tel:+74950000000"]',
        },
        {
            content: "the first activity is done",
            trigger: ".o_data_row:first button[name=action_done]",
            run: "click",
        },
        shows("Missed", "Yesterday", "Hot", "Early", "Fresh face"),
        counter("promises", 0),
        {
            content: "promise something to the last one",
            trigger: '.o_data_row:contains("Fresh face") button[name=action_promise]',
            run: "click",
        },
        {
            content: "in half an hour",
            trigger: ".modal .o_field_widget[name=promised_at] input",
            async run(helpers) {
                const moment = DateTime.now().plus({minutes: 30});
                await helpers.edit(moment.toFormat("MM/dd/yyyy HH:mm:ss"));
            },
        },
        {
            content: "take the moment over",
            trigger: ".modal .o_field_widget[name=promised_at] input",
            run: "press Enter",
        },
        {
            content: "confirm",
            trigger:
                "body:not(:has(.o_datetime_picker)) .modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "the promise is made",
            trigger: "body:not(:has(.modal))",
        },
        shows("Fresh face", "Missed", "Yesterday", "Hot", "Early"),
        counter("promises", 1),
        {
            content: "only the missed ones",
            trigger: ".o_galloper_counter_missed",
            run: "click",
        },
        shows("Missed", "Yesterday"),
        {
            content: "and all again",
            trigger: ".o_galloper_counter_missed.active",
            run: "click",
        },
        shows("Fresh face", "Missed", "Yesterday", "Hot", "Early"),
        {
            content: "done, and straight to the next step",
            trigger:
                '.o_data_row:contains("Hot") button[name=action_done_schedule_next]',
            run: "click",
        },
        {
            content: "name the next step",
            trigger: ".modal .o_field_widget[name=summary] input",
            run: "edit Send the contract",
        },
        {
            content: "schedule it",
            trigger:
                ".modal .o_form_button_save, .modal #mail_activity_schedule, .modal button[name=action_close_dialog]",
            run: "click",
        },
        {
            content: "the dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "a press on a line opens its document",
            trigger: '.o_data_row:contains("Early") td[name=reason]',
            run: "click",
        },
        {
            content: "the lead",
            trigger:
                '.o_form_view .o_field_widget[name=name]:contains("Early"), .o_form_view .o_field_widget[name=name] textarea',
        },
    ],
});

registry.category("web_tour.tours").add("galloper_schedule_priorities", {
    steps: () => [
        {
            content: "new leads to the top",
            trigger: '.o_data_row:contains("New leads") .o_row_handle',
            run: "drag_and_drop(.o_data_row:nth-child(1))",
        },
        {
            content: "they are above the hot prospects",
            trigger:
                '.o_data_row:contains("New leads") ~ .o_data_row:contains("Hot prospects")',
        },
        {
            content: "open the Sales menu",
            trigger: '.o_menu_sections button[data-menu-xmlid="crm.crm_menu_sales"]',
            run: "click",
        },
        {
            content: "My Day",
            trigger: '[data-menu-xmlid="galloper_schedule.menu_my_day"]',
            run: "click",
        },
        asList,
        shows("Fresh face", "Hot"),
    ],
});
