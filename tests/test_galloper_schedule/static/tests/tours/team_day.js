import {registry} from "@web/core/registry";

const card = (name) => `.o_galloper_team .o_kanban_record:contains("${name}")`;

registry.category("web_tour.tours").add("galloper_schedule_team_day", {
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
            content: "open the Team day",
            trigger:
                '.dropdown-item[data-menu-xmlid="galloper_schedule.menu_team_days"]',
            run: "click",
        },
        {
            content: "who is away comes first, with what is to be taken over",
            trigger:
                '.o_kanban_record:first:contains("On leave today"):contains("Promises to reassign: 1")',
        },
        {
            content: "the colleague has nothing to do",
            trigger: `${card("galloper_mate")} .o_galloper_load_text:contains("0 min to do")`,
        },
        {
            content: "reassign the promise",
            trigger: ".o_kanban_record:first button.btn-primary[name=action_reassign]",
            run: "click",
        },
        {
            content: "the colleague with room is proposed, and what it does is shown",
            trigger:
                '.modal .o_galloper_effect_one:contains("galloper_mate"):contains("0 min → 15 min")',
        },
        {
            content: "let it stay",
            trigger: ".modal .o_data_row:first [name=chosen] input",
            run: "click",
        },
        {
            content: "then nothing becomes of the colleague's day",
            trigger: '.modal .o_galloper_effect:not(:contains("galloper_mate"))',
        },
        {
            content: "do give it away",
            trigger: ".modal .o_data_row:first [name=chosen] input",
            run: "click",
        },
        {
            content: "it is shown again",
            trigger: '.modal .o_galloper_effect_one:contains("0 min → 15 min")',
        },
        {
            content: "confirm",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "the colleague's bar has changed",
            trigger: `${card("galloper_mate")} .o_galloper_load_text:contains("15 min to do")`,
        },
        {
            content: "and so has that of who is away",
            trigger:
                '.o_galloper_team:not(:contains("Promises to reassign")) .o_kanban_record:contains("On leave today") .o_galloper_load_text:contains("15 min over capacity")',
        },
        {
            content: "open the colleague's day",
            trigger: `${card("galloper_mate")} button[name=action_open_day]`,
            run: "click",
        },
        {
            content: "it is there to look at",
            trigger:
                '.o_data_row:contains("Promised for"):not(:has(button)):not(:has(input))',
        },
        {
            content: "back to the team",
            trigger: ".o_breadcrumb .breadcrumb-item a, .o_back_button",
            run: "click",
        },
        {content: "the team is there", trigger: card("galloper_mate")},
    ],
});
