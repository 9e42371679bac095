import {_t} from "@web/core/l10n/translation";
import {seen} from "./screen_lines";
import {WorkDialog} from "./work_dialog";

/** Not now, and why: one press on a reason snoozes the activity. */
export class SkipDialog extends WorkDialog {
    static template = "galloper_schedule.SkipDialog";

    get title() {
        return _t("Snooze: %s", this.props.line.who);
    }

    skip(reason) {
        const {line} = this.props;
        return this.send("work_skip", [line.key, seen(line), reason?.id || false]);
    }
}
