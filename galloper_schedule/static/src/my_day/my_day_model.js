import {reactive} from "@odoo/owl";
import {RelationalModel} from "@web/model/relational_model/relational_model";
import {ReadsLists} from "../odoo_internals";

/** A list of activities that also knows the counters of the day it was read from. */
export class MyDayModel extends ReadsLists(RelationalModel) {
    setup() {
        super.setup(...arguments);
        this.counters = reactive({});
        this.plan = "";
        this.loadings = 0;
        this.loads = reactive({count: 0});
    }

    /**
     * Says that what was read before is over: the views forget it.
     *
     * A page stays open all day. Odoo's models tell their views to render anew without
     * touching what these have observed, and so all that was ever read would be kept.
     */
    async load() {
        await super.load(...arguments);
        this.loads.count++;
    }

    get isLoading() {
        return this.loadings > 0;
    }

    /** What else is asked for along with the lines. */
    ask(config) {
        return config;
    }

    /** @override */
    async readList(config, read) {
        this.loadings++;
        try {
            const answer = await read(this.ask(config));
            this.keep(answer);
            return answer;
        } finally {
            this.loadings--;
        }
    }

    keep({counters, plan}) {
        Object.assign(this.counters, counters);
        this.plan = plan;
    }
}
