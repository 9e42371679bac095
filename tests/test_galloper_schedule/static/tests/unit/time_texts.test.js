import {expect, test} from "@odoo/hoot";
import {makeMockEnv} from "@web/../tests/web_test_helpers";
import {
    countdownText,
    distanceText,
    minutesText,
    momentText,
} from "@galloper_schedule/screen/time_texts";

const {DateTime} = luxon;
const at = (hour, minute = 0, second = 0) =>
    DateTime.utc(2026, 3, 4, hour, minute, second);

test("how long something takes", async () => {
    await makeMockEnv();
    const texts = [0, 5, 60, 65, 24 * 60, 46 * 60].map(minutesText);
    expect(texts.map(String)).toEqual([
        "0 min",
        "5 min",
        "1 h",
        "1 h 5 min",
        "1 day",
        "1 day",
    ]);
});

test("how far away a promise is: never late before it is, never due too early", async () => {
    await makeMockEnv();
    const check = (now, end, text) =>
        expect(String(distanceText(at(11), end, now))).toBe(text);
    check(at(10, 48), null, "in 12 min");
    check(at(10, 59, 1), null, "in 1 min");
    check(at(11), null, "now");
    check(at(11, 0, 59), null, "now");
    check(at(11, 1), null, "1 min late");
    check(at(11, 12, 30), null, "12 min late");
    check(at(11, 30), at(13), "1 h 30 min left");
    check(at(13, 20), at(13), "20 min late");
});

test("a moment by the clock of a zone, with its day unless that is today", async () => {
    await makeMockEnv();
    const now = at(20);
    // It is the fifth already in Tokyo.
    expect(momentText(at(21), "Asia/Tokyo", now)).toMatch(/^6:00\sAM$/);
    expect(momentText(at(21), "UTC", now)).toMatch(/^9:00\sPM$/);
    expect(momentText(at(21), "UTC", now.minus({days: 1}))).toMatch(
        /^Wed, Mar 4, 9:00\sPM$/
    );
});

test("a countdown", () => {
    expect(countdownText(at(11), at(10, 55, 28))).toBe("4:32");
    expect(countdownText(at(11), at(10, 59, 55))).toBe("0:05");
    expect(countdownText(at(11), at(11, 5))).toBe("0:00");
});
