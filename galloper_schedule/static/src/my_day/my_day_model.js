import {reactive} from "@odoo/owl";
import {RelationalModel} from "@web/model/relational_model/relational_model";

/** A list of contacts that also knows the counters of the day it was read from. */
export class MyDayModel extends RelationalModel {
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

    async _loadUngroupedList(config, ...others) {
        return this.keepWhatComesAlong(
            super._loadUngroupedList(this.ask(config), ...others)
        );
    }

    async _webReadGroup(config, ...others) {
        return this.keepWhatComesAlong(
            super._webReadGroup(this.ask(config), ...others)
        );
    }

    /** What else is asked for along with the lines. */
    ask(config) {
        return config;
    }

    async keepWhatComesAlong(loading) {
        this.loadings++;
        try {
            const answer = await loading;
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
