import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";
import {onMounted, onWillRender, onWillUnmount} from "@odoo/owl";
import {MyDayModel} from "../my_day/my_day_model";

const CHANNEL = "galloper_team_day";
const CHANGED = "galloper_schedule/team_changed";
const SECOND = 1000;
// Many people's plans change all the time: more often than this nobody needs to know.
const PAUSE = 5 * SECOND;
const POLL = 60 * SECOND;

/**
 * Reads the page anew when somebody's plan has changed, and every minute, as time alone
 * changes a day. What is being read or typed stays where it is.
 */
export const FollowsTheTeam = (Controller) =>
    class extends Controller {
        setup() {
            super.setup();
            // Hears of each load: see MyDayModel.load.
            onWillRender(() => this.model.loads.count);
            const bus = useService("bus_service");
            let timer = null;
            const reload = () => {
                const isBusy = this.model.isLoading || document.querySelector(".modal");
                return isBusy || document.hidden ? reloadSoon() : this.model.load();
            };
            const reloadSoon = useDebounced(reload, PAUSE);
            // Unlike a debounced one it comes in time however much goes on.
            let isDue = false;
            const hear = () => {
                if (!isDue) {
                    isDue = true;
                    timer = browser.setTimeout(() => {
                        isDue = false;
                        reload();
                    }, PAUSE);
                }
            };
            let poll = null;
            onMounted(() => {
                bus.addChannel(CHANNEL);
                bus.subscribe(CHANGED, hear);
                poll = browser.setInterval(reload, POLL);
            });
            onWillUnmount(() => {
                bus.unsubscribe(CHANGED, hear);
                bus.deleteChannel(CHANNEL);
                browser.clearTimeout(timer);
                browser.clearInterval(poll);
            });
        }
    };

/** A person's card is the same one after the page was read anew. */
export class TeamKanbanRenderer extends KanbanRenderer {
    getGroupsOrRecords() {
        const found = super.getGroupsOrRecords();
        return found.map((one) => (one.record ? {...one, key: one.record.resId} : one));
    }
}

/** A list to look at: nothing in it can be chosen. */
export class TeamLinesRenderer extends ListRenderer {
    get hasSelectors() {
        return false;
    }
}

for (const [name, view] of [
    ["galloper_team_kanban", {...kanbanView, Renderer: TeamKanbanRenderer}],
    ["galloper_team_list", {...listView, Renderer: TeamLinesRenderer}],
    ["galloper_team_lines", {...listView, Renderer: TeamLinesRenderer}],
    ["galloper_team_lines_kanban", {...kanbanView, Renderer: TeamKanbanRenderer}],
]) {
    registry.category("views").add(name, {
        ...view,
        Model: MyDayModel,
        Controller: FollowsTheTeam(view.Controller),
    });
}
