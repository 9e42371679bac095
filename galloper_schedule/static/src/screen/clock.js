import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {markRaw, onMounted, onWillUnmount, useState} from "@odoo/owl";

const {DateTime} = luxon;

/**
 * The present by the server's clock: a computer that goes wrong makes nobody late.
 *
 * ``set`` takes the server's time as it comes with an answer.
 */
export class Clock {
    constructor() {
        this.offset = 0;
        this.tick();
    }

    set(serverNow) {
        const offset = deserializeDateTime(serverNow).diff(DateTime.now()).milliseconds;
        // What the answer took on its way, and whole seconds, are no difference.
        this.offset = Math.abs(offset) < 5000 ? 0 : offset;
        this.tick();
    }

    tick() {
        // Luxon keeps results in its objects: no component is to hear of that.
        this.now = markRaw(DateTime.now().plus(this.offset));
    }
}

const SECONDS = 5;

/** A reactive clock that goes on every few seconds while the component is there. */
export function useClock(clock) {
    const state = useState(clock);
    let timer = null;
    onMounted(() => {
        timer = browser.setInterval(() => clock.tick(), SECONDS * 1000);
    });
    onWillUnmount(() => browser.clearInterval(timer));
    return state;
}
