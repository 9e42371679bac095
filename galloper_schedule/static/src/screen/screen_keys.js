import {useHotkey} from "@web/core/hotkeys/hotkey_hook";

// Whatever is pressed by Enter itself.
const PRESSABLE =
    "a, button, input, select, textarea, summary, [role=button], [role=menuitem]";

/** Up and down through the day, Enter opens, Escape goes back to whose turn it is. */
export function useScreenKeys({move, open, back}) {
    useHotkey("arrowdown", () => move(1), {allowRepeat: true});
    useHotkey("arrowup", () => move(-1), {allowRepeat: true});
    useHotkey("enter", open, {isAvailable: (target) => !target.closest?.(PRESSABLE)});
    useHotkey("escape", back);
}
