import {expect, test} from "@odoo/hoot";
import {advanceTime} from "@odoo/hoot-mock";
import {Persistent} from "@galloper_schedule/screen/work";
import {ConnectionLostError} from "@web/core/network/rpc";

/** Calls to a server that answers so, one after the other. */
function callsTo(...answers) {
    const calls = new Persistent({
        async call(model, method, args) {
            expect.step(`${method} ${args}`);
            const answer = answers.shift();
            if (answer instanceof Error) {
                throw answer;
            }
            return answer;
        },
    });
    return calls;
}

const lost = () => new ConnectionLostError("/web/dataset/call_kw");

test("what was sent without a connection is sent again until it arrives", async () => {
    const calls = callsTo(lost(), lost(), {status: "ok"});
    const sent = calls.call("work_done", [7]);
    await advanceTime(0);
    expect(calls.isOffline).toBe(true);
    await advanceTime(2000);
    expect(calls.isOffline).toBe(true);
    await advanceTime(4000);
    expect(await sent).toEqual({status: "ok"});
    expect(calls.isOffline).toBe(false);
    expect.verifySteps(["work_done 7", "work_done 7", "work_done 7"]);
});

test("at once when the browser says that it is on line", async () => {
    const calls = callsTo(lost(), {status: "ok"});
    const sent = calls.call("work_done", [7]);
    await advanceTime(0);
    window.dispatchEvent(new Event("online"));
    expect(await sent).toEqual({status: "ok"});
    expect.verifySteps(["work_done 7", "work_done 7"]);
});

/** A server that does each press once, and loses what it says as often as told. */
function serverThatLoses(number) {
    const known = {};
    let left = number;
    return new Persistent({
        async call(model, method, args, {press}) {
            known[press] ??= {
                status: "ok",
                action: `done ${Object.keys(known).length}`,
            };
            expect.step(press === Object.keys(known).at(-1) ? "the last" : "earlier");
            if (left-- > 0) {
                throw lost();
            }
            return known[press];
        },
    });
}

test("the answer was lost, not the call: the server knows the press", async () => {
    const calls = serverThatLoses(1);
    const sent = calls.call("work_done", [7]);
    await advanceTime(2000);
    expect(await sent).toEqual({status: "ok", action: "done 0"});
    expect.verifySteps(["the last", "the last"]);
});

test("each press is one of its own", async () => {
    const calls = serverThatLoses(0);
    expect((await calls.call("work_no_answer", [7])).action).toBe("done 0");
    expect((await calls.call("work_no_answer", [7])).action).toBe("done 1");
    expect.verifySteps(["the last", "the last"]);
});

test("what somebody else did while the call was lost is nobody's own", async () => {
    for (const status of ["already", "changed", "gone", "taken"]) {
        const refusal = {status, message: "Olga has done it"};
        const calls = callsTo(lost(), refusal);
        const sent = calls.call("work_done", [7]);
        await advanceTime(2000);
        expect(await sent).toEqual(refusal);
        expect.verifySteps(["work_done 7", "work_done 7"]);
    }
});

test("what is only read is no press", async () => {
    const calls = new Persistent({
        async call(model, method, args, kwargs) {
            return kwargs;
        },
    });
    expect(await calls.call("get_focus", [7])).toEqual({});
});

test("what somebody else has done is said", async () => {
    const calls = callsTo({status: "already", message: "Olga has done it"});
    expect((await calls.call("work_done", [7])).status).toBe("already");
    expect.verifySteps(["work_done 7"]);
});

test("a server that refuses is not asked again", async () => {
    const calls = callsTo(new Error("No rights"));
    await expect(calls.call("work_done", [7])).rejects.toThrow("No rights");
    expect.verifySteps(["work_done 7"]);
});

test("whoever gives up waits no longer", async () => {
    const calls = callsTo(lost(), {status: "ok"});
    const sent = calls.call("work_done", [7]);
    await advanceTime(0);
    calls.giveUp();
    expect((await sent).status).toBe("given_up");
    expect.verifySteps(["work_done 7"]);
});
