import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {session} from "@web/session";

const {DateTime, IANAZone} = luxon;

const MODEL = "galloper.zone.report";
const CHECKED = "galloper_schedule.zones_checked";
const DAY = 24 * 60 * 60;
// The page is shown first.
const DELAY = 10_000;

/**
 * Where this browser's time zone rules are others than Odoo's.
 *
 * @param {Object} rules {zone: [[seconds since 1970, minutes ahead of UTC], …, [end]]}
 * @returns {Object} {zone: [seconds, this browser's minutes]}; null: an unknown zone
 */
export function findDifferences(rules) {
    const found = {};
    for (const [zone, steps] of Object.entries(rules)) {
        const difference = findDifference(zone, steps);
        if (difference) {
            found[zone] = difference;
        }
    }
    return found;
}

/** Once a day, and about each change: in between no government changes a clock. */
function findDifference(zone, steps) {
    if (!IANAZone.isValidZone(zone)) {
        return [steps[0][0], null];
    }
    for (const [index, [begins, minutes]] of steps.slice(0, -1).entries()) {
        const [ends] = steps[index + 1];
        for (let at = begins; at < ends; at = nextSample(at, ends)) {
            const offset = DateTime.fromSeconds(at, {zone}).offset;
            if (offset !== minutes) {
                return [at, offset];
            }
        }
    }
    return null;
}

function nextSample(at, ends) {
    const last = ends - 1;
    return at < last ? Math.min(at + DAY, last) : ends;
}

/** Tells Odoo, once a day, if this browser would show promises at another hour. */
export async function checkZones(orm) {
    const today = `${user.userId}/${DateTime.utc().toISODate()}`;
    if (browser.localStorage.getItem(CHECKED) === today) {
        return;
    }
    try {
        const found = findDifferences(await orm.silent.call(MODEL, "get_rules"));
        if (Object.keys(found).length) {
            await orm.silent.call(MODEL, "report_differences", [found]);
        }
        browser.localStorage.setItem(CHECKED, today);
    } catch {
        // No connection: next time.
    }
}

export const zoneCheckService = {
    dependencies: ["orm"],

    start(env, {orm}) {
        if (session.galloper_pulse) {
            browser.setTimeout(() => checkZones(orm), DELAY);
        }
    },
};

registry.category("services").add("galloper_zone_check", zoneCheckService);
