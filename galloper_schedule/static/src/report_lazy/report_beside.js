import {registry} from "@web/core/registry";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {PivotRenderer} from "@web/views/pivot/pivot_renderer";
import {pivotView} from "@web/views/pivot/pivot_view";
import {reportGraphView} from "./report_graph";

// Views that show two things beside each other, and say that this proves nothing.

export class BesideGraphRenderer extends GraphRenderer {
    static template = "galloper_schedule.BesideGraphRenderer";
}

export class BesidePivotRenderer extends PivotRenderer {
    static template = "galloper_schedule.BesidePivotRenderer";
}

registry
    .category("views")
    .add("galloper_report_graph_beside", {
        ...reportGraphView,
        Renderer: BesideGraphRenderer,
    })
    .add("galloper_report_pivot_beside", {
        ...pivotView,
        Renderer: BesidePivotRenderer,
    });
