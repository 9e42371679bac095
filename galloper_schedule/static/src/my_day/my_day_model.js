import { reactive } from "@odoo/owl";
import { RelationalModel } from "@web/model/relational_model/relational_model";

/** A list of contacts that also knows the counters of the day it was read from. */
export class MyDayModel extends RelationalModel {
    setup() {
        super.setup(...arguments);
        this.counters = reactive({});
    }

    async _loadUngroupedList() {
        return this.keepCounters(await super._loadUngroupedList(...arguments));
    }

    async _webReadGroup() {
        return this.keepCounters(await super._webReadGroup(...arguments));
    }

    keepCounters(answer) {
        Object.assign(this.counters, answer.counters);
        return answer;
    }
}
