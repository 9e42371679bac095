import { reactive } from "@odoo/owl";
import { RelationalModel } from "@web/model/relational_model/relational_model";

/** A list of contacts that also knows the counters of the day it was read from. */
export class MyDayModel extends RelationalModel {
    setup() {
        super.setup(...arguments);
        this.counters = reactive({});
        this.loadings = 0;
    }

    get isLoading() {
        return this.loadings > 0;
    }

    async _loadUngroupedList() {
        return this.keepCounters(super._loadUngroupedList(...arguments));
    }

    async _webReadGroup() {
        return this.keepCounters(super._webReadGroup(...arguments));
    }

    async keepCounters(loading) {
        this.loadings++;
        try {
            const answer = await loading;
            Object.assign(this.counters, answer.counters);
            return answer;
        } finally {
            this.loadings--;
        }
    }
}
