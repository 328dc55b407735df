import { $, el, isTyping, on } from "./dom.js";
import { t } from "./language.js";

const list = [
	["/", "key.search"], ["Shift Enter", "key.term"], ["← ↑ → ↓", "key.move"], ["Enter", "key.open"],
	["Space", "key.toggle"], ["Shift ← ↑ → ↓", "key.range"], ["Ctrl A", "key.all"], ["M X", "key.like"],
	["C", "key.copy"], ["D", "key.download"], ["F", "key.filters"], ["1 2 3 4", "key.views"], ["+ − 0", "key.zoom"],
	["I", "key.facts"], ["Esc", "key.escape"], ["?", "key.help"],
];

/** Keys that work everywhere but in fields, and the list of all keys. */
export function globalKeys(actions) {
	addEventListener("keydown", event => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
		if (document.querySelector("dialog[open], :popover-open")) return;
		const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
		if (!action) return;
		event.preventDefault();
		action();
	});
	on("show-keys", "click", showKeys);
	on("keys-close", "click", () => $("keys").close());
}

export function showKeys() {
	if ($("menu").matches(":popover-open")) $("menu").hidePopover();
	$("key-list").replaceChildren(...list.flatMap(([keys, text]) => [
		el("dt", {}, ...keys.split(" ").map(key => el("kbd", { text: key }))),
		el("dd", { text: t(text) }),
	]));
	$("keys").showModal();
}
