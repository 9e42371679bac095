import {Dialog} from "@web/core/dialog/dialog";
import {useChildRef, useService} from "@web/core/utils/hooks";
import {Component, onMounted, useExternalListener, useState} from "@odoo/owl";
import {usePersistentCalls} from "./work";

/**
 * A dialog about one activity: it stays open, with all that was typed, until the server
 * has taken it. ``done(answer)`` is called then.
 */
export class WorkDialog extends Component {
    static components = {Dialog};
    static props = {
        line: Object,
        focus: Object,
        day: Object,
        clock: Object,
        drafts: Object,
        done: Function,
        close: Function,
    };

    setup() {
        this.calls = usePersistentCalls();
        this.notification = useService("notification");
        this.state = useState({isBusy: false, refusal: null});
        // Whoever leaves the page while something waits for the connection is asked.
        useExternalListener(window, "beforeunload", (ev) => {
            if (this.calls.isOffline) {
                ev.preventDefault();
            }
        });
        this.modalRef = useChildRef();
        // Odoo's dialogs are not named for those who cannot see them.
        onMounted(() => this.modalRef.el?.setAttribute("aria-label", this.title));
    }

    get title() {
        return this.props.line.who;
    }

    async send(method, args, kwargs) {
        if (this.state.isBusy) {
            return;
        }
        Object.assign(this.state, {isBusy: true, refusal: null});
        try {
            const answer = await this.calls.call(method, args, kwargs);
            if (answer.status === "ok") {
                this.forgetDraft();
                this.props.close();
                this.props.done(answer);
            } else if (answer.status !== "given_up") {
                this.state.refusal = answer;
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    forgetDraft() {
        delete this.props.drafts[this.props.line.key];
    }

    /** Nothing was done, the activity is somebody else's: the list is read again. */
    leave() {
        this.calls.giveUp();
        this.props.close();
        if (this.state.refusal) {
            this.props.done({status: this.state.refusal.status});
        }
    }
}
