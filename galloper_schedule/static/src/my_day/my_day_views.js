import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {listView} from "@web/views/list/list_view";
import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {onMounted, onWillRender, onWillUnmount} from "@odoo/owl";
import {DayCounters} from "./day_counters";
import {MyDayModel} from "./my_day_model";

/**
 * Loads the plan again when the server says that it has become another one.
 *
 * A dialog or a button waits for the list that it loads itself, and never hears of it
 * when another loading overtakes that one: so this one waits until all is quiet.
 */
export const FollowsThePlan = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            // Hears of each load: see MyDayModel.load.
            onWillRender(() => this.model.loads?.count);
            const bus = useService("bus_service");
            let announced = null;
            const reloadSoon = useDebounced(() => {
                if (this.model.isLoading || document.querySelector(".modal")) {
                    reloadSoon();
                } else if (!announced || announced !== this.model.plan) {
                    this.model.load();
                }
            }, 500);
            const reload = ({plan} = {}) => {
                announced = plan;
                reloadSoon();
            };
            onMounted(() => bus.subscribe("galloper_schedule/plan_changed", reload));
            onWillUnmount(() =>
                bus.unsubscribe("galloper_schedule/plan_changed", reload)
            );
        }
    };

export class MyDayListRenderer extends ListRenderer {
    static template = "galloper_schedule.MyDayListRenderer";
    static components = {...ListRenderer.components, DayCounters};
}

export class MyDayKanbanRenderer extends KanbanRenderer {
    static template = "galloper_schedule.MyDayKanbanRenderer";
    static components = {...KanbanRenderer.components, DayCounters};
}

registry.category("views").add("galloper_my_day", {
    ...listView,
    Model: MyDayModel,
    Controller: FollowsThePlan(ListController),
    Renderer: MyDayListRenderer,
});

registry.category("views").add("galloper_my_day_kanban", {
    ...kanbanView,
    Model: MyDayModel,
    Controller: FollowsThePlan(KanbanController),
    Renderer: MyDayKanbanRenderer,
});
