import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {groupBy} from "@web/core/utils/arrays";
import {useService} from "@web/core/utils/hooks";

const LINES = "galloper.schedule.line";

/** The calls that may not be made now, by their reasons. */
export class NotCalledDialog extends Component {
    static template = "galloper_schedule.NotCalledDialog";
    static components = {Dialog};
    static props = {close: Function};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        onWillStart(async () => {
            this.calls = await this.orm.call(LINES, "get_not_called", []);
        });
    }

    get title() {
        return _t("Not to be called now");
    }

    get reasons() {
        return Object.entries(groupBy(this.calls, "reason"));
    }

    async open(key) {
        const action = await this.orm.call(LINES, "open_contact", [key]);
        this.props.close();
        if (action) {
            this.action.doAction(action);
        }
    }
}

/** How many calls are left out by a law or a no; pressing it says which, and why. */
export class NotCalled extends Component {
    static template = "galloper_schedule.NotCalled";
    static props = {counts: Object};

    setup() {
        this.counts = useState(this.props.counts);
        this.dialog = useService("dialog");
    }

    get text() {
        const {not_called: count} = this.counts;
        return count === 1
            ? _t("1 may not be called now…")
            : _t("%s may not be called now…", count);
    }

    open() {
        this.dialog.add(NotCalledDialog, {});
    }
}
