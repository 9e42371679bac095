import {browser} from "@web/core/browser/browser";
import {onPatched, onWillPatch} from "@odoo/owl";

const MILLISECONDS = 300;

/**
 * Lines that change their place slide to it, new ones come up slowly: nothing jumps.
 *
 * :param getItems: the elements now, each with its own ``data-key``
 */
export function useSliding(getItems) {
    let before = new Map();
    onWillPatch(() => {
        before = new Map(getItems().map((el) => [el.dataset.key, el.offsetTop]));
    });
    onPatched(() => {
        if (browser.matchMedia("(prefers-reduced-motion: reduce)").matches) {
            return;
        }
        for (const el of getItems()) {
            const was = before.get(el.dataset.key);
            if (was === undefined) {
                el.animate([{opacity: 0}, {opacity: 1}], 2 * MILLISECONDS);
            } else if (was !== el.offsetTop) {
                const moved = `translateY(${was - el.offsetTop}px)`;
                el.animate([{transform: moved}, {transform: "none"}], {
                    duration: MILLISECONDS,
                    easing: "ease-out",
                });
            }
        }
    });
}
