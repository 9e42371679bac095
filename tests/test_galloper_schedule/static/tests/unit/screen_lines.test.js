import {describe, expect, test} from "@odoo/hoot";
import {
    fallenDue,
    nextTurn,
    promiseId,
    seen,
    timetableOf,
} from "@galloper_schedule/screen/screen_lines";

const {DateTime} = luxon;
const at = (hour, minute = 0) => DateTime.utc(2026, 3, 4, hour, minute);
const line = (key, start, values = {}) => ({key, start, state: "planned", ...values});
const promise = (key, moment, values = {}) =>
    line(key, moment, {bucket: "today", promisedAt: moment, ...values});

describe("whose turn it is", () => {
    test("the first, but nobody who waits for the next try", () => {
        const waits = line(1, at(9), {state: "waiting", retryAt: at(12)});
        expect(nextTurn([waits, line(2, at(10))], at(11)).key).toBe(2);
        expect(nextTurn([waits, line(2, at(10))], at(12)).key).toBe(1);
        expect(nextTurn([waits], at(11))).toBe(undefined);
    });
});

describe("promises that fall due", () => {
    test("at their moment, once each", () => {
        const lines = [promise(1, at(11)), promise(2, at(12)), line(3, at(10))];
        const keys = (now, known = new Set()) =>
            fallenDue(lines, now, known).map((due) => due.key);
        expect(keys(at(10, 59))).toEqual([]);
        expect(keys(at(11))).toEqual([1]);
        expect(keys(at(12))).toEqual([1, 2]);
        expect(keys(at(12), new Set([promiseId(lines[0])]))).toEqual([2]);
    });

    test("another promise to the same customer is another one", () => {
        expect(promiseId(promise(1, at(11)))).not.toBe(promiseId(promise(1, at(12))));
    });

    test("not what was tried already and waits", () => {
        const tried = promise(1, at(11), {state: "waiting", retryAt: at(13)});
        expect(fallenDue([tried], at(12), new Set())).toEqual([]);
    });
});

describe("the day from top to bottom", () => {
    test("activities, meetings and now by their time, what has no room apart", () => {
        const lines = [line(1, at(9)), line(2, at(11)), line(3, null)];
        const meeting = {id: 7, start: at(10), stop: at(10, 30)};
        const {timed, unplaced} = timetableOf(lines, [meeting], at(10, 15));
        expect(timed.map((item) => item.key)).toEqual(["c1", "m7", "now", "c2"]);
        expect(unplaced.map((one) => one.key)).toEqual([3]);
    });

    test("the present stands behind a day that is over", () => {
        const {timed} = timetableOf([line(1, at(9))], [], at(20));
        expect(timed.map((item) => item.key)).toEqual(["c1", "now"]);
    });

    test("two at one time stand in the order of the plan", () => {
        const {timed} = timetableOf([line(5, at(9)), line(4, at(9))], [], at(8));
        expect(timed.map((item) => item.key)).toEqual(["now", "c5", "c4"]);
    });
});

test("what was seen is told in the server's words", () => {
    const shown = promise(1, at(11).setZone("Asia/Tokyo"), {attempts: 2, skips: 1});
    expect(seen(shown)).toEqual([2, 1, "2026-03-04 11:00:00"]);
    expect(seen(line(1, at(9), {attempts: 0, skips: 0}))).toEqual([0, 0, false]);
});
