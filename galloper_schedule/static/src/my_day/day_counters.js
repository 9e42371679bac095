import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * The counters of the day above the list: how many contacts, promises and missed ones.
 * Pressing one shows just those, pressing it again shows all.
 */
export class DayCounters extends Component {
    static template = "galloper_schedule.DayCounters";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ counts: {} });
        onWillStart(() => this.load());
        // The list has been loaded anew: so may the day have changed.
        onWillUpdateProps(() => {
            this.load();
        });
    }

    async load() {
        this.state.counts = await this.orm.silent.call(
            "galloper.schedule.line",
            "get_day_counters"
        );
    }

    get counters() {
        const { contacts, promises, missed, at_risk } = this.state.counts;
        return [
            { name: "all", label: _t("Contacts"), count: contacts },
            { name: "promises", label: _t("Promises to come"), count: promises },
            { name: "missed", label: _t("Missed"), count: missed, danger: missed > 0 },
            { name: "at_risk", label: _t("At risk"), count: at_risk, warning: at_risk > 0 },
        ];
    }

    isActive(name) {
        return this.env.searchModel
            .getSearchItems((item) => item.name === name)
            .some((item) => item.isActive);
    }

    toggle(name) {
        const model = this.env.searchModel;
        const names = this.counters.map((counter) => counter.name);
        for (const item of model.getSearchItems((one) => names.includes(one.name))) {
            if (item.name === name || item.isActive) {
                model.toggleSearchItem(item.id);
            }
        }
    }
}
