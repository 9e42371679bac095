import {ActivityMenu} from "@mail/core/web/activity_menu";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {patch} from "@web/core/utils/patch";
import {useState} from "@odoo/owl";

/** My Day above the activities, with the number that is left today. */
patch(ActivityMenu.prototype, {
    setup() {
        super.setup();
        this.myDay = useState(useService("galloper_my_day_systray"));
    },

    get myDayText() {
        const {left, next} = this.myDay;
        return next
            ? _t("%(left)s left today, next promise at %(next)s", {left, next})
            : _t("%s left today", left);
    },

    onBeforeOpen() {
        if (this.myDay.isOn) {
            this.myDay.announced = null;
            this.myDay.refresh();
        }
        return super.onBeforeOpen();
    },

    openMyDay(newWindow) {
        this.dropdown.close();
        this.action.doAction("galloper_schedule.action_my_day", {
            newWindow,
            clearBreadcrumbs: true,
        });
    },
});
