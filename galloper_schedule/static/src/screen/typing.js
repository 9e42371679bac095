const EDITABLE =
    "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";

/** Whether the user is about to enter something: nothing may move under their hands. */
export function isTyping() {
    return Boolean(
        document.querySelector(".modal") || document.activeElement?.closest(EDITABLE)
    );
}
