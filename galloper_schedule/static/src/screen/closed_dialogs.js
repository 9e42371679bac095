import {browser} from "@web/core/browser/browser";

const AFTER_CLOSING = 500;

/**
 * Lets the memory of a closed dialog go.
 *
 * When a dialog of Odoo has gone, it reads once more from the service of the user
 * interface, which from then on holds it for news, with all that it showed: in a page
 * that stays open all day that is a hundred megabytes. A listener that has got
 * its news is forgotten; so it gets an empty piece of news.
 */
export function letGoOfClosedDialogs(ui) {
    browser.setTimeout(() => {
        const {deactivateElement} = ui;
        ui.deactivateElement = (...args) => deactivateElement(...args);
        ui.deactivateElement = deactivateElement;
    }, AFTER_CLOSING);
}
