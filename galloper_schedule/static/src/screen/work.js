import {browser} from "@web/core/browser/browser";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";
import {uuid} from "@web/core/utils/strings";
import {onWillUnmount, useState} from "@odoo/owl";

const RETRY_SECONDS = [2, 4, 8, 15];

/**
 * Calls that go on when the connection is back.
 *
 * ``isOffline`` says that one waits. Each press has an id of its own, which is sent again
 * with it: the server answers once more what it has answered to that press, and does
 * nothing twice. Whatever else it says ("already done") is somebody else's act, or an
 * earlier one.
 */
export class Persistent {
    constructor(orm) {
        this.orm = orm;
        this.isOffline = false;
        this.isGivenUp = false;
        this.wake = null;
    }

    async call(method, args, kwargs = {}) {
        this.isGivenUp = false;
        const press = method.startsWith("work_") ? {press: uuid()} : {};
        for (let tries = 0; ; tries++) {
            try {
                const answer = await this.orm.call(
                    "galloper.schedule.line",
                    method,
                    args,
                    {...kwargs, ...press}
                );
                this.isOffline = false;
                return answer;
            } catch (error) {
                if (!(error instanceof ConnectionLostError) || this.isGivenUp) {
                    this.isOffline = false;
                    throw error;
                }
                this.isOffline = true;
                await this.pause(
                    RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)]
                );
                if (this.isGivenUp) {
                    this.isOffline = false;
                    return {status: "given_up"};
                }
            }
        }
    }

    /** Some seconds, or until the browser says that it is on line again. */
    pause(seconds) {
        return new Promise((resolve) => {
            const timer = browser.setTimeout(() => this.wake(), seconds * 1000);
            this.wake = () => {
                browser.clearTimeout(timer);
                browser.removeEventListener("online", this.wake);
                resolve();
            };
            browser.addEventListener("online", this.wake);
        });
    }

    giveUp() {
        this.isGivenUp = true;
        this.wake?.();
    }
}

export function usePersistentCalls() {
    const calls = useState(new Persistent(useService("orm")));
    onWillUnmount(() => calls.giveUp());
    return calls;
}
