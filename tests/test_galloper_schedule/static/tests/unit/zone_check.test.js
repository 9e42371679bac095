import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {mockDate} from "@odoo/hoot-mock";
import {makeMockEnv} from "@web/../tests/web_test_helpers";
import {browser} from "@web/core/browser/browser";
import {checkZones, findDifferences} from "@galloper_schedule/zones/zone_check_service";

defineMailModels();

const at = (text) => Date.parse(`${text}Z`) / 1000;
const [BEGIN, END] = [at("2026-03-04T00:00"), at("2027-03-05T00:00")];
const SUMMER = at("2026-03-29T01:00");
const WINTER = at("2026-10-25T01:00");
const BERLIN = [[BEGIN, 60], [SUMMER, 120], [WINTER, 60], [END]];

describe("rules are compared", () => {
    test("the same ones differ nowhere", () => {
        const moscow = [[BEGIN, 180], [END]];
        const found = findDifferences({
            "Europe/Moscow": moscow,
            "Europe/Berlin": BERLIN,
        });
        expect(found).toEqual({});
    });

    test("from the beginning, or from the day of a new law", () => {
        const law = at("2026-12-01T00:00");
        const found = findDifferences({
            "Europe/Moscow": [[BEGIN, 240], [END]],
            "Asia/Tokyo": [[BEGIN, 540], [law, 600], [END]],
        });
        expect(found).toEqual({
            "Europe/Moscow": [BEGIN, 180],
            "Asia/Tokyo": [law, 540],
        });
    });

    test("a change some hours earlier or later is found", () => {
        const hours = 3 * 3600;
        const early = [[BEGIN, 60], [SUMMER - hours, 120], [WINTER, 60], [END]];
        const late = [[BEGIN, 60], [SUMMER + hours, 120], [WINTER, 60], [END]];
        expect(findDifferences({"Europe/Berlin": early})).toEqual({
            "Europe/Berlin": [SUMMER - hours, 60],
        });
        expect(findDifferences({"Europe/Berlin": late})).toEqual({
            "Europe/Berlin": [SUMMER + hours - 1, 120],
        });
    });

    test("a zone that the browser does not know", () => {
        const found = findDifferences({"Mars/Olympus": [[BEGIN, 0], [END]]});
        expect(found).toEqual({"Mars/Olympus": [BEGIN, null]});
    });
});

describe("once a day", () => {
    let rules = {};
    let isOnline = true;
    const orm = {
        silent: {
            async call(_model, method, args) {
                if (!isOnline) {
                    throw new Error("No connection");
                }
                expect.step([method, ...(args || [])]);
                return rules;
            },
        },
    };

    beforeEach(async () => {
        mockDate("2026-03-04 08:20:00", +0);
        await makeMockEnv();
        browser.localStorage.clear();
        rules = {"Europe/Berlin": BERLIN};
        isOnline = true;
    });

    test("a browser that agrees tells nothing", async () => {
        await checkZones(orm);
        await checkZones(orm);
        expect.verifySteps([["get_rules"]]);
        mockDate("2026-03-05 08:20:00", +0);
        await checkZones(orm);
        expect.verifySteps([["get_rules"]]);
    });

    test("one that does not tells where", async () => {
        rules = {"Europe/Berlin": BERLIN, "Europe/Moscow": [[BEGIN, 240], [END]]};
        await checkZones(orm);
        expect.verifySteps([
            ["get_rules"],
            ["report_differences", {"Europe/Moscow": [BEGIN, 180]}],
        ]);
    });

    test("without a connection it is done later", async () => {
        isOnline = false;
        await checkZones(orm);
        isOnline = true;
        await checkZones(orm);
        expect.verifySteps([["get_rules"]]);
    });
});
