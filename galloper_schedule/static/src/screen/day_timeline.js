import {_t} from "@web/core/l10n/translation";
import {Component, useRef, useState} from "@odoo/owl";
import {timetableOf} from "./screen_lines";
import {useSliding} from "./slide";
import {timeText} from "./time_texts";

/** The day from top to bottom; a press on a line brings its activity into focus. */
export class DayTimeline extends Component {
    static template = "galloper_schedule.DayTimeline";
    static props = {
        lines: Array,
        groups: {type: [Array, {value: null}], optional: true},
        day: Object,
        now: Object,
        focusKey: Number,
        select: Function,
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({showsDone: false, showsUnplaced: false});
        useSliding(() => [
            ...(this.root.el?.querySelectorAll(":scope [data-key]") || []),
        ]);
    }

    get timetable() {
        return timetableOf(this.props.lines, this.props.day.busy, this.props.now);
    }

    time(moment) {
        return timeText(moment, this.props.day.tz);
    }

    get doneText() {
        return _t("%s done", this.props.day.done.length);
    }

    get unplacedText() {
        return _t("Does not fit today (%s)", this.unplacedCount);
    }

    /** As many as there are, not only those that the page has loaded. */
    get unplacedCount() {
        return Math.max(this.props.day.unplaced, this.timetable.unplaced.length);
    }

    marks(line) {
        const {bucket, state, atRisk, pinned} = line;
        return [
            bucket === "today" && {
                icon: "fa-handshake-o",
                text: _t("Promised for %s", line.promised),
            },
            ["missed", "overdue"].includes(bucket) && {
                icon: "fa-exclamation-circle",
                text: _t("Missed promise"),
                class: "text-danger",
            },
            atRisk && {
                icon: "fa-exclamation-triangle",
                text: _t("At risk"),
                class: "text-warning-emphasis",
            },
            state === "waiting" && {icon: "fa-hourglass-half", text: _t("Waiting")},
            pinned && {icon: "fa-thumb-tack", text: _t("Pinned")},
            line.isSuggestion && {icon: "fa-lightbulb-o", text: _t("Suggested")},
        ].filter(Boolean);
    }
}
