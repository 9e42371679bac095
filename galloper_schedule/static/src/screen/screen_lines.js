/**
 * The lines of the screen, made from the records that the view has loaded: plain
 * objects, so that what was read last can still be shown when a line is gone.
 */

/** One line; moments are luxon's. */
export function toLine(record) {
    const {data} = record;
    return {
        id: record.resId,
        key: data.contact_key,
        who: data.who,
        about: data.about,
        reason: data.reason,
        phone: data.phone,
        stage: data.stage_id?.display_name || "",
        tier: data.tier_id?.display_name || "",
        type: data.activity_type_id?.display_name || "",
        icon: data.icon || "fa-lightbulb-o",
        revenue: data.expected_revenue,
        currencyId: data.currency_id?.id,
        slot: data.slot,
        start: data.planned_start,
        stop: data.planned_stop,
        promised: data.promised,
        promisedAt: data.promised_at,
        promisedUntil: data.promised_until,
        retryAt: data.retry_at,
        attempts: data.attempt_count,
        skips: data.galloper_snooze_count,
        bucket: data.bucket,
        state: data.state,
        // A promise during a meeting or a leave is one as well: see risk_notices.py.
        atRisk:
            data.at_risk ||
            (data.bucket === "today" &&
                ["meeting", "time_off"].includes(data.conflict)),
        pinned: Boolean(data.galloper_pinned_at),
        isSuggestion: !data.active,
    };
}

/** What the server compares with, so that nobody acts on what they have not seen. */
export function seen(line) {
    const promised = line.promisedAt
        ? line.promisedAt.setZone("utc").toFormat("yyyy-MM-dd HH:mm:ss")
        : false;
    return [line.attempts, line.skips, promised];
}

/** All records of a list, of its open groups as well. */
export function recordsOf(list) {
    return list.isGrouped
        ? list.groups.flatMap((group) => recordsOf(group.list))
        : list.records;
}

const waits = (line, now) =>
    line.state === "waiting" && (!line.retryAt || line.retryAt > now);

/** Whose turn it is: the first that does not wait for its next try. */
export function nextTurn(lines, now) {
    return lines.find((line) => !waits(line, now));
}

/** By their time, what has none behind; of two at one time the plan's order stands. */
export function inTime(lines) {
    const time = (line) => (line.start ? line.start.toMillis() : Infinity);
    return [...lines].sort(
        (one, other) => (time(one) > time(other)) - (time(one) < time(other))
    );
}

/** Promises whose moment has come, of those that are not known yet. */
export function fallenDue(lines, now, known) {
    return lines.filter(
        (line) =>
            line.bucket === "today" &&
            line.promisedAt <= now &&
            !waits(line, now) &&
            !known.has(promiseId(line))
    );
}

export const promiseId = (line) => `${line.key}/${line.promisedAt?.toMillis()}`;

/**
 * What the day shows from top to bottom: activities and meetings by their time, a line
 * for the present, and apart what has no room.
 *
 * :return: {timed: [{kind, key, ...}], unplaced: [line]}
 */
export function timetableOf(lines, meetings, now) {
    const timed = [
        ...lines
            .filter((line) => line.start)
            .map((line) => ({
                kind: "contact",
                key: `c${line.key}`,
                at: line.start,
                line,
            })),
        ...meetings.map((meeting) => ({
            kind: "meeting",
            key: `m${meeting.id}`,
            at: meeting.start,
            meeting,
        })),
    ];
    // Array.sort is stable: of two at one time the order of the plan stands.
    timed.sort((one, other) => one.at - other.at);
    const place = timed.findIndex((item) => item.at > now);
    const present = {kind: "now", key: "now", at: now};
    timed.splice(place < 0 ? timed.length : place, 0, present);
    return {timed, unplaced: lines.filter((line) => !line.start)};
}
