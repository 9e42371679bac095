import {toLocaleDateTimeString} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

const MINUTES_OF_A_DAY = 24 * 60;
const DAY = {weekday: "short", day: "numeric", month: "short"};

/** The time of day of a moment by the clock of a zone: ``11:30``. */
export function timeText(moment, tz) {
    return toLocaleDateTimeString(moment, {tz, showDate: false});
}

/** A plain day, such as ``Fri, Nov 27``. */
export function dayText(day) {
    return day.toLocaleString(DAY);
}

/** A moment by the clock of a zone, with its day unless that is the day of ``now``. */
export function momentText(moment, tz, now) {
    const local = moment.setZone(tz);
    return local.hasSame(now.setZone(tz), "day")
        ? timeText(moment, tz)
        : local.toLocaleString({...DAY, hour: "numeric", minute: "numeric"});
}

/** A moment, or a window from ``start`` to ``end`` on one day. */
export function spanText({start, end}, tz, now) {
    const from = momentText(start, tz, now);
    return end ? _t("%(from)s – %(until)s", {from, until: timeText(end, tz)}) : from;
}

/** ``45 min``, ``1 h 5 min``, ``2 days``. */
export function minutesText(minutes) {
    const hours = Math.floor(minutes / 60);
    if (hours >= 24) {
        const days = Math.floor(hours / 24);
        return days === 1 ? _t("1 day") : _t("%s days", days);
    }
    if (!hours) {
        return _t("%s min", minutes);
    }
    return minutes % 60
        ? _t("%(hours)s h %(minutes)s min", {hours, minutes: minutes % 60})
        : _t("%s h", hours);
}

/**
 * How far away a promised moment or window is: ``in 12 min``, ``now``, ``12 min late``;
 * in a window: ``2 h left``.
 *
 * Days are those of the zone of ``now``. Minutes are rounded so that nothing is called late before it is, or due too early.
 */
export function distanceText(start, end, now) {
    const until = (moment) => moment.diff(now, "minutes").minutes;
    if (until(start) > 0) {
        return _t("in %s", minutesText(Math.ceil(until(start))));
    }
    const late = Math.floor(-until(end || start));
    if (late >= MINUTES_OF_A_DAY) {
        // Days as people count them: since the day before yesterday it is two.
        const day = (moment) => moment.setZone(now.zone).startOf("day");
        const days = Math.round(day(now).diff(day(end || start), "days").days);
        return days === 1 ? _t("1 day late") : _t("%s days late", days);
    }
    if (late >= 1) {
        return _t("%s late", minutesText(late));
    }
    return end && end > now
        ? _t("%s left", minutesText(Math.ceil(until(end))))
        : _t("now");
}

/** ``4:32``, for a countdown. */
export function countdownText(moment, now) {
    const seconds = Math.max(0, Math.round(moment.diff(now, "seconds").seconds));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
