import {serializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {CalendarCommonPopover} from "@web/views/calendar/calendar_common/calendar_common_popover";
import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarController} from "@web/views/calendar/calendar_controller";
import {CalendarModel} from "@web/views/calendar/calendar_model";
import {CalendarRenderer} from "@web/views/calendar/calendar_renderer";
import {calendarView} from "@web/views/calendar/calendar_view";
import {FollowsThePlan} from "./my_day_views";

const {DateTime} = luxon;

/** The slots of the plan, and the meetings round which they lie. */
export class MyDayCalendarModel extends CalendarModel {
    setup() {
        super.setup(...arguments);
        this.loadings = 0;
    }

    get isLoading() {
        return this.loadings > 0;
    }

    /** Dragging pins an activity, it never writes the plan: see updateRecord. */
    get canEdit() {
        return true;
    }

    async load() {
        this.loadings++;
        try {
            await super.load(...arguments);
        } finally {
            this.loadings--;
        }
    }

    async loadRecords(data) {
        const busy = await this.orm.call(this.resModel, "get_busy", [
            serializeDateTime(data.range.start),
            serializeDateTime(data.range.end),
        ]);
        const records = await super.loadRecords(data);
        for (const meeting of busy) {
            const record = this.makeBusy(meeting);
            records[record.id] = record;
        }
        return records;
    }

    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        record.duration = record.end.diff(record.start, "hours").hours;
        return record;
    }

    makeBusy(meeting) {
        const record = this.normalizeRecord({
            id: `busy_${meeting.id}`,
            display_name: meeting.name,
            planned_start: meeting.start,
            planned_stop: meeting.stop,
        });
        return {...record, isBusy: true, isHatched: true};
    }

    /** The activity stays where it was dropped; if it may not, it goes back. */
    async updateRecord({id, start}) {
        try {
            await this.orm.call(this.resModel, "action_pin", [
                [id],
                serializeDateTime(start),
            ]);
        } finally {
            await this.load();
        }
    }
}

export class MyDayCalendarPopover extends CalendarCommonPopover {
    static template = "galloper_schedule.MyDayCalendarPopover";
    static subTemplates = {
        ...CalendarCommonPopover.subTemplates,
        footer: "galloper_schedule.MyDayCalendarPopover.footer",
    };

    setup() {
        super.setup();
        this.orm = useService("orm");
    }

    get isEventEditable() {
        return false;
    }

    get isPinned() {
        return Boolean(this.props.record.rawRecord.galloper_pinned_at);
    }

    async unpin() {
        this.props.close();
        const {model, record} = this.props;
        await this.orm.call(model.resModel, "action_unpin", [[record.id]]);
        await model.load();
    }
}

export class MyDayCalendarCommonRenderer extends CalendarCommonRenderer {
    static components = {
        ...CalendarCommonRenderer.components,
        Popover: MyDayCalendarPopover,
    };

    get options() {
        return {
            ...super.options,
            allDaySlot: false,
            eventDurationEditable: false,
            // Tall enough for an activity of ten minutes to be read.
            slotDuration: "00:10:00",
            scrollTime: DateTime.now().minus({hours: 1}).toFormat("HH:00:00"),
            scrollTimeReset: false,
            slotLabelInterval: "01:00:00",
            snapDuration: "00:05:00",
        };
    }

    convertRecordToEvent(record) {
        const event = super.convertRecordToEvent(record);
        const {mayDrag} = this.env.services.galloper_my_day_systray;
        return {...event, allDay: false, editable: mayDrag && !record.isBusy};
    }

    eventClassNames({event}) {
        const record = this.props.model.records[event.id];
        const classes = [...super.eventClassNames(...arguments), "o_galloper_slot"];
        if (record?.duration <= 0.5) {
            classes.push("o_event_oneliner");
        }
        if (record?.isBusy) {
            classes.push("o_galloper_busy");
        } else if (record?.rawRecord.at_risk) {
            classes.push("o_galloper_at_risk");
        }
        return classes;
    }

    onClick(info) {
        if (!this.props.model.records[info.event.id].isBusy) {
            super.onClick(info);
        }
    }

    onDblClick(info) {
        if (!this.props.model.records[info.event.id].isBusy) {
            super.onDblClick(info);
        }
    }
}

export class MyDayCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: MyDayCalendarCommonRenderer,
        week: MyDayCalendarCommonRenderer,
    };
}

export class MyDayCalendarController extends FollowsThePlan(CalendarController) {
    /** Opens the document that the activity is about. */
    async editRecord(record) {
        const {resModel} = this.model;
        this.action.doAction(
            await this.orm.call(resModel, "action_open", [[record.id]])
        );
    }
}

registry.category("views").add("galloper_my_day_calendar", {
    ...calendarView,
    Model: MyDayCalendarModel,
    Controller: MyDayCalendarController,
    Renderer: MyDayCalendarRenderer,
});
