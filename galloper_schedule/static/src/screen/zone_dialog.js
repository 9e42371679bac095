import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {onWillStart} from "@odoo/owl";
import {timeText} from "./time_texts";
import {WorkDialog} from "./work_dialog";

/** Where the customer is: one press on a likely time zone, or a choice of all. */
export class ZoneDialog extends WorkDialog {
    static template = "galloper_schedule.ZoneDialog";

    setup() {
        super.setup();
        const orm = useService("orm");
        onWillStart(async () => {
            this.zones = await orm.call(
                "galloper.schedule.line",
                "get_customer_zones",
                [this.props.line.key]
            );
        });
    }

    get title() {
        return _t("Where is %s?", this.props.line.who);
    }

    /** A zone is told by what its clocks show now. */
    textOf(zone) {
        const name = zone.split("/").at(-1).replaceAll("_", " ");
        return _t("%(place)s: %(time)s", {
            place: name,
            time: timeText(this.props.clock.now, zone),
        });
    }

    choose(zone) {
        return this.send("set_customer_zone", [this.props.line.key, zone]);
    }
}
