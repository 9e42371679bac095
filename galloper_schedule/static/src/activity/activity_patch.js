import {Activity} from "@mail/core/web/activity";
import {deserializeDateTime, toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

const {DateTime} = luxon;

patch(Activity.prototype, {
    /** What the customer was promised, in the user's time, or nothing. */
    get promise() {
        const {promised_at, promised_until} = this.props.activity;
        if (!promised_at) {
            return null;
        }
        const start = deserializeDateTime(promised_at);
        const end = promised_until ? deserializeDateTime(promised_until) : start;
        const from = toLocaleDateTimeString(start);
        const until = toLocaleDateTimeString(end, {
            showDate: !end.hasSame(start, "day"),
        });
        return {
            over: end < DateTime.now(),
            text:
                end > start
                    ? _t("Promised: %(from)s – %(until)s", {from, until})
                    : _t("Promised: %s", from),
        };
    },
});
