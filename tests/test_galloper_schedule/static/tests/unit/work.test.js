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

test("the answer was lost, not the call: it was ours", async () => {
    const calls = callsTo(lost(), {status: "already", message: "You have done it"});
    const sent = calls.call("work_done", [7]);
    await advanceTime(2000);
    expect((await sent).status).toBe("ok");
    expect.verifySteps(["work_done 7", "work_done 7"]);
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
