import {expect, test} from "@odoo/hoot";
import {makeMockEnv} from "@web/../tests/web_test_helpers";
import {formatShare} from "@galloper_schedule/report/share";

test("a share, and the share of nothing, which is not 0%", async () => {
    await makeMockEnv();
    expect([1, 0.625, 2 / 3, 0].map(formatShare)).toEqual([
        "100%",
        "62.5%",
        "66.7%",
        "0%",
    ]);
    expect([false, null, undefined].map(formatShare)).toEqual(["", "", ""]);
});
