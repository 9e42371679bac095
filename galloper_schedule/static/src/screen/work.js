import {browser} from "@web/core/browser/browser";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";
import {onWillUnmount, useState} from "@odoo/owl";

const RETRY_SECONDS = [2, 4, 8, 15];

/**
 * Calls that go on when the connection is back.
 *
 * ``isOffline`` says that one waits. The server does everything once only, so an answer
 * "already done" to a repeated call means that the first one had arrived.
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
        for (let tries = 0; ; tries++) {
            try {
                const answer = await this.orm.call(
                    "galloper.schedule.line",
                    method,
                    args,
                    kwargs
                );
                this.isOffline = false;
                const isOurs =
                    tries && ["already", "changed", "gone"].includes(answer?.status);
                return isOurs ? {...answer, status: "ok"} : answer;
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
